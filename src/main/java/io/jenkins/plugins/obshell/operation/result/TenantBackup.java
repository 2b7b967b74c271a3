package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;

/**
 * The backup of one tenant as OceanBase reports it.
 *
 * @param tenantId    the tenant's id
 * @param tenantName  its name where it is known
 * @param jobId       the job
 * @param backupSetId the backup set
 * @param status      OceanBase's word
 * @param startTime   when it started
 * @param endTime     when it ended, or null
 * @param inputBytes  bytes read
 * @param outputBytes bytes written
 * @param result      0 or OceanBase's error number
 * @param comment     OceanBase's remark
 * @param path        where it lies, without secrets
 * @param startScn    from where on the set needs the log, in nanoseconds since 1970; 0 if unknown
 * @param endScn      from where on the set can be restored, in nanoseconds since 1970; 0 if unknown
 * @param encryptionMode OceanBase's word for how it is encrypted, or null if unknown
 * @param plusArchive whether the set includes the log that it needs
 * @param restorable  the points to which it can be restored, or null if that is not known
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record TenantBackup(
        @Nullable String tenantId,
        @Nullable String tenantName,
        @Nullable String jobId,
        @Nullable String backupSetId,
        @Nullable String status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        long inputBytes,
        long outputBytes,
        long result,
        @Nullable String comment,
        @Nullable String path,
        long startScn,
        long endScn,
        @Nullable String encryptionMode,
        boolean plusArchive,
        @Nullable RestoreWindow restorable)
        implements TenantBackupBuilder.With {

    /**
     * @param task       what OceanBase reports
     * @param tenantName the name of the tenant, or null if it is not known
     * @return the backup of the tenant
     */
    public static TenantBackup of(BackupTask task, @Nullable String tenantName) {
        return new TenantBackup(
                task.tenantId(),
                tenantName,
                task.jobId(),
                task.backupSetId(),
                task.status(),
                task.startTimestamp(),
                task.endTimestamp(),
                task.inputBytes(),
                task.outputBytes(),
                task.result(),
                task.comment(),
                task.path(),
                task.firstScn(),
                task.endScn() == null ? 0 : task.endScn(),
                task.encryptionMode(),
                task.isPlusArchive(),
                null);
    }

    /**
     * @param tenantName the name of a tenant
     * @return a backup of it of which nothing is known
     */
    public static TenantBackup unknown(String tenantName) {
        return of(new TenantProgress(tenantName, null, null, null, null, 0, 0, 0, 0, 0));
    }

    /**
     * @param progress how far the backup is
     * @return the backup of the tenant as far as it is known
     */
    public static TenantBackup of(TenantProgress progress) {
        return TenantBackupBuilder.builder()
                .tenantName(progress.tenant())
                .jobId(progress.jobId())
                .status(progress.status())
                .startTime(progress.startTime())
                .endTime(progress.endTime())
                .inputBytes(progress.inputBytes())
                .outputBytes(progress.outputBytes())
                .build();
    }

    /**
     * @param included whether the set includes the log that it needs
     * @param window   the points to which it can be restored
     * @return the same with them
     */
    public TenantBackup restorable(boolean included, RestoreWindow window) {
        return with(it -> it.plusArchive(included).restorable(window));
    }

    /** {@return the name, or else the id} */
    public String tenant() {
        return tenantName != null ? tenantName : String.valueOf(tenantId);
    }

    /** {@return whether the backup is there and whole} */
    public boolean isCompleted() {
        return BackupTask.COMPLETED.equals(status);
    }

    /** {@return whether OceanBase says that it failed} */
    public boolean isFailed() {
        return BackupTask.FAILED.equals(status);
    }

    /** {@return whether somebody cancelled it} */
    public boolean isCanceled() {
        return BackupTask.CANCELED.equals(status);
    }

    /** {@return whether OceanBase reports an error number or a comment} */
    public boolean hasRemark() {
        return result != 0 || comment != null && !comment.isBlank();
    }
}
