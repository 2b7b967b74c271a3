package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The wait for the log archive to pass backups that are COMPLETED.
 *
 * @param backup     the outcome apart from the archive
 * @param until      when to stop waiting, by the local clock
 * @param required   whether the operation fails unless the backups are shown to be restorable; otherwise it warns
 * @param restoreTo  the time to which it must be possible to restore, by the clock of obshell's host; null for the end of each
 *                   backup
 * @param maxLagMillis how far the archive may lag behind, or null
 * @param pending    the log that is still needed, of each tenant
 * @param reportedAt when the wait was last reported, by the local clock; or null
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record AwaitedArchive(
        Outcome backup,
        Instant until,
        boolean required,
        @Nullable Instant restoreTo,
        @Nullable Long maxLagMillis,
        List<LogNeed> pending,
        @Nullable Instant reportedAt)
        implements AwaitedArchiveBuilder.With {

    /** Copies the list; null is empty. */
    public AwaitedArchive {
        pending = pending == null ? List.of() : List.copyOf(pending);
    }

    AwaitedArchive with(Outcome changed, List<LogNeed> left) {
        return with(it -> it.backup(changed).pending(left));
    }

    /** The names, by which the archives of tenants are read, stay as they are. */
    AwaitedArchive masked(RecordTextMapper texts) {
        return with(
                texts.changed(backup),
                pending.stream().map(need -> need.masked(texts)).toList());
    }

    AwaitedArchive shifted(Duration by) {
        return with(it -> it.until(until.plus(by)).reportedAt(OperationState.shifted(reportedAt, by)));
    }

    /** The outcome if it cannot be told whether the backups can be restored. */
    Outcome undecided(String why) {
        return new Outcome(required ? Verdict.FAILURE : Verdict.WARNING, backup.message() + " " + why, backup.result());
    }
}
