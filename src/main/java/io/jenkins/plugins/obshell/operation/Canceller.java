package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Asks obshell to cancel the backup that this operation certainly started, and nothing else, and watches for its end.
 */
final class Canceller {

    private static final String CANCELING = "CANCELING";

    /** The records that show how the backup of a tenant stands: its own, or one that could begin only after it. */
    private static final Set<JobMatcher.Match> SEEN = Set.of(JobMatcher.Match.OURS, JobMatcher.Match.LATER);

    private static final Set<JobMatcher.Match> MAY_BE_OURS = Set.of(JobMatcher.Match.OURS, JobMatcher.Match.UNCERTAIN);

    private final TurnBasedOperation operation;
    private final DagStarter starter;
    private final BackupScope scope;
    private final JobFinder finder;

    Canceller(TurnBasedOperation operation, DagStarter starter, BackupScope scope) {
        this.operation = operation;
        this.starter = starter;
        this.scope = scope;
        this.finder = new JobFinder(new Overview(operation.context().client(), scope), scope);
    }

    /**
     * What of this operation goes on in obshell.
     *
     * @param dag       its DAG, or null if that is over
     * @param jobs      its running backups
     * @param uncertain other running backups that may be its
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
                () -> found(state)
                        .thenCompose(found -> found.isPresent()
                                ? CompletableFuture.completedFuture(
                                        AbortGracePeriod.over(state.withDag(found.get()), adopted(found.get())))
                                : withDetails(state).thenCompose(known -> overview(known.state(), known.dag()))));
    }

    /** A DAG that was found, rather than named in the response to the start, may be somebody else's. */
    private CompletableFuture<Optional<FollowedDag>> found(OperationState state) {
        if (state.attempt() == null || state.dag() != null && !state.attempt().adopted()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return state.dag() != null
                ? CompletableFuture.completedFuture(Optional.of(state.dag()))
                : starter.find(state.attempt())
                        .thenApply(search -> search.single().map(FollowedDag::of));
    }

    private static String adopted(FollowedDag dag) {
        return Messages.Canceller_adopted(dag.id());
    }

    private record Known(OperationState state, @Nullable Dag dag) {}

    private CompletableFuture<Known> withDetails(OperationState state) {
        if (state.dag() == null) {
            return CompletableFuture.completedFuture(new Known(state, null));
        }
        return operation
                .dag(state.dag().id(), true, null)
                .thenApply(dag -> dag == null
                        ? new Known(state, null)
                        : new Known(TenantNames.learn(state.withDag(state.dag().seen(dag)), dag), dag));
    }

    /** The overview alone cannot show whether a backup is ours or followed one of ours that is over. */
    private CompletableFuture<Turn> overview(OperationState known, @Nullable Dag dag) {
        return finder.find(known, null).thenCompose(found -> {
            OperationState state = found.state();
            List<BackupTask> running =
                    found.shown().stream().filter(BackupTask::isRunning).toList();
            List<BackupTask> ours =
                    found.jobs().stream().filter(BackupTask::isRunning).toList();
            List<BackupTask> uncertain = running.stream()
                    .filter(task -> !ours.contains(task) && MAY_BE_OURS.contains(JobMatcher.match(state, task)))
                    .toList();
            return advance(
                    state,
                    new Running(
                            dag == null || dag.isOver() ? null : dag,
                            ours,
                            uncertain,
                            ours.containsAll(running),
                            isUnseen(state, dag, found.shown())));
        });
    }

    /** The overview shows a backup a little after it has begun, even if the history has shown its job before. */
    private boolean isUnseen(OperationState state, @Nullable Dag dag, List<BackupTask> tasks) {
        if (state.dag() == null
                || dag != null && state.dag().backupStartedBy() == null && !StartNode.mayHaveStartedBackup(dag)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        tasks.stream()
                .filter(task -> SEEN.contains(JobMatcher.match(state, task)))
                .forEach(task -> seen.add(JobMatcher.tenant(task)));
        return seen.isEmpty()
                || scope.isAllTenants()
                        && !seen.containsAll(state.backups().tenantNames().keySet());
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
                    reporting(operation.context().client().operate(running.dag().id(), DagOperator.CANCEL), events));
        }
        OperationState sent = state.withCancellation(state.cancellation().sent(sendJobs, sendDag));
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
        if (!running.uncertain().isEmpty()) {
            String job = String.valueOf(running.uncertain().get(0).jobId());
            return AbortGracePeriod.over(state, Messages.Canceller_uncertain(job));
        }
        if (!found && !state.attempt().isSettled(operation.now())) {
            return AbortGracePeriod.again(operation, state, List.of());
        }
        if (running.unseen()) {
            return AbortGracePeriod.again(operation, state, List.of());
        }
        return AbortGracePeriod.over(state, found ? Messages.Canceller_cancelled() : Messages.Canceller_startUnknown());
    }

    /** obshell cancels whatever runs in a scope, so of all tenants only those are named whose backup is ours. */
    private CompletableFuture<Void> cancelJobs(OperationState state, Running running, List<ProgressEvent> events) {
        if (!scope.isAllTenants() || running.allOurs()) {
            return reporting(operation.context().client().cancelBackup(scope), events);
        }
        CompletableFuture<Void> calls = done();
        for (BackupTask task : running.jobs()) {
            String name = state.backups().tenantNames().get(JobMatcher.tenant(task));
            calls = calls.thenCompose(ignored -> {
                if (name == null) {
                    events.add(new ProgressEvent.CancelRefused(
                            Messages.Canceller_foreignToo(String.valueOf(task.jobId()))));
                    return done();
                }
                return reporting(operation.context().client().cancelBackup(BackupScope.tenant(name)), events);
            });
        }
        return calls;
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** A refusal is reported and does not keep the other call from being made. */
    private static CompletableFuture<Void> reporting(CompletableFuture<Void> call, List<ProgressEvent> events) {
        return call.exceptionallyCompose(error -> {
            Throwable cause = Futures.unwrap(error);
            if (cause instanceof ObshellException failure && !failure.isTransient()) {
                events.add(new ProgressEvent.CancelRefused(TurnBasedOperation.said(failure)));
                return done();
            }
            return CompletableFuture.failedFuture(cause);
        });
    }
}
