package io.jenkins.plugins.obshell.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what     what was measured
 * @param goal     what it should be, or a dash where there is no goal
 * @param measured what it is
 * @param baseline the same done in another way, measured in the same run
 * @param met      whether the goal is met; null where there is none, or it could not be measured here
 */
public record Row(String what, String goal, String measured, String baseline, Boolean met) {

    /** Where there is no goal. */
    public static final String NONE = "–";

    /** {@return the number as people read it} */
    public static String number(double value) {
        if (value >= 100) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
    }

    /** {@return met, MISSED, or a dash} */
    String verdict() {
        return met == null ? NONE : met ? "met" : "**MISSED**";
    }
}
