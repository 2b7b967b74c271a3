package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/**
 * What is known of an operation at one time.
 *
 * @param operation what the build stores
 * @param state     its last state, or null before its first turn
 * @param outcome   its outcome, or null if none is stored
 * @param report    what was observed
 * @param building  whether the build is still running
 * @param now       the time, by the clock of the controller
 */
record OperationSnapshot(
        StoredOperation operation,
        @Nullable OperationState state,
        @Nullable Outcome outcome,
        ObservedReport report,
        boolean building,
        Instant now) {

    static OperationSnapshot of(StoredOperation operation, ObservedReport report, boolean building, Instant now) {
        return new OperationSnapshot(operation, operation.state(), operation.outcome(), report, building, now);
    }

    boolean isRunning() {
        return outcome == null && building;
    }

    boolean isBackup() {
        return operation.isBackup();
    }

    boolean isConfiguration() {
        return "obshellBackupConfig".equals(operation.getStep());
    }

    /** {@return when it started, or null if it has had no turn} */
    @Nullable
    Instant start() {
        if (result().startTime() != null) {
            return result().startTime();
        }
        return report.tenants().stream()
                .map(TenantProgress::startTime)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(state == null ? null : state.begunAt());
    }

    /** {@return the result, empty if there is no outcome} */
    OperationResult result() {
        return outcome == null ? OperationResult.NONE : outcome.result();
    }
}
