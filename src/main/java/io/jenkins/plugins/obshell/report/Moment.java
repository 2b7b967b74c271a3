package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** An instant on a page: for people in the time zone of the controller, and for machines. */
public final class Moment {

    private static final DateTimeFormatter FOR_PEOPLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss z", Locale.ROOT);

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

    /** {@return such as {@code 2026-01-31 12:00:00 UTC}} */
    @NonNull
    public String getText() {
        return FOR_PEOPLE.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** {@return such as {@code 01-31 12:00:00}, for places beside a full time} */
    @NonNull
    public String getShortText() {
        return IN_SHORT.format(instant.atZone(ZoneId.systemDefault()));
    }
}
