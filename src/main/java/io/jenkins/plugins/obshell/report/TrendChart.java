package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;

/** Draws a bar chart of the backups of a job, the newest on the right. A cross marks those that failed. */
final class TrendChart {

    private static final int WIDTH = 360;
    private static final int HEIGHT = 150;
    private static final int LEFT = 64;
    private static final int RIGHT = WIDTH - 4;
    private static final int TOP = 16;
    private static final int BASE = HEIGHT - 24;
    private static final int WIDEST_BAR = 20;
    private static final double BAR = 2.0 / 3;

    /** So that a backup that failed at once is seen. */
    private static final int LOWEST_BAR = 3;

    private final List<BackupOfBuild> oldestFirst;
    private final ToLongFunction<BackupOfBuild> value;
    private final LongFunction<String> format;
    private final AxisScale scale;

    private TrendChart(
            List<BackupOfBuild> oldestFirst,
            ToLongFunction<BackupOfBuild> value,
            LongFunction<String> format,
            AxisScale scale) {
        this.oldestFirst = oldestFirst;
        this.value = value;
        this.format = format;
        this.scale = scale;
    }

    /**
     * @param backups  the backups, newest first
     * @param timeZone the time zone of the user; null for that of the controller
     * @return a chart of their durations as SVG; empty if there are fewer than two backups, or nothing to show of them
     */
    static String durations(List<BackupOfBuild> backups, @Nullable String timeZone) {
        return ofTimes(backups, Messages.TrendChart_durations(), timeZone);
    }

    /**
     * @param restores the restores, newest first
     * @param timeZone the time zone of the user; null for that of the controller
     * @return a chart of how long they took as SVG; empty if there are fewer than two, or nothing to show of them
     */
    static String restores(List<BackupOfBuild> restores, @Nullable String timeZone) {
        return ofTimes(restores, Messages.TrendChart_restores(), timeZone);
    }

    private static String ofTimes(List<BackupOfBuild> backups, String label, @Nullable String timeZone) {
        ToLongFunction<BackupOfBuild> seconds = backup -> {
            Duration took = backup.getOperation().took();
            return took == null ? 0 : took.toSeconds();
        };
        LongFunction<String> format = amount -> Durations.format(Duration.ofSeconds(amount));
        AxisScale scale = AxisScale.seconds(most(backups, seconds));
        return new TrendChart(reversed(backups), seconds, format, scale).draw(label, timeZone);
    }

    /**
     * @param backups  the backups, newest first
     * @param timeZone the time zone of the user; null for that of the controller
     * @return a chart of the bytes written as SVG; empty if there are fewer than two backups, or nothing to show of them
     */
    static String sizes(List<BackupOfBuild> backups, @Nullable String timeZone) {
        ToLongFunction<BackupOfBuild> bytes = backup -> backup.getOperation().getOutputBytes();
        AxisScale scale = AxisScale.bytes(most(backups, bytes));
        return new TrendChart(reversed(backups), bytes, Bytes::format, scale)
                .draw(Messages.TrendChart_sizes(), timeZone);
    }

    private static long most(List<BackupOfBuild> backups, ToLongFunction<BackupOfBuild> value) {
        return backups.stream().mapToLong(value).max().orElse(0);
    }

    private static List<BackupOfBuild> reversed(List<BackupOfBuild> backups) {
        List<BackupOfBuild> oldestFirst = new ArrayList<>(backups);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    private String draw(String label, @Nullable String timeZone) {
        if (oldestFirst.size() < 2 || most(oldestFirst, value) <= 0) {
            return "";
        }
        Svg svg = new Svg("obshell-trend", WIDTH, HEIGHT, label + " " + values());
        for (int i = 0; i <= scale.steps(); i++) {
            double y = BASE - (double) (BASE - TOP) * i / scale.steps();
            svg.line("obshell-chart__grid", LEFT, y, RIGHT, y).label(LEFT - 6, y + 4, "end", scale.label(i));
        }
        double slot = (double) (RIGHT - LEFT) / oldestFirst.size();
        double width = Math.min(WIDEST_BAR, slot * BAR);
        double center = LEFT + slot / 2;
        for (BackupOfBuild backup : oldestFirst) {
            bar(svg, backup, center, width);
            center += slot;
        }
        svg.label(LEFT, HEIGHT - 6, "start", started(oldestFirst.get(0), timeZone));
        return svg.label(RIGHT, HEIGHT - 6, "end", started(oldestFirst.get(oldestFirst.size() - 1), timeZone))
                .end();
    }

    private void bar(Svg svg, BackupOfBuild backup, double center, double width) {
        double height = Math.max(LOWEST_BAR, (double) (BASE - TOP) * value.applyAsLong(backup) / scale.end());
        String state = backup.getOperation().getStatusView().getState();
        String style = "obshell-trend__bar obshell-trend__bar--" + state.toLowerCase(Locale.ROOT);
        svg.bar(style, center - width / 2, BASE - height, width, height, text(backup));
        if (Verdict.FAILURE.name().equals(state)) {
            svg.label(center, BASE - height - 3, "middle", "×");
        }
    }

    /** When it started, or its build if that is unknown. */
    private static String started(BackupOfBuild backup, @Nullable String timeZone) {
        Moment started = backup.getOperation().getStarted();
        return started == null ? "#" + backup.getNumber() : started.minuteText(timeZone);
    }

    private String values() {
        return String.join("; ", oldestFirst.stream().map(this::text).toList());
    }

    private String text(BackupOfBuild backup) {
        return "#" + backup.getNumber() + ": " + format.apply(value.applyAsLong(backup)) + ", "
                + backup.getOperation().getStatusView().getText();
    }
}
