package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Duration;

/** How long to wait before the next look: soon at first, then less and less often, and again sooner as the end nears. */
final class PollPolicy {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final double GROWTH = 1.2;

    private final Duration longest;

    PollPolicy(Duration longest) {
        this.longest = longest.compareTo(FIRST) < 0 ? FIRST : longest;
    }

    /**
     * @param last      the last wait, zero where something has just changed
     * @param remaining how long the backup is expected to take yet; null or zero where that cannot be told
     * @return the next wait
     */
    Duration next(Duration last, @Nullable Duration remaining) {
        Duration grown = last.isZero() ? FIRST : Duration.ofMillis((long) (last.toMillis() * GROWTH));
        Duration wait = grown.compareTo(longest) > 0 ? longest : grown;
        if (remaining == null || remaining.isZero()) {
            return wait;
        }
        Duration half = remaining.dividedBy(2);
        Duration soon = half.compareTo(FIRST) < 0 ? FIRST : half;
        return soon.compareTo(wait) < 0 ? soon : wait;
    }
}
