package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import java.util.List;
import java.util.Objects;

/**
 * What a test of a connection found, for a person, without a secret.
 *
 * @param grade     how good the connection is
 * @param verdict   what it comes to, in a sentence or two
 * @param details   why, in sentences; none if the endpoints say it all
 * @param endpoints what each endpoint said, in the order of the configuration
 */
record ConnectionReport(Grade grade, String verdict, List<String> details, List<TestedEndpoint> endpoints) {

    /** How good a connection is. */
    enum Grade {
        /** Every endpoint answers and the password is accepted. */
        GOOD,
        /** The password is accepted, but not every endpoint is of use. */
        DOUBTFUL,
        /** Builds cannot use the cluster. */
        BAD
    }

    /**
     * One endpoint.
     *
     * @param endpoint its address
     * @param answer   whether it answers and what it is, or why it is of no use
     * @param versions the versions of obshell and OceanBase; empty if it did not say
     * @param clock    how far its clock is ahead of Jenkins's; empty if unknown
     * @param key      its key, or null if it gave none
     */
    record TestedEndpoint(
            Endpoint endpoint,
            String answer,
            String versions,
            String clock,
            @Nullable KeyFingerprint key) {}

    ConnectionReport {
        details = List.copyOf(details);
        endpoints = List.copyOf(endpoints);
    }

    /** {@return the keys that the endpoints gave, each once} */
    List<KeyFingerprint> keys() {
        return endpoints.stream()
                .map(TestedEndpoint::key)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
