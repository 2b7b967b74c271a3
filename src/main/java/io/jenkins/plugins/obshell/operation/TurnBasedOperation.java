package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What every operation has in common around its own turn: the first contact, contact that is lost and regained, a password
 * that is refused, the deadline, and an end on request.
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
    public final CompletableFuture<Turn> advance(OperationState last) {
        if (last.phase() == Phase.OVER && last.outcome() != null) {
            return CompletableFuture.completedFuture(Turn.over(last, last.outcome(), List.of()));
        }
        OperationState state = last.resumedAt(now());
        CompletableFuture<Turn> turn =
                switch (state.phase()) {
                    case CANCELLING -> guarded(() -> cancellingTurn(state));
                    case OVER -> contacted(state, () -> endedUnknown(state));
                    default -> firstContactThen(state).thenCompose(this::withinDeadline);
                };
        return turn.thenApply(this::marked)
                .handle((made, error) -> error == null
                        ? CompletableFuture.completedFuture(told(last, made))
                        : CompletableFuture.<Turn>failedFuture(
                                context.client().secrets().mask(unwrap(error))))
                .thenCompose(Function.identity());
    }

    /** What leaves an operation to be read holds neither secrets nor control characters, whoever put them there. */
    private Turn told(OperationState last, Turn turn) {
        RecordTextMapper texts = texts();
        Outcome outcome = TurnLimits.message(texts.changed(TurnLimits.tenants(turn.outcome())));
        return new Turn(
                turn.state().masked(texts).withOutcome(outcome),
                turn.pause(),
                outcome,
                texts.changed(TurnLimits.events(turn.events())));
    }

    @Override
    public final OperationState cancel(OperationState state) {
        return state.phase() == Phase.CANCELLING || state.phase() == Phase.OVER
                ? state
                : state.in(Phase.CANCELLING, now())
                        .with(Cancellation.requested(now()))
                        .with(Pace.NONE.turnEnded(now(), Duration.ZERO));
    }

    @Override
    public final Outcome abandon(OperationState state) {
        return TurnLimits.message(texts().changed(
                        new Outcome(Verdict.ABORTED, Messages.Operation_aborted(leftRunning(state)), known(state))));
    }

    @Override
    public final Outcome timeOut(OperationState state) {
        String message = timedOut(state, Messages.Operation_unanswered(), leftRunning(state));
        return TurnLimits.message(texts().changed(new Outcome(Verdict.FAILURE, message, known(state))));
    }

    final OperationContext context() {
        return context;
    }

    /** Makes what obshell says fit to be read. It looks the secrets up, so it is made once for all that is told at a time. */
    final RecordTextMapper texts() {
        SecretMask secrets = context.client().secrets();
        return new RecordTextMapper(text -> PlainText.line(secrets.mask(text)));
    }

    /** Shows what was seen or is sent. */
    final void show(Observation sighting, RecordTextMapper texts) {
        context.watcher().seen(texts.changed(sighting));
    }

    /** Shows a DAG that was fetched with its details. */
    final void show(Dag details) {
        context.watcher()
                .seen(new Observation.OfDag(
                        now(), DagSnapshot.of(details, context.client().secrets())));
    }

    final Timing timing() {
        return timing;
    }

    final Instant now() {
        return context.clock().instant();
    }

    /** The next turn of the same phase, after a wait that grows. */
    final Turn later(OperationState state, List<ProgressEvent> events) {
        return after(policy.next(Duration.ofMillis(state.pace().waitMillis())), state, events);
    }

    final Turn later(OperationState state, ProgressEvent... events) {
        return later(state, List.of(events));
    }

    /** The next turn of a backup that goes on: when its end may be near, as far as the requests made so far allow. */
    final Turn later(OperationState state, RemainingTime outlook, List<ProgressEvent> events) {
        return after(
                policy.next(
                        outlook,
                        Duration.ofMillis(state.pace().followedMillis()),
                        state.pace().requestsSent()),
                state,
                events);
    }

    private static Turn after(Duration wait, OperationState state, List<ProgressEvent> events) {
        boolean follows = state.phase() == Phase.FOLLOWING || state.phase() == Phase.VERIFYING;
        return Turn.again(state.with(state.pace().waiting(wait, follows)), wait, events);
    }

    final Turn failure(OperationState state, String message, ProgressEvent... events) {
        return Turn.over(state, new Outcome(Verdict.FAILURE, message, known(state)), List.of(events));
    }

    /** What the operation is at, for the case that it ends there. */
    String doing(OperationState state) {
        return switch (state.phase()) {
            case STARTING -> Messages.Operation_lookingForStart(StartTransitions.problem(state));
            case FOLLOWING, VERIFYING -> (following(state) + " " + waitedFor(state)).strip();
            case CONFIGURING -> state.configuration() == null ? "" : doing(state.configuration());
            default -> waitedFor(state);
        };
    }

    private static String waitedFor(OperationState state) {
        return state.reported().waitingFor() == null
                ? ""
                : Messages.Operation_waitedFor(state.reported().waitingFor());
    }

    private static String following(OperationState state) {
        FollowedDag dag = state.dag();
        String ofDag = dag == null || dag.state() == null
                ? ""
                : Messages.Operation_dagIs(
                        dag.id(), dag.state(), Integer.toString(dag.stage()), Integer.toString(dag.maxStage()));
        String ofBackup =
                state.reported().percentAt() == null || state.reported().key() == null
                        ? ""
                        : Messages.Operation_backupIs(
                                state.reported().key(),
                                Integer.toString(state.reported().percent()));
        return (ofDag + " " + ofBackup).strip();
    }

    static OperationResult known(OperationState state) {
        return new OperationResult(state.dagId(), state.dagName(), null, null, null, List.of());
    }

    static Throwable unwrap(Throwable error) {
        Throwable cause = error;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** What obshell, or the way to it, says: on one line and without access keys. */
    static String said(ObshellException failure) {
        return String.valueOf(failure.getMessage());
    }

    private static CompletableFuture<Turn> guarded(Supplier<CompletableFuture<Turn>> turn) {
        try {
            return turn.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Where this process ended between the end and its being told: the end is looked for again, and nothing is begun. */
    private CompletableFuture<Turn> endedUnknown(OperationState state) {
        boolean anythingKnown = state.dag() != null || !state.backups().jobs().isEmpty();
        return anythingKnown
                ? turn(state.in(state.dag() == null ? Phase.VERIFYING : Phase.FOLLOWING, now()))
                : CompletableFuture.completedFuture(failure(state, Messages.Operation_endUnknown()));
    }

    private CompletableFuture<Turn> firstContactThen(OperationState state) {
        if (state.contact().made()) {
            return contacted(state, () -> turn(state));
        }
        return new FirstContact(context.client())
                .connect()
                .handle((contact, error) ->
                        error == null ? afterConnecting(state, contact) : afterFailure(state, unwrap(error)))
                .thenCompose(Function.identity());
    }

    private CompletableFuture<Turn> afterConnecting(OperationState state, FirstContact.Contact contact) {
        List<ProgressEvent> connected = List.of(contact.connected());
        if (contact.problem() != null) {
            return CompletableFuture.completedFuture(
                    failure(state, contact.problem()).after(connected));
        }
        OperationState begun = state.with(state.contact().begun());
        return contacted(begun, () -> turn(begun)).thenApply(turn -> turn.after(connected));
    }

    /** Makes a turn of whatever comes of the calls to obshell. */
    private CompletableFuture<Turn> contacted(OperationState state, Supplier<CompletableFuture<Turn>> turn) {
        return guarded(turn)
                .thenApply(made -> afterContact(state, made))
                .handle((made, error) ->
                        error == null ? CompletableFuture.completedFuture(made) : afterFailure(state, unwrap(error)))
                .thenCompose(Function.identity());
    }

    private Turn afterContact(OperationState before, Turn turn) {
        OperationState state = turn.state();
        List<ProgressEvent> events = new ArrayList<>();
        if (before.contact().lostAt() != null) {
            events.add(new ProgressEvent.ContactRegained(
                    Duration.between(before.contact().lostAt(), now())));
        }
        return turn.with(state.with(Contact.ACCEPTED)).after(events);
    }

    private CompletableFuture<Turn> afterFailure(OperationState state, Throwable error) {
        if (!(error instanceof ObshellException failure)) {
            return CompletableFuture.failedFuture(error);
        }
        if (failure instanceof RefusedException refusal && refusal.isWrongPassword()) {
            return CompletableFuture.completedFuture(afterWrongPassword(state, refusal));
        }
        if (!failure.isTransient() || !state.contact().made()) {
            return CompletableFuture.completedFuture(failure(state, explain(state, failure)));
        }
        return CompletableFuture.completedFuture(afterLostContact(state, failure));
    }

    private Turn afterLostContact(OperationState state, ObshellException failure) {
        boolean first = state.contact().lostAt() == null;
        Instant lostAt = first ? now() : state.contact().lostAt();
        int failures = state.contact().failedTurns() + 1;
        Duration outage = Duration.between(lostAt, now());
        if (outage.compareTo(timing.toleratedOutage()) >= 0 && failures >= FAILURES_BEFORE_GIVING_UP) {
            return failure(
                    state,
                    Messages.Operation_contactLost(Durations.format(outage), said(failure), leftRunning(state))
                            .strip());
        }
        OperationState lost = state.with(state.contact().lostSince(lostAt))
                .with(first ? state.pace().restarted() : state.pace());
        return first
                ? later(lost, new ProgressEvent.ContactLost(said(failure), timing.toleratedOutage()))
                : later(lost);
    }

    private Turn afterWrongPassword(OperationState state, RefusedException refusal) {
        Instant since = state.contact().passwordRefusedAt() == null
                ? now()
                : state.contact().passwordRefusedAt();
        boolean patient = state.contact().passwordAccepted()
                && Duration.between(since, now()).compareTo(PATIENCE_FOR_PASSWORD) < 0;
        if (!patient) {
            return failure(state, explain(state, refusal) + " " + Messages.Operation_wrongPassword());
        }
        OperationState waiting = state.with(state.contact().passwordRefusedSince(since));
        return state.contact().passwordRefusedAt() == null
                ? later(waiting, new ProgressEvent.PasswordRefused(said(refusal), PATIENCE_FOR_PASSWORD))
                : later(waiting);
    }

    private String explain(OperationState state, ObshellException failure) {
        return (said(failure) + " " + leftRunning(state)).strip();
    }

    private CompletableFuture<Turn> withinDeadline(Turn turn) {
        OperationState state = turn.state();
        if (turn.isOver() || state.hasTimeLeft(now())) {
            return CompletableFuture.completedFuture(turn);
        }
        return stopAtDeadline(state)
                .thenApply(left -> failure(state, timedOut(state, "", left)).after(turn.events()));
    }

    /**
     * Stops at the deadline what would otherwise begin later, when nobody waits for it any more.
     *
     * @return a sentence on what goes on in obshell; empty if nothing does
     */
    CompletableFuture<String> stopAtDeadline(OperationState state) {
        return CompletableFuture.completedFuture(leftRunning(state));
    }

    private String timedOut(OperationState state, String unanswered, String left) {
        String limit = Durations.format(timing.timeout());
        String silence = state.contact().lostAt() == null
                ? ""
                : Messages.Operation_silentFor(
                        Durations.format(Duration.between(state.contact().lostAt(), now())));
        List<String> reasons = new ArrayList<>(List.of(doing(state), silence, unanswered, left));
        reasons.removeIf(String::isEmpty);
        return Messages.Operation_timeout(limit, String.join(" ", reasons)).strip();
    }

    private Turn marked(Turn turn) {
        return turn.with(turn.state().with(turn.state().pace().turnEnded(now(), turn.pause())));
    }
}
