package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** What becomes of an operation after it has tried to start a DAG. */
final class StartTransitions {

    private StartTransitions() {}

    /**
     * @param operation the operation that tried
     * @param starter   what tried
     * @param before    what to go on from where nothing was started
     * @param attempted what came of it
     * @param lock      the DAG that holds the tenant because it failed, or null
     */
    static CompletableFuture<Turn> turn(
            TurnBasedOperation operation,
            DagStarter starter,
            OperationState before,
            DagStarter.Attempted attempted,
            @Nullable Dag lock) {
        DagStarter.Result result = attempted.result();
        if (result instanceof DagStarter.NotStarted notStarted) {
            // Nothing was sent or done, so it can be tried again wherever a look could be.
            return CompletableFuture.failedFuture(notStarted.failure());
        }
        return CompletableFuture.completedFuture(
                turn(operation, starter, before, attempted.attempting(), result, lock));
    }

    private static Turn turn(
            TurnBasedOperation operation,
            DagStarter starter,
            OperationState before,
            OperationState attempting,
            DagStarter.Result result,
            @Nullable Dag lock) {
        if (result instanceof DagStarter.Started started) {
            return following(operation, attempting, started.dag(), false);
        }
        if (result instanceof DagStarter.Held held) {
            String said = TurnBasedOperation.said(held.refusal());
            String message = lock == null ? said : said + " " + Messages.StartTransitions_failedLock(lock.id());
            String key = "maintenance " + held.refusal().errCode() + (lock == null ? "" : lock.id());
            return Waiting.once(operation, before, key, message, new ProgressEvent.WaitingForMaintenance(message));
        }
        if (result instanceof DagStarter.NotStored notStored) {
            return operation.failure(before, Messages.StartTransitions_notStored(notStored.reason()));
        }
        OperationState lost = starter.lost(attempting, ((DagStarter.Unknown) result).failure());
        return operation.later(lost, new ProgressEvent.AnswerLost(problem(lost)));
    }

    static Turn adopted(TurnBasedOperation operation, OperationState state, Dag dag) {
        OperationState found = state.withAttempt(state.attempt().because(problem(state)));
        return following(operation, found, dag, true);
    }

    static String problem(OperationState state) {
        String problem = state.attempt() == null ? null : state.attempt().problem();
        return Objects.requireNonNullElse(problem, Messages.StartTransitions_interrupted());
    }

    /** Where more than one DAG can be the one: which. */
    static String ambiguous(List<Dag> found) {
        return found.size() < 2
                ? ""
                : Messages.StartTransitions_ambiguous(
                        FirstFew.of(found, Dag::id).joined(", "));
    }

    private static Turn following(TurnBasedOperation operation, OperationState state, Dag dag, boolean adopted) {
        OperationState following = state.in(Phase.FOLLOWING, operation.now())
                .withDag(FollowedDag.of(dag))
                .nothingAwaited();
        List<ProgressEvent> events = List.of(new ProgressEvent.DagStarted(dag.id(), dag.name(), adopted));
        return operation.later(following, events);
    }
}
