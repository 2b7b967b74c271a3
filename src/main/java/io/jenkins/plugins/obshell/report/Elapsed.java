package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import java.time.Duration;
import java.time.Instant;

/** The time between two instants, either of which may be unknown. */
final class Elapsed {

    private Elapsed() {}

    /** {@return the time between them, or null if one of them is unknown or they are in the wrong order} */
    @Nullable
    static Duration between(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null || end.isBefore(start) ? null : Duration.between(start, end);
    }

    /** {@return the time between them for people, such as {@code 1m 30s}, or null as in {@link #between}} */
    @Nullable
    static String text(@Nullable Instant start, @Nullable Instant end) {
        Duration elapsed = between(start, end);
        return elapsed == null ? null : Durations.format(elapsed);
    }
}
