package io.jenkins.plugins.obshell.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The processor time that this process uses, as a part of one core.
 *
 * @param share      the processor time in the last window, as a part of one core
 * @param perSecond  the number of events in a second of it
 * @param hasSettled whether the last windows differed by at most 5 %
 */
public record CpuShare(double share, double perSecond, boolean hasSettled) {

    private static final int WINDOW_SECONDS = 15;
    private static final int AGREEING_WINDOWS = 3;
    private static final int MOST_WINDOWS = 12;

    /**
     * Measures windows of 15 s until three in a row agree, which means that the JVM is warm; at most three minutes.
     *
     * @param events counts the events so far
     * @return the last window
     */
    public static CpuShare settled(LongSupplier events) {
        List<Double> shares = new ArrayList<>();
        double perSecond = 0;
        boolean hasSettled = false;
        while (!hasSettled && shares.size() < MOST_WINDOWS) {
            double cpu = Usage.cpuSeconds();
            long before = events.getAsLong();
            long begin = System.nanoTime();
            Usage.pause(WINDOW_SECONDS);
            double seconds = (System.nanoTime() - begin) / 1e9;
            shares.add((Usage.cpuSeconds() - cpu) / seconds);
            perSecond = (events.getAsLong() - before) / seconds;
            int from = Math.max(0, shares.size() - AGREEING_WINDOWS);
            hasSettled = Settling.firstSettled(shares.subList(from, shares.size()), AGREEING_WINDOWS) == 0;
        }
        return new CpuShare(shares.get(shares.size() - 1), perSecond, hasSettled);
    }
}
