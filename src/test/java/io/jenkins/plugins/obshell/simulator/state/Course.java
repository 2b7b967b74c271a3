package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How a backup goes on: how evenly it copies, and how long it takes to close when all is copied.
 *
 * @param closing how long the stages after the copying take, at speed 1; null for a tenth of the whole
 * @param pace how much is copied in each of as many equal parts of the time; the sum does not matter
 */
public record Course(Duration closing, List<Double> pace) {

    /** At one pace, closing for a tenth of the whole. */
    public static final Course EVEN = new Course(null, List.of(1.0));

    private static final int PARTS = 24;

    /** Copies the pace. */
    public Course {
        pace = List.copyOf(pace);
    }

    /**
     * Now faster, now slower, by up to some times.
     *
     * @param random what decides
     * @param unevenness 0 for even; at 1 the fastest part is often ten times as fast as the slowest
     * @param closing how long the stages after the copying take, at speed 1
     */
    public static Course uneven(Random random, double unevenness, Duration closing) {
        return new Course(
                closing,
                IntStream.range(0, PARTS)
                        .mapToObj(i -> Math.exp(unevenness * random.nextGaussian()))
                        .toList());
    }

    /** When the copying ends, as a part of the whole. */
    double copiedBy(Duration whole) {
        return closing == null || whole.isZero()
                ? 0.9
                : Math.max(0.1, 1 - (double) closing.toMillis() / whole.toMillis());
    }

    /** What part is copied after a part of the time for copying, both from 0 to 1. */
    double copiedAfter(double part) {
        double sum = 0;
        double until = Math.max(0, Math.min(1, part)) * pace.size();
        for (int i = 0; i < pace.size(); i++) {
            sum += pace.get(i) * Math.max(0, Math.min(1, until - i));
        }
        return sum / pace.stream().mapToDouble(Double::doubleValue).sum();
    }
}
