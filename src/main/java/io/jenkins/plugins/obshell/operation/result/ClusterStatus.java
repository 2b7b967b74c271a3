package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * How the tenants of a cluster are backed up.
 *
 * @param readAt         when the reading ended, by the clock of the controller
 * @param tenants        its user tenants, those that need attention first
 * @param omittedTenants how many tenants are left out of that list
 * @param tenantsListed  whether all tenants are known; if not, those that never had a backup are missing
 * @param recycleBin     why the tenants in the recycle bin are not known; null if they are, and then they are listed
 */
public record ClusterStatus(
        @NonNull Instant readAt,
        @NonNull List<TenantStatus> tenants,
        int omittedTenants,
        boolean tenantsListed,
        @Nullable Reading.Unknown recycleBin) {

    /** Copies the tenants. */
    public ClusterStatus {
        tenants = List.copyOf(tenants);
    }
}
