package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** What was sent to start something, without secrets. */
@ExportedBean(defaultVisibility = 3)
public final class RequestView {

    private final ObservedReport.Sent sent;

    RequestView(@NonNull ObservedReport.Sent sent) {
        this.sent = sent;
    }

    /** {@return the method and the path} */
    @Exported
    @Nullable
    public String getCall() {
        return sent.call();
    }

    /** {@return when, such as {@code 2026-01-31T12:00:00Z}} */
    @Exported
    @Nullable
    public String getTime() {
        return Objects.toString(sent.at(), null);
    }

    /** {@return when, for people} */
    @Nullable
    public Moment getMoment() {
        return Moment.of(sent.at());
    }

    /** {@return the body by the names of the API} */
    @Exported
    @NonNull
    public Map<String, String> getParameters() {
        return sent.parameters();
    }
}
