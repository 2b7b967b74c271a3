package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The first contact: is there an obshell that can make backups? */
final class FirstContact {

    private final ObshellClient client;

    FirstContact(ObshellClient client) {
        this.client = client;
    }

    /**
     * What the first contact brought.
     *
     * @param connected who answered
     * @param problem   why it cannot make backups, or null
     */
    record Contact(ProgressEvent.Connected connected, String problem) {}

    /** Asks the endpoints one after the other until one is a member of a running cluster. */
    CompletableFuture<Contact> connect() {
        return client.info().thenCompose(first -> {
            if (first != null && first.isClusterAgent()) {
                return CompletableFuture.completedFuture(contact(first, null));
            }
            String identity = first == null ? "-" : Objects.requireNonNullElse(first.identity(), "-");
            return anyMember(
                    client.directory().endpoints(), 0, contact(first, Messages.FirstContact_notReady(identity)));
        });
    }

    private CompletableFuture<Contact> anyMember(List<Endpoint> endpoints, int index, Contact otherwise) {
        if (index == endpoints.size()) {
            return CompletableFuture.completedFuture(otherwise);
        }
        return client.info(endpoints.get(index))
                .handle((info, error) -> {
                    if (error == null && info != null && info.isClusterAgent()) {
                        return CompletableFuture.completedFuture(contact(info, null));
                    }
                    if (error != null && !(TurnBasedOperation.unwrap(error) instanceof ObshellException)) {
                        return CompletableFuture.<Contact>failedFuture(error);
                    }
                    return anyMember(endpoints, index + 1, otherwise);
                })
                .thenCompose(Function.identity());
    }

    private static Contact contact(AgentInfo info, String problem) {
        if (info == null) {
            return new Contact(new ProgressEvent.Connected("-", null, null), problem);
        }
        String host = info.ip() == null ? "-" : info.ip().contains(":") ? "[" + info.ip() + "]" : info.ip();
        return new Contact(
                new ProgressEvent.Connected(host + ":" + info.port(), info.version(), info.obVersion()), problem);
    }
}
