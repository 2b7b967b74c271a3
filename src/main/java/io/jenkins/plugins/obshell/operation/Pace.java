package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Duration;
import java.time.Instant;

/**
 * How the turns of an operation follow each other.
 *
 * @param waitMillis      the last wait, from which the next one grows
 * @param followedMillis  how long the backup has been followed, the pauses alone
 * @param requestsSent    how many requests that took
 * @param looksWithoutDag how many looks in a row were at the backup alone
 * @param turnEndedAt     when the last turn ended, or null
 * @param pauseMillis     how long the pause after it was to be
 * @param lastLookUntil   until when the deadline does not count, after a time in which nobody watched; or null
 */
public record Pace(
        long waitMillis,
        long followedMillis,
        int requestsSent,
        int looksWithoutDag,
        @Nullable Instant turnEndedAt,
        long pauseMillis,
        @Nullable Instant lastLookUntil) {

    static final Pace NONE = new Pace(0, 0, 0, 0, null, 0, null);

    Pace waiting(Duration wait, boolean follows) {
        long millis = wait.toMillis();
        return new Pace(
                millis,
                followedMillis + (follows ? millis : 0),
                requestsSent,
                looksWithoutDag,
                turnEndedAt,
                pauseMillis,
                lastLookUntil);
    }

    /** The next wait is the shortest again. */
    Pace restarted() {
        return new Pace(0, followedMillis, requestsSent, looksWithoutDag, turnEndedAt, pauseMillis, lastLookUntil);
    }

    Pace asking(int requests) {
        return new Pace(
                waitMillis,
                followedMillis,
                requestsSent + requests,
                looksWithoutDag,
                turnEndedAt,
                pauseMillis,
                lastLookUntil);
    }

    Pace lookingWithoutDag(int looks) {
        return new Pace(waitMillis, followedMillis, requestsSent, looks, turnEndedAt, pauseMillis, lastLookUntil);
    }

    Pace turnEnded(Instant at, Duration pause) {
        return new Pace(waitMillis, followedMillis, requestsSent, looksWithoutDag, at, pause.toMillis(), lastLookUntil);
    }

    Pace lastLook(@Nullable Instant until) {
        return new Pace(waitMillis, followedMillis, requestsSent, looksWithoutDag, turnEndedAt, pauseMillis, until);
    }
}
