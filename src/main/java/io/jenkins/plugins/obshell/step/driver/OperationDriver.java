package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.SeparateBackups;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs one operation turn by turn: stores every state that a restart would miss, prints every event, waits between two turns
 * without a thread, and hands over the end once: at the latest shortly after the deadline, whatever calls are under way.
 * While the controller goes down it does nothing; the driver after the restart goes on from what was stored. Safe for many
 * threads.
 */
public final class OperationDriver {

    /** How long after a stop it may take until the end. */
    public static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    /** How long after the deadline a turn may still bring the end. */
    private static final Duration GRACE_AFTER_DEADLINE = Duration.ofSeconds(2);

    private static final Duration SHORTEST_PAUSE_AT_DEADLINE = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(15);
    private static final Logger LOGGER = Logger.getLogger(OperationDriver.class.getName());

    private final OperationHost host;
    private final TurnScheduler scheduler;
    private final OperationRecord record;
    private final OperationConsole console;

    private volatile Operation operation;
    private volatile StopRequest stopRequest = StopRequest.NONE;

    /** The id of the user who asked for the stop on the page of the build, or null. */
    private volatile String cancelledBy;

    private boolean turning;
    private boolean ended;

    /** Whether a stop kept a start from being sent. */
    private volatile boolean startWithheld;

    private ScheduledFuture<?> nextTurn;
    private Future<?> turnLimit;
    private Future<?> stopLimit;

    /**
     * @param host      the step that waits for the operation
     * @param scheduler when and on which threads it acts
     */
    public OperationDriver(@NonNull OperationHost host, @NonNull TurnScheduler scheduler) {
        this.host = host;
        this.scheduler = scheduler;
        this.console = new OperationConsole(host);
        this.record = new OperationRecord(host, console);
    }

    /**
     * Begins soon, on another thread. While the controller goes down nothing begins; the driver after the restart does it.
     */
    public void begin() {
        turnAfter(Duration.ZERO);
    }

    /** Goes on after a restart, within a few seconds, so that the builds of a controller do not all call at once. */
    public void resume() {
        turnAfter(scheduler.spreadAfterRestart());
    }

    /**
     * Asks for an early end. Returns at once; the end comes soon, and at most {@link #STOP_LIMIT} later.
     *
     * @param cancel whether to ask obshell to cancel first
     */
    public void stop(boolean cancel) {
        stop(cancel, null);
    }

    /**
     * Asks obshell to cancel, and for an end that says who wanted it, whatever the step does on an abort. Otherwise as
     * {@link #stop}.
     *
     * @param user the id of the user who asks
     */
    void cancel(@NonNull String user) {
        stop(true, user);
    }

    private void stop(boolean cancel, @Nullable String user) {
        try {
            synchronized (this) {
                if (ended || stopRequest != StopRequest.NONE) {
                    return;
                }
                stopRequest = cancel ? StopRequest.CANCEL : StopRequest.ABANDON;
                cancelledBy = user;
                stopLimit = scheduler.scheduleApart(this::endEarly, STOP_LIMIT);
                if (cancel && !turning) {
                    turnAfter(Duration.ZERO);
                }
            }
            if (!cancel) {
                scheduler.threads().execute(this::endEarly);
            }
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Not stopped, because the controller goes down", e);
        }
    }

    /** {@return what it does at the moment, in a short English phrase for diagnosis} */
    @NonNull
    public synchronized String status() {
        StringBuilder status = new StringBuilder(ended ? "ended" : OperationStatus.describe(record.state()));
        if (stopRequest != StopRequest.NONE) {
            status.append("; stopping");
        }
        if (turning) {
            status.append("; asking obshell");
        } else if (nextTurn != null && !ended) {
            status.append("; next look in ")
                    .append(Math.max(0, nextTurn.getDelay(TimeUnit.SECONDS)))
                    .append(" s");
        }
        return status.toString();
    }

    private void turn() {
        synchronized (this) {
            if (ended || turning || scheduler.isClosing()) {
                return;
            }
            turning = true;
            nextTurn = null;
        }
        try {
            if (!isWaiting()) {
                withdraw();
                return;
            }
            Operation known = operation;
            Operation ready = known == null ? prepare() : host.hasMoved() ? reconnected(known) : known;
            if (ready != null && applyStopRequest()) {
                OperationState state = Objects.requireNonNull(record.state());
                limitTurn(state);
                ready.advance(state).whenCompleteAsync(this::afterTurn, scheduler.threads());
            }
        } catch (Throwable e) {
            afterTurn(null, e);
        }
    }

