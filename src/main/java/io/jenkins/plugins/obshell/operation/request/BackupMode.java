package io.jenkins.plugins.obshell.operation.request;

import java.util.Locale;

/** How much a backup copies. */
public enum BackupMode {
    /** All data. */
    FULL,
    /** The data that changed since the last backup. */
    INCREMENTAL;

    /** {@return obshell's word for it} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
