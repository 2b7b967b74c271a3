package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the job of this backup of each tenant in the overview or, if the overview shows another one or none, in the tenant's
 * history.
 */
final class JobFinder {

    private final Overview overview;
    private final BackupScope scope;

    JobFinder(Overview overview, BackupScope scope) {
        this.overview = overview;
        this.scope = scope;
    }

    /**
     * The jobs of this backup.
     *
     * @param state   the state, which remembers them
     * @param jobs    the jobs that were found, one per tenant
     * @param missing the ids of the tenants whose job was not found, although the backup covers them
     * @param shown   what the overview shows, of this backup or of another one
     */
    record Found(OperationState state, List<BackupTask> jobs, Set<String> missing, List<BackupTask> shown) {

        boolean isComplete() {
            return !jobs.isEmpty() && missing.isEmpty();
        }

        /** {@return whether histories are still to be read, in further turns, before what is missing is known to be} */
        boolean isPartial() {
            return state.backups().historiesReadTo() != null;
        }

        boolean isRunning() {
            return jobs.stream().anyMatch(BackupTask::isRunning);
        }

        boolean isOver() {
            return jobs.stream().allMatch(BackupTask::isOver);
        }
    }

    /**
     * Finds the jobs that the overview shows or has shown.
     *
     * @param state the state
     * @param since a read of another build that was sent after this moment may answer; null if none may
     * @return the jobs
     */
    CompletableFuture<Found> find(OperationState state, @Nullable Instant since) {
        return overview.tasks(since).thenCompose(shown -> {
            OperationState reading = reading(state, shown);
            return inOverview(state, reading, shown).thenApply(jobs -> found(reading, jobs, shown));
        });
    }

    /** The same with those that the overview never showed: a job that ended before it had a task is in the history only. */
    CompletableFuture<Found> findAll(OperationState state, @Nullable Instant since) {
        return overview.tasks(since).thenCompose(shown -> {
            OperationState reading = reading(state, shown);
            return inOverview(state, reading, shown)
                    .thenCompose(jobs -> withUnseen(state, jobs, shown))
                    .thenApply(jobs -> found(reading, jobs, shown));
        });
    }

    /** Moves on to the next tenants whose job is not known yet and has to be looked up in their histories. */
    private static OperationState reading(OperationState state, List<BackupTask> shown) {
        String after = state.backups().historiesReadTo();
        List<String> unread = shown.stream()
                .filter(task -> isToBeLookedUp(state, task))
                .map(JobMatcher::tenant)
                .filter(tenant -> after == null || tenant.compareTo(after) > 0)
                .sorted()
                .toList();
        String last = unread.size() > Overview.MOST_HISTORIES ? unread.get(Overview.MOST_HISTORIES - 1) : null;
        return state.withBackups(state.backups().withHistoriesReadTo(last));
    }

    private static boolean isToBeLookedUp(OperationState state, BackupTask task) {
        JobMatcher.Match match = JobMatcher.match(state, task);
        return !state.backups().jobs().containsKey(JobMatcher.tenant(task))
                && (match == JobMatcher.Match.OURS || match == JobMatcher.Match.LATER);
    }

    private static boolean isDue(OperationState before, OperationState reading, String tenant) {
        String after = before.backups().historiesReadTo();
        String last = reading.backups().historiesReadTo();
        return (after == null || tenant.compareTo(after) > 0) && (last == null || tenant.compareTo(last) <= 0);
    }

    private CompletableFuture<Map<String, BackupTask>> inOverview(
            OperationState state, OperationState reading, List<BackupTask> shown) {
        CompletableFuture<Map<String, BackupTask>> found = CompletableFuture.completedFuture(new TreeMap<>());
        for (BackupTask task : shown) {
            String tenant = JobMatcher.tenant(task);
            JobMatcher.Match match = JobMatcher.match(state, task);
            boolean isKnown = state.backups().jobs().containsKey(tenant);
            if (match == JobMatcher.Match.OURS && isKnown) {
                found = found.thenApply(jobs -> with(jobs, tenant, task));
            } else if (isKnown || isToBeLookedUp(state, task) && isDue(state, reading, tenant)) {
                found = found.thenCompose(jobs ->
                        inHistory(state, tenant).thenApply(known -> with(jobs, tenant, decide(match, task, known))));
            }
        }
        return found;
    }

