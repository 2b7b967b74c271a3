package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Tells the job of this backup from any other backup of the tenant: by its id where it was seen before, else by when it
 * started: while the DAG's node "Start backup" did its work, and only if that node says that it has done it. OceanBase runs
 * one backup of a tenant at a time, so the node fails where another one came first.
 */
final class JobMatcher {

    /** Members of a cluster may not differ by more. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    /** OceanBase's scheduler takes a job up a little after it was ordered. */
    private static final Duration TAKEN_UP_WITHIN = Duration.ofSeconds(30);

    private JobMatcher() {}

    /** How a task of the overview relates to this backup. */
    enum Match {
        /** It is the job of this backup. */
        OURS,
        /** It is another one that came later, so ours may be in the history. */
        LATER,
        /** It began while ours was to begin, but nothing says that it is ours. */
        UNCERTAIN,
        /** It is another one from before. */
        EARLIER
    }

    static Match match(OperationState state, BackupTask task) {
        String tenant = tenant(task);
        String known = state.backups().jobs().get(tenant);
        if (known != null) {
            return known.equals(task.jobId()) ? Match.OURS : Match.LATER;
        }
        Instant start = task.startTimestamp();
        FollowedDag dag = state.dag();
        if (isFromBefore(state, tenant, task) || start == null) {
            return Match.EARLIER;
        }
        Instant from = dag == null ? null : startedFrom(dag);
        if (from == null) {
            return state.attempt() != null && !start.isBefore(state.attempt().serverSentAt())
                    ? Match.UNCERTAIN
                    : Match.EARLIER;
        }
        if (start.isBefore(from.minus(CLOCK_SLACK))) {
            return Match.EARLIER;
        }
        if (dag.backupStartedBy() == null) {
            return Match.UNCERTAIN;
        }
        return start.isAfter(dag.backupStartedBy().plus(TAKEN_UP_WITHIN)) ? Match.LATER : Match.OURS;
    }

    /** Finds the job of this backup in a tenant's history. */
    static Optional<BackupTask> inHistory(OperationState state, String tenant, List<BackupTask> history) {
        String known = state.backups().jobs().get(tenant);
        if (known != null) {
            return history.stream().filter(task -> known.equals(task.jobId())).findFirst();
        }
        List<BackupTask> candidates = history.stream()
                .filter(task -> match(state, task) == Match.OURS)
                .sorted(Comparator.comparing(BackupTask::startTimestamp))
                .toList();
        // The first after the node began; what is a moment older can only be ours where the clocks differ.
        Optional<BackupTask> first = candidates.stream()
                .filter(task -> !task.startTimestamp().isBefore(startedFrom(state.dag())))
                .findFirst();
        return first.isPresent() || candidates.isEmpty() ? first : Optional.of(candidates.get(candidates.size() - 1));
    }

    static String tenant(BackupTask task) {
        return task.tenantId() == null ? "-" : task.tenantId();
    }

    private static boolean isFromBefore(OperationState state, String tenant, BackupTask task) {
        return task.jobId() != null
                && task.jobId().equals(state.backups().earlierJobs().get(tenant));
    }

    @Nullable
    private static Instant startedFrom(FollowedDag dag) {
        return dag.backupStartedFrom() == null ? dag.startTime() : dag.backupStartedFrom();
    }
}
