package io.jenkins.plugins.obshell.operation;

import java.time.Duration;

/**
 * How long to wait before the next look. A backup is followed on a budget of requests, a quarter of what asking every three
 * seconds takes, and most of what it leaves beyond the steady looks is kept for when the end is near.
 */
final class PollPolicy {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final double GROWTH = 1.4;

    /** The shortest wait while a backup goes on, in seconds. */
    private static final double SHORTEST = 2;

    /** One request in twelve seconds. */
    private static final double REQUESTS_A_SECOND = 1 / 12.0;

    /** What may be asked beyond the steady looks in the first hour, for a backup can be over at any time of it. */
    private static final int EXTRA = 60;

    private static final double STEADY_A_SECOND = 1 / 15.0;

    /** What the start has taken, and the verdict will. */
    private static final int BEFORE_AND_AFTER = 24;

    /** The stages after the copying take some part of the whole time, and a minute is nothing unusual. */
    private static final double CLOSING_PART = 0.03;

    private static final double CLOSING_SECONDS = 60;

    private final Duration longest;

    PollPolicy(Duration longest) {
        this.longest = longest.compareTo(FIRST) < 0 ? FIRST : longest;
    }

    /**
     * Soon at first, then less and less often.
     *
     * @param last the last wait, zero where something has just changed
     * @return the next wait
     */
    Duration next(Duration last) {
        Duration grown = last.isZero() ? FIRST : Duration.ofMillis((long) (last.toMillis() * GROWTH));
        return grown.compareTo(longest) > 0 ? longest : grown;
    }

    /**
     * As often as the budget allows when the end is near, and steadily before.
     *
     * @param outlook  what to expect of the backup
     * @param followed how long it has been followed
     * @param asked    how many requests that took
     * @return the next wait
     */
    Duration next(RemainingTime outlook, Duration followed, int asked) {
        double seconds = followed.toMillis() / 1000.0;
        double early = EXTRA + seconds * STEADY_A_SECOND;
        double late = seconds * REQUESTS_A_SECOND;
        double left = Math.max(0, Math.max(early, late) - BEFORE_AND_AFTER - asked);
        double growing = early > late ? STEADY_A_SECOND : REQUESTS_A_SECOND;
        double wait = Math.max(untilNear(outlook), whileNear(outlook, left, growing));
        Duration rounded = Duration.ofMillis((long) (1000 * Math.max(wait, SHORTEST)));
        return rounded.compareTo(longest) > 0 ? longest : rounded;
    }

    /** Half of what it is to take yet; while that is unknown, a part of what it took. */
    private static double untilNear(RemainingTime outlook) {
        return outlook.copying() == null
                ? outlook.runsFor().toMillis() / 4000.0
                : outlook.copying().toMillis() / 2000.0;
    }

    /** What is left of the budget, and what it grows by, spread over the time that the end may take to come. */
    private static double whileNear(RemainingTime outlook, double left, double growing) {
        double closing =
                Math.max(CLOSING_SECONDS, CLOSING_PART * outlook.runsFor().toMillis() / 1000.0);
        return closing / (left + closing * growing);
    }
}
