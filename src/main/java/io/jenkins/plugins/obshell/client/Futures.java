package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.concurrent.CompletionException;

/** What {@link java.util.concurrent.CompletableFuture} lacks. */
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
}
