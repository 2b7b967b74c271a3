package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;

/**
 * What obshell reports of a backup set apart from its data: the overview reports path and encryption, the history path, type
 * and log, and the name of a DAG the type. Null is not reported.
 *
 * @param type           {@code FULL} or {@code INC}
 * @param plusArchivelog {@code ON} if the set includes the log that it needs, else {@code OFF}
 * @param path           where it lies
 * @param encryptionMode how it is encrypted
 */
record BackupSetKind(
        @Nullable String type,
        @Nullable String plusArchivelog,
        @Nullable String path,
        @Nullable String encryptionMode) {

    static final String FULL = "FULL";
    static final String INCREMENTAL = "INC";

    static final BackupSetKind UNKNOWN = new BackupSetKind(null, null, null, null);

    static BackupSetKind of(BackupTask task) {
        return new BackupSetKind(task.backupType(), task.plusArchivelog(), task.path(), task.encryptionMode());
    }

    /** {@return what the name of its DAG says} */
    static BackupSetKind ofDag(String dagName) {
        return new BackupSetKind(DagNames.isFullBackup(dagName) ? FULL : INCREMENTAL, null, null, null);
    }

    /** {@return the same, completed by another report of the same set} */
    BackupSetKind or(BackupSetKind other) {
        return new BackupSetKind(
                first(type, other.type),
                first(plusArchivelog, other.plusArchivelog),
                first(path, other.path),
                first(encryptionMode, other.encryptionMode));
    }

    @Nullable
    private static String first(@Nullable String one, @Nullable String other) {
        return one == null || one.isEmpty() ? other : one;
    }
}
