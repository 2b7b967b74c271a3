package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;

/**
 * What a restore into a scratch tenant, or the drop of that tenant, knows.
 *
 * @param scratch  the tenant
 * @param backup   what is restored into it; null for a drop
 * @param retries  how often a failed DAG was given the operator {@code retry}
 * @param cancelAt when obshell was last asked to cancel the restore, by the local clock; or null
 * @param missesAt since when something is missing that should be there by now, by the local clock; or null
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record Drill(
        ScratchTenant scratch,
        @Nullable RestoredBackup backup,
        int retries,
        @Nullable Instant cancelAt,
        @Nullable Instant missesAt)
        implements DrillBuilder.With {

    private static final Duration PATIENCE_FOR_RECORDS = Duration.ofMinutes(1);

    static Drill of(ScratchTenant scratch, @Nullable RestoredBackup backup) {
        return new Drill(scratch, backup, 0, null, null);
    }

    /** {@return the same while something is missing} */
    Drill missing(Instant now) {
        return missesAt == null ? withMissesAt(now) : this;
    }

    /** {@return whether something was missing for longer than records are late} */
    boolean hasMissedTooLong(Instant now) {
        return Duration.between(missesAt, now).compareTo(PATIENCE_FOR_RECORDS) >= 0;
    }

    /** The names and ids by which things are found stay as they are. */
    Drill masked(RecordTextMapper texts) {
        return withBackup(texts.changed(backup));
    }

    Drill shifted(Duration by) {
        return with(it -> it.scratch(scratch.shifted(by))
                .cancelAt(OperationState.shifted(cancelAt, by))
                .missesAt(OperationState.shifted(missesAt, by)));
    }
}
