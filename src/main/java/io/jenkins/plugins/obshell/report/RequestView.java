package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import java.util.Map;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * A request that started something, without secrets, on a page and in the REST API.
 *
 * @param request what was observed
 */
@ExportedBean(defaultVisibility = 3)
public record RequestView(@NonNull ObservedReport.Request request) {

    /** {@return the method and the path} */
    @Exported
    @Nullable
    public String getCall() {
        return request.call();
    }

    /** {@return when it was sent, such as {@code 2026-01-31T12:00:00Z}} */
    @Exported
    @Nullable
    public String getTime() {
        return Objects.toString(request.at(), null);
    }

    /** {@return when it was sent, for people, or null} */
    @Nullable
    public Moment getMoment() {
        return Moment.of(request.at());
    }

    /** {@return the fields of the body} */
    @Exported
    @NonNull
    public Map<String, String> getParameters() {
        return request.parameters();
    }
}
