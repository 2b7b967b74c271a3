package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.result.FailedNode;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.RunningNode;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Follows a backup from its DAG to the verdict. The DAG tells the stages; whether the backup is there, only the overview
 * tells, and only of the job that is this backup's.
 */
final class BackupFollower {

    /** Every few minutes the DAG is asked too, since somebody may have intervened. */
    private static final int LOOKS_WITHOUT_DAG = 20;

    private static final Duration PATIENCE_FOR_RECORD = Duration.ofMinutes(2);
    private static final Duration PATIENCE_AFTER_FAILED_DAG = Duration.ofSeconds(10);

    /** A DAG notices the end of its backup within seconds, unless the obshell that executes it is gone. */
    private static final Duration PATIENCE_FOR_DAG = Duration.ofMinutes(1);

    /** How many tenants without a record are looked up in their histories in one turn. */
    private static final int MOST_HISTORIES = 20;

    private static final int MOST_REMARKS = 10;

    private final TurnBasedOperation operation;
    private final BackupScope scope;
    private final Overview overview;
    private final ProgressReporter telling;
    private final BackupVerdict verdicts;

    BackupFollower(TurnBasedOperation operation, BackupScope scope) {
        this(operation, scope, null);
    }

    /** @param destination where the backup sets must lie, or null for anywhere */
    BackupFollower(TurnBasedOperation operation, BackupScope scope, @Nullable Destination destination) {
        this.operation = operation;
        this.scope = scope;
        this.overview = new Overview(operation.context().client(), scope);
        this.telling = new ProgressReporter(scope);
        this.verdicts = new BackupVerdict(scope, destination);
    }

    /**
     * A turn in {@link Phase#FOLLOWING}. What it looks at first may be what another build has seen meanwhile; the rest is
     * looked at anew, so that nothing is older than what led to it.
     */
    CompletableFuture<Turn> follow(OperationState state) {
        return isDagDue(state) ? followDag(state, null, state.pace().turnEndedAt()) : followBackupAlone(state);
    }

    /** While the DAG only waits for backups that are known, the overview alone tells when that ends. */
    private static boolean isDagDue(OperationState state) {
        FollowedDag dag = state.dag();
        boolean onlyWaits = dag.stage() >= dag.maxStage()
                && dag.backupStartedBy() != null
                && !state.backups().jobs().isEmpty();
        return !onlyWaits || state.pace().looksWithoutDag() >= LOOKS_WITHOUT_DAG;
    }

    private CompletableFuture<Turn> followBackupAlone(OperationState before) {
        return overview.tasks(before.pace().turnEndedAt())
                .thenCompose(tasks -> locate(before, tasks).thenCompose(located -> {
                    OperationState state = remember(before.asking(1), located);
                    boolean goesOn = located.keySet().containsAll(expected(state, tasks))
                            && located.values().stream().anyMatch(BackupTask::isRunning);
                    return goesOn
                            ? CompletableFuture.completedFuture(progress(
                                    state.with(state.pace()
                                            .lookingWithoutDag(before.pace().looksWithoutDag() + 1)),
                                    new ArrayList<>(located.values()),
                                    List.of()))
                            : followDag(state, located, null);
                }));
    }

    private CompletableFuture<Turn> followDag(
            OperationState state, @Nullable Map<String, BackupTask> located, @Nullable Instant since) {
        // A look that comes every few minutes can as well tell what the nodes have logged meanwhile.
        boolean withDetails = state.pace().looksWithoutDag() >= LOOKS_WITHOUT_DAG
                || AwaitedAgents.isSuspected(state, operation.now());
        return NotFound.orElse(operation.context().client().dag(state.dag().id(), withDetails, since), null)
                .thenCompose(dag -> dag == null
                        ? verifyAnew(state.withDag(state.dag().vanished()).in(Phase.VERIFYING, operation.now()))
                        : follow(state.asking(1), dag, located));
    }

    private CompletableFuture<Turn> follow(OperationState before, Dag dag, @Nullable Map<String, BackupTask> located) {
        boolean startUntold = before.dag().backupStartedBy() == null && dag.stage() >= dag.maxStage();
        boolean changed = dag.stage() != before.dag().stage() || dag.isOver() || startUntold;
        OperationState state = before.withDag(before.dag().seen(dag));
        if (!changed) {
            if (!dag.nodes().isEmpty()) {
                operation.show(dag);
            }
            AwaitedAgents.Noted noted = AwaitedAgents.note(state, dag, operation.now());
            return followBackup(noted.state(), dag, located, noted.events());
        }
        return NotFound.orElse(operation.context().client().dag(dag.id(), true), null)
                .thenCompose(details -> {
                    List<ProgressEvent> events = new ArrayList<>();
                    OperationState detailed = state.asking(1);
                    if (details != null) {
                        operation.show(details);
                        detailed = TenantNames.learn(detailed, details);
                        if (dag.stage() != before.dag().stage()) {
                            events.add(ProgressEvent.StageEntered.of(details));
                        }
                    }
                    OperationState known = events.isEmpty()
                            ? detailed
                            : detailed.with(detailed.pace().restarted()).nothingAwaited();
                    return followBackup(known, dag, located, events);
                });
    }

