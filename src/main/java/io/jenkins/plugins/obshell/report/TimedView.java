package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a DAG, a node and a sub-task have in common: an element on the page, a state, a start and an end. */
@ExportedBean(defaultVisibility = 5)
public abstract class TimedView {

    static final String FAILED = "FAILED";
    static final String PENDING = "PENDING";
    static final String RUNNING = "RUNNING";
    static final String SUCCEED = "SUCCEED";

    private final String elementId;
    private final String state;
    private final Instant startTime;
    private final Instant endTime;
    private final TimeAxis axis;

    TimedView(
            @NonNull String elementId,
            @Nullable String state,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            @NonNull TimeAxis axis) {
        this.elementId = elementId;
        this.state = state;
        this.startTime = startTime;
        this.endTime = endTime;
        this.axis = axis;
    }

    /** {@return the id of its HTML element} */
    @NonNull
    public String getElementId() {
        return elementId;
    }

    /** {@return its state in obshell's words; {@code PENDING} if obshell reports none} */
    @Exported
    @NonNull
    public String getState() {
        return Objects.requireNonNullElse(state, PENDING);
    }

    /** {@return whether it succeeded} */
    public boolean isSucceeded() {
        return SUCCEED.equals(state);
    }

    /** {@return whether it failed} */
    public boolean isFailed() {
        return FAILED.equals(state);
    }

    /** {@return its state in lower-case letters, for the style sheet} */
    @NonNull
    public String getStyle() {
        return getState().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
    }

    /** {@return the Jenkins symbol for its state} */
    @NonNull
    public String getIcon() {
        return StateIcons.of(getState());
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

    /** {@return how long it took, or has been running; null before it starts} */
    @Nullable
    public String getTook() {
        return Elapsed.text(startTime, endTime == null ? axis.to() : endTime);
    }

    TimeAxis axis() {
        return axis;
    }
}
