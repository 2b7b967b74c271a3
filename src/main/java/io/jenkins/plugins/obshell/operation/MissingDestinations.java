package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Finds tenants without a backup destination. obshell makes no backup of them, nor one of all tenants while there is one. */
final class MissingDestinations {

    private final ObshellClient client;

    MissingDestinations(ObshellClient client) {
        this.client = client;
    }

    /**
     * Reads the destinations of tenants, which obshell reports since 4.3.2.
     *
     * @param tenants the names
     * @return those that certainly have no data or no archive destination
     */
    CompletableFuture<List<String>> among(List<String> tenants) {
        return among(tenants, 0, new ArrayList<>());
    }

    private CompletableFuture<List<String>> among(List<String> tenants, int index, List<String> missing) {
        if (index == tenants.size()) {
            return CompletableFuture.completedFuture(missing);
        }
        String tenant = tenants.get(index);
        return client.storageConfig(tenant)
                .handle((config, error) -> new Found(config, Futures.unwrap(error)))
                .thenCompose(found -> {
                    if (found.isFailure()) {
                        return CompletableFuture.failedFuture(found.error());
                    }
                    if (found.isUnreported()) {
                        return CompletableFuture.completedFuture(missing);
                    }
                    if (found.isMissing()) {
                        missing.add(tenant);
                    }
                    return among(tenants, index + 1, missing);
                });
    }

    /**
     * What obshell reports of a tenant. It refuses to show a destination of a kind that it does not know, and cannot read those
     * of a tenant without a leader.
     */
    private record Found(StorageConfig config, Throwable error) {

        boolean isFailure() {
            return error != null && !(error instanceof RefusedException refusal && !refusal.isWrongPassword());
        }

        /** An obshell before 4.3.2 has no such route. */
        boolean isUnreported() {
            return error instanceof RefusedException refusal && refusal.isNotFound();
        }

        boolean isMissing() {
            return error == null
                    && (config == null || isEmpty(config.dataBaseUri()) || isEmpty(config.archiveBaseUri()));
        }

        private static boolean isEmpty(String uri) {
            return uri == null || uri.isBlank();
        }
    }
}
