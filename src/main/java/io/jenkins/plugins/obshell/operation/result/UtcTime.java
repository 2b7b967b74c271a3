package io.jenkins.plugins.obshell.operation.result;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time in messages and in the console. */
public final class UtcTime {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private UtcTime() {}

    /**
     * @param time a point in time
     * @return its date and time in UTC, to the second, such as {@code 2026-11-26 14:03:40}
     */
    public static String format(Instant time) {
        return SECONDS.format(time);
    }
}
