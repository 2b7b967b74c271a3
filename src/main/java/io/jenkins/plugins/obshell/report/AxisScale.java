package io.jenkins.plugins.obshell.report;

import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * An axis from 0 on, divided at round amounts.
 *
 * @param step   the distance between two of them
 * @param steps  how many there are, from 1
 * @param format writes an amount for people
 */
record AxisScale(long step, int steps, LongFunction<String> format) {

    private static final int MOST_STEPS = 3;
    private static final int MOST_DOUBLINGS = 62;
    private static final long DAY = 86_400;

    /** In seconds. */
    private static final List<Long> TIMES = List.of(
            1L, 2L, 5L, 10L, 20L, 30L, 60L, 120L, 300L, 600L, 1200L, 1800L, 3600L, 7200L, 14_400L, 28_800L, 43_200L,
            DAY);

    /** {@return an axis of durations, to at least so many seconds} */
    static AxisScale seconds(long most) {
        LongStream days = LongStream.iterate(DAY * 2, step -> step * 2);
        return of(
                most,
                LongStream.concat(TIMES.stream().mapToLong(Long::longValue), days),
                seconds -> Durations.format(Duration.ofSeconds(seconds)));
    }

    /** {@return an axis of amounts of data, to at least so many bytes} */
    static AxisScale bytes(long most) {
        return of(most, LongStream.iterate(1, step -> step * 2).limit(MOST_DOUBLINGS), Bytes::format);
    }

    private static AxisScale of(long most, LongStream candidates, LongFunction<String> format) {
        long step = candidates
                .filter(candidate -> candidate >= (most + MOST_STEPS - 1) / MOST_STEPS)
                .findFirst()
                .orElse(Math.max(1, most));
        return new AxisScale(step, (int) Math.max(1, (most + step - 1) / step), format);
    }

    /** {@return the amount at its end} */
    long end() {
        return step * steps;
    }

    /** {@return the label of a division, from 0 to the number of steps} */
    String label(int division) {
        return format.apply(step * division);
    }
}
