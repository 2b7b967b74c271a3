package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.concurrent.CompletableFuture;

/** A configuration that an operation makes before its own work. Its state is kept inside the state of that operation. */
final class FirstConfiguration {

    private final TurnBasedOperation outer;
    private final ConfigurationRequest request;

    /**
     * @param outer   the operation that it belongs to
     * @param request what to set first
     */
    FirstConfiguration(TurnBasedOperation outer, ConfigurationRequest request) {
        this.outer = outer;
        this.request = request;
    }

    /** {@return whether it was made} */
    static boolean isDone(OperationState state) {
        return state.configuration() != null && state.configuration().phase() == Phase.OVER;
    }

    /** {@return whether it has begun and was not made yet} */
    static boolean isUnderWay(OperationState state) {
        return state.configuration() != null && !isDone(state);
    }

    CompletableFuture<Turn> begin(OperationState state) {
        OperationState nested =
                operation(state).begin().withContact(state.contact().accepted()).withDeadline(state.deadline());
        return turn(state.in(Phase.CONFIGURING, outer.now()).withConfiguration(nested));
    }

    /** The next turn of the configuration; once it is made, the outer operation begins anew. */
    CompletableFuture<Turn> turn(OperationState state) {
        // Only the outer state knows whether contact was lost.
        OperationState inner = state.configuration().withContact(state.contact());
        return operation(state).turn(inner).thenApply(turn -> {
            OperationState changed = state.withConfiguration(turn.state().withOutcome(null))
                    .withContact(
                            state.contact().withDatabaseClockOf(turn.state().contact()));
            if (!turn.isOver()) {
                return Turn.again(changed, turn.pause(), turn.events());
            }
            Outcome outcome = turn.outcome();
            return outcome.verdict() == Verdict.SUCCESS
                    ? outer.later(changed.in(Phase.NEW, outer.now()).nothingAwaited(), turn.events())
                    : Turn.over(changed, outcome, turn.events());
        });
    }

    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        OperationState inner = state.configuration()
                .withCancellation(Cancellation.requested(state.cancellation().requestedAt()));
        return operation(state).cancellingTurn(inner).thenApply(turn -> {
            OperationState changed = state.withConfiguration(turn.state().withOutcome(null));
            return turn.isOver()
                    ? Turn.over(changed, turn.outcome(), turn.events())
                    : Turn.again(changed, turn.pause(), turn.events());
        });
    }

    /** {@return a sentence on what of it goes on in obshell if the operation ends now; empty if nothing does} */
    String leftRunning(OperationState state) {
        return isUnderWay(state) ? operation(state).leftRunning(state.configuration()) : "";
    }

    private ConfigurationOperation operation(OperationState state) {
        OperationContext context = outer.context();
        Journal nested = changed -> context.journal().record(state.withConfiguration(changed));
        OperationContext inner =
                new OperationContext(context.client(), context.clock(), nested, context.secrets(), context.observer());
        return new ConfigurationOperation(inner, request);
    }
}
