package io.jenkins.plugins.obshell.metrics;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The last COMPLETED backup of a tenant that a build has reported.
 *
 * @param end             the moment of the data in it, or when it ended if OceanBase does not say
 * @param restorableUntil the last point to which it can be restored, as far as the build knew; or null
 * @param duration        how long it took, or null if that is unknown
 * @param bytes           how much it wrote
 */
record LastBackup(
        Instant end,
        @Nullable Instant restorableUntil,
        @Nullable Duration duration,
        long bytes) {

    /** {@return the backup if it is COMPLETED and dated} */
    static Optional<LastBackup> of(TenantBackup backup) {
        Instant end = backup.endScn() > 0 ? Instant.ofEpochSecond(0, backup.endScn()) : backup.endTime();
        if (!backup.isCompleted() || end == null) {
            return Optional.empty();
        }
        return Optional.of(new LastBackup(
                end,
                backup.restorable() == null ? null : backup.restorable().to(),
                backup.startTime() == null || backup.endTime() == null
                        ? null
                        : Duration.between(backup.startTime(), backup.endTime()),
                backup.outputBytes()));
    }

    /** {@return the newer of two; of two reports of the same one, that with the later restore point} */
    LastBackup or(LastBackup other) {
        int order = end.compareTo(other.end);
        boolean isOtherNewer = order == 0
                ? other.restorableUntil != null
                        && (restorableUntil == null || other.restorableUntil.isAfter(restorableUntil))
                : order < 0;
        return isOtherNewer ? other : this;
    }
}
