package io.jenkins.plugins.obshell.operation;

import java.time.Duration;
import java.time.Instant;

/**
 * When a schedule has to be over, by the controller's clock. A clock that is put back takes the deadline with it; after time
 * that nobody watched there is a minute for a last look.
 */
final class ScheduleDeadline {

    private static final Duration LATENESS = Duration.ofSeconds(30);
    private static final Duration LAST_LOOK = Duration.ofMinutes(1);

    private Instant deadline;
    private Instant lastLook;
    private Instant newDeadline;
    private Instant newLastLook;
    private Instant turnEnded;
    private Duration pause = Duration.ZERO;

    ScheduleDeadline(Instant now, Duration timeout) {
        deadline = now.plus(timeout);
        lastLook = now;
        turnEnded = now;
        turnBegins(now);
    }

    /** A turn begins; what follows from that holds for good only once its state is stored. */
    void turnBegins(Instant now) {
        Duration passed = Duration.between(turnEnded, now);
        Duration unwatched = passed.minus(pause);
        newDeadline = passed.isNegative() ? deadline.plus(unwatched) : deadline;
        newLastLook = lastLook;
        if (passed.isNegative()) {
            newLastLook = lastLook.plus(unwatched);
        } else if (unwatched.compareTo(LATENESS) > 0) {
            newLastLook = now.plus(LAST_LOOK);
        }
    }

    void turnStored(Instant now, Duration pauseAfter) {
        deadline = newDeadline;
        lastLook = newLastLook;
        turnEnded = now;
        pause = pauseAfter;
    }

    /** {@return the deadline itself} */
    Instant deadline() {
        return newDeadline;
    }

    /** {@return when the last turn may begin} */
    Instant latest() {
        return newLastLook.isAfter(newDeadline) ? newLastLook : newDeadline;
    }
}
