package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.Dag;
import java.util.List;
import java.util.Objects;

/** What becomes of an operation after it has tried to start a DAG. */
final class StartResults {

    private StartResults() {}

    static Turn turn(
            TurnBasedOperation operation,
            DagStarter starter,
            OperationState before,
            OperationState attempting,
            DagStarter.Result result) {
        if (result instanceof DagStarter.Started started) {
            return following(operation, attempting, started.dag(), false);
        }
        if (result instanceof DagStarter.Held held) {
            String message = held.refusal().getMessage();
            String kind = String.valueOf(held.refusal().errCode());
            return Waiting.once(operation, before, kind, new ProgressEvent.WaitingForMaintenance(message));
        }
        if (result instanceof DagStarter.NotStarted notStarted) {
            return operation.failure(before, notStarted.failure().getMessage());
        }
        OperationState lost = starter.lost(attempting, ((DagStarter.Unknown) result).failure());
        return operation.later(lost, new ProgressEvent.AnswerLost(problem(lost)));
    }

    static Turn adopted(TurnBasedOperation operation, OperationState state, Dag dag) {
        return following(operation, state, dag, true);
    }

    static String problem(OperationState state) {
        return Objects.requireNonNullElse(state.attempt().problem(), Messages.StartResults_interrupted());
    }

    private static Turn following(TurnBasedOperation operation, OperationState state, Dag dag, boolean adopted) {
        OperationState following = state.in(Phase.FOLLOWING, operation.now()).with(draft -> {
            draft.dag = DagTrack.of(dag);
            draft.told = null;
        });
        List<ProgressEvent> events =
                List.of(new ProgressEvent.DagStarted(dag.id(), Redaction.line(dag.name()), adopted));
        return operation.later(following, null, events);
    }
}
