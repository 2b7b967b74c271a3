package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.Set;

/**
 * One backup of one tenant, from the overview, or from the list of tasks, which leaves out the counts.
 *
 * @param tenantId          the tenant
 * @param taskId            the task of OceanBase
 * @param jobId             the job of OceanBase, which distinguishes this backup from any other of the tenant
 * @param backupSetId       the backup set that it makes
 * @param startTimestamp    when it started, by OceanBase's clock
 * @param endTimestamp      when it ended, or null while it runs
 * @param status            OceanBase's word for how it stands; the list grows with versions
 * @param encryptionMode    how it is encrypted
 * @param inputBytes        bytes read
 * @param outputBytes       bytes written
 * @param outputRateBytes   bytes written a second
 * @param tabletCount       tablets to copy
 * @param finishTabletCount tablets copied
 * @param fileCount         files written
 * @param result            0, or OceanBase's error number
 * @param comment           OceanBase's remark on the result
 * @param path              where the backup set lies
 */
public record BackupTask(
        @Nullable @JsonProperty("tenant_id") String tenantId,
        @Nullable @JsonProperty("task_id") String taskId,
        @Nullable @JsonProperty("job_id") String jobId,
        @Nullable @JsonProperty("backup_set_id") String backupSetId,
        @Nullable @JsonProperty("start_timestamp") Instant startTimestamp,
        @Nullable @JsonProperty("end_timestamp") Instant endTimestamp,
        @Nullable String status,
        @Nullable @JsonProperty("encryption_mode") String encryptionMode,
        @JsonProperty("input_bytes") long inputBytes,
        @JsonProperty("output_bytes") long outputBytes,
        @JsonProperty("output_rate_bytes") double outputRateBytes,
        @JsonProperty("tablet_count") long tabletCount,
        @JsonProperty("finish_tablet_count") long finishTabletCount,
        @JsonProperty("file_count") long fileCount,
        long result,
        @Nullable String comment,
        @Nullable String path) {

    /** The status of a backup that is there and whole. */
    public static final String COMPLETED = "COMPLETED";

    private static final Set<String> OVER = Set.of(COMPLETED, "FAILED", "CANCELED");

    /** What is longer than anything that obshell sends is cut or, where it is an id, refused. */
    public BackupTask {
        tenantId = ResponseLimits.id(tenantId);
        taskId = ResponseLimits.id(taskId);
        jobId = ResponseLimits.id(jobId);
        backupSetId = ResponseLimits.id(backupSetId);
        status = ResponseLimits.words(status);
        encryptionMode = ResponseLimits.words(encryptionMode);
        comment = ResponseLimits.words(comment);
        path = ResponseLimits.words(path);
    }

    /** {@return whether OceanBase says that the backup is there and whole} */
    public boolean isCompleted() {
        return COMPLETED.equals(status);
    }

    /** {@return whether OceanBase says that the backup set has no password} */
    public boolean isUnencrypted() {
        return "NONE".equalsIgnoreCase(encryptionMode);
    }

    /** {@return whether the status is one of those known to be final} */
    public boolean isOver() {
        return status != null && OVER.contains(status);
    }

    /** {@return whether it goes on; an unknown status without an end counts as going on} */
    public boolean isRunning() {
        return status != null && !isOver() && endTimestamp == null;
    }
}
