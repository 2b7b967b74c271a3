package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How a tenant is backed up.
 *
 * @param tenant        its name, or its id if the name is unknown
 * @param tenantId      its id, or null if it is unknown
 * @param presence      whether it is in use; if it is not, nothing else is known
 * @param newestStatus  OceanBase's status of its newest backup, which may still be running; null if there is none or it is
 *                      unknown
 * @param lastCompleted its last COMPLETED backup, with the points to which it can be restored if they are known
 * @param endedAt       the real time at which that ended; null if it is unknown
 * @param age           how long before the reading that was; null if it is unknown
 * @param restorable    whether that backup can be restored
 * @param archive       the rounds of its log archive; one without a status if the log is not being archived
 * @param destinations  where it is backed up to
 */
public record TenantStatus(
        @NonNull String tenant,
        @Nullable String tenantId,
        @NonNull Presence presence,
        @Nullable String newestStatus,
        @NonNull Reading<TenantBackup> lastCompleted,
        @Nullable Instant endedAt,
        @Nullable Duration age,
        @NonNull Restorable restorable,
        @NonNull Reading<List<ArchiveState>> archive,
        @NonNull Reading<StorageConfig> destinations) {

    /** Whether a tenant is in use. */
    public enum Presence {
        /** It is. */
        IN_USE,
        /** It is being restored from a backup. */
        BEING_RESTORED,
        /** It is in the recycle bin. */
        RECYCLED,
        /** It was dropped while the cluster was being read. */
        DROPPED
    }

    /** Whether the last COMPLETED backup can be restored. */
    public enum Restorable {
        /** It can. */
        YES,
        /** The log archive has not passed it yet. */
        NOT_YET,
        /** The log archive will never cover it, because no log is being archived. */
        NO_ARCHIVE,
        /** The log archive will never cover it, because its round began after the backup. */
        NEW_ROUND,
        /** There is no such backup. */
        NO_BACKUP,
        /** That is not known. */
        UNKNOWN
    }

    /**
     * @param tenant   its name
     * @param tenantId its id, or null if it is unknown
     * @param presence why nothing was read of it
     * @return a tenant that is not in use
     */
    @NonNull
    public static TenantStatus notInUse(@NonNull String tenant, @Nullable String tenantId, @NonNull Presence presence) {
        return new TenantStatus(
                tenant,
                tenantId,
                presence,
                null,
                Reading.known(null),
                null,
                null,
                Restorable.NO_BACKUP,
                Reading.known(null),
                Reading.known(null));
    }
}
