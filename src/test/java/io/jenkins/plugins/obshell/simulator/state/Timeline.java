package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * What is going to happen in the cluster, in the order of time. Nothing runs by itself: whoever looks at the cluster
 * first lets everything happen that was due by then, each at its own moment.
 */
public final class Timeline {

    private static final Duration POLL = Duration.ofSeconds(1);

    private record Event(Instant at, long order, Runnable action) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::order));
    private final double speed;
    private Instant now;
    private long order;

    Timeline(Instant start, double speed) {
        this.now = start;
        this.speed = speed;
    }

    public Instant now() {
        return now;
    }

    /** Work of the given length takes this long here. */
    Duration scaled(Duration work) {
        return speed == 1 ? work : Duration.ofNanos(Math.round(work.toNanos() / speed));
    }

    /** How much work was done in a time that passed here. */
    Duration unscaled(Duration passed) {
        return speed == 1 ? passed : Duration.ofNanos(Math.round(passed.toNanos() * speed));
    }

    void after(Duration work, Runnable action) {
        at(now.plus(scaled(work)), action);
    }

    public void at(Instant instant, Runnable action) {
        events.add(new Event(instant, order++, action));
    }

    /**
     * Looks once a second, as the server does, until the condition holds or the seconds are used up. What follows is an
     * event of its own: a thousand tenants in a row would overflow the stack.
     */
    void poll(BooleanSupplier condition, int seconds, Runnable then, Runnable timeout) {
        if (condition.getAsBoolean()) {
            at(now, then);
        } else if (seconds <= 0) {
            timeout.run();
        } else {
            after(POLL, () -> poll(condition, seconds - 1, then, timeout));
        }
    }

    void advanceTo(Instant instant) {
        while (!events.isEmpty() && !events.peek().at().isAfter(instant)) {
            Event event = events.poll();
            if (event.at().isAfter(now)) {
                now = event.at();
            }
            event.action().run();
        }
        if (instant.isAfter(now)) {
            now = instant;
        }
    }
}
