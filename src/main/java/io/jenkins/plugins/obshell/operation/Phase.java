package io.jenkins.plugins.obshell.operation;

/** Where an operation is. */
public enum Phase {
    /** Nothing was sent yet that changes anything. */
    NEW,
    /** The destinations are being set before the backup. */
    CONFIGURING,
    /** A start was or may have been sent, and its DAG is not known. */
    STARTING,
    /** The DAG is followed. */
    FOLLOWING,
    /** The backup itself is looked at for the verdict. */
    VERIFYING,
    /** The backup is COMPLETED, and the log archive is still to pass it. */
    ARCHIVING,
    /** obshell is asked to cancel. */
    CANCELLING,
    /** The end. */
    OVER
}
