package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import io.jenkins.plugins.obshell.simulator.http.Passwords;
import java.security.KeyPair;
import java.time.Instant;

/** What the routes need to know of the obshells of a cluster. */
public interface Agents {

    ClusterState state();

    DagFactory dagFactory();

    Passwords passwords();

    int port(int agent);

    KeyPair keyPair(int agent);

    Identity identity(int agent);

    /** The moment by the clock of an agent. */
    Instant now(int agent);

    Instant startedAt();

    default void requireClusterAgent(int agent) throws ObshellException {
        Identity identity = identity(agent);
        if (identity != Identity.CLUSTER_AGENT) {
            throw ObshellException.of(
                    ErrorCode.IDENTITY_NOT_SUPPORTED,
                    "127.0.0.1:" + port(agent),
                    identity.text(),
                    Identity.CLUSTER_AGENT.text());
        }
    }
}
