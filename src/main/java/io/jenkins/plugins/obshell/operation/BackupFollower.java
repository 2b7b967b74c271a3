package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.BackupScope;
import io.jenkins.plugins.obshell.client.BackupTask;
import io.jenkins.plugins.obshell.client.Dag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Follows a backup from its DAG to the verdict. The DAG tells the stages; whether the backup is there, only the overview
 * tells, and only of the job that is this backup's.
 */
final class BackupFollower {

    private static final Duration PATIENCE_FOR_RECORD = Duration.ofMinutes(2);
    private static final Duration PATIENCE_AFTER_FAILED_DAG = Duration.ofSeconds(10);

    private final TurnBasedOperation operation;
    private final BackupScope scope;
    private final Overview overview;
    private final ProgressTelling telling;
    private final BackupVerdict verdicts;

    BackupFollower(TurnBasedOperation operation, BackupScope scope) {
        this.operation = operation;
        this.scope = scope;
        this.overview = new Overview(operation.context().client(), scope);
        this.telling = new ProgressTelling(scope);
        this.verdicts = new BackupVerdict(scope);
    }

    /** A turn in {@link Phase#FOLLOWING}. */
    CompletableFuture<Turn> follow(OperationState state) {
        return NotFound.orElse(operation.context().client().dag(state.dag().id(), false), null)
                .thenCompose(dag -> dag == null
                        ? verify(state.withDag(state.dag().vanished()).in(Phase.VERIFYING, operation.now()))
                        : follow(state, dag));
    }

    private CompletableFuture<Turn> follow(OperationState before, Dag dag) {
        boolean changed = dag.stage() != before.dag().stage() || dag.isOver();
        OperationState state = before.withDag(before.dag().seen(dag));
        if (!changed) {
            return followBackup(state, dag, List.of());
        }
        return NotFound.orElse(operation.context().client().dag(dag.id(), true), null).thenCompose(details -> {
            List<ProgressEvent> events = new ArrayList<>();
            OperationState detailed = state;
            if (details != null) {
                detailed = learn(state, details);
                if (dag.stage() != before.dag().stage()) {
                    events.add(ProgressEvent.StageEntered.of(details));
                }
            }
            return followBackup(detailed.with(draft -> draft.waitMillis = 0), dag, events);
        });
    }

    private CompletableFuture<Turn> followBackup(OperationState state, Dag dag, List<ProgressEvent> events) {
        if (dag.isOver()) {
            return verify(state.in(Phase.VERIFYING, operation.now())).thenApply(turn -> turn.after(events));
        }
        if (dag.stage() < dag.maxStage()) {
            return CompletableFuture.completedFuture(operation.later(state, null, events));
        }
        return overview.tasks().thenCompose(tasks -> locate(state, tasks)).thenApply(located -> {
            OperationState remembered = remember(state, located);
            return progress(remembered, new ArrayList<>(located.values()), events);
        });
    }

    /** A turn in {@link Phase#VERIFYING}. */
    CompletableFuture<Turn> verify(OperationState state) {
        return overview.tasks().thenCompose(tasks -> locate(state, tasks).thenCompose(located -> {
            OperationState remembered = remember(state, located);
            List<BackupTask> ours = new ArrayList<>(located.values());
            Set<String> missing = expected(remembered, tasks);
            missing.removeAll(located.keySet());
            if (ours.stream().anyMatch(task -> !task.isOver())) {
                return CompletableFuture.completedFuture(stillRunning(remembered, ours));
            }
            return ours.isEmpty() || !missing.isEmpty()
                    ? withoutRecord(remembered, ours, missing)
                    : CompletableFuture.completedFuture(over(remembered, ours));
        }));
    }

    private Turn over(OperationState state, List<BackupTask> ours) {
        Outcome outcome = verdicts.verdict(state, ours);
        List<ProgressEvent> events = new ArrayList<>();
        outcome.result().tenants().forEach(tenant -> events.add(new ProgressEvent.TenantOver(tenant)));
        return Turn.over(state, outcome, events);
    }

    private Turn stillRunning(OperationState state, List<BackupTask> ours) {
        DagTrack dag = state.dag();
        if (dag == null || dag.toldOver()) {
            return progress(state, ours, List.of());
        }
        String message = dag.isSucceeded() ? null : Messages.BackupFollower_dagOver(String.valueOf(dag.state()));
        return progress(
                state.withDag(dag.told()), ours, List.of(new ProgressEvent.DagEndedBeforeBackup(dag.id(), message)));
    }

    private Turn progress(OperationState state, List<BackupTask> ours, List<ProgressEvent> earlier) {
        if (ours.isEmpty()) {
            return operation.later(state, null, earlier);
        }
        Instant now = operation.now();
        ProgressEvent.BackupProgress progress = telling.sum(state, ours, serverNow());
        List<ProgressEvent> events = new ArrayList<>(earlier);
        OperationState told = state;
        if (telling.isWorthTelling(state, progress, now)) {
            events.add(progress);
            told = telling.told(state, progress, now);
        }
        return operation.later(told, progress.remaining(), events);
    }