    private CompletableFuture<Turn> followBackup(
            OperationState state, Dag dag, @Nullable Map<String, BackupTask> located, List<ProgressEvent> events) {
        if (dag.isOver()) {
            return verifyAnew(state.in(Phase.VERIFYING, operation.now())).thenApply(turn -> turn.after(events));
        }
        OperationState looked = state.with(state.pace().lookingWithoutDag(0));
        if (dag.stage() < dag.maxStage() || state.pace().looksWithoutDag() >= LOOKS_WITHOUT_DAG) {
            return CompletableFuture.completedFuture(operation.later(looked, events));
        }
        if (located != null) {
            return whileDagWaits(looked, located, events);
        }
        return overview.tasks()
                .thenCompose(tasks -> locate(looked, tasks))
                .thenCompose(seen -> whileDagWaits(remember(looked.asking(1), seen), seen, events));
    }

    /** The verdict is the job's, so it is given although the DAG goes on, once the DAG had time to notice. */
    private CompletableFuture<Turn> whileDagWaits(
            OperationState state, Map<String, BackupTask> located, List<ProgressEvent> events) {
        List<BackupTask> ours = new ArrayList<>(located.values());
        boolean allOver = !ours.isEmpty()
                && ours.stream().allMatch(BackupTask::isOver)
                && located.keySet().containsAll(expected(state, ours));
        if (!allOver) {
            return CompletableFuture.completedFuture(
                    progress(state.with(state.backups().overSince(null)), ours, events));
        }
        OperationState waiting = state.backups().overAt() != null
                ? state
                : state.with(state.backups().overSince(operation.now()));
        Duration waited = Duration.between(waiting.backups().overAt(), operation.now());
        if (waited.compareTo(PATIENCE_FOR_DAG) < 0) {
            return CompletableFuture.completedFuture(progress(waiting, ours, events));
        }
        return overview.tasks()
                .thenCompose(tasks -> locate(waiting, tasks).thenCompose(again -> {
                    boolean complete = again.keySet().containsAll(expected(waiting, tasks));
                    return complete && again.values().stream().allMatch(BackupTask::isOver)
                            ? overBeforeDag(waiting, new ArrayList<>(again.values()), events)
                            : CompletableFuture.completedFuture(
                                    progress(waiting, new ArrayList<>(again.values()), events));
                }));
    }

    private CompletableFuture<Turn> overBeforeDag(
            OperationState state, List<BackupTask> ours, List<ProgressEvent> events) {
        return NotFound.orElse(operation.context().client().dag(state.dag().id(), true), null)
                .thenApply(dag -> {
                    List<ProgressEvent> all = new ArrayList<>(events);
                    if (dag != null && !dag.isOver()) {
                        operation.show(dag);
                        all.add(RunningNode.in(dag));
                    }
                    return over(state, ours).after(all);
                });
    }

    /** A turn in {@link Phase#VERIFYING}, which may see what another build has seen since the last one. */
    CompletableFuture<Turn> verify(OperationState state) {
        return verify(state, state.pace().turnEndedAt());
    }

    private CompletableFuture<Turn> verifyAnew(OperationState state) {
        return verify(state, null);
    }

    private CompletableFuture<Turn> verify(OperationState state, @Nullable Instant since) {
        return overview.tasks(since)
                .thenCompose(tasks -> locateAll(state, tasks).thenCompose(located -> {
                    OperationState remembered = remember(state.asking(1), located);
                    List<BackupTask> ours = new ArrayList<>(located.values());
                    Set<String> missing = expected(remembered, tasks);
                    missing.removeAll(located.keySet());
                    if (ours.stream().anyMatch(task -> !task.isOver() && task.endTimestamp() == null)) {
                        return CompletableFuture.completedFuture(stillRunning(
                                remembered.with(remembered.backups().missingSince(null)), ours));
                    }
                    if (!ours.isEmpty() && missing.isEmpty()) {
                        return withFailedStart(ended(remembered, ours));
                    }
                    return withoutRecord(since(remembered), ours, missing, others(remembered, tasks));
                }));
    }

