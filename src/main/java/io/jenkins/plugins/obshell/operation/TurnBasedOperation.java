package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What all operations share: the first contact, an outage, a refused password, the deadline, an abort, and the masking of
 * all that an operation hands out.
 */
abstract class TurnBasedOperation implements Operation {

    private static final int FAILURES_BEFORE_GIVING_UP = 3;
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?。！？]\\s*$");
    private static final Duration PATIENCE_FOR_PASSWORD = Duration.ofMinutes(2);

    private final OperationContext context;
    private final Timing timing;
    private final PollPolicy policy;
    private final boolean isPart;

    TurnBasedOperation(OperationContext context, Timing timing) {
        this(context, timing, false);
    }

    /** @param isPart whether it is one of several in another operation, which alone decides what to do about a refused password */
    TurnBasedOperation(OperationContext context, Timing timing, boolean isPart) {
        this.context = context;
        this.timing = timing;
        this.policy = new PollPolicy(timing.pollInterval());
        this.isPart = isPart;
    }

    /** Ends a turn as if obshell had refused its first call, but with what it has done before. */
    static final class CutTurnException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient Turn before;

        /**
         * @param before  what was done before
         * @param failure why it went no further
         */
        CutTurnException(Turn before, ObshellException failure) {
            super(failure);
            this.before = before;
        }
    }

    /** The operation's own turn. It may fail with an {@link ObshellException}, which this class handles. */
    abstract CompletableFuture<Turn> turn(OperationState state);

    /** The turn after {@link #cancel}. */
    abstract CompletableFuture<Turn> cancellingTurn(OperationState state);

    /** {@return the tenants that it is about} */
    abstract BackupScope scope();

    /** {@return a sentence on what goes on in obshell if the operation ends now; empty if nothing does} */
    abstract String leftRunning(OperationState state);

    @Override
    public final OperationState begin() {
        return OperationState.begin(now(), timing.timeout()).withContact(contactBefore());
    }

    /** {@return the contact with obshell before the operation} If there was any, silence is an outage from the beginning. */
    Contact contactBefore() {
        return Contact.NONE;
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
                .thenApply(this::masked)
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(
                        context.client().secrets().mask(Futures.unwrap(error))));
    }

    /** Nothing that leaves an operation contains a secret or a control character. */
    private Turn masked(Turn turn) {
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
                        .withCancellation(Cancellation.requested(now()))
                        .withPace(Pace.NONE.turnEnded(now(), Duration.ZERO));
    }

    @Override
    public final Outcome abandon(OperationState state) {
        return TurnLimits.message(
                texts().changed(new Outcome(Verdict.ABORTED, Messages.Operation_aborted(left(state)), state.known())));
    }

    /** {@return what there is to say of the backup if nobody waits for it any more; empty if nothing was started} */
    final String left(OperationState state) {
        return state.archive() == null
                ? leftRunning(state)
                : state.archive().backup().message();
    }

    @Override
    public final Outcome timeOut(OperationState state) {
        String message = timedOut(state, Messages.Operation_unanswered(), leftRunning(state));
        return TurnLimits.message(texts().changed(failed(state, message)));
    }

    final OperationContext context() {
        return context;
    }

    /** Masks what obshell says. It looks up the secrets, so one is made for all texts of a turn. */
    final RecordTextMapper texts() {
        return MaskedTexts.of(context.client());
    }

    /** Passes an observation on. */
    final void show(Observation observation, RecordTextMapper texts) {
        context.observer().observed(texts.changed(observation));
    }

    /** Passes on a DAG that was read with its details. */
    final void show(Dag details) {
        context.observer()
                .observed(new Observation.OfDag(
                        now(), DagSnapshot.of(details, context.client().secrets())));
    }

    /** Reads a DAG; null if obshell does not know it. A read of another build sent after {@code since} may answer. */
    final CompletableFuture<Dag> dag(String id, boolean withDetails, @Nullable Instant since) {
        return NotFound.orElse(context.client().dag(id, withDetails, since), null);
    }

    /** Reads the DAG that is followed with its details, and shows it; null if obshell does not know it. */
    final CompletableFuture<Dag> dagWithDetails(OperationState state) {
        return dag(state.dag().id(), true, null).thenApply(dag -> {
            if (dag != null) {
                show(dag);
            }
            return dag;
        });
    }

    final Timing timing() {
        return timing;
    }

    final Instant now() {
        return context.clock().instant();
    }

    /** The next turn, after a wait that grows from turn to turn. */
    final Turn later(OperationState state, List<ProgressEvent> events) {
        return after(policy.next(Duration.ofMillis(state.pace().waitMillis())), state, events);
    }

    final Turn later(OperationState state, ProgressEvent... events) {
        return later(state, List.of(events));
    }

    /**
     * Waits before a start for something to end, and reports it once.
     *
     * @param state the state
     * @param key   what is waited for; the same key is not reported again
     * @param what  the same in words, for the message if the operation ends first
     * @param event the event that reports it
     * @return the turn
     */
    final Turn waitFor(OperationState state, String key, String what, ProgressEvent event) {
        // A start that is to be sent again is known to have begun nothing.
        OperationState waiting =
                state.attempt() == null ? state : state.in(Phase.NEW, now()).withAttempt(null);
        return key.equals(waiting.reported().key())
                ? later(waiting)
                : later(waiting.withReported(waiting.reported().waitingFor(key, what)), event);
    }

    /** The next turn while a backup runs: more often if its end may be near, within the budget of requests. */
    final Turn later(OperationState state, RemainingTime remaining, List<ProgressEvent> events) {
        return after(
                policy.next(
                        remaining,
                        Duration.ofMillis(state.pace().followedMillis()),
                        state.pace().requestsSent()),
                state,
                events);
    }

    static Turn after(Duration wait, OperationState state, List<ProgressEvent> events) {
        boolean follows = state.phase() == Phase.FOLLOWING || state.phase() == Phase.VERIFYING;
        return Turn.again(state.withPace(state.pace().waiting(wait, follows)), wait, events);
    }

    /** {@return the present by the clock of obshell's host that is most ahead} */
    final Instant serverNow() {
        return ServerClock.now(context.client(), now());
    }

    final Turn failure(OperationState state, String message, ProgressEvent... events) {
        return Turn.over(state, failed(state, message), List.of(events));
    }

    /** A backup that is COMPLETED does not become a failed one because something fails afterwards. */
    private static Outcome failed(OperationState state, String message) {
        return state.archive() == null
                ? new Outcome(Verdict.FAILURE, message, state.known())
                : state.archive().undecided(message);
    }

    /** {@return what the operation is doing, for the message if it ends now; empty if there is nothing to say} */
    String doing(OperationState state) {
        return switch (state.phase()) {
            case STARTING -> Messages.Operation_lookingForStart(StartTransitions.problem(state));
            case FOLLOWING, VERIFYING -> (following(state) + " " + waitedFor(state)).strip();
            case CONFIGURING -> state.configuration() == null ? "" : doing(state.configuration());
            default -> waitedFor(state);
        };
    }

    /** What is waited for is a phrase or what obshell said, which is a sentence. */
    private static String waitedFor(OperationState state) {
        String what = state.reported().waitingFor();
        if (what == null) {
            return "";
        }
        return SENTENCE_END.matcher(what).find()
                ? Messages.Operation_waitedForSentence(what)
                : Messages.Operation_waitedFor(what);
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

    /** {@return the message of a failure} */
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

    /** The controller stopped after the end, before it stored the result. It is read again, and nothing is started. */
    private CompletableFuture<Turn> endedUnknown(OperationState state) {
        boolean anythingKnown = state.dag() != null
                || state.separate() != null
                || !state.backups().jobs().isEmpty();
        return anythingKnown
                ? turn(state.in(state.dag() == null ? Phase.VERIFYING : Phase.FOLLOWING, now()))
                : CompletableFuture.completedFuture(failure(state, Messages.Operation_endUnknown()));
    }

    private CompletableFuture<Turn> firstContactThen(OperationState state) {
        if (state.contact().made()) {
            return contacted(state, () -> withDatabaseClock(state).thenCompose(this::turn));
        }
        return new FirstContact(context.client())
                .connect()
                .thenCompose(found -> afterConnecting(state, found))
                .exceptionally(error -> afterFailure(state, Futures.unwrap(error)));
    }

    /**
     * Pages show how long ago something began, which is dated by OceanBase's clock. The response to a start shows that clock;
     * if somebody else started what is followed, or nobody watched for a time, it is asked for once.
     */
    private CompletableFuture<OperationState> withDatabaseClock(OperationState state) {
        boolean follows = state.phase() == Phase.FOLLOWING || state.phase() == Phase.VERIFYING;
        if (!follows || state.contact().databaseClockSought()) {
            return CompletableFuture.completedFuture(state);
        }
        // What only pages need fails no turn; if obshell does not answer, the turn's own reads show it.
        return Futures.orElse(
                        new DatabaseClock(context.client()).now(scope()),
                        ObshellException.class::isInstance,
                        Optional.<Instant>empty())
                .thenApply(time -> state.withContact(state.contact().knowing(time.orElse(null), now())));
    }

    private CompletableFuture<Turn> afterConnecting(OperationState state, FirstContact.Found found) {
        List<ProgressEvent> connected = List.of(found.connected());
        if (found.problem() != null) {
            return CompletableFuture.completedFuture(
                    failure(state, (found.problem() + " " + leftRunning(state)).strip())
                            .after(connected));
        }
        OperationState begun = state.withContact(state.contact().withMade(true));
        return contacted(begun, () -> turn(begun)).thenApply(turn -> turn.after(connected));
    }

    /** Handles failures of the calls to obshell, and notes that contact is restored. */
    private CompletableFuture<Turn> contacted(OperationState state, Supplier<CompletableFuture<Turn>> turn) {
        return guarded(turn)
                .thenApply(made -> afterContact(state, made))
                .exceptionally(error -> afterFailure(state, Futures.unwrap(error)));
    }

    /** {@return whether obshell answered in the turn that led to this state} */
    boolean isInContact(OperationState after) {
        return true;
    }

    private Turn afterContact(OperationState before, Turn turn) {
        OperationState state = turn.state();
        if (!isInContact(state)) {
            return turn;
        }
        List<ProgressEvent> events = new ArrayList<>();
        if (before.contact().lostAt() != null) {
            events.add(new ProgressEvent.ContactRegained(
                    Duration.between(before.contact().lostAt(), now())));
        }
        return turn.with(state.withContact(state.contact().accepted())).after(events);
    }

    private Turn afterFailure(OperationState state, Throwable error) {
        if (error instanceof CutTurnException cut) {
            return afterFailure(cut.before.state(), cut.getCause()).after(cut.before.events());
        }
        if (!(error instanceof ObshellException failure)) {
            throw new CompletionException(error);
        }
        if (failure instanceof RefusedException refusal && refusal.isWrongPassword()) {
            if (isPart) {
                throw new CompletionException(refusal);
            }
            return afterWrongPassword(state, refusal);
        }
        return failure.isTransient() && state.contact().made()
                ? afterLostContact(state, failure)
                : failure(state, explain(state, failure));
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
        OperationState lost = state.withContact(state.contact().lostSince(lostAt))
                .withPace(first ? state.pace().restarted() : state.pace());
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
            String advice = context.client().hasBlankAtEdgeOfPassword()
                    ? Messages.Operation_wrongPasswordWithBlank()
                    : Messages.Operation_wrongPassword();
            return failure(state, explain(state, refusal) + " " + advice);
        }
        OperationState waiting = state.withContact(state.contact().withPasswordRefusedAt(since));
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
        return turn.with(turn.state().withPace(turn.state().pace().turnEnded(now(), turn.pause())));
    }
}
