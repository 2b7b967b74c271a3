package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Observer;
import java.time.Clock;

/**
 * What an operation works with.
 *
 * @param client  the cluster
 * @param clock   the time
 * @param journal where the state is stored before a start is sent
 * @param secrets the secrets of the request
 * @param watcher who is shown what is seen
 */
public record OperationContext(
        @NonNull ObshellClient client,
        @NonNull Clock clock,
        @NonNull Journal journal,
        @NonNull SecretSource secrets,
        @NonNull Observer watcher) {

    /**
     * A context where nobody watches.
     *
     * @param client  the cluster
     * @param clock   the time
     * @param journal where the state is stored before a start is sent
     * @param secrets the secrets of the request
     */
    public OperationContext(
            @NonNull ObshellClient client,
            @NonNull Clock clock,
            @NonNull Journal journal,
            @NonNull SecretSource secrets) {
        this(client, clock, journal, secrets, Observer.NONE);
    }
}
