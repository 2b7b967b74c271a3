package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** Something that starts and ends, on a page and in the REST API. */
@ExportedBean(defaultVisibility = 5)
public abstract class TimedView {

    private final Instant startTime;
    private final Instant endTime;
    private final Instant until;

    /**
     * @param startTime when it started, or null before
     * @param endTime   when it ended, or null before
     * @param until     until when it is known to be running if it has not ended, or null
     */
    TimedView(@Nullable Instant startTime, @Nullable Instant endTime, @Nullable Instant until) {
        this.startTime = startTime;
        this.endTime = endTime;
        this.until = until;
    }

    /** {@return when it started, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Exported
    @Nullable
    public String getStartTime() {
        return Objects.toString(startTime, null);
    }

    /** {@return when it ended, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Exported
    @Nullable
    public String getEndTime() {
        return Objects.toString(endTime, null);
    }

    /** {@return when it started, for people, or null} */
    @Nullable
    public Moment getStarted() {
        return Moment.of(startTime);
    }

    /** {@return when it ended, for people, or null} */
    @Nullable
    public Moment getEnded() {
        return Moment.of(endTime);
    }

    /** {@return how long it took, or has been running; null before it starts or if unknown} */
    @Nullable
    public String getTook() {
        return format(took());
    }

    @Nullable
    Duration took() {
        return between(startTime, endTime == null ? until : endTime);
    }

    /** {@return the time between them, or null if one of them is unknown or they are in the wrong order} */
    @Nullable
    static Duration between(@Nullable Instant start, @Nullable Instant end) {
        return start == null || end == null || end.isBefore(start) ? null : Duration.between(start, end);
    }

    /** {@return a time for people, such as {@code 1m 30s}, or null for null} */
    @Nullable
    static String format(@Nullable Duration took) {
        return took == null ? null : Durations.format(took);
    }
}
