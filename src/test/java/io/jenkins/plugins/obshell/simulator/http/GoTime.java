package io.jenkins.plugins.obshell.simulator.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Times as obshell writes them: RFC 3339, up to nine digits without trailing zeros, with an offset.
 *
 * @param offset that they are written with
 * @param databaseOffset how far times of the database are off, because its time zone is not that of obshell's host
 */
public record GoTime(ZoneOffset offset, Duration databaseOffset) {

    /** "Not yet". */
    static final String ZERO = "0001-01-01T00:00:00Z";

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .appendOffset("+HH:MM", "Z")
            .toFormatter(Locale.ROOT);

    /** A moment of the server's own clock, or the zero time. */
    String now(Instant instant) {
        return instant == null ? ZERO : FORMAT.format(instant.atOffset(offset));
    }

    /** A moment that went through the database, which keeps microseconds, or the zero time. */
    String stored(Instant instant) {
        return instant == null ? ZERO : now(instant.plus(databaseOffset).truncatedTo(ChronoUnit.MICROS));
    }
}
