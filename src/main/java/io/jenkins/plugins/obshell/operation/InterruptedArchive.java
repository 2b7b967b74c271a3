package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.RefusedException;

/** A log archive that OceanBase has interrupted. obshell can neither stop nor start it, and refuses with HTTP 500. */
final class InterruptedArchive {

    /** The end of obshell's sentence; it is not translated. */
    private static final String WORDS = "archive log is interrupted";

    private InterruptedArchive() {}

    static boolean isMeant(Throwable error) {
        return error instanceof RefusedException refusal
                && refusal.obshellMessage().contains(WORDS);
    }
}
