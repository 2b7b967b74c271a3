package io.jenkins.plugins.obshell.operation.result;

import java.util.Locale;

/** Amounts of data for people. */
public final class Bytes {

    private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private Bytes() {}

    /**
     * @param bytes how many
     * @return with a binary unit and at most one decimal, such as {@code 1.5 GiB}
     */
    public static String format(double bytes) {
        double amount = Math.max(0, bytes);
        int unit = 0;
        while (amount >= 1024 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }
}
