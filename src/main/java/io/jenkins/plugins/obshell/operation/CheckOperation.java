package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.model.BackupInfo;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.Durations;
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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Looks at the last or running backup, or attaches to a DAG, and judges it. It changes nothing. */
public final class CheckOperation extends TurnBasedOperation {

    private final CheckRequest request;
    private final Overview overview;
    private final BackupVerdict verdicts;

    /**
     * @param context what it works with
     * @param request what to look at
     */
    public CheckOperation(@NonNull OperationContext context, @NonNull CheckRequest request) {
        super(context, request.timing());
        this.request = request;
        this.overview = new Overview(context.client(), request.scope());
        this.verdicts = new BackupVerdict(request.scope());
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        return switch (state.phase()) {
            case FOLLOWING -> state.dag().name() == null ? attach(state) : attached(state);
            case VERIFYING -> follower(state).verify(state).thenCompose(this::judged);
            default ->
                request.dagId() == null
                        ? look(state)
                        : attach(state.in(Phase.FOLLOWING, now()).withDag(FollowedDag.ofId(request.dagId())));
        };
    }

    /** A DAG is followed for what it covers, whatever else the check is about. */
    private BackupFollower follower(OperationState state) {
        boolean ofDag = state.dag() != null && DagNames.isBackup(state.dag().name());
        return new BackupFollower(this, ofDag ? DagNames.scopeOf(state.dag().name()) : request.scope());
    }

    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        return CompletableFuture.completedFuture(Turn.over(state, abandon(state), List.of()));
    }

    @Override
    String leftRunning(OperationState state) {
        return state.dag() == null
                ? ""
                : Messages.Operation_backupLeft(state.dag().id());
    }

    private CompletableFuture<Turn> look(OperationState state) {
        return overview.tasks().thenCompose(tasks -> {
            List<BackupTask> running =
                    tasks.stream().filter(BackupTask::isRunning).toList();
            if (running.isEmpty() || !request.awaitEnd()) {
                return judge(state, tasks, List.of());
            }
            Map<String, String> jobs = new TreeMap<>();
            tasks.stream()
                    .filter(task -> task.jobId() != null)
                    .forEach(task -> jobs.put(JobMatcher.tenant(task), task.jobId()));
            OperationState awaiting =
                    state.in(Phase.VERIFYING, now()).with(state.backups().joining(jobs));
            String jobId = running.get(0).jobId();
            return CompletableFuture.completedFuture(later(awaiting, List.of(new ProgressEvent.Joined(null, jobId))));
        });
    }

    private CompletableFuture<Turn> attach(OperationState state) {
        return NotFound.orElse(context().client().dag(state.dag().id(), false), null)
                .thenCompose(dag -> {
                    if (dag == null || dag.name() == null) {
                        return CompletableFuture.completedFuture(failure(
                                state,
                                Messages.CheckOperation_unknownDag(state.dag().id())));
                    }
                    OperationState found = state.withDag(new FollowedDag(
                            state.dag().id(),
                            dag.name(),
                            dag.state(),
                            dag.operator(),
                            0,
                            dag.maxStage(),
                            dag.startTime(),
                            null,
                            null,
                            null,
                            false,
                            false,
                            null,
                            null));
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
                            : CompletableFuture.completedFuture(told(found, dag));
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
        return NotFound.orElse(context().client().dag(state.dag().id(), false), null)
                .thenApply(dag -> dag == null
                        ? failure(
                                state,
                                Messages.CheckOperation_unknownDag(state.dag().id()))
                        : otherDag(state.withDag(state.dag().seen(dag)), dag));
    }

    /** However a DAG that makes no backup ends, it is no proof of a backup. */
    private Turn otherDag(OperationState state, Dag dag) {
        if (!dag.isOver() && request.awaitEnd()) {
            return later(state);
        }
        String message = Messages.CheckOperation_noBackupDag(dag.id(), dag.name(), String.valueOf(dag.state()));
        return Turn.over(state, new Outcome(unlessAllowed(), message, result(dag)), List.of());
    }

    private Turn told(OperationState state, Dag dag) {
        String message = Messages.CheckOperation_dagState(dag.id(), String.valueOf(dag.state()));
        return Turn.over(state, new Outcome(unlessAllowed(), message, result(dag)), List.of());
    }

    private static OperationResult result(Dag dag) {
        return new OperationResult(dag.id(), dag.name(), dag.state(), dag.startTime(), dag.endTime(), List.of());
    }

    /** After waiting: what else was asked for is checked only of a backup that is there. */
    private CompletableFuture<Turn> judged(Turn turn) {
        if (!turn.isOver()) {
            return CompletableFuture.completedFuture(turn);
        }
        Outcome outcome = turn.outcome();
        if (outcome.verdict() != Verdict.SUCCESS) {
            Outcome told = new Outcome(
                    outcome.verdict() == Verdict.FAILURE ? unlessAllowed() : outcome.verdict(),
                    outcome.message(),
                    outcome.result());
            return CompletableFuture.completedFuture(Turn.over(turn.state(), told, turn.events()));
        }
        List<String> problems = request.maxAge() == null ? List.of() : tooOld(outcome.result());
        return withLag(turn.state(), outcome, problems, turn.events());
    }

    private CompletableFuture<Turn> judge(OperationState state, List<BackupTask> tasks, List<ProgressEvent> events) {
        if (tasks.isEmpty()) {
            return CompletableFuture.completedFuture(Turn.over(
                    state, new Outcome(unlessAllowed(), Messages.CheckOperation_none(), OperationResult.NONE), events));
        }
        boolean running = tasks.stream().anyMatch(task -> !task.isOver());
        Outcome outcome = running
                ? new Outcome(unlessAllowed(), Messages.CheckOperation_running(), verdicts.result(state, tasks))
                : verdicts.verdict(state, tasks, texts());
        Outcome judged = outcome.verdict() == Verdict.FAILURE
                ? new Outcome(unlessAllowed(), outcome.message(), outcome.result())
                : outcome;
        return withAge(state, tasks, judged, events);
    }

    private CompletableFuture<Turn> withAge(
            OperationState state, List<BackupTask> tasks, Outcome outcome, List<ProgressEvent> events) {
        if (request.maxAge() == null) {
            return withLag(state, outcome, List.of(), events);
        }
        if (request.scope().isAllTenants()) {
            return withLag(state, outcome, tooOld(outcome.result()), events);
        }
        return overview.lastCompleted(tasks).thenCompose(last -> {
            List<String> problems = new ArrayList<>();
            if (last.isEmpty()) {
                problems.add(Messages.CheckOperation_noneCompleted());
            } else {
                TenantBackup backup =
                        TenantBackup.of(last.get(), request.scope().tenant());
                if (isTooOld(backup)) {
                    problems.add(tooOld(backup));
                }
            }
            return withLag(state, outcome, problems, events);
        });
    }

    private boolean isTooOld(TenantBackup backup) {
        return !backup.isCompleted() || age(backup).compareTo(request.maxAge()) > 0;
    }

    private List<String> tooOld(OperationResult result) {
        FirstFew tooOld =
                FirstFew.of(result.tenants().stream().filter(this::isTooOld).toList(), this::tooOld);
        List<String> problems = new ArrayList<>(tooOld.texts());
        if (tooOld.more() > 0) {
            problems.add(Messages.CheckOperation_moreTooOld(tooOld.more()));
        }
        return problems;
    }

    private String tooOld(TenantBackup backup) {
        return backup.isCompleted()
                ? Messages.CheckOperation_tooOld(
                        backup.tenant(),
                        Durations.format(age(backup)),
                        Durations.format(request.maxAge()),
                        String.valueOf(backup.jobId()))
                : Messages.CheckOperation_notCompleted(backup.tenant(), String.valueOf(backup.status()));
    }

    private Duration age(TenantBackup backup) {
        Instant end = backup.endTime() == null ? Instant.EPOCH : backup.endTime();
        return Duration.between(end, latestServerTime());
    }

    private CompletableFuture<Turn> withLag(
            OperationState state, Outcome outcome, List<String> problems, List<ProgressEvent> events) {
        if (request.maxArchiveLag() == null) {
            return CompletableFuture.completedFuture(ended(state, outcome, problems, events));
        }
        return NotFound.orElse(context().client().backupInfo(request.scope().tenant()), null)
                .thenApply(info -> {
                    List<String> all = new ArrayList<>(problems);
                    List<ProgressEvent> told = new ArrayList<>(events);
                    lagProblem(info, told).forEach(all::add);
                    return ended(state, outcome, all, told);
                });
    }

    private List<String> lagProblem(BackupInfo info, List<ProgressEvent> events) {
        if (info == null) {
            return List.of(Messages.CheckOperation_lagUnknown());
        }
        if (info.archiveLogCheckpoint() == null) {
            return List.of(Messages.CheckOperation_noArchive());
        }
        double seconds = info.archiveLogDelay() == null ? 0 : info.archiveLogDelay();
        Duration lag = Duration.ofSeconds((long) Math.ceil(seconds));
        events.add(new ProgressEvent.ArchiveLag(info.archiveLogCheckpoint(), lag));
        return lag.compareTo(request.maxArchiveLag()) > 0
                ? List.of(Messages.CheckOperation_lagTooLong(
                        Durations.format(lag), Durations.format(request.maxArchiveLag())))
                : List.of();
    }

    private static Turn ended(
            OperationState state, Outcome outcome, List<String> problems, List<ProgressEvent> events) {
        if (problems.isEmpty()) {
            return Turn.over(state, outcome, events);
        }
        String message = outcome.verdict() == Verdict.SUCCESS
                ? String.join(" ", problems)
                : outcome.message() + " " + String.join(" ", problems);
        return Turn.over(state, new Outcome(Verdict.FAILURE, message, outcome.result()), events);
    }

    private Verdict unlessAllowed() {
        return request.failUnlessCompleted() ? Verdict.FAILURE : Verdict.WARNING;
    }
}
