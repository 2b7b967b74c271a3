package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Distinguishes the job of this backup from any other backup of the tenant. A job that was seen before is compared by its
 * id, start and path. A new one is ours if it was not there before the start and began while the DAG's node "Start backup"
 * did its work, provided that the node reports success for its tenant. OceanBase runs one backup of a tenant at a time, so
 * the node fails if another one came first. All times compared here are of the database's clock.
 */
final class JobMatcher {

    /** The clocks of the members of a cluster may differ by this much. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(2);

    /** OceanBase's scheduler takes up a job a little after it was ordered. */
    private static final Duration TAKEN_UP_WITHIN = Duration.ofSeconds(30);

    /** The overview reports the start of a job's task, the history that of the job. */
    private static final Duration SAME_START = Duration.ofMinutes(1);

    /** There can be one fingerprint per tenant in the stored state, so they are short. */
    private static final int RADIX = Character.MAX_RADIX;

    private JobMatcher() {}

    /** How a task of the overview relates to this backup. */
    enum Match {
        /** It is the job of this backup. */
        OURS,
        /** It is another one that came later, so ours may be in the history. */
        LATER,
        /** It began when ours was to begin, but nothing proves that it is ours. */
        UNCERTAIN,
        /** It is another one from before, or of a tenant whose backup was not started. */
        EARLIER
    }

    static Match match(OperationState state, BackupTask task) {
        String tenant = tenant(task);
        if (state.backups().jobs().containsKey(tenant)) {
            return isKnown(state, tenant, task) ? Match.OURS : Match.LATER;
        }
        Instant start = task.startTimestamp();
        FollowedDag dag = state.dag();
        if (isFromBefore(state, tenant, task)
                || start == null
                || state.backups().notStarted().containsKey(tenant)) {
            return Match.EARLIER;
        }
        Instant from = dag == null ? null : startedFrom(dag);
        if (from == null) {
            return state.attempt() == null ? Match.EARLIER : Match.UNCERTAIN;
        }
        if (start.isBefore(from.minus(CLOCK_SLACK))) {
            return Match.EARLIER;
        }
        if (dag.backupStartedBy() == null) {
            return Match.UNCERTAIN;
        }
        return start.isAfter(dag.backupStartedBy().plus(TAKEN_UP_WITHIN)) ? Match.LATER : Match.OURS;
    }

    /**
     * Finds the job of this backup in a tenant's history.
     *
     * @return one job; none if the history does not hold it; two if they began in the same second and cannot be
     *         distinguished
     */
    static List<BackupTask> inHistory(OperationState state, String tenant, List<BackupTask> history) {
        if (state.backups().jobs().containsKey(tenant)) {
            return history.stream()
                    .filter(task -> isKnown(state, tenant, task))
                    .limit(1)
                    .toList();
        }
        List<BackupTask> candidates = history.stream()
                .filter(task -> match(state, task) == Match.OURS && !isOlderThanKnown(state, tenant, task, history))
                .sorted(Comparator.comparing(BackupTask::startTimestamp))
                .toList();
        // The first after the node began; one that is a moment older can be ours only if the clocks differ.
        List<BackupTask> after = candidates.stream()
                .filter(task -> !task.startTimestamp().isBefore(startedFrom(state.dag())))
                .toList();
        if (after.isEmpty()) {
            return candidates.isEmpty() ? candidates : candidates.subList(candidates.size() - 1, candidates.size());
        }
        Instant first = after.get(0).startTimestamp();
        return after.stream()
                .filter(task -> Duration.between(first, task.startTimestamp()).toSeconds() < 1)
                .limit(2)
                .toList();
    }

    /** {@return the start and the path of a job in a short form, to recognize it by beside its id} */
    static String fingerprint(BackupTask task) {
        return (task.startTimestamp() == null
                        ? ""
                        : Long.toString(task.startTimestamp().getEpochSecond(), RADIX))
                + "/"
                + (isEmpty(task.path())
                        ? ""
                        : Integer.toUnsignedString(task.path().hashCode(), RADIX));
    }

    static String tenant(BackupTask task) {
        return task.tenantId() == null ? "-" : task.tenantId();
    }

    /** {@return each tenant's job, by the tenant's id} */
    static Map<String, String> jobs(List<BackupTask> tasks) {
        Map<String, String> jobs = new TreeMap<>();
        tasks.stream().filter(task -> task.jobId() != null).forEach(task -> jobs.put(tenant(task), task.jobId()));
        return jobs;
    }

    private static boolean isKnown(OperationState state, String tenant, BackupTask task) {
        String fingerprint = state.backups().fingerprints().get(tenant);
        return Objects.equals(state.backups().jobs().get(tenant), task.jobId())
                && (fingerprint == null || isSame(fingerprint, fingerprint(task)));
    }

    private static boolean isSame(String first, String second) {
        String[] known = first.split("/", -1);
        String[] seen = second.split("/", -1);
        boolean sameStart = known[0].isEmpty()
                || seen[0].isEmpty()
                || Math.abs(Long.parseLong(known[0], RADIX) - Long.parseLong(seen[0], RADIX)) <= SAME_START.toSeconds();
        return sameStart && (known[1].isEmpty() || seen[1].isEmpty() || known[1].equals(seen[1]));
    }

    private static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** {@return whether the history shows that the job was there before the start, or began before one that was} */
    static boolean isFromBefore(OperationState state, BackupTask task, List<BackupTask> history) {
        String tenant = tenant(task);
        return isFromBefore(state, tenant, task)
                || task.startTimestamp() != null && isOlderThanKnown(state, tenant, task, history);
    }

    private static boolean isFromBefore(OperationState state, String tenant, BackupTask task) {
        return task.jobId() != null
                && task.jobId().equals(state.backups().earlierJobs().get(tenant));
    }

    /** Whether the job began no later than the one that was the last before the start. */
    private static boolean isOlderThanKnown(
            OperationState state, String tenant, BackupTask task, List<BackupTask> history) {
        return history.stream()
                .filter(other -> isFromBefore(state, tenant, other) && other.startTimestamp() != null)
                .anyMatch(earlier -> task.startTimestamp().isBefore(earlier.startTimestamp()));
    }

    @Nullable
    private static Instant startedFrom(FollowedDag dag) {
        return dag.backupStartedFrom() == null ? dag.startTime() : dag.backupStartedFrom();
    }
}
