package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup to make. The parameters are checked by the constructor.
 *
 * @param tenants         whose backup; without a configuration if there are several
 * @param mode            how much to copy
 * @param plusArchive     whether the backup set includes the archived log
 * @param configuration   what to configure first, or null
 * @param ifBackupRunning {@code FAIL}, {@code WAIT} or {@code JOIN}
 * @param unlessNewerThan no backup is made if the last COMPLETED one of the same kind or fuller is newer than this; null to
 *                        make one always. Each tenant has its own last one
 * @param restorableWithin how long the log archive may take to pass the backup; zero to leave it unchecked; null to warn if it
 *                        has not passed within ten minutes
 * @param awaitEnd        whether to wait for the end; otherwise the operation ends once the backup is started
 * @param timing          its deadline and patience
 */
public record BackupRequest(
        @NonNull TenantSelection tenants,
        @NonNull BackupMode mode,
        boolean plusArchive,
        @Nullable ConfigurationRequest configuration,
        @NonNull IfBackupRunning ifBackupRunning,
        @Nullable Duration unlessNewerThan,
        @Nullable Duration restorableWithin,
        boolean awaitEnd,
        @NonNull Timing timing) {

    /**
     * @throws InvalidParametersException if obshell would refuse a value, with a sentence for each
     */
    public BackupRequest {
        List<String> problems = new ArrayList<>(tenants.problems());
        if (ifBackupRunning == IfBackupRunning.INTERRUPT) {
            problems.add(Messages.BackupRequest_interrupt());
        }
        InvalidParametersException.throwIfAny(problems);
    }

    /** {@return what the backup covers, if it is made by one DAG} */
    public BackupScope scope() {
        return tenants.scope();
    }

    /** {@return whether the tenants are backed up one by one, or only some of them may need a backup} */
    public boolean isSeparate() {
        return scope().isAllTenants() && (!tenants.isAll() || unlessNewerThan != null);
    }

    /** {@return the same for one of the tenants} */
    public BackupRequest of(@NonNull String tenant) {
        return of(TenantSelection.of(BackupScope.tenant(tenant)), unlessNewerThan);
    }

    /** {@return the same for all tenants together, whatever backups they have} */
    public BackupRequest ofAllTogether() {
        return of(TenantSelection.ALL, null);
    }

    private BackupRequest of(TenantSelection selection, @Nullable Duration newerThan) {
        return new BackupRequest(
                selection,
                mode,
                plusArchive,
                configuration,
                ifBackupRunning,
                newerThan,
                restorableWithin,
                awaitEnd,
                timing);
    }
}
