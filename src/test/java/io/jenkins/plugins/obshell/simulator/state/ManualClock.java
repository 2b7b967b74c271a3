package io.jenkins.plugins.obshell.simulator.state;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that moves only when a test says so. Safe for many threads. */
public final class ManualClock extends Clock {

    /** Where a new clock stands: a moment with nanoseconds, so that no test sees only whole seconds. */
    public static final Instant START = Instant.parse("2026-11-22T02:03:04.567890123Z");

    private final AtomicReference<Instant> now;
    private final ZoneId zone;

    /** A clock that stands at {@link #START}. */
    public ManualClock() {
        this(START);
    }

    /** A clock that stands at the given moment. */
    public ManualClock(Instant start) {
        this(new AtomicReference<>(start), ZoneOffset.UTC);
    }

    private ManualClock(AtomicReference<Instant> now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    /** Moves the clock on, and returns where it stands then. */
    public Instant advance(Duration duration) {
        return now.updateAndGet(instant -> instant.plus(duration));
    }

    /** Puts the clock at a moment, which may be an earlier one. */
    public void set(Instant instant) {
        now.set(instant);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public ManualClock withZone(ZoneId other) {
        return new ManualClock(now, other);
    }
}