    /** If only some backups were started, adds why the others were not. */
    private CompletableFuture<Turn> withFailedStart(Turn turn) {
        if (!turn.isOver() || turn.state().backups().notStarted().isEmpty()) {
            return CompletableFuture.completedFuture(turn);
        }
        return NotFound.orElse(
                        operation.context().client().dag(turn.state().dag().id(), true), null)
                .thenApply(dag -> {
                    if (dag == null) {
                        return turn;
                    }
                    Outcome outcome = turn.outcome();
                    List<ProgressEvent> events = new ArrayList<>(turn.events());
                    FailedNode.in(dag).ifPresent(events::add);
                    String message = outcome.message() + " " + FailedNode.describe(dag);
                    return Turn.over(turn.state(), new Outcome(outcome.verdict(), message, outcome.result()), events);
                });
    }

    /** An unknown word for the end can be on its way to a known one; it is never taken for a success. */
    private Turn ended(OperationState state, List<BackupTask> ours) {
        if (ours.stream().allMatch(BackupTask::isOver)) {
            return over(state, ours);
        }
        OperationState waiting = since(state);
        return waited(waiting).compareTo(PATIENCE_FOR_RECORD) < 0 ? operation.later(waiting) : over(waiting, ours);
    }

    private OperationState since(OperationState state) {
        return state.backups().recordMissingAt() != null
                ? state
                : state.with(state.backups().missingSince(operation.now()));
    }

    private Duration waited(OperationState state) {
        return Duration.between(state.backups().recordMissingAt(), operation.now());
    }

    /** What the overview shows instead, in a sentence; empty where there is nothing to say. */
    private static String others(OperationState state, List<BackupTask> tasks) {
        return tasks.stream()
                .filter(task -> {
                    JobMatcher.Match match = JobMatcher.match(state, task);
                    return match == JobMatcher.Match.UNCERTAIN || match == JobMatcher.Match.LATER;
                })
                .findFirst()
                .map(task -> Messages.BackupFollower_otherRecord(
                        String.valueOf(task.jobId()), String.valueOf(task.status())))
                .orElse("");
    }

    private Turn over(OperationState state, List<BackupTask> ours) {
        RecordTextMapper texts = operation.texts();
        show(state, ours, texts);
        Outcome outcome = unlessUnencrypted(state, verdicts.verdict(state, ours, texts), ours);
        List<ProgressEvent> events = new ArrayList<>();
        outcome.result().tenants().forEach(tenant -> events.add(new ProgressEvent.TenantOver(tenant)));
        outcome.result().tenants().stream()
                .filter(tenant -> tenant.isCompleted() && tenant.hasRemark())
                .limit(MOST_REMARKS)
                .forEach(tenant -> events.add(
                        new ProgressEvent.CompletedWithRemark(tenant.tenant(), tenant.result(), tenant.comment())));
        return Turn.over(state, outcome, events);
    }

    /** Whoever gives a password for the backup set does not want one without. */
    private Outcome unlessUnencrypted(OperationState state, Outcome outcome, List<BackupTask> ours) {
        boolean open = outcome.verdict() == Verdict.SUCCESS
                && ours.stream().anyMatch(BackupTask::isUnencrypted)
                && operation.context().secrets().encrypts();
        if (!open) {
            return outcome;
        }
        String told = state.backups().joined()
                ? Messages.BackupFollower_joinedUnencrypted()
                : Messages.BackupFollower_madeUnencrypted();
        return new Outcome(Verdict.WARNING, outcome.message() + " " + told, outcome.result());
    }

    private Turn stillRunning(OperationState state, List<BackupTask> ours) {
        FollowedDag dag = state.dag();
        if (dag == null || dag.toldOver()) {
            return progress(state, ours, List.of());
        }
        String message = dag.isSucceeded() ? null : Messages.BackupFollower_dagOver(String.valueOf(dag.state()));
        return progress(
                state.withDag(dag.told()), ours, List.of(new ProgressEvent.DagEndedBeforeBackup(dag.id(), message)));
    }

    private void show(OperationState state, List<BackupTask> ours, RecordTextMapper texts) {
        List<TenantProgress> tenants = ours.stream()
                .map(task -> TenantProgress.of(task, telling.name(state, task)))
                .toList();
        operation.show(new Observation.OfBackup(operation.now(), tenants), texts);
    }

