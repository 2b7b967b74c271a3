package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What a DAG, a node and a sub-task have in common: an HTML element, a state in obshell's words, and the axis of the DAG. */
@ExportedBean(defaultVisibility = 5)
public abstract class DagElementView extends TimedView {

    static final String FAILED = "FAILED";
    static final String PENDING = "PENDING";
    static final String RUNNING = "RUNNING";
    static final String SUCCEED = "SUCCEED";

    private final String elementId;
    private final String state;
    private final TimeAxis axis;
    private final double barStart;
    private final double barWidth;

    DagElementView(
            String elementId,
            @Nullable String state,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            TimeAxis axis) {
        super(startTime, endTime, axis.to());
        this.elementId = elementId;
        this.state = state;
        this.axis = axis;
        this.barStart = Math.min(99, axis.position(startTime == null ? axis.to() : startTime));
        this.barWidth = startTime == null ? 0 : Math.max(1, axis.position(endTime) - barStart);
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

    /** {@return where its bar begins on the axis of the DAG, 0 to 99} */
    @NonNull
    public String getBarStart() {
        return Svg.number(barStart);
    }

    /** {@return how long its bar is: 0 before the start, and then from 1, so that it can be seen, to 100} */
    @NonNull
    public String getBarWidth() {
        return Svg.number(barWidth);
    }

    TimeAxis axis() {
        return axis;
    }
}