    /**
     * Ours can be over already and the one in the overview another one; the history shows which came first. Without it, a
     * job that is over when it is first seen can be somebody else's that followed ours.
     */
    @Nullable
    private static BackupTask decide(JobMatcher.Match match, BackupTask shown, List<BackupTask> known) {
        if (known.size() > 1) {
            return null;
        }
        if (known.isEmpty()) {
            return match == JobMatcher.Match.OURS && !shown.isOver() ? shown : null;
        }
        BackupTask ours = known.get(0);
        boolean isShown = match == JobMatcher.Match.OURS
                && ours.jobId() != null
                && ours.jobId().equals(shown.jobId());
        return isShown ? shown : ours;
    }

    /** {@return the job of this backup in the tenant's history; two jobs if they cannot be distinguished} */
    private CompletableFuture<List<BackupTask>> inHistory(OperationState state, String tenant) {
        String name = scope.isAllTenants() ? state.backups().tenantNames().get(tenant) : scope.tenant();
        return name == null
                ? CompletableFuture.completedFuture(List.of())
                : overview.history(name).thenApply(history -> JobMatcher.inHistory(state, tenant, history));
    }

    private CompletableFuture<Map<String, BackupTask>> withUnseen(
            OperationState state, Map<String, BackupTask> jobs, List<BackupTask> shown) {
        if (!scope.isAllTenants()) {
            return jobs.isEmpty() && state.dag() != null
                    ? overview.history(scope.tenant()).thenApply(history -> inHistory(state, history))
                    : CompletableFuture.completedFuture(jobs);
        }
        CompletableFuture<Map<String, BackupTask>> all = CompletableFuture.completedFuture(jobs);
        for (String tenant : missing(state, jobs, shown).stream()
                .limit(Overview.MOST_HISTORIES)
                .toList()) {
            all = all.thenCompose(
                    found -> inHistory(state, tenant).thenApply(known -> with(found, tenant, onlyOne(known))));
        }
        return all;
    }

    /** The history of one tenant shows its id, too. */
    private static Map<String, BackupTask> inHistory(OperationState state, List<BackupTask> history) {
        Map<String, BackupTask> jobs = new TreeMap<>();
        if (!history.isEmpty()) {
            String tenant = JobMatcher.tenant(history.get(0));
            with(jobs, tenant, onlyOne(JobMatcher.inHistory(state, tenant, history)));
        }
        return jobs;
    }

    @Nullable
    private static BackupTask onlyOne(List<BackupTask> known) {
        return known.size() == 1 ? known.get(0) : null;
    }

    private static Map<String, BackupTask> with(Map<String, BackupTask> jobs, String tenant, @Nullable BackupTask job) {
        if (job != null) {
            jobs.put(tenant, job);
        }
        return jobs;
    }

    private Found found(OperationState before, Map<String, BackupTask> jobs, List<BackupTask> shown) {
        OperationState state = remember(before.asking(1), jobs);
        return new Found(state, new ArrayList<>(jobs.values()), missing(state, jobs, shown), shown);
    }

    private static OperationState remember(OperationState state, Map<String, BackupTask> located) {
        Map<String, String> jobs = new TreeMap<>(state.backups().jobs());
        Map<String, String> fingerprints = new TreeMap<>(state.backups().fingerprints());
        located.forEach((tenant, task) -> {
            if (task.jobId() != null) {
                jobs.put(tenant, task.jobId());
                fingerprints.putIfAbsent(tenant, JobMatcher.fingerprint(task));
            }
        });
        return state.withBackups(state.backups().of(jobs, fingerprints));
    }

    private Set<String> missing(OperationState state, Map<String, BackupTask> jobs, List<BackupTask> shown) {
        Set<String> expected = new LinkedHashSet<>(state.backups().jobs().keySet());
        // A backup that was joined without a DAG is known by its jobs alone.
        boolean ofDag = !state.backups().joined() || state.dag() != null;
        if (scope.isAllTenants() && ofDag) {
            expected.addAll(state.backups().tenantNames().keySet());
            shown.forEach(task -> expected.add(JobMatcher.tenant(task)));
            expected.removeAll(state.backups().notStarted().keySet());
        }
        expected.removeAll(jobs.keySet());
        return expected;
    }
}