    private CompletableFuture<Turn> withoutRecord(OperationState state, List<BackupTask> ours, Set<String> missing) {
        DagTrack dag = state.dag();
        Duration waited = Duration.between(state.phaseSince(), operation.now());
        if (dag != null && dag.isFailed() && !dag.gone()) {
            return failedDag(state, ours, waited);
        }
        if (waited.compareTo(PATIENCE_FOR_RECORD) < 0) {
            return CompletableFuture.completedFuture(operation.later(state));
        }
        String whose = scope.isAllTenants()
                ? missing.stream()
                        .map(tenant -> state.tenantNames().getOrDefault(tenant, tenant))
                        .collect(Collectors.joining(", "))
                : scope.tenant();
        String message = dag != null && dag.gone()
                ? Messages.BackupFollower_dagGone(dag.id())
                : Messages.BackupFollower_noRecord(whose);
        return CompletableFuture.completedFuture(failure(state, ours, message, List.of()));
    }

    private CompletableFuture<Turn> failedDag(OperationState state, List<BackupTask> ours, Duration waited) {
        return NotFound.orElse(operation.context().client().dag(state.dag().id(), true), null)
                .thenCompose(dag -> {
                    if (dag == null) {
                        return CompletableFuture.completedFuture(operation.later(
                                state.withDag(state.dag().vanished())));
                    }
                    if (!dag.isFailed()) {
                        OperationState running = state.withDag(state.dag().seen(dag));
                        return follow(running.in(Phase.FOLLOWING, operation.now()));
                    }
                    if (waited.compareTo(PATIENCE_AFTER_FAILED_DAG) < 0) {
                        return CompletableFuture.completedFuture(operation.later(state));
                    }
                    List<ProgressEvent> events = new ArrayList<>(FailedNode.in(dag).stream().toList());
                    String message = Messages.BackupFollower_dagFailed(dag.id(), FailedNode.describe(dag));
                    return CompletableFuture.completedFuture(failure(state, ours, message, events));
                });
    }

    private Turn failure(OperationState state, List<BackupTask> ours, String message, List<ProgressEvent> events) {
        List<ProgressEvent> all = new ArrayList<>(events);
        OperationResult result = verdicts.result(state, ours);
        result.tenants().forEach(tenant -> all.add(new ProgressEvent.TenantOver(tenant)));
        String status = result.status() == null && state.dag() != null ? state.dag().state() : result.status();
        OperationResult told = new OperationResult(
                result.dagId(), result.dagName(), status, result.startTime(), result.endTime(), result.tenants());
        return Turn.over(state, new Outcome(Verdict.FAILURE, message, told), all);
    }

    private OperationState learn(OperationState state, Dag details) {
        Map<String, String> names = new TreeMap<>(state.tenantNames());
        names.putAll(TenantNames.in(details));
        DagTrack dag = state.dag().detailed(details);
        return state.with(draft -> {
            draft.dag = dag;
            draft.tenantNames = names;
        });
    }

    /** The job of this backup of each tenant, from the overview or, where that has moved on, from the history. */
    private CompletableFuture<Map<String, BackupTask>> locate(OperationState state, List<BackupTask> tasks) {
        CompletableFuture<Map<String, BackupTask>> located = CompletableFuture.completedFuture(new TreeMap<>());
        for (BackupTask task : tasks) {
            String tenant = JobMatcher.tenant(task);
            JobMatcher.Match match = JobMatcher.match(state, task);
            if (match == JobMatcher.Match.OURS) {
                located = located.thenApply(map -> with(map, tenant, task));
            } else if (match == JobMatcher.Match.LATER) {
                located = located.thenCompose(
                        map -> inHistory(state, tenant).thenApply(found -> with(map, tenant, found)));
            }
        }
        return located;
    }

    private CompletableFuture<BackupTask> inHistory(OperationState state, String tenant) {
        String name =
                scope.isAllTenants() ? state.tenantNames().get(tenant) : scope.tenant();
        if (name == null) {
            return CompletableFuture.completedFuture(null);
        }
        return overview.history(name)
                .thenApply(history ->
                        JobMatcher.inHistory(state, tenant, history).orElse(null));
    }

    private static Map<String, BackupTask> with(
            Map<String, BackupTask> map, String tenant, @CheckForNull BackupTask task) {
        if (task != null) {
            map.put(tenant, task);
        }
        return map;
    }

    private static OperationState remember(OperationState state, Map<String, BackupTask> located) {
        Map<String, String> jobs = new TreeMap<>(state.jobs());
        located.forEach((tenant, task) -> {
            if (task.jobId() != null) {
                jobs.put(tenant, task.jobId());
            }
        });
        return jobs.equals(state.jobs()) ? state : state.with(draft -> draft.jobs = jobs);
    }

    /** The tenants of which a record must be there before all is well. */
    private Set<String> expected(OperationState state, List<BackupTask> tasks) {
        Set<String> expected = new LinkedHashSet<>(state.jobs().keySet());
        if (scope.isAllTenants() && !state.joined()) {
            expected.addAll(state.tenantNames().keySet());
            tasks.forEach(task -> expected.add(JobMatcher.tenant(task)));
        }
        return expected;
    }

    private Instant serverNow() {
        var directory = operation.context().client().directory();
        return operation.now().plus(directory.clockOffset(directory.endpoints().get(0)));
    }
}
