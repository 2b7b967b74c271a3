package io.jenkins.plugins.obshell.operation.request;

/** What to do if a backup of the tenant is already running. */
public enum IfBackupRunning {
    /** Fail and leave the running backup alone. */
    FAIL,
    /** Wait until it is over, then start. */
    WAIT,
    /** Follow the running backup instead of starting another, if it is of the same kind or fuller, else wait; for a backup only. */
    JOIN,
    /** Start nevertheless, which cancels the running backup; for a configuration only. */
    INTERRUPT
}
