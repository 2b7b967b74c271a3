package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** When an operation started and ended, and how long it took, on a page. */
public final class TimesView {

    private final OperationSnapshot snapshot;

    TimesView(@NonNull OperationSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** {@return when it started, for people, or null} */
    @Nullable
    public Moment getStarted() {
        return Moment.of(start());
    }

    /** {@return when it ended, for people, or null} */
    @Nullable
    public Moment getEnded() {
        return Moment.of(end());
    }

    /** {@return how long it took, or has been running; null if unknown} */
    @Nullable
    public String getTook() {
        Duration took = took();
        return took == null ? null : Durations.format(took);
    }

    /** {@return when something was last observed, or null} */
    @Nullable
    public Moment getObserved() {
        return Moment.of(snapshot.report().observedAt());
    }

    @Nullable
    Instant start() {
        if (snapshot.result().startTime() != null) {
            return snapshot.result().startTime();
        }
        return snapshot.report().tenants().stream()
                .map(TenantProgress::startTime)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(snapshot.state() == null ? null : snapshot.state().begunAt());
    }

    @Nullable
    Instant end() {
        return snapshot.result().endTime();
    }

    @Nullable
    Duration took() {
        if (snapshot.outcome() != null && end() == null) {
            return tookOfLastDag();
        }
        return TimedView.between(start(), snapshot.isRunning() ? snapshot.now() : end());
    }

    @Nullable
    private Duration tookOfLastDag() {
        List<DagSnapshot> dags = snapshot.report().dags();
        DagSnapshot last = dags.isEmpty() ? null : dags.get(dags.size() - 1);
        return last == null ? null : TimedView.between(last.startTime(), last.endTime());
    }
}
