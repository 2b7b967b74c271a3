package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.BackupTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells the job of this backup from any other backup of the tenant: by its id where it was seen before, else by when it
 * started, between the start of the DAG and the end of its node "Start backup".
 */
final class JobMatcher {

    /** OceanBase's clock and obshell's can differ by this much. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

    private JobMatcher() {}

    /** How a task of the overview relates to this backup. */
    enum Match {
        /** It is the job of this backup. */
        OURS,
        /** It is another one that came later, so ours may be in the history. */
        LATER,
        /** It is another one from before. */
        EARLIER
    }

    static Match match(OperationState state, BackupTask task) {
        String tenant = tenant(task);
        String known = state.jobs().get(tenant);
        if (known != null) {
            return known.equals(task.jobId()) ? Match.OURS : Match.LATER;
        }
        if (task.jobId() != null && task.jobId().equals(state.earlierJobs().get(tenant))) {
            return Match.EARLIER;
        }
        Instant start = task.startTimestamp();
        Instant from = earliestStart(state);
        if (start == null || from == null) {
            return Match.EARLIER;
        }
        if (start.isBefore(from)) {
            return Match.EARLIER;
        }
        Instant until = latestStart(state);
        return until != null && !start.isAfter(until) ? Match.OURS : Match.LATER;
    }

    /** Finds the job of this backup in a tenant's history, the newest first. */
    static Optional<BackupTask> inHistory(OperationState state, String tenant, List<BackupTask> history) {
        String known = state.jobs().get(tenant);
        if (known != null) {
            return history.stream().filter(task -> known.equals(task.jobId())).findFirst();
        }
        Instant from = earliestStart(state);
        if (from == null) {
            return Optional.empty();
        }
        List<BackupTask> candidates = history.stream()
                .filter(task -> task.jobId() == null || !task.jobId().equals(state.earlierJobs().get(tenant)))
                .filter(task -> task.startTimestamp() != null && !task.startTimestamp().isBefore(from))
                .sorted(Comparator.comparing(BackupTask::startTimestamp))
                .toList();
        Instant until = latestStart(state);
        if (until == null) {
            return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
        }
        return candidates.stream()
                .filter(task -> !task.startTimestamp().isAfter(until))
                .findFirst();
    }

    static String tenant(BackupTask task) {
        return task.tenantId() == null ? "-" : task.tenantId();
    }

    @CheckForNull
    private static Instant earliestStart(OperationState state) {
        if (state.dag() != null && state.dag().startTime() != null) {
            return state.dag().startTime().minus(CLOCK_SLACK);
        }
        return state.attempt() == null ? null : state.attempt().serverSentAt().minus(CLOCK_SLACK);
    }

    @CheckForNull
    private static Instant latestStart(OperationState state) {
        DagTrack dag = state.dag();
        if (dag == null) {
            return state.attempt() == null ? null : state.attempt().serverSentAt().plus(Duration.ofMinutes(2));
        }
        if (dag.backupStartedBy() != null) {
            return dag.backupStartedBy().plus(CLOCK_SLACK);
        }
        return dag.endTime();
    }
}
