package io.jenkins.plugins.obshell.client.model;

/** What to make of a tenant's log archiving: {@code PATCH …/backup/log}. */
public enum LogArchiveStatus {
    /** Stop archiving. */
    STOP,
    /** Archive. */
    DOING,
    /** Pause archiving. */
    SUSPEND
}