    /** A step that cannot be read at the moment, for want of a disk or of descriptors, may still wait. */
    private boolean isWaiting() throws InterruptedException {
        try {
            return host.isWaiting();
        } catch (IOException | RuntimeException e) {
            LOGGER.log(Level.FINE, "Going on, because it is not known whether the step still waits", e);
            return true;
        }
    }

    /** Takes up what was stored; null if it has ended already. */
    @Nullable
    private Operation prepare() throws IOException, InterruptedException {
        StoredOperation known = record.recall();
        OperationState last = known.state();
        Outcome end = known.outcome();
        if (end != null) {
            deliver(end);
            return null;
        }
        Operation made = host.connect(this::beforeStart);
        operation = made;
        host.offerCancel(this::cancel);
        if (last == null) {
            console.begun();
            record.moveTo(made.begin());
        } else {
            console.print(Messages.OperationDriver_resumed(goesOnWith(last)));
        }
        return made;
    }

    private static String goesOnWith(OperationState last) {
        if (last.dagId() != null) {
            return Messages.OperationDriver_withDag(last.dagId());
        }
        SeparateBackups separate = last.separate();
        if (separate != null && separate.unread().isEmpty()) {
            return Messages.OperationDriver_withBackups(
                    separate.begun().size(), separate.pending().size());
        }
        return OperationStatus.isNothingStarted(last)
                ? Messages.OperationDriver_nothingStarted()
                : Messages.OperationDriver_withSearch();
    }

    /** Opens the cluster again. If that fails the operation waits as it is; no secret goes to the old endpoints. */
    private Operation reconnected(Operation known) {
        try {
            Operation made = host.connect(this::beforeStart);
            operation = made;
            console.print(Messages.OperationDriver_moved());
            return made;
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The cluster cannot be opened with its new endpoints", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return known;
    }

    /** Begins to cancel if that was asked for; false if there is no further turn. */
    private boolean applyStopRequest() {
        OperationState state = record.state();
        if (!isCancelDue(state)) {
            return state != null && stopRequest != StopRequest.ABANDON;
        }
        if (OperationStatus.isNothingStarted(state)) {
            endEarly();
            return false;
        }
        record.moveTo(operation.cancel(state));
        return true;
    }

    /** Ends the operation if the turn is still under way shortly after the deadline. Cancelling has a limit of its own. */
    private synchronized void limitTurn(OperationState state) {
        if (state.phase() == Phase.CANCELLING) {
            return;
        }
        try {
            turnLimit = scheduler.scheduleApart(this::timeOut, timeLeft(state).plus(GRACE_AFTER_DEADLINE));
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "No limit, because the controller goes down", e);
        }
    }

    private Duration timeLeft(OperationState state) {
        Instant now = scheduler.clock().instant();
        return Duration.between(now, state.endsAt(now));
    }

    private void timeOut() {
        synchronized (this) {
            if (ended || !turning || stopRequest != StopRequest.NONE) {
                return;
            }
            stopRequest = StopRequest.TIME_OUT;
        }
        endEarly();
    }

