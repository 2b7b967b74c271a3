package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes the turns of one operation: stores every state that matters, tells every event, waits between two turns without a
 * thread, and hands over the end once. While the controller goes down it does nothing; what was stored is enough to go on
 * afterwards. Safe for many threads.
 */
public final class OperationDriver {

    /** How long after a stop it may take until the end. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Whoever is later than this was kept by a standstill; those who are less late are too few to matter. */
    private static final Duration LATE = Duration.ofMillis(300);

    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(15);
    private static final Logger LOGGER = Logger.getLogger(OperationDriver.class.getName());

    /** What was asked for beside going on. */
    private enum Wish {
        NONE,
        CANCEL,
        ABANDON
    }

    private final OperationHost host;
    private final TurnScheduler timer;
    private final OperationRecord record;
    private final ConsoleLines console = new ConsoleLines();

    private Operation operation;
    private Wish wish = Wish.NONE;
    private boolean turning;

    /** Whether the next turn was put off since it came late. */
    private boolean postponed;

    private boolean ended;

    /** Whether a stop kept a start from being sent. */
    private boolean startWithheld;

    private volatile boolean storingFailed;
    private ScheduledFuture<?> next;
    private Future<?> forcedEnd;

    /**
     * @param host  whom it works for
     * @param timer when and where it acts
     */
    public OperationDriver(@NonNull OperationHost host, @NonNull TurnScheduler timer) {
        this.host = host;
        this.timer = timer;
        this.record = new OperationRecord(host);
    }

    /**
     * Begins, or goes on after a restart, soon and on another thread. Where many do at once, they take their turns. While
     * the controller goes down nothing begins; the driver after the restart does it.
     */
    public void begin() {
        turnAfter(timer.pace(host.cluster(), host.subject(), Duration.ZERO));
    }

