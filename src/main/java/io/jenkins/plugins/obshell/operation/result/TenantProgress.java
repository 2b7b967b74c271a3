package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.time.Instant;

/**
 * How far the backup of one tenant is, as OceanBase reports it.
 *
 * @param tenant         its name, or its id where the name is not known
 * @param jobId          the job
 * @param status         OceanBase's word
 * @param startTime      when it started, by OceanBase's clock
 * @param endTime        when it ended, by the same clock, or null while it goes on
 * @param finishTablets  tablets copied
 * @param tablets        tablets to copy
 * @param inputBytes     bytes read
 * @param outputBytes    bytes written
 * @param bytesPerSecond bytes written a second
 */
public record TenantProgress(
        String tenant,
        @Nullable String jobId,
        @Nullable String status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        long finishTablets,
        long tablets,
        long inputBytes,
        long outputBytes,
        long bytesPerSecond) {

    /** In OceanBase's own words, which may hold anything. */
    public static TenantProgress of(BackupTask task, String tenant) {
        return new TenantProgress(
                tenant,
                task.jobId(),
                task.status(),
                task.startTimestamp(),
                task.isOver() ? task.endTimestamp() : null,
                task.finishTabletCount(),
                task.tabletCount(),
                task.inputBytes(),
                task.outputBytes(),
                task.isRunning() ? Math.max(0, (long) task.outputRateBytes()) : 0);
    }

    /** {@return how much is done, 0 to 100; 0 while nobody knows} */
    public int percent() {
        if (BackupTask.COMPLETED.equals(status)) {
            return 100;
        }
        return percent(finishTablets, tablets);
    }

    /**
     * @param finishTablets how many tablets are done
     * @param tablets       how many there are, as far as OceanBase knows yet
     * @return how much is done, 0 to 100; 0 while nobody knows
     */
    public static int percent(long finishTablets, long tablets) {
        return tablets <= 0 ? 0 : (int) Math.max(0, Math.min(100, finishTablets * 100.0 / tablets));
    }
}
