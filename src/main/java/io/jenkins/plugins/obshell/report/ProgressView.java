package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport.Sample;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The progress of an operation on a page: percent, tablets, bytes, rate and remaining time of all tenants together.
 *
 * @param snapshot  what is known of the operation
 * @param tenants   its tenants
 * @param completed whether its backup is COMPLETED
 */
public record ProgressView(
        @NonNull OperationSnapshot snapshot, @NonNull OperationTenants tenants, boolean completed) {

    private static final double LEAST_TO_EXTRAPOLATE = 0.02;
    private static final Sample NOTHING = new Sample(0, 0, 0, 0);

    /** {@return whether OceanBase has reported amounts of data} */
    public boolean isMeasured() {
        return !tenants.views().isEmpty();
    }

    /** {@return how much is done, 0 to 100; -1 if unknown} */
    public int getPercent() {
        if (completed) {
            return 100;
        }
        return last().tablets() <= 0 ? -1 : TenantProgress.percent(last().finishTablets(), last().tablets());
    }

    /** {@return the number of bytes written, for people} */
    @NonNull
    public String getWritten() {
        return Bytes.format(tenants.outputBytes());
    }

    /** {@return percent, tablets, bytes, rate and remaining time in one line, as far as they are known} */
    @NonNull
    public String getText() {
        List<String> parts = new ArrayList<>();
        if (last().tablets() > 0) {
            parts.add(getPercent() + "%");
            parts.add(Messages.ProgressView_tablets(
                    Long.toString(last().finishTablets()), Long.toString(last().tablets())));
        }
        parts.add(Messages.ProgressView_written(getWritten()));
        long rate = snapshot.report().tenants().stream()
                .mapToLong(TenantProgress::bytesPerSecond)
                .sum();
        if (snapshot.isRunning() && rate > 0) {
            parts.add(Bytes.format(rate) + "/s");
        }
        Duration remaining = remaining();
        if (remaining != null && !remaining.isZero()) {
            parts.add(Messages.ProgressView_remaining(Durations.format(remaining)));
        }
        return String.join(" · ", parts);
    }

    /** Only from samples, which all have the time of the controller. The clock of OceanBase may differ. */
    @Nullable
    private Duration remaining() {
        List<Sample> samples = snapshot.report().samples();
        if (!snapshot.isRunning() || samples.isEmpty()) {
            return null;
        }
        Sample first = samples.get(0);
        long copied = last().finishTablets() - first.finishTablets();
        long toCopy = last().tablets() - last().finishTablets();
        if (toCopy <= 0 || copied < last().tablets() * LEAST_TO_EXTRAPOLATE) {
            return null;
        }
        return Duration.ofSeconds((long) ((double) (last().second() - first.second()) / copied * toCopy));
    }

    /** {@return a chart of the bytes written over time as SVG; empty if there are fewer than two samples} */
    @NonNull
    public String getChart() {
        return BytesChart.draw(snapshot.report().samples());
    }

    private Sample last() {
        List<Sample> samples = snapshot.report().samples();
        return samples.isEmpty() ? NOTHING : samples.get(samples.size() - 1);
    }
}
