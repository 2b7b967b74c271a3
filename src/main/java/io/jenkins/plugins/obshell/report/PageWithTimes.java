package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;

/** A page that names the time zone of its times. */
public interface PageWithTimes {

    /**
     * @param timeZone the time zone of the user; null for that of the controller
     * @return the time zone of the times on the page, such as {@code Europe/Berlin}
     */
    @NonNull
    default String timeZone(@Nullable String timeZone) {
        return Moment.zone(timeZone).getId();
    }
}
