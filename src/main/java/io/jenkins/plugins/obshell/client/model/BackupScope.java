package io.jenkins.plugins.obshell.client.model;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * What a backup covers: one tenant, or all user tenants of the cluster.
 *
 * @param tenant the tenant's name, or null for all user tenants
 */
public record BackupScope(@Nullable String tenant) {

    /** All user tenants of the cluster. */
    public static final BackupScope ALL_TENANTS = new BackupScope(null);

    /**
     * @param tenant the name of a user tenant
     * @return that tenant alone
     */
    public static BackupScope tenant(@NonNull String tenant) {
        return new BackupScope(tenant);
    }

    /** {@return whether it is all user tenants} */
    public boolean isAllTenants() {
        return tenant == null;
    }
}
