package io.jenkins.plugins.obshell.bench;

import java.util.List;

/** Decides when a figure no longer changes, which means that the JVM is warm. */
public final class Settling {

    /** The relative difference between successive measurements that is still noise. */
    private static final double NOISE = 0.05;

    private Settling() {}

    /**
     * Finds the first run of successive figures that differ by at most 5 %.
     *
     * @param figures the figures in the order in which they were measured
     * @param length  how many must agree
     * @return the index of the first of them, or -1 if there are none
     */
    public static int firstSettled(List<Double> figures, int length) {
        for (int from = 0; from + length <= figures.size(); from++) {
            List<Double> run = figures.subList(from, from + length);
            double least = run.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            double most = run.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            if (most - least <= NOISE * most) {
                return from;
            }
        }
        return -1;
    }
}
