package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.TimeZone;

/** An instant on a page: for people in their time zone, as everywhere in Jenkins, and for machines. */
public final class Moment {

    private static final DateTimeFormatter FOR_PEOPLE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private static final DateTimeFormatter TO_THE_MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private static final DateTimeFormatter IN_SHORT = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    private final Instant instant;

    private Moment(Instant instant) {
        this.instant = instant;
    }

    /** {@return the instant for a page, or null for null} */
    @Nullable
    static Moment of(@Nullable Instant instant) {
        return instant == null ? null : new Moment(instant);
    }

    /** {@return such as {@code 2026-01-31T12:00:00Z}} */
    @NonNull
    public String getIso() {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /**
     * @param timeZone the time zone of the user, such as {@code Europe/Berlin}; null for that of the controller
     * @return the time zone of the times on a page
     */
    @NonNull
    static ZoneId zone(@Nullable String timeZone) {
        return timeZone == null
                ? ZoneId.systemDefault()
                : TimeZone.getTimeZone(timeZone).toZoneId();
    }

    /**
     * @param timeZone the time zone of the user; null for that of the controller
     * @return such as {@code 2026-01-31 12:00:00}
     */
    @NonNull
    public String text(@Nullable String timeZone) {
        return FOR_PEOPLE.format(instant.atZone(zone(timeZone)));
    }

    /**
     * @param timeZone the time zone of the user; null for that of the controller
     * @return such as {@code 2026-01-31 12:00}
     */
    @NonNull
    String minuteText(@Nullable String timeZone) {
        return TO_THE_MINUTE.format(instant.atZone(zone(timeZone)));
    }

    /**
     * @param timeZone the time zone of the user; null for that of the controller
     * @return such as {@code 01-31 12:00:00}, for places beside a full time
     */
    @NonNull
    public String shortText(@Nullable String timeZone) {
        return IN_SHORT.format(instant.atZone(zone(timeZone)));
    }
}
