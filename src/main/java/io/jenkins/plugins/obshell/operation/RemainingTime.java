package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import java.time.Duration;
import java.util.List;

/**
 * Estimates how long a backup still takes. OceanBase reports how much is copied, and then closes the backup in stages that
 * report nothing. No clock but the local one is needed.
 *
 * @param runsFor how long it has been running
 * @param copying how long it may still copy; zero if all is copied, null if unknown
 */
record RemainingTime(Duration runsFor, @Nullable Duration copying) {

    private static final double LEAST_TO_EXTRAPOLATE = 0.02;
    private static final double LONGEST_SECONDS = 366 * 86400.0;

    /**
     * @param tasks    the jobs of the backup, one per tenant; those that are over do not count
     * @param followed how long they have been followed
     * @return when the last of them may end
     */
    static RemainingTime of(List<BackupTask> tasks, Duration followed) {
        Duration runsFor = Duration.ZERO;
        Duration copying = Duration.ZERO;
        for (BackupTask task : tasks) {
            if (task.isRunning()) {
                Duration since = runsFor(task, followed);
                Duration left = copying(task, since);
                runsFor = longer(runsFor, since);
                copying = copying == null || left == null ? null : longer(copying, left);
            }
        }
        return new RemainingTime(runsFor, copying);
    }

    /**
     * @param restore  a restore that is running
     * @param followed how long it has been followed
     * @return when it may end
     */
    static RemainingTime of(RestoreTask restore, Duration followed) {
        double part = restore.totalBytes() <= 0 ? 0 : (double) restore.finishBytes() / restore.totalBytes();
        return new RemainingTime(
                followed,
                part < LEAST_TO_EXTRAPOLATE
                        ? null
                        : Duration.ofMillis((long) (followed.toMillis() * Math.max(0, 1 - part) / part)));
    }

    /** A backup that was joined has run for longer than it has been followed; its average rate shows for how long. */
    private static Duration runsFor(BackupTask task, Duration followed) {
        double seconds = task.outputRateBytes() > 0 ? task.outputBytes() / task.outputRateBytes() : 0;
        return longer(followed, Duration.ofMillis((long) (1000 * Math.min(LONGEST_SECONDS, seconds))));
    }

    /** The lower of two estimates: by the tablets copied since the start, and by the bytes left at the reported rate. */
    @Nullable
    private static Duration copying(BackupTask task, Duration since) {
        double part = task.tabletCount() <= 0 ? 0 : (double) task.finishTabletCount() / task.tabletCount();
        if (part < LEAST_TO_EXTRAPOLATE) {
            return null;
        }
        double toDo = Math.max(0, 1 - part) / part;
        double bySince = since.toMillis() / 1000.0 * toDo;
        double byRate = task.outputRateBytes() > 0 ? task.outputBytes() * toDo / task.outputRateBytes() : bySince;
        return Duration.ofMillis((long) (1000 * Math.min(bySince, byRate)));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