    /**
     * Asks for an early end. Answers at once; the end comes soon, and at most 20 s later.
     *
     * @param cancel whether to ask obshell to cancel first
     */
    public void stop(boolean cancel) {
        try {
            synchronized (this) {
                if (ended || wish != Wish.NONE) {
                    return;
                }
                wish = cancel ? Wish.CANCEL : Wish.ABANDON;
                forcedEnd = timer.scheduleApart(this::abandon, PATIENCE);
                if (cancel && !turning) {
                    turnAfter(Duration.ZERO);
                }
            }
            if (!cancel) {
                timer.threads().execute(this::abandon);
            }
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "Not stopped, since the controller goes down", e);
        }
    }

    /** {@return what it does at the moment, in a short English phrase for diagnosis} */
    @NonNull
    public synchronized String status() {
        StringBuilder status = new StringBuilder(ended ? "ended" : OperationStatus.describe(record.state()));
        if (wish != Wish.NONE) {
            status.append("; stopping");
        }
        if (turning) {
            status.append("; asking obshell");
        } else if (next != null && !ended) {
            status.append("; next look in ")
                    .append(Math.max(0, next.getDelay(TimeUnit.SECONDS)))
                    .append(" s");
        }
        return status.toString();
    }

    private void turn() {
        synchronized (this) {
            if (ended || turning || timer.isClosing() || isPostponed()) {
                return;
            }
            turning = true;
            next = null;
        }
        try {
            if (!host.isWaiting()) {
                withdraw();
                return;
            }
            Operation known = operation();
            Operation ready = known == null ? prepare() : host.hasMoved() ? reconnected(known) : known;
            if (ready != null && heedWish()) {
                ready.advance(Objects.requireNonNull(record.state()))
                        .whenCompleteAsync(this::afterTurn, timer.threads());
            }
        } catch (Throwable e) {
            afterTurn(null, e);
        }
    }

    /** After a standstill many are late; each takes its place anew, once, lest all ask at the same time. */
    private boolean isPostponed() {
        boolean late = next != null && next.getDelay(TimeUnit.MILLISECONDS) < -LATE.toMillis();
        if (!late || postponed || wish != Wish.NONE) {
            postponed = false;
            return false;
        }
        postponed = true;
        turnAfter(timer.pace(host.cluster(), host.subject(), Duration.ZERO));
        return true;
    }

    /** Takes up what was stored; null where it is over already. */
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
        synchronized (this) {
            operation = made;
        }
        if (last == null) {
            host.tell(console.title(host.title()));
            moveTo(made.begin());
        } else {
            host.tell(List.of(Messages.OperationDriver_resumed(orDash(last.dagId()))));
        }
        return made;
    }

    /** Opens the cluster anew. Where that fails the operation waits as it is; what is secret does not go to the old endpoints. */
    private Operation reconnected(Operation known) {
        try {
            Operation made = host.connect(this::beforeStart);
            synchronized (this) {
                operation = made;
            }
            tellLines(List.of(Messages.OperationDriver_moved()));
            return made;
        } catch (IOException e) {
            LOGGER.log(Level.FINE, "The cluster cannot be opened with its new endpoints", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return known;
    }

    /** Does what was asked for; false where that is the end. */
    private boolean heedWish() {
        OperationState state = record.state();
        if (!isCancelDue(state)) {
            return state != null && wish() != Wish.ABANDON;
        }
        if (OperationStatus.isNothingStarted(state)) {
            abandon();
            return false;
        }
        moveTo(operation().cancel(state));
        return true;
    }

    /** Stores what is about to be started, as the operation asks it to; it sends nothing where this throws. */
    private void beforeStart(OperationState attempting) throws IOException {
        synchronized (this) {
            if (ended || wish != Wish.NONE || timer.isClosing()) {
                startWithheld = true;
                throw new IOException(Messages.OperationDriver_stopped());
            }
            record.stand(attempting);
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
        Duration pause = AFTER_TROUBLE;
        try {
            if (timer.isClosing()) {
                return;
            }
            if (isStartWithheld()) {
                abandon();
            } else if (error != null) {
                pause = afterError(unwrap(error));
            } else {
                pause = turn.pause();
                if (turn.isOver()) {
                    tell(turn.events());
                    finish(turn.outcome());
                } else {
                    moveTo(turn.state());
                    tell(turn.events());
                }
            }
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "Going on after a turn that could not be told or stored", e);
        } finally {
            synchronized (this) {
                turning = false;
                if (!ended) {
                    turnAfter(
                            isCancelDue(record.state())
                                    ? Duration.ZERO
                                    : timer.pace(host.cluster(), host.subject(), pause));
                }
            }
        }
    }

    private Duration afterError(Throwable error) {
        if (operation() != null && isCancelDue(record.state())) {
            return Duration.ZERO;
        }
        if (error instanceof InterruptedException) {
            return AFTER_TROUBLE;
        }
        if (error instanceof IOException) {
            finish(failure(String.valueOf(error.getMessage())));
        } else {
            LOGGER.log(Level.WARNING, "A defect ended an operation", error);
            if (claimEnd()) {
                keep(failure(error.toString()));
                host.broken(error);
            }
        }
        return AFTER_TROUBLE;
    }

    private Outcome failure(String message) {
        Outcome left = abandoned();
        String dagId = left.result().dagId();
        String all = dagId == null ? message : message + " " + Messages.OperationDriver_left(dagId);
        return new Outcome(Verdict.FAILURE, all, left.result());
    }

    private Outcome abandoned() {
        Operation known = operation();
        OperationState state = record.state();
        if (known != null && state != null) {
            return known.abandon(state);
        }
        OperationResult left = record.result();
        String message = left.dagId() == null ? "" : Messages.OperationDriver_left(left.dagId());
        return new Outcome(Verdict.ABORTED, Messages.OperationDriver_aborted(message), left);
    }

    /** After a restart the end can be asked for before the first turn, and still tells what is left running. */
    private void abandon() {
        try {
            record.recall();
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not find out what is left running", e);
        }
        finish(abandoned());
    }

    private void finish(Outcome outcome) {
        if (!claimEnd()) {
            return;
        }
        tellLines(console.lines(outcome));
        keep(outcome);
        host.over(outcome);
    }

    /** Ends with an outcome that was stored and told before. */
    private void deliver(Outcome outcome) {
        if (claimEnd()) {
            host.over(outcome);
        }
    }

    /** Ends without telling anybody, since nobody waits any more. */
    private void withdraw() {
        if (claimEnd()) {
            LOGGER.log(Level.FINE, "Somebody else has completed the step");
            keep(abandoned());
        }
    }

    private synchronized boolean claimEnd() {
        if (ended || timer.isClosing()) {
            return false;
        }
        ended = true;
        record.close();
        if (next != null) {
            next.cancel(false);
        }
        if (forcedEnd != null) {
            forcedEnd.cancel(false);
        }
        return true;
    }

    private void keep(Outcome outcome) {
        try {
            record.end(outcome);
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.WARNING, "The end of an operation could not be stored", e);
        }
    }

    private void moveTo(OperationState changed) {
        try {
            record.moveTo(changed);
            storingFailed = false;
        } catch (IOException | InterruptedException e) {
            LOGGER.log(storingFailed ? Level.FINE : Level.WARNING, "The state of an operation could not be stored", e);
            if (!storingFailed) {
                storingFailed = true;
                tellLines(List.of(Messages.OperationDriver_storeTrouble(String.valueOf(e.getMessage()))));
            }
        }
    }

    private void tell(List<ProgressEvent> events) {
        for (ProgressEvent event : events) {
            tellLines(console.lines(event));
        }
    }

    private void tellLines(List<String> lines) {
        try {
            host.tell(lines);
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOGGER.log(Level.WARNING, "Could not tell what happened", e);
        }
    }

    private synchronized void turnAfter(Duration pause) {
        if (next != null) {
            next.cancel(false);
        }
        try {
            next = timer.schedule(this::turn, pause);
        } catch (RejectedExecutionException e) {
            LOGGER.log(Level.FINE, "No further turn, since the controller goes down", e);
        }
    }

    @Nullable
    private synchronized Operation operation() {
        return operation;
    }

    private synchronized boolean isStartWithheld() {
        return startWithheld;
    }

    private synchronized Wish wish() {
        return wish;
    }

    /** Whether it was asked to cancel and does not do so yet. */
    private boolean isCancelDue(@Nullable OperationState state) {
        return wish() == Wish.CANCEL && state != null && state.phase() != Phase.CANCELLING;
    }

    private static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
