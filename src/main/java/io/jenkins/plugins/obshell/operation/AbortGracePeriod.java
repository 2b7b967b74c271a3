package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The time that an aborted operation has to cancel what it started: 20 s, whatever obshell does. */
final class AbortGracePeriod {

    static final Duration LONGEST = Duration.ofSeconds(20);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private AbortGracePeriod() {}

    /** A turn that ends when the time is over, and is repeated if no response came. */
    static CompletableFuture<Turn> over(
            TurnBasedOperation operation, OperationState state, Supplier<CompletableFuture<Turn>> turn) {
        Duration left = left(operation, state);
        if (left.isZero()) {
            return CompletableFuture.completedFuture(givenUp(operation, state, ""));
        }
        return turn.get().orTimeout(left.toMillis(), TimeUnit.MILLISECONDS).exceptionally(error -> {
            Throwable cause = Futures.unwrap(error);
            if (cause instanceof TimeoutException) {
                return givenUp(operation, state, "");
            }
            if (!(cause instanceof ObshellException failure)) {
                throw new CompletionException(cause);
            }
            return failure.isTransient()
                    ? again(operation, state, List.of())
                    : givenUp(operation, state, TurnBasedOperation.said(failure));
        });
    }

    /** Looks again soon, and for the last time when the time is over. */
    static Turn again(TurnBasedOperation operation, OperationState state, List<ProgressEvent> events) {
        Duration left = left(operation, state);
        Duration pause = left.compareTo(LOOK_AGAIN) < 0 ? left : LOOK_AGAIN;
        return Turn.again(state, pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause, events);
    }

    static Turn over(OperationState state, String message) {
        return Turn.over(state, new Outcome(Verdict.ABORTED, message, state.known()), List.of());
    }

    private static Turn givenUp(TurnBasedOperation operation, OperationState state, String reason) {
        String message = Messages.Canceller_givenUp(Durations.format(LONGEST), operation.leftRunning(state), reason);
        return over(state, message.strip());
    }

    private static Duration left(TurnBasedOperation operation, OperationState state) {
        Duration left = LONGEST.minus(Duration.between(state.cancellation().requestedAt(), operation.now()));
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(LONGEST) > 0 ? LONGEST : left;
    }
}
