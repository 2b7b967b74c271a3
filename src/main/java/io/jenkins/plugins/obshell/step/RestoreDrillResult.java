package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import java.io.Serializable;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** What a drill returns: values only, so that a Pipeline can keep it over a restart. */
public final class RestoreDrillResult implements Serializable {

    private static final long serialVersionUID = 1;

    private final String tenant;
    private final String scratchTenant;
    private final String backupSetId;
    private final String restorePoint;
    private final String restoredTo;
    private final long restoreSeconds;
    private final String dagId;

    /**
     * @param backup  what was restored
     * @param tenant  the tenant that it was restored into
     * @param restore how that ended
     */
    RestoreDrillResult(RestoredBackup backup, ScratchTenant tenant, OperationResult restore) {
        this.tenant = backup.tenant();
        this.scratchTenant = tenant.name();
        this.backupSetId = backup.backupSetId();
        this.restorePoint = Long.toString(backup.scn());
        this.restoredTo = backup.time().toString();
        this.restoreSeconds = restore.duration().toSeconds();
        this.dagId = restore.dagId();
    }

    /** {@return the tenant whose backup was restored} */
    @Whitelisted
    @CheckForNull
    public String getTenant() {
        return tenant;
    }

    /** {@return the tenant that it was restored into, which is dropped by now} */
    @Whitelisted
    @NonNull
    public String getScratchTenant() {
        return scratchTenant;
    }

    /** {@return the id of the backup set, or null} */
    @Whitelisted
    @CheckForNull
    public String getBackupSetId() {
        return backupSetId;
    }

    /** {@return the SCN that was restored to, in nanoseconds since 1970} */
    @Whitelisted
    @NonNull
    public String getRestorePoint() {
        return restorePoint;
    }

    /** {@return the same as a time, such as {@code 2026-01-31T12:31:00Z}} */
    @Whitelisted
    @NonNull
    public String getRestoredTo() {
        return restoredTo;
    }

    /** {@return how long the restore took, from the first to the last node of its DAG, in seconds} */
    @Whitelisted
    public long getRestoreSeconds() {
        return restoreSeconds;
    }

    /** {@return the id of the DAG that restored it, or null} */
    @Whitelisted
    @CheckForNull
    public String getDagId() {
        return dagId;
    }

    /** {@return what is known, in one line} */
    @Override
    @Whitelisted
    public String toString() {
        return tenant + " as " + scratchTenant + " (backup set " + backupSetId + ", to " + restoredTo + ", in "
                + restoreSeconds + " s, DAG " + dagId + ")";
    }
}
