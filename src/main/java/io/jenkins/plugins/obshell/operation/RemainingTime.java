package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the overview lets one expect of the end of a backup. OceanBase tells how much is copied, and then closes the backup
 * in stages that tell nothing.
 *
 * @param runsFor how long it has been running
 * @param copying how long it may still copy; zero where all is copied, null where that cannot be told yet
 */
record RemainingTime(Duration runsFor, @Nullable Duration copying) {

    private static final double LEAST_TO_EXTRAPOLATE = 0.02;

    /**
     * @param tasks     the jobs of the backup, one a tenant; those that are over do not count
     * @param serverNow the time by the cluster's clock
     * @return when the last of them may end
     */
    static RemainingTime of(List<BackupTask> tasks, Instant serverNow) {
        Duration runsFor = Duration.ZERO;
        Duration copying = Duration.ZERO;
        for (BackupTask task : tasks) {
            if (task.isRunning()) {
                Duration since = since(task, serverNow);
                Duration left = copying(task, since);
                runsFor = longer(runsFor, since);
                copying = copying == null || left == null ? null : longer(copying, left);
            }
        }
        return new RemainingTime(runsFor, copying);
    }

    private static Duration since(BackupTask task, Instant serverNow) {
        Duration since =
                task.startTimestamp() == null ? Duration.ZERO : Duration.between(task.startTimestamp(), serverNow);
        return since.isNegative() ? Duration.ZERO : since;
    }

    /** The sooner of two guesses: by the tablets copied since the start, and by the bytes left at the rate it is told. */
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
