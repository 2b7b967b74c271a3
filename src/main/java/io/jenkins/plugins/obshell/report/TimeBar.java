package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;

/** A bar on the {@link TimeAxis} of a DAG, as numbers for SVG. */
public final class TimeBar {

    private final double x;
    private final double width;

    TimeBar(double x, double width) {
        this.x = x;
        this.width = width;
    }

    /** {@return where the bar begins, 0 to 99} */
    @NonNull
    public String getX() {
        return Svg.number(x);
    }

    /** {@return how long the bar is: 0 before the start, and then from 1, so that it can be seen, to 100} */
    @NonNull
    public String getWidth() {
        return Svg.number(width);
    }
}