    /** Stores what is about to be started, as the operation asks it to; the operation sends nothing if this throws. */
    private void beforeStart(OperationState attempting) throws IOException {
        synchronized (this) {
            if (ended || stopRequest != StopRequest.NONE || scheduler.isClosing()) {
                startWithheld = true;
                throw new IOException(Messages.OperationDriver_stopped());
            }
            record.accept(attempting);
        }
        try {
            record.store(attempting);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(Messages.OperationDriver_notStored(String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new IOException(Messages.OperationDriver_notStored(String.valueOf(e.getMessage())), e);
        }
    }

    private void afterTurn(@Nullable Turn turn, @Nullable Throwable error) {
        Duration pause = PAUSE_AFTER_ERROR;
        try {
            if (isEndedOrClosing()) {
                return;
            }
            // One start of several can be withheld while others have been sent, which are still to be cancelled.
            if (startWithheld && (turn == null || turn.isOver() || stopRequest != StopRequest.CANCEL)) {
                endEarly();
            } else if (error != null) {
                afterError(Futures.unwrap(error));
            } else {
                pause = turn.pause();
                if (turn.isOver()) {
                    record.accept(turn.state());
                    console.happened(turn.events());
                    finish(turn.outcome());
                } else {
                    record.moveTo(turn.state());
                    console.happened(turn.events());
                }
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Going on after a turn that could not be stored or printed", e);
        } finally {
            synchronized (this) {
                turning = false;
                cancel(turnLimit);
                if (!ended) {
                    turnAfter(untilNextTurn(pause));
                }
            }
        }
    }

    /** No pause is longer than until the deadline. */
    private Duration untilNextTurn(Duration pause) {
        OperationState state = record.state();
        if (isCancelDue(state)) {
            return Duration.ZERO;
        }
        if (state == null || state.phase() == Phase.CANCELLING) {
            return pause;
        }
        Duration left = timeLeft(state);
        Duration most = left.compareTo(SHORTEST_PAUSE_AT_DEADLINE) < 0 ? SHORTEST_PAUSE_AT_DEADLINE : left;
        return pause.compareTo(most) < 0 ? pause : most;
    }

    private void afterError(Throwable error) {
        if (error instanceof InterruptedException || operation != null && isCancelDue(record.state())) {
            return;
        }
        if (error instanceof IOException) {
            finish(failure(String.valueOf(error.getMessage())));
        } else {
            LOGGER.log(Level.WARNING, "A defect ended an operation", error);
            if (claimEnd()) {
                record.end(failure(error.toString()));
                host.fail(error);
            }
        }
    }

    private Outcome failure(String message) {
        OperationResult result = earlyEnd().result();
        return new Outcome(Verdict.FAILURE, (message + " " + whatIsLeft(result)).strip(), result);
    }

    private String whatIsLeft(OperationResult result) {
        String dag = result.dagId() == null ? "" : Messages.OperationDriver_left(result.dagId());
        return (dag + " " + host.leftBehind()).strip();
    }

    private Outcome earlyEnd() {
        Operation known = operation;
        OperationState state = record.state();
        if (known != null && state != null) {
            return stopRequest == StopRequest.TIME_OUT ? known.timeOut(state) : known.abandon(state);
        }
        OperationResult left = record.result();
        return new Outcome(Verdict.ABORTED, Messages.OperationDriver_aborted(whatIsLeft(left)), left);
    }

    /** After a restart a stop can come before the first turn, and the end still says what is left running. */
    private void endEarly() {
        try {
            record.recall();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not find out what is left running", e);
        }
        finish(earlyEnd());
    }

    private void finish(Outcome outcome) {
        if (!claimEnd()) {
            return;
        }
        Outcome end = outcome.verdict() == Verdict.ABORTED && cancelledBy != null ? sayingWho(outcome) : outcome;
        console.ended(end, record.isBackup());
        record.end(end);
        host.complete(end);
    }

    private Outcome sayingWho(Outcome outcome) {
        String message = Messages.OperationDriver_cancelledBy(cancelledBy, outcome.message());
        return new Outcome(outcome.verdict(), message, outcome.result());
    }

    /** Ends with an outcome that was stored and printed before. */
    private void deliver(Outcome outcome) {
        if (claimEnd()) {
            host.complete(outcome);
        }
    }

    /** Ends without completing the step, which has been completed from outside. */
    private void withdraw() {
        if (claimEnd()) {
            LOGGER.log(Level.FINE, "The step no longer waits");
            record.end(earlyEnd());
        }
    }

    private synchronized boolean claimEnd() {
        if (isEndedOrClosing()) {
            return false;
        }
        ended = true;
        record.close();
        cancel(nextTurn);
        cancel(turnLimit);
        cancel(stopLimit);
        return true;
    }

    private static void cancel(@Nullable Future<?> planned) {
        if (planned != null) {
            planned.cancel(false);
        }
    }

    private synchronized void turnAfter(Duration pause) {
        cancel(nextTurn);
        try {
            nextTurn = scheduler.schedule(this::turn, pause);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "No further turn, because the controller goes down", e);
        }
    }

    private synchronized boolean isEndedOrClosing() {
        return ended || scheduler.isClosing();
    }

    /** Whether it was asked to cancel and does not do so yet. */
    private boolean isCancelDue(@Nullable OperationState state) {
        return stopRequest == StopRequest.CANCEL && state != null && state.phase() != Phase.CANCELLING;
    }
}
