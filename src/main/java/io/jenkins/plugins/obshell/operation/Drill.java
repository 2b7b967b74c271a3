package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
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
public record Drill(
        ScratchTenant scratch,
        @Nullable RestoredBackup backup,
        int retries,
        @Nullable Instant cancelAt,
        @Nullable Instant missesAt) {

    static Drill of(ScratchTenant scratch, @Nullable RestoredBackup backup) {
        return new Drill(scratch, backup, 0, null, null);
    }

    Drill with(ScratchTenant known) {
        return new Drill(known, backup, retries, cancelAt, missesAt);
    }

    Drill with(RestoredBackup known) {
        return new Drill(scratch, known, retries, cancelAt, missesAt);
    }

    Drill retried() {
        return new Drill(scratch, backup, retries + 1, cancelAt, missesAt);
    }

    Drill cancelledAt(Instant now) {
        return new Drill(scratch, backup, retries, now, missesAt);
    }

    Drill missingSince(@Nullable Instant since) {
        return new Drill(scratch, backup, retries, cancelAt, since);
    }

    /** The names and ids by which things are found stay as they are. */
    Drill masked(RecordTextMapper texts) {
        return with(texts.changed(backup));
    }

    Drill shifted(Duration by) {
        return new Drill(
                scratch.shifted(by),
                backup,
                retries,
                OperationState.shifted(cancelAt, by),
                OperationState.shifted(missesAt, by));
    }
}
