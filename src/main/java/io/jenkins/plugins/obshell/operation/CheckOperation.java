package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Checks the last or running backup, or attaches to a DAG. It changes nothing in the cluster. */
public final class CheckOperation extends TurnBasedOperation {

    private final CheckRequest request;
    private final Overview overview;
    private final LogArchive log;
    private final ArchiveWait archive;
    private final BackupVerdict verdicts;
    private final QuietCluster cluster;

    /**
     * @param context what it works with
     * @param request what to look at
     */
    public CheckOperation(@NonNull OperationContext context, @NonNull CheckRequest request) {
        super(context, request.timing());
        this.request = request;
        this.overview = new Overview(context.client(), request.scope());
        this.log = new LogArchive(context.client(), context.clock(), overview);
        this.archive = new ArchiveWait(this, log, (state, failure) -> Turn.over(state, failure, List.of()));
        this.verdicts = new BackupVerdict(request.scope(), null);
        this.cluster = new QuietCluster(context.client());
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        return request.quiet() ? check(state).thenCompose(this::unlessBusy) : check(state);
    }

    private CompletableFuture<Turn> check(OperationState state) {
        return switch (state.phase()) {
            case FOLLOWING -> state.dag().name() == null ? attach(state) : attached(state);
            case VERIFYING -> follower(state).verify(state).thenCompose(this::judged);
            case ARCHIVING -> archive.turn(state);
            default ->
                request.dagId() == null
                        ? lookOnceQuiet(state)
                        : attach(state.in(Phase.FOLLOWING, now()).withDag(FollowedDag.ofId(request.dagId())));
        };
    }

    /** A DAG is followed for what it covers, whatever else the check is about. */
    private BackupFollower follower(OperationState state) {
        boolean ofDag = state.dag() != null && DagNames.isBackup(state.dag().name());
        return new BackupFollower(this, ofDag ? DagNames.scopeOf(state.dag().name()) : request.scope(), null);
    }