    private Turn progress(OperationState state, List<BackupTask> ours, List<ProgressEvent> earlier) {
        if (ours.isEmpty()) {
            return operation.later(state, earlier);
        }
        RecordTextMapper texts = operation.texts();
        show(state, ours, texts);
        Instant now = operation.now();
        ProgressEvent.BackupProgress progress = texts.changed(telling.sum(state, ours));
        List<ProgressEvent> events = new ArrayList<>(earlier);
        OperationState told = state;
        if (telling.isWorthTelling(state, progress, now)) {
            events.add(progress);
            told = telling.told(state, progress, now);
        }
        if (ours.stream().anyMatch(BackupTask::isRunning)) {
            return operation.later(told, ProgressReporter.remaining(state, ours), events);
        }
        // What is missing is a matter of seconds: the DAG notices the end, or the history takes the record up.
        boolean justEnded =
                !String.valueOf(progress.status()).equals(state.reported().key());
        return operation.later(justEnded ? told.with(told.pace().restarted()) : told, events);
    }

    private CompletableFuture<Turn> withoutRecord(
            OperationState state, List<BackupTask> ours, Set<String> missing, String others) {
        FollowedDag dag = state.dag();
        if (dag != null && (dag.gone() || dag.isFailed())) {
            return lookAgain(state, ours, whose(state, missing), others);
        }
        if (waited(state).compareTo(PATIENCE_FOR_RECORD) < 0) {
            return CompletableFuture.completedFuture(operation.later(state));
        }
        return CompletableFuture.completedFuture(
                failure(state, ours, Messages.BackupFollower_noRecord(whose(state, missing)), others, List.of()));
    }

    private String whose(OperationState state, Set<String> missing) {
        return scope.isAllTenants()
                ? FirstFew.of(missing, tenant -> state.backups().tenantNames().getOrDefault(tenant, tenant))
                        .joined(", ")
                : scope.tenant();
    }

    /** A DAG that failed can run again, and one that was not there can be there again. */
    private CompletableFuture<Turn> lookAgain(
            OperationState state, List<BackupTask> ours, String whose, String others) {
        FollowedDag before = state.dag();
        boolean mayHaveStarted = before.gone() || before.backupStartedBy() != null;
        Duration patience = mayHaveStarted ? PATIENCE_FOR_RECORD : PATIENCE_AFTER_FAILED_DAG;
        return NotFound.orElse(operation.context().client().dag(before.id(), true), null)
                .thenCompose(dag -> {
                    if (dag != null) {
                        operation.show(dag);
                    }
                    if (dag != null && (!dag.isFailed() || before.gone())) {
                        OperationState found = TenantNames.learn(state.withDag(before.seen(dag)), dag);
                        return follow(
                                found.in(Phase.FOLLOWING, operation.now())
                                        .with(found.backups().missingSince(null)),
                                dag,
                                null);
                    }
                    if (waited(state).compareTo(patience) < 0) {
                        return CompletableFuture.completedFuture(
                                operation.later(dag == null ? state.withDag(before.vanished()) : state));
                    }
                    if (dag == null) {
                        return CompletableFuture.completedFuture(
                                failure(state, ours, Messages.BackupFollower_dagGone(before.id()), others, List.of()));
                    }
                    List<ProgressEvent> events =
                            new ArrayList<>(FailedNode.in(dag).stream().toList());
                    return CompletableFuture.completedFuture(
                            failure(state, ours, withoutRecord(before, dag, whose), others, events));
                });
    }

    /** Where the node that begins backups did its work, one can be running all the same. */
    private static String withoutRecord(FollowedDag before, Dag failed, String whose) {
        boolean cancelled = "CANCEL".equals(failed.operator());
        if (before.backupStartedBy() == null) {
            return cancelled
                    ? Messages.BackupFollower_dagCancelled(failed.id())
                    : Messages.BackupFollower_dagFailed(failed.id(), FailedNode.describe(failed));
        }
        return Messages.BackupFollower_noRecord(whose) + " "
                + (cancelled ? Messages.BackupFollower_cancelledByOperator() : FailedNode.describe(failed));
    }

    private Turn failure(
            OperationState state, List<BackupTask> ours, String message, String others, List<ProgressEvent> events) {
        List<ProgressEvent> all = new ArrayList<>(events);
        OperationResult result = verdicts.result(state, ours);
        result.tenants().forEach(tenant -> all.add(new ProgressEvent.TenantOver(tenant)));
        String status =
                result.status() == null && state.dag() != null ? state.dag().state() : result.status();
        OperationResult told = new OperationResult(
                result.dagId(), result.dagName(), status, result.startTime(), result.endTime(), result.tenants());
        return Turn.over(state, new Outcome(Verdict.FAILURE, (message + " " + others).strip(), told), all);
    }

