package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.SeparateBackups;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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

    /** The backup is over, or being cancelled. */
    private static final Set<Phase> NOTHING_TO_CANCEL = EnumSet.of(Phase.ARCHIVING, Phase.CANCELLING, Phase.OVER);

    static OperationSnapshot of(StoredOperation operation, ObservedReport report, boolean building, Instant now) {
        return new OperationSnapshot(operation, operation.state(), operation.outcome(), report, building, now);
    }

    boolean isRunning() {
        return outcome == null && building;
    }

    boolean isBackup() {
        return operation.isBackup();
    }

    /** {@return whether it is the restore or the drop of a drill} */
    boolean isDrill() {
        return operation.isRestore() || operation.isDrop();
    }

    boolean isConfiguration() {
        return "obshellBackupConfig".equals(operation.getStep());
    }

    /**
     * {@return when it started, or null if that is unknown; a backup starts when OceanBase says so, by its clock, not when the
     * step does, so that the time does not change later}
     */
    @Nullable
    Instant start() {
        boolean isToCome = isRunning() && !isConfiguration();
        Instant began = backupBegan();
        return began == null && state != null && !isToCome ? state.begunAt() : began;
    }

    /** {@return since when no endpoint has responded, or null if one does} */
    @Nullable
    Instant contactLostAt() {
        if (!isRunning() || state == null) {
            return null;
        }
        SeparateBackups separate = state.separate();
        if (state.contact().lostAt() != null || separate == null) {
            return state.contact().lostAt();
        }
        List<Instant> lost = separate.begun().stream()
                .map(begun -> begun.state().contact().lostAt())
                .toList();
        // One of them that has a response shows that an endpoint answers.
        return lost.isEmpty() || lost.contains(null) ? null : Collections.max(lost);
    }

    /** {@return whether asking obshell to cancel could end a backup that this step started} */
    boolean isCancellable() {
        return isBackup()
                && isRunning()
                && state != null
                && !state.backups().joined()
                && !NOTHING_TO_CANCEL.contains(state.phase());
    }

    /** {@return until when it has been running, by the clock of {@link #start()}; null if it has ended or that is unknown} */
    @Nullable
    Instant until() {
        if (!isRunning()) {
            return null;
        }
        return backupBegan() == null ? now : databaseNow();
    }

    /** {@return the time by OceanBase's clock, by which backups and DAGs are dated; null if that clock is unknown} */
    @Nullable
    Instant databaseNow() {
        return state == null ? null : state.databaseTime(now);
    }

    /** {@return when something was last observed, by OceanBase's clock; null if that is unknown} */
    @Nullable
    Instant databaseObservedAt() {
        return state == null ? null : state.databaseTime(report.observedAt());
    }

    @Nullable
    private Instant backupBegan() {
        if (result().startTime() != null) {
            return result().startTime();
        }
        return report.tenants().stream()
                .map(TenantProgress::startTime)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    /** {@return the result, empty if there is no outcome} */
    OperationResult result() {
        return outcome == null ? OperationResult.NONE : outcome.result();
    }
}
