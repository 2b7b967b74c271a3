package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * What every operation has in common around its own turn: contact that is lost and regained, a password that is refused, the
 * deadline, and an end on request.
 */
abstract class TurnBasedOperation implements Operation {

    private static final int FAILURES_BEFORE_GIVING_UP = 3;
    private static final Duration PATIENCE_FOR_PASSWORD = Duration.ofMinutes(2);

    private final OperationContext context;
    private final Timing timing;
    private final PollPolicy policy;

    TurnBasedOperation(OperationContext context, Timing timing) {
        this.context = context;
        this.timing = timing;
        this.policy = new PollPolicy(timing.pollInterval());
    }

    /** The operation's own turn; an {@link ObshellException} may come out where no answer means no more than that. */
    abstract CompletableFuture<Turn> turn(OperationState state);

    /** The turn of an operation that is asked to cancel. */
    abstract CompletableFuture<Turn> cancellingTurn(OperationState state);

    /** What is left where an operation ends before what it started. */
    abstract String leftRunning(OperationState state);

    @Override
    public final OperationState begin() {
        return OperationState.begin(now(), timing.timeout());
    }

    @Override
    public final CompletableFuture<Turn> advance(OperationState state) {
        if (state.phase() == Phase.CANCELLING) {
            return cancellingTurn(state);
        }
        return turn(state)
                .thenApply(turn -> afterContact(state, turn))
                .handle((turn, error) -> error == null
                        ? CompletableFuture.completedFuture(turn)
                        : afterFailure(state, error))
                .thenCompose(Function.identity())
                .thenApply(this::withinDeadline);
    }

    @Override
    public final OperationState cancel(OperationState state) {
        return state.in(Phase.CANCELLING, now()).with(draft -> draft.cancelAskedAt = now());
    }

    @Override
    public final Outcome abandon(OperationState state) {
        return new Outcome(Verdict.ABORTED, Messages.Operation_aborted(leftRunning(state)), known(state));
    }

    final OperationContext context() {
        return context;
    }

    final Timing timing() {
        return timing;
    }

    final Instant now() {
        return context.clock().instant();
    }

    /** The next turn of the same phase, after a wait that grows. */
    final Turn later(OperationState state, Duration remaining, List<ProgressEvent> events) {
        Duration wait = policy.next(Duration.ofMillis(state.waitMillis()), remaining);
        return Turn.again(state.with(draft -> draft.waitMillis = wait.toMillis()), wait, events);
    }

    final Turn later(OperationState state, ProgressEvent... events) {
        return later(state, null, List.of(events));
    }

    final Turn failure(OperationState state, String message, ProgressEvent... events) {
        return Turn.over(state, new Outcome(Verdict.FAILURE, message, known(state)), List.of(events));
    }

    static OperationResult known(OperationState state) {
        return new OperationResult(state.dagId(), state.dagName(), null, null, null, List.of());
    }

    static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private Turn afterContact(OperationState before, Turn turn) {
        OperationState state = turn.state();
        List<ProgressEvent> events = new ArrayList<>();
        if (before.contactLostAt() != null) {
            Duration outage = Duration.between(before.contactLostAt(), now());
            events.add(new ProgressEvent.ContactRegained(outage.isNegative() ? Duration.ZERO : outage));
        }
        return turn.with(state.with(draft -> {
                    draft.contacted = true;
                    draft.contactLostAt = null;
                    draft.failedTurns = 0;
                    draft.passwordRefusedAt = null;
                }))
                .after(events);
    }

    private CompletableFuture<Turn> afterFailure(OperationState state, Throwable error) {
        if (!(unwrap(error) instanceof ObshellException failure)) {
            return CompletableFuture.failedFuture(unwrap(error));
        }
        if (failure instanceof RefusedException refusal && refusal.isWrongPassword()) {
            return CompletableFuture.completedFuture(afterWrongPassword(state, refusal));
        }
        if (!failure.isTransient() || !state.contacted()) {
            return CompletableFuture.completedFuture(failure(state, explain(state, failure)));
        }
        return CompletableFuture.completedFuture(afterLostContact(state, failure));
    }

    private Turn afterLostContact(OperationState state, ObshellException failure) {
        Instant lostAt = state.contactLostAt() == null ? now() : state.contactLostAt();
        int failures = state.failedTurns() + 1;
        Duration outage = Duration.between(lostAt, now());
        if (outage.compareTo(timing.toleratedOutage()) >= 0 && failures >= FAILURES_BEFORE_GIVING_UP) {
            return failure(
                    state,
                    Messages.Operation_contactLost(
                            Durations.format(outage), failure.getMessage(), leftRunning(state)));
        }
        OperationState lost = state.with(draft -> {
            draft.contactLostAt = lostAt;
            draft.failedTurns = failures;
            draft.waitMillis = state.contactLostAt() == null ? 0 : state.waitMillis();
        });
        return state.contactLostAt() == null
                ? later(lost, new ProgressEvent.ContactLost(failure.getMessage(), timing.toleratedOutage()))
                : later(lost);
    }

    private Turn afterWrongPassword(OperationState state, RefusedException refusal) {
        Instant since = state.passwordRefusedAt() == null ? now() : state.passwordRefusedAt();
        boolean patient = state.contacted()
                && Duration.between(since, now()).compareTo(PATIENCE_FOR_PASSWORD) < 0;
        if (!patient) {
            return failure(state, explain(state, refusal) + " " + Messages.Operation_wrongPassword());
        }
        OperationState waiting = state.with(draft -> draft.passwordRefusedAt = since);
        return state.passwordRefusedAt() == null
                ? later(waiting, new ProgressEvent.PasswordRefused(refusal.getMessage(), PATIENCE_FOR_PASSWORD))
                : later(waiting);
    }

    private String explain(OperationState state, ObshellException failure) {
        String left = leftRunning(state);
        return left.isEmpty() ? failure.getMessage() : failure.getMessage() + " " + left;
    }

    private Turn withinDeadline(Turn turn) {
        OperationState state = turn.state();
        if (turn.isOver() || now().isBefore(state.deadline())) {
            return turn;
        }
        String limit = Durations.format(Duration.between(state.begunAt(), state.deadline()));
        return failure(state, Messages.Operation_timeout(limit, leftRunning(state)))
                .after(turn.events());
    }
}
