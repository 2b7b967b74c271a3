package io.jenkins.plugins.obshell.operation;

import java.time.Duration;
import java.util.List;
import java.util.Random;

/** The random choices of one schedule; they follow from its seed. */
final class ScheduleDraws {

    private final Random random;

    ScheduleDraws(long seed) {
        random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** {@return a number from 0 up to, but not including, the bound} */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** {@return whole milliseconds from the least up to, but not including, the most} */
    Duration between(Duration least, Duration most) {
        long range = most.minus(least).toMillis();
        return least.plusMillis(range <= 0 ? 0 : random.nextLong(range));
    }

    <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
