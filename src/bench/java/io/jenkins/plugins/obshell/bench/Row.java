package io.jenkins.plugins.obshell.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what     what was measured
 * @param plugin   the figure of the plugin
 * @param baseline the figure of the baseline, or {@link #NONE}
 * @param goal     the limit that the documents promise, or {@link #NONE}
 * @param met      whether the plugin is within the limit; null if there is none
 */
public record Row(String what, String plugin, String baseline, String goal, Boolean met) {

    /** Stands for what there is not. */
    public static final String NONE = "–";

    /** A line without a goal. */
    public Row(String what, String plugin, String baseline) {
        this(what, plugin, baseline, NONE, null);
    }

    /** {@return the number with as many digits as matter} */
    public static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** {@return the goal and whether it is met} */
    String verdict() {
        return met == null ? goal : goal + (met ? ": met" : ": **missed**");
    }
}
