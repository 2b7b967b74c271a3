package io.jenkins.plugins.obshell.operation.request;

/** What to do where a backup of the tenant is already running. */
public enum IfBackupRunning {
    /** Fail and leave the running backup alone. */
    FAIL,
    /** Wait until it is over, then begin. */
    WAIT,
    /** Take the running backup for the one that was asked for; for a backup only. */
    JOIN,
    /** Begin all the same, which cancels the running backup; for a configuration only. */
    INTERRUPT
}
