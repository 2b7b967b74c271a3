package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One backup of one tenant, from the overview, or from the list of tasks. The list leaves out the counts, the SCNs and the
 * encryption, the overview the type and whether the log is included.
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
 * @param startScn          from where on a restore needs the log, in nanoseconds since 1970; null if it is not reported
 * @param userLsStartScn    the same for the user's log streams
 * @param endScn            from where on the set can be restored, in nanoseconds since 1970; null if it is not reported, as
 *                          for a backup that runs
 * @param backupType        {@code FULL} or {@code INC}
 * @param plusArchivelog    {@code ON} if the set includes the log that it needs, else {@code OFF}
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
        @Nullable String path,
        @Nullable @JsonProperty("start_scn") Long startScn,
        @Nullable @JsonProperty("user_ls_start_scn") Long userLsStartScn,
        @Nullable @JsonProperty("end_scn") Long endScn,
        @Nullable @JsonProperty("backup_type") String backupType,
        @Nullable @JsonProperty("plus_archivelog") String plusArchivelog) {

    /** The status of a backup that is there and whole. */
    public static final String COMPLETED = "COMPLETED";

    /** The status of a backup that ended with an error. */
    public static final String FAILED = "FAILED";

    /** The status of a backup that was cancelled. */
    public static final String CANCELED = "CANCELED";

    private static final Set<String> OVER = Set.of(COMPLETED, FAILED, CANCELED);

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
        startScn = reported(startScn);
        userLsStartScn = reported(userLsStartScn);
        endScn = reported(endScn);
        backupType = ResponseLimits.words(backupType);
        plusArchivelog = ResponseLimits.words(plusArchivelog);
    }

    @Nullable
    private static Long reported(@Nullable Long scn) {
        return scn == null || scn <= 0 ? null : scn;
    }

    /** {@return from where on a restore needs the log, in nanoseconds since 1970; 0 if it is not reported} */
    public long firstScn() {
        return Stream.of(startScn, userLsStartScn)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(0L);
    }

    /** {@return whether the set is known to include the log that it needs} */
    public boolean isPlusArchive() {
        return "ON".equalsIgnoreCase(plusArchivelog);
    }

    /** {@return whether OceanBase says that the backup is there and whole} */
    public boolean isCompleted() {
        return COMPLETED.equals(status);
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
