package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.RefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Where it is no error that obshell does not know what is asked for. */
final class NotFound {

    private NotFound() {}

    static <T> CompletableFuture<T> orElse(CompletableFuture<T> call, @Nullable T otherwise) {
        return call.handle((result, error) -> {
                    if (error == null) {
                        return CompletableFuture.completedFuture(result);
                    }
                    Throwable cause = TurnBasedOperation.unwrap(error);
                    return cause instanceof RefusedException refusal && refusal.isNotFound()
                            ? CompletableFuture.completedFuture(otherwise)
                            : CompletableFuture.<T>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }
}
