package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.RefusedException;
import java.util.concurrent.CompletableFuture;

/** Calls for which it is no error that obshell does not know what is asked for. */
final class NotFound {

    private NotFound() {}

    static <T> CompletableFuture<T> orElse(CompletableFuture<T> call, @Nullable T otherwise) {
        return Futures.orElse(
                call, error -> error instanceof RefusedException refusal && refusal.isNotFound(), otherwise);
    }
}
