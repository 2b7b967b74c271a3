package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.TenantBackup;
import java.io.Serializable;
import java.util.Objects;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** The backup of one tenant, as a step returns it: values only. */
public final class ObshellTenantResult implements Serializable {

    private static final long serialVersionUID = 1;

    private final String tenant;
    private final String status;
    private final String jobId;
    private final String backupSetId;
    private final String startTime;
    private final String endTime;
    private final long inputBytes;
    private final long outputBytes;
    private final String path;

    ObshellTenantResult(@NonNull TenantBackup backup) {
        this.tenant = backup.tenant();
        this.status = backup.status();
        this.jobId = backup.jobId();
        this.backupSetId = backup.backupSetId();
        this.startTime = Objects.toString(backup.startTime(), null);
        this.endTime = Objects.toString(backup.endTime(), null);
        this.inputBytes = backup.inputBytes();
        this.outputBytes = backup.outputBytes();
        this.path = backup.path();
    }

    /** {@return the name of the tenant, or its id where the name is not known} */
    @Whitelisted
    @NonNull
    public String getTenant() {
        return tenant;
    }

    /** {@return OceanBase's word for how the backup stands, or null} */
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

    /** {@return when the backup started, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Whitelisted
    @CheckForNull
    public String getStartTime() {
        return startTime;
    }

    /** {@return when the backup ended, such as {@code 2026-01-31T12:30:00Z}, or null} */
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

    /** {@return where the backup set lies, without secrets, or null} */
    @Whitelisted
    @CheckForNull
    public String getPath() {
        return path;
    }

    /** {@return tenant, status, job and backup set} */
    @Override
    @Whitelisted
    public String toString() {
        return tenant + ": " + status + " (job " + jobId + ", backup set " + backupSetId + ")";
    }
}