    @Override
    BackupScope scope() {
        return request.scope();
    }

    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        return CompletableFuture.completedFuture(Turn.over(state, abandon(state), List.of()));
    }

    @Override
    String leftRunning(OperationState state) {
        return state.dag() == null || state.archive() != null
                ? ""
                : Messages.Operation_backupLeft(state.dag().id());
    }

    private CompletableFuture<Turn> lookOnceQuiet(OperationState state) {
        return request.quiet()
                ? cluster.inTheWay()
                        .thenCompose(inTheWay -> inTheWay.isEmpty()
                                ? look(state.nothingAwaited())
                                : CompletableFuture.completedFuture(untilQuiet(state, inTheWay)))
                : look(state);
    }

    /** What began while the backups were checked is waited for as well, and they are checked anew. */
    private CompletableFuture<Turn> unlessBusy(Turn turn) {
        if (!turn.isOver() || turn.outcome().verdict() == Verdict.FAILURE) {
            return CompletableFuture.completedFuture(turn);
        }
        OperationState anew = turn.state()
                .in(Phase.NEW, now())
                .withOutcome(null)
                .withDag(null)
                .withBackups(Backups.NONE)
                .withArchive((AwaitedArchive) null)
                .nothingAwaited();
        return cluster.inTheWay()
                .thenApply(inTheWay ->
                        inTheWay.isEmpty() ? turn : untilQuiet(anew, inTheWay).after(turn.events()));
    }

    private Turn untilQuiet(OperationState state, List<String> inTheWay) {
        String all = FirstFew.of(inTheWay, text -> text).joined(", ");
        return request.awaitEnd()
                ? waitFor(
                        state,
                        "quiet but for " + all,
                        Messages.CheckOperation_quiet(all),
                        new ProgressEvent.WaitingForQuiet(all))
                : failure(state, Messages.CheckOperation_notQuiet(all));
    }

    private CompletableFuture<Turn> look(OperationState state) {
        return overview.tasks()
                .thenCompose(tasks -> tenants()
                        .thenCompose(tenants -> tenants.problem().isPresent()
                                ? CompletableFuture.completedFuture(
                                        failure(state, tenants.problem().get()))
                                : lookAtTasks(
                                        state.withBackups(state.backups().withTenantNames(tenants.names())),
                                        tenants,
                                        tenants.of(tasks))));
    }

    private CompletableFuture<SelectedTenants> tenants() {
        return request.scope().isAllTenants()
                ? SelectedTenants.read(context().client(), request.tenants())
                : CompletableFuture.completedFuture(SelectedTenants.UNKNOWN);
    }

    private CompletableFuture<SelectedTenants.Coverage> coverage(SelectedTenants tenants, Set<String> idsWithBackup) {
        if (!request.scope().isAllTenants()) {
            return CompletableFuture.completedFuture(SelectedTenants.Coverage.WHOLE);
        }
        boolean dependsOnAge = request.maxAge() != null && tenants.isAnyMissing(idsWithBackup);
        return (dependsOnAge
                        ? new DatabaseClock(context().client()).now(request.scope(), idsWithBackup)
                        : CompletableFuture.completedFuture(Optional.<Instant>empty()))
                .thenApply(now -> tenants.coverage(idsWithBackup, request.maxAge(), now));
    }

    private CompletableFuture<Turn> lookAtTasks(OperationState state, SelectedTenants tenants, List<BackupTask> tasks) {
        List<BackupTask> running = tasks.stream().filter(BackupTask::isRunning).toList();
        if (running.isEmpty() || !request.awaitEnd()) {
            Set<String> ids = tasks.stream().map(JobMatcher::tenant).collect(Collectors.toSet());
            return coverage(tenants, ids).thenCompose(coverage -> judge(state, coverage, tasks));
        }
        OperationState awaiting =
                state.in(Phase.VERIFYING, now()).withBackups(state.backups().joining(JobMatcher.jobs(tasks)));
        String jobId = running.get(0).jobId();
        return CompletableFuture.completedFuture(later(awaiting, List.of(new ProgressEvent.Joined(null, jobId))));
    }

    private CompletableFuture<Turn> attach(OperationState state) {
        return dag(state.dag().id(), false, null).thenCompose(dag -> {
            if (dag == null || dag.name() == null) {
                return CompletableFuture.completedFuture(failure(
                        state, Messages.CheckOperation_unknownDag(state.dag().id())));
            }
            OperationState found = state.withDag(FollowedDag.of(dag));
            if (!DagNames.isBackup(dag.name())) {
                return CompletableFuture.completedFuture(otherDag(found, dag));
            }
            if (!covers(request.scope(), DagNames.scopeOf(dag.name()))) {
                return CompletableFuture.completedFuture(failure(
                        found,
                        Messages.CheckOperation_otherTenant(
                                dag.id(), dag.name(), request.scope().tenant())));
            }
            return request.awaitEnd() || dag.isOver()
                    ? follower(found).follow(found).thenCompose(this::judged)
                    : CompletableFuture.completedFuture(unproven(
                            found,
                            Messages.CheckOperation_dagState(dag.id(), String.valueOf(dag.state())),
                            OperationResult.of(dag)));
        });
    }

    private static boolean covers(BackupScope wanted, BackupScope actual) {
        boolean isOne =
                wanted.isAllTenants() && ParameterRules.tenant(actual.tenant()).isEmpty();
        return isOne
                || actual.isAllTenants()
                || !wanted.isAllTenants() && wanted.tenant().equalsIgnoreCase(actual.tenant());
    }

    private CompletableFuture<Turn> attached(OperationState state) {
        if (DagNames.isBackup(state.dag().name())) {
            return follower(state).follow(state).thenCompose(this::judged);
        }
        return dag(state.dag().id(), false, null)
                .thenApply(dag -> dag == null
                        ? failure(
                                state,
                                Messages.CheckOperation_unknownDag(state.dag().id()))
                        : otherDag(state.withDag(state.dag().seen(dag)), dag));
    }

    /** However a DAG that makes no backup ends, it is no proof of a backup. */
    private Turn otherDag(OperationState state, Dag dag) {
        return !dag.isOver() && request.awaitEnd()
                ? later(state)
                : unproven(
                        state,
                        Messages.CheckOperation_noBackupDag(dag.id(), dag.name(), String.valueOf(dag.state())),
                        OperationResult.of(dag));
    }

    /** The end without proof of a backup. */
    private Turn unproven(OperationState state, String message, OperationResult result) {
        return Turn.over(state, unlessAllowed(new Outcome(Verdict.FAILURE, message, result)), List.of());
    }

    /** After the end of a backup; its age and the archive lag matter only if it is COMPLETED. */
    private CompletableFuture<Turn> judged(Turn turn) {
        if (!turn.isOver()) {
            return CompletableFuture.completedFuture(turn);
        }
        Outcome outcome = turn.outcome();
        if (outcome.verdict() != Verdict.SUCCESS) {
            return CompletableFuture.completedFuture(Turn.over(turn.state(), unlessAllowed(outcome), turn.events()));
        }
        return coverageAfter(turn)
                .thenCompose(coverage -> ageProblems(outcome.result())
                        .thenCompose(problems -> judge(turn.state(), coverage, outcome, problems))
                        .thenApply(ended -> untilRestorable(ended.after(turn.events()), outcome.result())));
    }

    /** A DAG is checked for what it covers. */
    private CompletableFuture<SelectedTenants.Coverage> coverageAfter(Turn turn) {
        if (request.dagId() != null) {
            return CompletableFuture.completedFuture(SelectedTenants.Coverage.WHOLE);
        }
        Set<String> ids = turn.outcome().result().tenants().stream()
                .map(TenantBackup::tenantId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        return tenants().thenCompose(tenants -> coverage(tenants, ids));
    }

    /** A tenant that never had a backup is as bad as one whose last backup failed, or with a limit as one that is too old. */
    private CompletableFuture<Turn> judge(
            OperationState state, SelectedTenants.Coverage coverage, Outcome outcome, List<String> ageProblems) {
        List<String> problems = new ArrayList<>(ageProblems);
        Outcome whole = outcome;
        if (request.maxAge() != null) {
            problems.addAll(coverage.problems());
        } else {
            whole = unlessAllowed(failed(outcome, coverage.problems()));
        }
        return withLag(state, whole, problems, coverage.notes());
    }

    /** The last COMPLETED backup is not necessarily the last one. */
    private Turn untilRestorable(Turn ended, OperationResult lastCompleted) {
        if (!awaitsArchive() || ended.outcome().verdict() == Verdict.FAILURE) {
            return ended;
        }
        if (lastCompleted.tenants().isEmpty()) {
            return failure(ended.state(), Messages.CheckOperation_noneCompleted())
                    .after(ended.events());
        }
        List<String> without = lastCompleted.tenants().stream()
                .filter(backup -> !backup.isCompleted())
                .map(TenantBackup::tenant)
                .toList();
        if (!without.isEmpty()) {
            String names = FirstFew.of(without, name -> name).joined(", ");
            return failure(ended.state(), Messages.CheckOperation_noneCompletedOf(names))
                    .after(ended.events());
        }
        Duration patience =
                request.awaitEnd() ? Duration.between(now(), ended.state().deadline()) : Duration.ZERO;
        Instant restoreTo = request.archivedUpToNow()
                ? serverNow().minus(Duration.between(ended.state().begunAt(), now()))
                : null;
        return archive.begin(
                ended.with(ended.outcome().with(lastCompleted)),
                new ArchiveWait.Goal(patience, true, restoreTo, request.maxArchiveLag()),
                null);
    }

    private boolean awaitsArchive() {
        return request.restorable() || request.archivedUpToNow();
    }

    private CompletableFuture<Turn> judge(
            OperationState state, SelectedTenants.Coverage coverage, List<BackupTask> tasks) {
        if (tasks.isEmpty()) {
            return CompletableFuture.completedFuture(none(state, coverage).after(coverage.notes()));
        }
        Outcome outcome = tasks.stream().allMatch(BackupTask::isOver)
                ? verdicts.verdict(state, tasks, texts())
                : new Outcome(Verdict.FAILURE, Messages.CheckOperation_running(), verdicts.result(state, tasks));
        return lastCompleted(outcome.result(), tasks)
                .thenCompose(last -> ageProblems(last)
                        .thenCompose(problems -> judge(state, coverage, unlessAllowed(outcome), problems))
                        .thenApply(ended -> untilRestorable(ended, last)));
    }

    private Turn none(OperationState state, SelectedTenants.Coverage coverage) {
        if (coverage.problems().isEmpty()) {
            String none =
                    coverage.notes().isEmpty() ? Messages.CheckOperation_none() : Messages.CheckOperation_noneToCheck();
            return unproven(state, none, OperationResult.NONE);
        }
        String missing = String.join(" ", coverage.problems());
        return request.maxAge() == null ? unproven(state, missing, OperationResult.NONE) : failure(state, missing);
    }

    /** The last COMPLETED backup counts, even if a later one failed or is running. */
    private CompletableFuture<OperationResult> lastCompleted(OperationResult found, List<BackupTask> tasks) {
        boolean isIt = found.tenants().stream().allMatch(TenantBackup::isCompleted);
        if (isIt || request.maxAge() == null && !awaitsArchive()) {
            return CompletableFuture.completedFuture(found);
        }
        if (request.scope().isAllTenants()) {
            // With failUnlessCompleted nothing makes up for a later one.
            return request.failUnlessCompleted()
                    ? CompletableFuture.completedFuture(found)
                    : lastCompletedOfEach(found);
        }
        return overview.lastCompleted(tasks)
                .thenApply(last -> last.map(
                                task -> TenantBackup.of(task, request.scope().tenant()))
                        .map(backup -> new OperationResult(null, null, null, null, null, List.of(backup)))
                        .orElse(OperationResult.NONE));
    }

    /** A tenant without any COMPLETED backup keeps the one that is not. */
    private CompletableFuture<OperationResult> lastCompletedOfEach(OperationResult found) {
        CompletableFuture<List<TenantBackup>> all = CompletableFuture.completedFuture(new ArrayList<>());
        for (TenantBackup backup : found.tenants()) {
            all = all.thenCompose(list -> lastCompleted(backup).thenApply(last -> {
                list.add(last);
                return list;
            }));
        }
        return all.thenApply(tenants -> found.with(tenants, null));
    }

    private CompletableFuture<TenantBackup> lastCompleted(TenantBackup shown) {
        return shown.isCompleted() || shown.tenantName() == null
                ? CompletableFuture.completedFuture(shown)
                : overview.history(shown.tenantName())
                        .thenApply(history -> history.stream()
                                .filter(BackupTask::isCompleted)
                                .findFirst()
                                .map(task -> TenantBackup.of(task, shown.tenantName()))
                                .orElse(shown));
    }

    private CompletableFuture<List<String>> ageProblems(OperationResult result) {
        if (request.maxAge() == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        if (result.tenants().isEmpty()) {
            return CompletableFuture.completedFuture(List.of(Messages.CheckOperation_noneCompleted()));
        }
        List<String> tenants = result.tenants().stream()
                .map(TenantBackup::tenantId)
                .filter(Objects::nonNull)
                .toList();
        return new DatabaseClock(context().client())
                .now(request.scope(), tenants)
                .thenApply(now -> new AgeLimit(request.maxAge(), now))
                .thenCompose(limit -> archived(result, limit).thenApply(archived -> limit.problems(result, archived)));
    }

    /** Reads the archive only of those tenants for which it decides. */
    private CompletableFuture<Set<TenantBackup>> archived(OperationResult result, AgeLimit limit) {
        CompletableFuture<Set<TenantBackup>> archived = CompletableFuture.completedFuture(new HashSet<>());
        for (TenantBackup backup : result.tenants()) {
            if (limit.dependsOnArchive(backup)) {
                archived = archived.thenCompose(covered -> log.look(LogNeed.of(backup, null), null, null)
                        .thenApply(look -> {
                            if (look.found() instanceof Restorability.Restorable) {
                                covered.add(backup);
                            }
                            return covered;
                        }));
            }
        }
        return archived;
    }

    private CompletableFuture<Turn> withLag(
            OperationState state, Outcome outcome, List<String> problems, List<ProgressEvent> events) {
        if (request.maxArchiveLag() == null || request.archivedUpToNow()) {
            return CompletableFuture.completedFuture(ended(state, outcome, problems, events));
        }
        return new ArchiveLag(this, request.maxArchiveLag())
                .of(archived(outcome.result()))
                .thenApply(lag -> ended(state, outcome, and(problems, lag.problems()), and(events, lag.events())));
    }

    /** {@return the names of the tenants whose archive is to be judged} */
    private List<String> archived(OperationResult result) {
        return request.scope().isAllTenants()
                ? result.tenants().stream().map(TenantBackup::tenant).toList()
                : List.of(request.scope().tenant());
    }

    private static <T> List<T> and(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static Turn ended(
            OperationState state, Outcome outcome, List<String> problems, List<ProgressEvent> events) {
        return Turn.over(state, failed(outcome, problems), events);
    }

    private static Outcome failed(Outcome outcome, List<String> problems) {
        if (problems.isEmpty()) {
            return outcome;
        }
        String message = outcome.verdict() == Verdict.SUCCESS
                ? String.join(" ", problems)
                : outcome.message() + " " + String.join(" ", problems);
        return new Outcome(Verdict.FAILURE, message, outcome.result());
    }

    private Outcome unlessAllowed(Outcome outcome) {
        return outcome.verdict() == Verdict.FAILURE && !request.failUnlessCompleted()
                ? new Outcome(Verdict.WARNING, outcome.message(), outcome.result())
                : outcome;
    }
}
