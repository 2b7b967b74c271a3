package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import java.time.Instant;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A backup, or the backups of an operation, with the points to which all of it can be restored. */
@ExportedBean(defaultVisibility = 5)
public abstract class RestorableView extends TimedView {

    RestorableView(@Nullable Instant startTime, @Nullable Instant endTime, @Nullable Instant until) {
        super(startTime, endTime, until);
    }

    /** {@return the points to which it can be restored, or null if they are not known} */
    @Nullable
    abstract RestoreWindow window();

    /** {@return the first point to which it can be restored, such as {@code 2026-01-31T12:30:00Z}, or null} */
    @Exported
    @Nullable
    public String getRestorableFrom() {
        return window() == null ? null : Objects.toString(window().from(), null);
    }

    /** {@return the last point to which it can be restored, such as {@code 2026-01-31T12:31:00Z}, or null} */
    @Exported
    @Nullable
    public String getRestorableTo() {
        return window() == null ? null : Objects.toString(window().to(), null);
    }

    /** {@return the last point to which it can be restored as an SCN, or null} */
    @Exported
    @Nullable
    public String getRestorePoint() {
        return window() == null ? null : Long.toString(window().toScn());
    }

    /** {@return the first point to which it can be restored, for people, or null} */
    @Nullable
    public Moment getRestorableSince() {
        return window() == null ? null : Moment.of(window().from());
    }

    /** {@return whether the points to which it can be restored are more than a second apart} */
    public boolean isRestorableSpan() {
        return window() != null
                && !getRestorableSince().getIso().equals(getRestorableUntil().getIso());
    }

    /** {@return the last point to which it can be restored, for people, or null} */
    @Nullable
    public Moment getRestorableUntil() {
        return window() == null ? null : Moment.of(window().to());
    }
}
