package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** Looks for an obshell that can make backups. */
final class FirstContact {

    private final ObshellClient client;

    FirstContact(ObshellClient client) {
        this.client = client;
    }

    /**
     * What the first contact found.
     *
     * @param connected the obshell that answered
     * @param problem   why it cannot make backups, or null
     */
    record Found(
            ProgressEvent.Connected connected, @Nullable String problem) {}

    /** Calls one endpoint after the other until one is a member of a running cluster. */
    CompletableFuture<Found> connect() {
        return client.info().thenCompose(first -> {
            if (first != null && first.isClusterAgent()) {
                return CompletableFuture.completedFuture(found(first, null));
            }
            String identity = first == null ? "-" : Objects.requireNonNullElse(first.identity(), "-");
            return anyMember(client.directory().endpoints(), 0, found(first, Messages.FirstContact_notReady(identity)));
        });
    }

    private CompletableFuture<Found> anyMember(List<Endpoint> endpoints, int index, Found otherwise) {
        if (index == endpoints.size()) {
            return CompletableFuture.completedFuture(otherwise);
        }
        return client.info(endpoints.get(index))
                .thenCompose(info -> info != null && info.isClusterAgent()
                        ? CompletableFuture.completedFuture(found(info, null))
                        : anyMember(endpoints, index + 1, otherwise))
                .exceptionallyCompose(error -> Futures.unwrap(error) instanceof ObshellException
                        ? anyMember(endpoints, index + 1, otherwise)
                        : CompletableFuture.failedFuture(error));
    }

    private static Found found(@Nullable AgentInfo info, @Nullable String problem) {
        if (info == null) {
            return new Found(new ProgressEvent.Connected("-", null, null), problem);
        }
        String host = info.ip() == null ? "-" : Endpoint.urlHost(info.ip());
        return new Found(
                new ProgressEvent.Connected(host + ":" + info.port(), info.version(), info.obVersion()), problem);
    }
}
