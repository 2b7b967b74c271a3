package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.SqlAddress;
import java.time.Instant;

/**
 * A backup that is restored into a scratch tenant.
 *
 * @param tenant      the tenant that was backed up
 * @param backupSetId its backup set
 * @param backupJobId the job of the backup
 * @param scn         the point that is restored, in nanoseconds since 1970
 * @param time        the same as a real time
 * @param fromVersion OceanBase's version where the tenant was backed up
 * @param toVersion   OceanBase's version where it is restored
 * @param bytes       how much is restored, 0 until known
 * @param sqlAddress  where the scratch tenant takes SQL; null until it has succeeded, or if obshell does not tell
 */
public record RestoredBackup(
        @Nullable String tenant,
        @Nullable String backupSetId,
        @Nullable String backupJobId,
        long scn,
        Instant time,
        @Nullable String fromVersion,
        @Nullable String toVersion,
        long bytes,
        @Nullable SqlAddress sqlAddress) {

    /** {@return the same with the version of the cluster that it is restored into} */
    public RestoredBackup into(@Nullable String version) {
        return new RestoredBackup(tenant, backupSetId, backupJobId, scn, time, fromVersion, version, bytes, sqlAddress);
    }

    /** {@return the same after it was restored} */
    public RestoredBackup restored(long size, @Nullable SqlAddress address) {
        return new RestoredBackup(tenant, backupSetId, backupJobId, scn, time, fromVersion, toVersion, size, address);
    }
}
