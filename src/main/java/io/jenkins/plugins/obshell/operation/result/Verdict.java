package io.jenkins.plugins.obshell.operation.result;

/** How an operation ended. */
public enum Verdict {
    /** What was asked for is done; for a backup: obshell reports it COMPLETED. */
    SUCCESS,
    /** Something is not as it should be, but is no failure. */
    WARNING,
    /** It is not done, or nothing proves that it is done. */
    FAILURE,
    /** It was given up on request. */
    ABORTED
}
