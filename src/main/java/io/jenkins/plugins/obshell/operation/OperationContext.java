package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Observer;
import java.time.Clock;

/**
 * What an operation works with.
 *
 * @param client   calls the cluster
 * @param clock    the local clock
 * @param journal  stores the state before a start is sent
 * @param secrets  gives the secrets of the request
 * @param observer receives what is observed
 */
public record OperationContext(
        @NonNull ObshellClient client,
        @NonNull Clock clock,
        @NonNull Journal journal,
        @NonNull SecretSource secrets,
        @NonNull Observer observer) {

    OperationContext with(Journal other) {
        return new OperationContext(client, clock, other, secrets, observer);
    }

    OperationContext observedBy(Observer other) {
        return new OperationContext(client, clock, journal, secrets, other);
    }
}
