package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;

/**
 * A round of a tenant's log archive, or that there is none.
 *
 * @param tenant       its name
 * @param status       OceanBase's status of the round; null if there is no round, because log archiving was stopped, was
 *                     interrupted or was never started
 * @param roundId      the round, or null
 * @param since        from when on the log is archived without a gap, or null
 * @param archivedUpTo up to when the log is archived, or null if that is unknown
 * @param lagSeconds   how far that is behind the present, or null if that is unknown
 */
public record ArchiveState(
        String tenant,
        @Nullable String status,
        @Nullable String roundId,
        @Nullable Instant since,
        @Nullable Instant archivedUpTo,
        @Nullable Long lagSeconds) {

    /** {@return whether no log is being archived} */
    public boolean isHalted() {
        return status == null || "STOPPING".equals(status) || "SUSPEND".equals(status);
    }
}
