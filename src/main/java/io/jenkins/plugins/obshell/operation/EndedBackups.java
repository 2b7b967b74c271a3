package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;

/**
 * What came of the backups of tenants that have ended, of any number of tenants in limited room.
 *
 * @param completed how many were made and are COMPLETED
 * @param written   the bytes written by them
 * @param failures  a sentence on each of the first that failed
 * @param warnings  a sentence on each of the first that ended with a warning
 * @param started   the first that were started and not waited for, with their DAGs
 * @param leftOut   the names of the first that need no backup, because their last one is new enough
 * @param dropped   the names of the first that were dropped or renamed before their backup was begun
 * @param notBegun  the names of the first that were not begun before the end
 * @param result    what they found or made, the worst first
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record EndedBackups(
        int completed,
        long written,
        FirstFew failures,
        FirstFew warnings,
        FirstFew started,
        FirstFew leftOut,
        FirstFew dropped,
        FirstFew notBegun,
        OperationResult result)
        implements EndedBackupsBuilder.With {

    static final EndedBackups NONE = EndedBackupsBuilder.builder().build();

    /** What is missing in the stored text is empty. */
    public EndedBackups {
        failures = Objects.requireNonNullElse(failures, FirstFew.NONE);
        warnings = Objects.requireNonNullElse(warnings, FirstFew.NONE);
        started = Objects.requireNonNullElse(started, FirstFew.NONE);
        leftOut = Objects.requireNonNullElse(leftOut, FirstFew.NONE);
        dropped = Objects.requireNonNullElse(dropped, FirstFew.NONE);
        notBegun = Objects.requireNonNullElse(notBegun, FirstFew.NONE);
        result = Objects.requireNonNullElse(result, OperationResult.NONE);
    }

    /** {@return of how many tenants something came} */
    int count() {
        return completed + failures.count() + started.count() + leftOut.count() + dropped.count() + notBegun.count();
    }

    /** The same after a backup that is COMPLETED. */
    EndedBackups withCompleted(String tenant, Outcome outcome) {
        return ended(tenant, outcome)
                .with(it -> it.completed(completed + 1)
                        .written(written + outcome.result().outputBytes())
                        .warnings(warned(tenant, outcome)));
    }

    /** The same after a backup that failed, or of which nothing proves that there is one. */
    EndedBackups withFailed(String tenant, Outcome outcome) {
        return ended(tenant, outcome).withFailures(failures.and(reason(tenant, outcome)));
    }

    /** The same after a backup that was started and is not waited for. */
    EndedBackups withStarted(String tenant, Outcome outcome) {
        String dagId = outcome.result().dagId();
        return withResult(with(rows(tenant, outcome), null, null))
                .withStarted(started.and(dagId == null ? tenant : Messages.EndedBackups_dag(tenant, dagId)));
    }

    /** The same with a tenant whose last backup is new enough. */
    EndedBackups withLeftOut(String tenant, Outcome outcome) {
        return with(it -> it.leftOut(leftOut.and(tenant))
                .warnings(warned(tenant, outcome))
                .result(with(rows(tenant, outcome), null, null)));
    }

    /** The same with a tenant that was dropped or renamed before its backup was begun. */
    EndedBackups withDropped(String tenant) {
        return withDropped(dropped.and(tenant));
    }

    /** The same with tenants whose backup was not begun before the end. */
    EndedBackups withNotBegun(List<String> tenants) {
        FirstFew all = notBegun;
        for (String tenant : tenants) {
            all = all.and(tenant);
        }
        return withNotBegun(all);
    }

    EndedBackups masked(RecordTextMapper texts) {
        return texts.changed(this);
    }

    private EndedBackups ended(String tenant, Outcome outcome) {
        OperationResult backup = outcome.result();
        return withResult(with(rows(tenant, outcome), backup.startTime(), backup.endTime()));
    }

    private FirstFew warned(String tenant, Outcome outcome) {
        return outcome.verdict() == Verdict.WARNING
                ? warnings.and(Messages.EndedBackups_of(tenant, outcome.message()))
                : warnings;
    }

    private static String reason(String tenant, Outcome outcome) {
        List<TenantBackup> rows = outcome.result().tenants();
        boolean isOfRecord =
                rows.size() == 1 && !rows.get(0).isCompleted() && rows.get(0).endTime() != null;
        return isOfRecord ? BackupVerdict.end(rows.get(0)) + "." : Messages.EndedBackups_of(tenant, outcome.message());
    }

    /** A tenant without a record has a row, too. */
    private static OperationResult rows(String tenant, Outcome outcome) {
        OperationResult found = outcome.result();
        return found.tenants().isEmpty() ? found.with(List.of(TenantBackup.unknown(tenant)), null) : found;
    }

    private OperationResult with(OperationResult other, @Nullable Instant start, @Nullable Instant end) {
        List<TenantBackup> tenants = new ArrayList<>(result.tenants());
        tenants.addAll(other.tenants());
        return TurnLimits.tenants(new OperationResult(
                null,
                null,
                status(tenants),
                either(result.startTime(), start, (one, two) -> one.isBefore(two) ? one : two),
                either(result.endTime(), end, (one, two) -> one.isAfter(two) ? one : two),
                TurnLimits.worstFirst(tenants.stream()),
                result.omitted(),
                either(result.restorable(), other.restorable(), RestoreWindow::and)));
    }

    /** {@return the status of the first that is not COMPLETED; null if that one has none} */
    @Nullable
    private static String status(List<TenantBackup> tenants) {
        for (TenantBackup backup : tenants) {
            if (!backup.isCompleted()) {
                return backup.status();
            }
        }
        return BackupTask.COMPLETED;
    }

    @Nullable
    private static <T> T either(@Nullable T one, @Nullable T other, BinaryOperator<T> both) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return both.apply(one, other);
    }

    /** {@return the end of them all} */
    Outcome outcome() {
        List<String> sentences = new ArrayList<>();
        int without = failures.count() + notBegun.count();
        if (without > 0) {
            sentences.add(Messages.EndedBackups_failed(without, count(), failures.joined(" ")));
        }
        if (notBegun.count() > 0) {
            sentences.add(Messages.EndedBackups_notBegun(notBegun.joined(", ")));
        }
        if (completed > 0) {
            sentences.add(
                    Messages.EndedBackups_completed(completed, BackupVerdict.duration(result), Bytes.format(written)));
        }
        if (started.count() > 0) {
            sentences.add(Messages.EndedBackups_started(started.joined(", ")));
        }
        if (leftOut.count() > 0) {
            sentences.add(Messages.EndedBackups_leftOut(leftOut.joined(", ")));
        }
        if (dropped.count() > 0) {
            sentences.add(Messages.EndedBackups_dropped(dropped.joined(", ")));
        }
        if (warnings.count() > 0) {
            sentences.add(warnings.joined(" "));
        }
        Outcome outcome = new Outcome(verdict(), String.join(" ", sentences), result);
        return outcome.verdict() == Verdict.FAILURE ? outcome : ArchiveWait.withWindow(outcome);
    }

    private Verdict verdict() {
        if (failures.count() + notBegun.count() > 0) {
            return Verdict.FAILURE;
        }
        return warnings.count() > 0 ? Verdict.WARNING : Verdict.SUCCESS;
    }
}
