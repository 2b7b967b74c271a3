package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * What a step returns of the backups of one or several tenants: values only, so that a Pipeline can keep it over a
 * restart.
 */
public abstract class BackupValues implements Serializable {

    private static final long serialVersionUID = 1;

    private final String status;
    private final String jobId;
    private final String backupSetId;
    private final String startTime;
    private final String endTime;
    private final long inputBytes;
    private final long outputBytes;
    private final String path;
    private final String endScn;
    private final String restorableFrom;
    private final String restorableTo;
    private final String restorePoint;

    /**
     * @param status  their status, in one word
     * @param start   when the first one started
     * @param end     when the last one ended
     * @param inputBytes  bytes read
     * @param outputBytes bytes written
     * @param window  the points to which all of them can be restored
     * @param backups of each tenant; values that differ between tenants are left out
     */
    BackupValues(
            @CheckForNull String status,
            @CheckForNull Instant start,
            @CheckForNull Instant end,
            long inputBytes,
            long outputBytes,
            @CheckForNull RestoreWindow window,
            List<TenantBackup> backups) {
        this.status = status;
        this.jobId = ofOnly(backups, TenantBackup::jobId);
        this.backupSetId = ofOnly(backups, TenantBackup::backupSetId);
        this.startTime = Objects.toString(start, null);
        this.endTime = Objects.toString(end, null);
        this.inputBytes = inputBytes;
        this.outputBytes = outputBytes;
        this.path = ofOnly(backups, TenantBackup::path);
        this.endScn = ofOnly(backups, backup -> backup.endScn() <= 0 ? null : Long.toString(backup.endScn()));
        this.restorableFrom = window == null ? null : window.from().toString();
        this.restorableTo = window == null ? null : window.to().toString();
        this.restorePoint = window == null ? null : Long.toString(window.toScn());
    }

    /** {@return for a backup the status in OceanBase, for a configuration the state of its DAG; null if nothing is known} */
    @Whitelisted
    @CheckForNull
    public String getStatus() {
        return status;
    }

    /** {@return the id of the backup job, or null} */
    @Whitelisted
    @CheckForNull
    public String getJobId() {
        return jobId;
    }

    /** {@return the id of the backup set, or null} */
    @Whitelisted
    @CheckForNull
    public String getBackupSetId() {
        return backupSetId;
    }

    /** {@return when it started, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Whitelisted
    @CheckForNull
    public String getStartTime() {
        return startTime;
    }

    /** {@return when it ended, such as {@code 2026-01-31T12:30:00Z}, or null} */
    @Whitelisted
    @CheckForNull
    public String getEndTime() {
        return endTime;
    }

    /** {@return bytes read} */
    @Whitelisted
    public long getInputBytes() {
        return inputBytes;
    }

    /** {@return bytes written} */
    @Whitelisted
    public long getOutputBytes() {
        return outputBytes;
    }

    /** {@return the path of the backup set, without secrets, or null} */
    @Whitelisted
    @CheckForNull
    public String getPath() {
        return path;
    }

    /** {@return the SCN from which on the backup set can be restored, in nanoseconds since 1970, or null} */
    @Whitelisted
    @CheckForNull
    public String getEndScn() {
        return endScn;
    }

    /** {@return the first point to which it can be restored, such as {@code 2026-01-31T12:30:00Z}; null if that is not known} */
    @Whitelisted
    @CheckForNull
    public String getRestorableFrom() {
        return restorableFrom;
    }

    /** {@return the last point to which it can be restored, such as {@code 2026-01-31T12:31:00Z}; null if that is not known} */
    @Whitelisted
    @CheckForNull
    public String getRestorableTo() {
        return restorableTo;
    }

    /** {@return {@link #getRestorableTo} as an SCN, in nanoseconds since 1970; null if that is not known} */
    @Whitelisted
    @CheckForNull
    public String getRestorePoint() {
        return restorePoint;
    }

    @CheckForNull
    private static String ofOnly(List<TenantBackup> backups, Function<TenantBackup, String> property) {
        return backups.size() == 1 ? property.apply(backups.get(0)) : null;
    }
}
