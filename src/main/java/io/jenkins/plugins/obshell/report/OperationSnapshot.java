package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.time.Instant;

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
        @NonNull StoredOperation operation,
        @Nullable OperationState state,
        @Nullable Outcome outcome,
        @NonNull ObservedReport report,
        boolean building,
        @NonNull Instant now) {

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

    /** {@return the result, empty if there is no outcome} */
    @NonNull
    OperationResult result() {
        return outcome == null ? OperationResult.NONE : outcome.result();
    }
}
