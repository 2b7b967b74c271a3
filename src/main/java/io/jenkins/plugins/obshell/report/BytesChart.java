package io.jenkins.plugins.obshell.report;

import io.jenkins.plugins.obshell.build.ObservedReport.Sample;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import java.time.Duration;
import java.util.List;

/** Draws a chart of the bytes written over time. */
final class BytesChart {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 200;
    private static final int LEFT = 84;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 28;
    private static final int LINES = 4;

    private BytesChart() {}

    /**
     * @param samples the samples, oldest first
     * @return the chart as SVG; empty if there are fewer than two samples
     */
    static String draw(List<Sample> samples) {
        if (samples.size() < 2) {
            return "";
        }
        Sample first = samples.get(0);
        Sample last = samples.get(samples.size() - 1);
        long seconds = Math.max(1, last.second() - first.second());
        long most = Math.max(
                1, samples.stream().mapToLong(Sample::outputBytes).max().orElse(1));
        Duration span = Duration.ofSeconds(seconds);
        Svg svg = new Svg(
                "obshell-chart",
                WIDTH,
                HEIGHT,
                Messages.BytesChart_label(Bytes.format(last.outputBytes()), Durations.format(span)));
        for (int i = 0; i <= LINES; i++) {
            double y = y((double) i / LINES);
            svg.line("obshell-chart__grid", LEFT, y, WIDTH - RIGHT, y);
            svg.label(LEFT - 8, y + 4, "end", Bytes.format((double) most * i / LINES));
        }
        for (int i = 0; i <= LINES; i++) {
            double x = x((double) i / LINES);
            String anchor = i == 0 ? "start" : i == LINES ? "end" : "middle";
            svg.label(
                    x, HEIGHT - 8, anchor, Durations.format(span.multipliedBy(i).dividedBy(LINES)));
        }
        StringBuilder line = new StringBuilder();
        for (Sample sample : samples) {
            line.append(line.length() == 0 ? "M" : "L")
                    .append(Svg.number(x((double) (sample.second() - first.second()) / seconds)))
                    .append(' ')
                    .append(Svg.number(y((double) sample.outputBytes() / most)));
        }
        String floor = Svg.number(y(0));
        svg.path(
                "obshell-chart__area",
                line + "L" + Svg.number(x(1)) + " " + floor + "L" + Svg.number(x(0)) + " " + floor + "Z");
        return svg.path("obshell-chart__line", line.toString()).end();
    }

    private static double x(double part) {
        return LEFT + part * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double part) {
        return TOP + (1 - part) * (HEIGHT - TOP - BOTTOM);
    }
}
