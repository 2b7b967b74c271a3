package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;

/**
 * How the turns of an operation follow each other.
 *
 * @param waitMillis      the last wait, in milliseconds, from which the next one grows
 * @param restarts        how often the wait was made the shortest again
 * @param followedMillis  how long the backup has been followed, in milliseconds of pauses
 * @param requestsSent    how many requests that took
 * @param looksWithoutDag how many looks in a row were at the backup alone
 * @param turnEndedAt     when the last turn ended, or null
 * @param pauseMillis     how long the pause after it was to be, in milliseconds
 * @param lastLookUntil   until when the deadline does not count, after a time without turns; or null
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record Pace(
        long waitMillis,
        int restarts,
        long followedMillis,
        int requestsSent,
        int looksWithoutDag,
        @Nullable Instant turnEndedAt,
        long pauseMillis,
        @Nullable Instant lastLookUntil)
        implements PaceBuilder.With {

    static final Pace NONE = new Pace(0, 0, 0, 0, 0, null, 0, null);

    /** More than the changes of any ordinary operation. A state that keeps changing back and forth makes more. */
    private static final int MOST_RESTARTS = 40;

    Pace waiting(Duration wait, boolean follows) {
        long millis = wait.toMillis();
        return with(it -> it.waitMillis(millis).followedMillis(followedMillis + (follows ? millis : 0)));
    }

    /** The next wait is the shortest again, because something changed; but not without end. */
    Pace restarted() {
        return restarts >= MOST_RESTARTS ? this : with(it -> it.waitMillis(0).restarts(restarts + 1));
    }

    Pace asking(int requests) {
        return withRequestsSent(requestsSent + requests);
    }

    Pace turnEnded(Instant at, Duration pause) {
        return with(it -> it.turnEndedAt(at).pauseMillis(pause.toMillis()));
    }
}
