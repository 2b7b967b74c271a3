package io.jenkins.plugins.obshell.operation;

import java.time.Duration;

/**
 * Decides how long to wait before the next turn. A backup is followed within a budget of requests, a quarter of those of a
 * client that polls every three seconds. Most of what steady polling leaves of it is kept for the end of the backup.
 */
final class PollPolicy {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final double GROWTH = 1.4;

    /** The shortest wait while a backup goes on, in seconds. */
    private static final double SHORTEST = 2;

    /** One request in twelve seconds. */
    private static final double REQUESTS_A_SECOND = 1 / 12.0;

    /** Requests beyond steady polling in the first hour, during which a backup can end at any time. */
    private static final int EXTRA = 60;

    private static final double STEADY_A_SECOND = 1 / 15.0;

    /** Requests for the start and for the verdict. */
    private static final int BEFORE_AND_AFTER = 24;

    /** The stages after copying, as a part of the whole time; a minute is not unusual. */
    private static final double CLOSING_PART = 0.03;

    private static final double CLOSING_SECONDS = 60;

    private final Duration longest;

    PollPolicy(Duration longest) {
        this.longest = longest.compareTo(FIRST) < 0 ? FIRST : longest;
    }

    /**
     * Waits longer from turn to turn.
     *
     * @param last the last wait; zero if something has just changed
     * @return the next wait
     */
    Duration next(Duration last) {
        Duration grown = last.isZero() ? FIRST : Duration.ofMillis((long) (last.toMillis() * GROWTH));
        return grown.compareTo(longest) > 0 ? longest : grown;
    }

    /**
     * Polls steadily, and as often as the budget allows when the end of the backup is near.
     *
     * @param remaining how long the backup may still take
     * @param followed  how long it has been followed
     * @param sent      how many requests that took
     * @return the next wait
     */
    Duration next(RemainingTime remaining, Duration followed, int sent) {
        double seconds = followed.toMillis() / 1000.0;
        double early = EXTRA + seconds * STEADY_A_SECOND;
        double late = seconds * REQUESTS_A_SECOND;
        double left = Math.max(0, Math.max(early, late) - BEFORE_AND_AFTER - sent);
        double growing = early > late ? STEADY_A_SECOND : REQUESTS_A_SECOND;
        double wait = Math.max(untilNear(remaining), whileNear(remaining, left, growing));
        Duration rounded = Duration.ofMillis((long) (1000 * Math.max(wait, SHORTEST)));
        return rounded.compareTo(longest) > 0 ? longest : rounded;
    }

    /** Half of the time that copying still takes; if that is unknown, a part of the time it took so far. */
    private static double untilNear(RemainingTime remaining) {
        return remaining.copying() == null
                ? remaining.runsFor().toMillis() / 4000.0
                : remaining.copying().toMillis() / 2000.0;
    }

    /** Spreads the rest of the budget, and its growth, over the time that the last stages may take. */
    private static double whileNear(RemainingTime remaining, double left, double growing) {
        double closing =
                Math.max(CLOSING_SECONDS, CLOSING_PART * remaining.runsFor().toMillis() / 1000.0);
        return closing / (left + closing * growing);
    }
}
