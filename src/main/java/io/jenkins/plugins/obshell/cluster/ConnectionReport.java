package io.jenkins.plugins.obshell.cluster;

/**
 * What a test of a connection found.
 *
 * @param grade   how good it is
 * @param message everything found, for a person, without a secret
 */
record ConnectionReport(Grade grade, String message) {

    /** How good a connection is. */
    enum Grade {
        /** Every endpoint answers and the password is accepted. */
        GOOD,
        /** The password is accepted, but not every endpoint is of use. */
        DOUBTFUL,
        /** Builds cannot use the cluster. */
        BAD
    }
}
