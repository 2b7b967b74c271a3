package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** What {@link CompletableFuture} lacks. */
public final class Futures {

    private Futures() {}

    /**
     * Takes the wrapper off that a future puts around an exception.
     *
     * @param error what a future ended with, or null
     * @return the exception itself, or null
     */
    @Nullable
    public static Throwable unwrap(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /**
     * Replaces certain failures of a call by a value.
     *
     * @param call      the call
     * @param failures  the failures to replace
     * @param otherwise the value
     * @return the result of the call, or the value
     */
    public static <T> CompletableFuture<T> orElse(
            @NonNull CompletableFuture<T> call, @NonNull Predicate<Throwable> failures, @Nullable T otherwise) {
        return call.exceptionallyCompose(error -> {
            Throwable cause = unwrap(error);
            return failures.test(cause)
                    ? CompletableFuture.completedFuture(otherwise)
                    : CompletableFuture.failedFuture(cause);
        });
    }
}
