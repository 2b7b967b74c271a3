package io.jenkins.plugins.obshell.report;

import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Draws a bar chart of the backups of a job, the newest on the right. */
final class TrendChart {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 96;
    private static final int BASE = 92;
    private static final int TOP = 16;
    private static final int LEAST_SLOTS = 10;
    private static final double BAR = 2.0 / 3;

    private TrendChart() {}

    /** {@return a chart of their durations as SVG; empty if there are fewer than two backups} */
    static String durations(List<BackupOfBuild> backups) {
        return draw(backups, TrendChart::seconds, TrendChart::duration, Messages.TrendChart_durations());
    }

    /** {@return a chart of how long restores took as SVG; empty if there are fewer than two} */
    static String restores(List<BackupOfBuild> restores) {
        return draw(restores, TrendChart::seconds, TrendChart::duration, Messages.TrendChart_restores());
    }

    /** {@return a chart of the bytes written as SVG; empty if there are fewer than two backups} */
    static String sizes(List<BackupOfBuild> backups) {
        return draw(
                backups, backup -> backup.getOperation().getOutputBytes(), Bytes::format, Messages.TrendChart_sizes());
    }

    private static long seconds(BackupOfBuild backup) {
        Duration took = backup.getOperation().took();
        return took == null ? 0 : took.toSeconds();
    }

    private static String duration(long seconds) {
        return Durations.format(Duration.ofSeconds(seconds));
    }

    private static String draw(
            List<BackupOfBuild> backups,
            ToLongFunction<BackupOfBuild> value,
            LongFunction<String> format,
            String label) {
        long most = backups.stream().mapToLong(value).max().orElse(0);
        if (backups.size() < 2 || most <= 0) {
            return "";
        }
        List<BackupOfBuild> oldestFirst = new ArrayList<>(backups);
        Collections.reverse(oldestFirst);
        Svg svg = new Svg("obshell-trend", WIDTH, HEIGHT, label + " " + values(oldestFirst, value, format));
        svg.line("obshell-chart__grid", 0, BASE, WIDTH, BASE).line("obshell-chart__grid", 0, TOP, WIDTH, TOP);
        svg.label(0, TOP - 4, "start", format.apply(most));
        double slot = (double) WIDTH / Math.max(LEAST_SLOTS, oldestFirst.size());
        double x = 0;
        for (BackupOfBuild backup : oldestFirst) {
            long amount = value.applyAsLong(backup);
            double height = Math.max(1, (BASE - TOP) * (double) amount / most);
            String state = backup.getOperation().getStatusView().getState().toLowerCase(Locale.ROOT);
            svg.bar(
                    "obshell-trend__bar obshell-trend__bar--" + state,
                    x,
                    BASE - height,
                    slot * BAR,
                    height,
                    text(backup, value, format));
            x += slot;
        }
        return svg.end();
    }

    private static String values(
            List<BackupOfBuild> backups, ToLongFunction<BackupOfBuild> value, LongFunction<String> format) {
        return String.join(
                "; ",
                backups.stream().map(backup -> text(backup, value, format)).toList());
    }

    private static String text(BackupOfBuild backup, ToLongFunction<BackupOfBuild> value, LongFunction<String> format) {
        return "#" + backup.getNumber() + ": " + format.apply(value.applyAsLong(backup)) + ", "
                + backup.getOperation().getStatusView().getText();
    }
}
