package io.jenkins.plugins.obshell.operation.result;

/** How an operation ended. */
public enum Verdict {
    /** What was asked for is done; for a backup: obshell reports it COMPLETED. */
    SUCCESS,
    /** Something is not as it should be, but only to be told. */
    WARNING,
    /** It is not done, or cannot be told to be done. */
    FAILURE,
    /** It was given up on request. */
    ABORTED
}
