package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Delayed;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A scheduler with a clock that the test sets; everything happens on the thread of the test. */
final class PlayedScheduler implements TurnScheduler {

    private static final int MOST_STEPS = 5_000;

    private final ManualClock clock;
    private final List<Planned> planned = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> late = new LinkedBlockingQueue<>();
    private volatile boolean closing;

    /** How long the first turn waits after a restart. */
    Duration spread = Duration.ZERO;

    /** Whether what is handed over now is overtaken by what is handed over afterwards. */
    volatile boolean busy;

    PlayedScheduler(ManualClock clock) {
        this.clock = clock;
    }

    /** Lets time pass and things happen until the condition holds. */
    void playUntil(OperationDriver driver, BooleanSupplier condition) throws InterruptedException {
        for (int steps = 0; steps < MOST_STEPS; steps++) {
            if (condition.getAsBoolean()) {
                return;
            }
            step(driver);
        }
        throw new AssertionError("Never: " + driver.status());
    }

    /** The next thing that happens. */
    void step(OperationDriver driver) throws InterruptedException {
        Runnable task = driver.status().contains("asking obshell") ? ready.poll(20, TimeUnit.SECONDS) : ready.poll();
        if (task == null) {
            task = late.poll();
        }
        if (task != null) {
            task.run();
            return;
        }
        planned.removeIf(Planned::isDone);
        Planned next = planned.stream().min(Comparator.naturalOrder()).orElseThrow();
        if (next.due.isAfter(clock.instant())) {
            clock.set(next.due);
        }
        planned.remove(next);
        next.run();
    }

    /** Lets time pass, and what is planned happen, although calls are under way. */
    void pass(Duration time) {
        Instant end = clock.instant().plus(time);
        while (true) {
            planned.removeIf(Planned::isDone);
            Planned next = planned.stream()
                    .min(Comparator.naturalOrder())
                    .filter(each -> !each.due.isAfter(end))
                    .orElse(null);
            if (next == null) {
                break;
            }
            if (next.due.isAfter(clock.instant())) {
                clock.set(next.due);
            }
            planned.remove(next);
            next.run();
        }
        clock.set(end);
    }

    /** Waits for a turn that is under way and lets it end. */
    void runLateTurn() throws InterruptedException {
        Runnable turn = ready.poll(20, TimeUnit.SECONDS);
        if (turn == null) {
            throw new AssertionError("No turn was under way");
        }
        turn.run();
    }

    /** How many things are planned yet. */
    int planned() {
        planned.removeIf(Planned::isDone);
        return planned.size();
    }

    void close() {
        closing = true;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Duration wait) {
        if (closing) {
            throw new RejectedExecutionException();
        }
        Planned made = new Planned(task, clock.instant().plus(wait));
        planned.add(made);
        return made;
    }

    @Override
    public ScheduledFuture<?> scheduleApart(Runnable task, Duration wait) {
        return schedule(task, wait);
    }

    @Override
    public Duration spreadAfterRestart() {
        return spread;
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public Executor threads() {
        return task -> (busy ? late : ready).add(task);
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    private final class Planned extends FutureTask<Void> implements ScheduledFuture<Void> {

        private final Instant due;

        Planned(Runnable task, Instant due) {
            super(task, null);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(Duration.between(clock.instant(), due));
        }

        @Override
        public int compareTo(Delayed other) {
            return due.compareTo(((Planned) other).due);
        }
    }
}
