package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.build.ObservedReport;
import java.time.Instant;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * The progress of an operation at one time, in the REST API.
 *
 * @param sample what was observed
 */
@ExportedBean(defaultVisibility = 3)
public record SampleView(@NonNull ObservedReport.Sample sample) {

    /** {@return the time, such as {@code 2026-01-31T12:00:00Z}} */
    @Exported
    @NonNull
    public String getTime() {
        return Instant.ofEpochSecond(sample.second()).toString();
    }

    /** {@return the number of tablets copied} */
    @Exported
    public long getFinishTablets() {
        return sample.finishTablets();
    }

    /** {@return the number of tablets to copy} */
    @Exported
    public long getTablets() {
        return sample.tablets();
    }

    /** {@return the number of bytes written} */
    @Exported
    public long getOutputBytes() {
        return sample.outputBytes();
    }
}
