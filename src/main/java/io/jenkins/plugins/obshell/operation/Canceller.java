package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks obshell to cancel the backup that this operation started, and nothing else, and watches for its end. */
final class Canceller {

    private static final String CANCELING = "CANCELING";

    /** What tells how the backup of a tenant stands: its own record, or another's that could begin only after it. */
    private static final Set<JobMatcher.Match> SEEN = Set.of(JobMatcher.Match.OURS, JobMatcher.Match.LATER);

    private final TurnBasedOperation operation;
    private final DagStarter starter;
    private final BackupScope scope;

    Canceller(TurnBasedOperation operation, DagStarter starter, BackupScope scope) {
        this.operation = operation;
        this.starter = starter;
        this.scope = scope;
    }

    /**
     * What of this operation goes on in obshell.
     *
     * @param dag       its DAG where that is not over
     * @param jobs      its backups that run
     * @param uncertain other backups that run and may be its
     * @param allOurs   whether nothing but its backups runs in the scope
     * @param unseen    whether a backup that it began can run without being reported yet
     */
    private record Running(
            @Nullable Dag dag, List<BackupTask> jobs, List<BackupTask> uncertain, boolean allOurs, boolean unseen) {}

    CompletableFuture<Turn> turn(OperationState state) {
        if (state.attempt() == null
                && state.dag() == null
                && state.backups().jobs().isEmpty()) {
            return CompletableFuture.completedFuture(AbortGracePeriod.over(state, Messages.Canceller_nothing()));
        }
        return AbortGracePeriod.over(
                operation,
                state,
                () -> adopted(state)
                        .thenCompose(this::withDetails)
                        .thenCompose(known -> overview(known.state(), known.dag())));
    }

    private record Known(OperationState state, @Nullable Dag dag) {}

    private CompletableFuture<OperationState> adopted(OperationState state) {
        if (state.dag() != null || state.attempt() == null) {
            return CompletableFuture.completedFuture(state);
        }
        return starter.find(state.attempt())
                .thenApply(found -> found.size() == 1 ? state.withDag(FollowedDag.of(found.get(0))) : state);
    }

    private CompletableFuture<Known> withDetails(OperationState state) {
        if (state.dag() == null) {
            return CompletableFuture.completedFuture(new Known(state, null));
        }
        return NotFound.orElse(operation.context().client().dag(state.dag().id(), true), null)
                .thenApply(dag -> dag == null
                        ? new Known(state, null)
                        : new Known(TenantNames.learn(state.withDag(state.dag().seen(dag)), dag), dag));
    }

    private CompletableFuture<Turn> overview(OperationState state, @Nullable Dag dag) {
        return new Overview(operation.context().client(), scope).tasks().thenCompose(tasks -> {
            List<BackupTask> running =
                    tasks.stream().filter(BackupTask::isRunning).toList();
            List<BackupTask> ours = matching(state, running, JobMatcher.Match.OURS);
            return advance(
                    state,
                    new Running(
                            dag == null || dag.isOver() ? null : dag,
                            ours,
                            matching(state, running, JobMatcher.Match.UNCERTAIN),
                            ours.size() == running.size(),
                            isUnseen(state, dag, tasks)));
        });
    }

    /** OceanBase reports a backup a little after it has begun. */
    private boolean isUnseen(OperationState state, @Nullable Dag dag, List<BackupTask> tasks) {
        if (state.dag() == null
                || dag != null && state.dag().backupStartedBy() == null && !FollowedDag.mayHaveStartedBackup(dag)) {
            return false;
        }
        Set<String> seen = new HashSet<>(state.backups().jobs().keySet());
        tasks.stream()
                .filter(task -> SEEN.contains(JobMatcher.match(state, task)))
                .forEach(task -> seen.add(JobMatcher.tenant(task)));
        return seen.isEmpty()
                || scope.isAllTenants()
                        && !seen.containsAll(state.backups().tenantNames().keySet());
    }

    private static List<BackupTask> matching(OperationState state, List<BackupTask> tasks, JobMatcher.Match match) {
        return tasks.stream()
                .filter(task -> JobMatcher.match(state, task) == match)
                .toList();
    }

    private CompletableFuture<Turn> advance(OperationState state, Running running) {
        if (running.dag() == null && running.jobs().isEmpty()) {
            return CompletableFuture.completedFuture(nothingRuns(state, running));
        }
        boolean sendJobs = !state.cancellation().backupSent()
                && running.jobs().stream().anyMatch(task -> !CANCELING.equals(task.status()));
        boolean sendDag = !state.cancellation().dagSent() && running.dag() != null;
        if (!sendJobs && !sendDag) {
            return CompletableFuture.completedFuture(AbortGracePeriod.again(operation, state, List.of()));
        }
        List<ProgressEvent> events = new ArrayList<>();
        CompletableFuture<Void> calls = sendJobs ? cancelJobs(state, running, events) : done();
        if (sendDag) {
            calls = calls.thenCompose(ignored ->
                    told(operation.context().client().operate(running.dag().id(), DagOperator.CANCEL), events));
        }
        OperationState sent = state.with(state.cancellation().sent(sendJobs, sendDag));
        return calls.thenApply(ignored -> {
            if (events.isEmpty()) {
                events.add(new ProgressEvent.CancelRequested(
                        running.dag() == null ? null : running.dag().id()));
            }
            return AbortGracePeriod.again(operation, sent, events);
        });
    }

    private Turn nothingRuns(OperationState state, Running running) {
        boolean found = state.dag() != null || !state.backups().jobs().isEmpty();
        if (!found && !starter.isSettled(state.attempt())) {
            return AbortGracePeriod.again(operation, state, List.of());
        }
        if (!running.uncertain().isEmpty()) {
            String job = String.valueOf(running.uncertain().get(0).jobId());
            return AbortGracePeriod.over(state, Messages.Canceller_uncertain(job));
        }
        if (running.unseen()) {
            return AbortGracePeriod.again(operation, state, List.of());
        }
        return AbortGracePeriod.over(state, found ? Messages.Canceller_cancelled() : Messages.Canceller_startUnknown());
    }

    /** obshell cancels whatever runs in a scope, so of all tenants only those are named whose backup is ours. */
    private CompletableFuture<Void> cancelJobs(OperationState state, Running running, List<ProgressEvent> events) {
        if (!scope.isAllTenants() || running.allOurs()) {
            return told(operation.context().client().cancelBackup(scope), events);
        }
        CompletableFuture<Void> calls = done();
        for (BackupTask task : running.jobs()) {
            String name = state.backups().tenantNames().get(JobMatcher.tenant(task));
            calls = calls.thenCompose(ignored -> {
                if (name == null) {
                    events.add(new ProgressEvent.CancelRefused(
                            Messages.Canceller_foreignToo(Objects.requireNonNullElse(task.jobId(), "-"))));
                    return done();
                }
                return told(operation.context().client().cancelBackup(BackupScope.tenant(name)), events);
            });
        }
        return calls;
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** A refusal is told and does not keep the other call from being made. */
    private static CompletableFuture<Void> told(CompletableFuture<Void> call, List<ProgressEvent> events) {
        return call.handle((ignored, error) -> {
                    Throwable cause = error == null ? null : TurnBasedOperation.unwrap(error);
                    if (cause instanceof ObshellException failure && !failure.isTransient()) {
                        events.add(new ProgressEvent.CancelRefused(TurnBasedOperation.said(failure)));
                        return done();
                    }
                    return cause == null ? done() : CompletableFuture.<Void>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }
}
