package io.jenkins.plugins.obshell.operation.result;

import java.util.List;

/**
 * The tenants that are left out of a list, since there are too many of them.
 *
 * @param count        how many
 * @param notCompleted how many of them have a backup that is not COMPLETED
 * @param inputBytes   bytes read for them
 * @param outputBytes  bytes written for them
 */
public record OmittedTenants(int count, int notCompleted, long inputBytes, long outputBytes) {

    /** {@return the sums of backups that are left out} */
    public static OmittedTenants of(List<TenantBackup> backups) {
        return new OmittedTenants(
                backups.size(),
                (int) backups.stream().filter(backup -> !backup.isCompleted()).count(),
                backups.stream().mapToLong(TenantBackup::inputBytes).sum(),
                backups.stream().mapToLong(TenantBackup::outputBytes).sum());
    }

    /** {@return the sums of these and others} */
    public OmittedTenants and(OmittedTenants others) {
        return new OmittedTenants(
                count + others.count,
                notCompleted + others.notCompleted,
                inputBytes + others.inputBytes,
                outputBytes + others.outputBytes);
    }
}