    /**
     * Finds the job of this backup of each tenant in the overview or, if that has moved on or never showed it, in the
     * history.
     */
    private CompletableFuture<Map<String, BackupTask>> locate(OperationState state, List<BackupTask> tasks) {
        CompletableFuture<Map<String, BackupTask>> located = CompletableFuture.completedFuture(new TreeMap<>());
        for (BackupTask task : tasks) {
            String tenant = JobMatcher.tenant(task);
            JobMatcher.Match match = JobMatcher.match(state, task);
            if (match == JobMatcher.Match.OURS && state.backups().jobs().containsKey(tenant)) {
                located = located.thenApply(map -> with(map, tenant, task));
            } else if (match == JobMatcher.Match.OURS || match == JobMatcher.Match.LATER) {
                located = located.thenCompose(map ->
                        inHistory(state, tenant).thenApply(found -> with(map, tenant, decide(match, task, found))));
            }
        }
        return located;
    }

    /**
     * Ours can be over already and the one in the overview another one; the history shows which came first. Without it, a
     * job that is over when it is first seen can be somebody else's that followed ours.
     */
    @Nullable
    private static BackupTask decide(JobMatcher.Match match, BackupTask shown, List<BackupTask> found) {
        if (found.size() > 1) {
            return null;
        }
        if (found.isEmpty()) {
            return match == JobMatcher.Match.OURS && !shown.isOver() ? shown : null;
        }
        BackupTask ours = found.get(0);
        boolean isShown = match == JobMatcher.Match.OURS
                && ours.jobId() != null
                && ours.jobId().equals(shown.jobId());
        return isShown ? shown : ours;
    }

    /** {@return what the history knows of the job of this backup; two jobs if they cannot be distinguished} */
    private CompletableFuture<List<BackupTask>> inHistory(OperationState state, String tenant) {
        String name = scope.isAllTenants() ? state.backups().tenantNames().get(tenant) : scope.tenant();
        return name == null
                ? CompletableFuture.completedFuture(List.of())
                : overview.history(name).thenApply(history -> JobMatcher.inHistory(state, tenant, history));
    }

    /** Adds the jobs that the overview does not show: one that ended before it had a task is in the history only. */
    private CompletableFuture<Map<String, BackupTask>> locateAll(OperationState state, List<BackupTask> tasks) {
        return locate(state, tasks).thenCompose(located -> {
            if (!scope.isAllTenants()) {
                return located.isEmpty() && state.dag() != null
                        ? overview.history(scope.tenant()).thenApply(history -> {
                            history.stream()
                                    .findFirst()
                                    .map(JobMatcher::tenant)
                                    .map(tenant -> JobMatcher.inHistory(state, tenant, history))
                                    .filter(found -> found.size() == 1)
                                    .ifPresent(found -> with(located, JobMatcher.tenant(found.get(0)), found.get(0)));
                            return located;
                        })
                        : CompletableFuture.completedFuture(located);
            }
            Set<String> missing = expected(state, tasks);
            missing.removeAll(located.keySet());
            CompletableFuture<Map<String, BackupTask>> all = CompletableFuture.completedFuture(located);
            for (String tenant : missing.stream().limit(MOST_HISTORIES).toList()) {
                all = all.thenCompose(map -> inHistory(state, tenant)
                        .thenApply(found -> with(map, tenant, found.size() == 1 ? found.get(0) : null)));
            }
            return all;
        });
    }

    private static Map<String, BackupTask> with(Map<String, BackupTask> map, String tenant, @Nullable BackupTask task) {
        if (task != null) {
            map.put(tenant, task);
        }
        return map;
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
        boolean isNew = !jobs.equals(state.backups().jobs())
                || !fingerprints.equals(state.backups().fingerprints());
        return isNew ? state.with(state.backups().of(jobs, fingerprints)) : state;
    }

    /** {@return the tenants whose backup must be on record for success} */
    private Set<String> expected(OperationState state, List<BackupTask> tasks) {
        Set<String> expected = new LinkedHashSet<>(state.backups().jobs().keySet());
        // A backup that was joined without a DAG is known by its jobs alone.
        boolean ofDag = !state.backups().joined() || state.dag() != null;
        if (scope.isAllTenants() && ofDag) {
            expected.addAll(state.backups().tenantNames().keySet());
            tasks.forEach(task -> expected.add(JobMatcher.tenant(task)));
            expected.removeAll(state.backups().notStarted().keySet());
        }
        return expected;
    }
}
