package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.BackupScope;
import io.jenkins.plugins.obshell.client.BackupTask;
import io.jenkins.plugins.obshell.client.Dag;
import io.jenkins.plugins.obshell.client.DagOperator;
import io.jenkins.plugins.obshell.client.ObshellException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Asks obshell to cancel what this operation started, and nothing else, and watches for its end. It gives up after 20 s,
 * whatever obshell does.
 */
final class Canceller {

    static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final TurnBasedOperation operation;
    private final DagStarter starter;
    private final BackupScope scope;

    Canceller(TurnBasedOperation operation, DagStarter starter, BackupScope scope) {
        this.operation = operation;
        this.starter = starter;
        this.scope = scope;
    }

    /** What of this operation goes on in obshell. */
    private record Running(@CheckForNull Dag dag, List<BackupTask> jobs) {
        boolean isNothing() {
            return dag == null && jobs.isEmpty();
        }
    }

    CompletableFuture<Turn> turn(OperationState state) {
        Duration left = PATIENCE.minus(Duration.between(state.cancelAskedAt(), operation.now()));
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(givenUp(state, null));
        }
        return adopted(state)
                .thenCompose(adopted -> running(adopted).thenCompose(running -> advance(adopted, running)))
                .orTimeout(left.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(error -> {
                    Throwable cause = TurnBasedOperation.unwrap(error);
                    if (cause instanceof TimeoutException) {
                        return givenUp(state, null);
                    }
                    if (cause instanceof ObshellException failure) {
                        return afterFailure(state, failure);
                    }
                    throw new java.util.concurrent.CompletionException(cause);
                });
    }

    private Turn afterFailure(OperationState state, ObshellException failure) {
        if (!failure.isTransient() && !state.cancelSent()) {
            return Turn.again(
                    state.with(draft -> draft.cancelSent = true),
                    LOOK_AGAIN,
                    new ProgressEvent.CancelRefused(failure.getMessage()));
        }
        return Turn.again(state, LOOK_AGAIN);
    }

    private CompletableFuture<Turn> advance(OperationState state, Running running) {
        if (running.isNothing()) {
            String message = state.attempt() != null && state.dag() == null && state.jobs().isEmpty()
                    ? Messages.Canceller_startUnknown()
                    : Messages.Canceller_cancelled();
            boolean mayStillAppear = state.attempt() != null
                    && state.dag() == null
                    && state.jobs().isEmpty()
                    && !starter.isSettled(state.attempt());
            return CompletableFuture.completedFuture(
                    mayStillAppear ? Turn.again(state, LOOK_AGAIN) : aborted(state, message));
        }
        if (state.cancelSent()) {
            return CompletableFuture.completedFuture(Turn.again(state, LOOK_AGAIN));
        }
        return send(state, running);
    }

    private CompletableFuture<Turn> send(OperationState state, Running running) {
        OperationState sent = state.with(draft -> draft.cancelSent = true);
        List<ProgressEvent> events = new ArrayList<>();
        CompletableFuture<Void> calls = CompletableFuture.completedFuture(null);
        if (!running.jobs().isEmpty()) {
            calls = told(operation.context().client().cancelBackup(scope), events);
        }
        if (running.dag() != null) {
            calls = calls.thenCompose(ignored -> told(
                    operation.context().client().operate(running.dag().id(), DagOperator.CANCEL), events));
        }
        return calls.thenApply(ignored -> {
            if (events.isEmpty()) {
                events.add(new ProgressEvent.CancelRequested(
                        running.dag() == null ? null : running.dag().id()));
            }
            return Turn.again(sent, LOOK_AGAIN, events);
        });
    }

    /** A refusal is told and does not keep the other call from being made. */
    private static CompletableFuture<Void> told(CompletableFuture<Void> call, List<ProgressEvent> events) {
        return call.handle((ignored, error) -> {
                    Throwable cause = error == null ? null : TurnBasedOperation.unwrap(error);
                    if (cause instanceof ObshellException failure && !failure.isTransient()) {
                        events.add(new ProgressEvent.CancelRefused(failure.getMessage()));
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return cause == null
                            ? CompletableFuture.<Void>completedFuture(null)
                            : CompletableFuture.<Void>failedFuture(cause);
                })
                .thenCompose(Function.identity());
    }

    private CompletableFuture<OperationState> adopted(OperationState state) {
        if (state.dag() != null || state.attempt() == null) {
            return CompletableFuture.completedFuture(state);
        }
        return starter.find(state.attempt())
                .thenApply(found -> found.map(dag -> state.withDag(DagTrack.of(dag))).orElse(state));
    }

    private CompletableFuture<Running> running(OperationState state) {
        return dag(state).thenCompose(dag -> new Overview(operation.context().client(), scope)
                .tasks()
                .thenApply(tasks -> new Running(
                        dag,
                        tasks.stream()
                                .filter(BackupTask::isRunning)
                                .filter(task -> JobMatcher.match(state, task) == JobMatcher.Match.OURS)
                                .toList())));
    }

    private CompletableFuture<Dag> dag(OperationState state) {
        if (state.dagId() == null) {
            return CompletableFuture.completedFuture(null);
        }
        return NotFound.orElse(operation.context().client().dag(state.dagId(), false), null)
                .thenApply(dag -> dag == null || dag.isOver() ? null : dag);
    }

    private Turn givenUp(OperationState state, @CheckForNull ProgressEvent event) {
        return Turn.over(
                state,
                new Outcome(
                        Verdict.ABORTED,
                        Messages.Canceller_givenUp(Durations.format(PATIENCE), operation.leftRunning(state)),
                        TurnBasedOperation.known(state)),
                event == null ? List.of() : List.of(event));
    }

    private static Turn aborted(OperationState state, String message) {
        return Turn.over(
                state, new Outcome(Verdict.ABORTED, message, TurnBasedOperation.known(state)), List.of());
    }
}
