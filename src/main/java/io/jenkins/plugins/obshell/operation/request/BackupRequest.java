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
 * @param scope           one tenant, or all user tenants
 * @param mode            how much to copy
 * @param plusArchive     whether the backup set includes the archived log
 * @param configuration   what to configure first, or null
 * @param ifBackupRunning {@code FAIL}, {@code WAIT} or {@code JOIN}
 * @param unlessNewerThan no backup is made if the last COMPLETED one of the same kind or fuller is newer than this; null to
 *                        make one always. For one tenant only, because obshell does not report tenants without any backup
 * @param restorableWithin how long the log archive may take to pass the backup; zero to leave it unchecked; null to warn if it
 *                        has not passed within ten minutes
 * @param awaitEnd        whether to wait for the end; otherwise the operation ends once the backup is started
 * @param timing          its deadline and patience
 */
public record BackupRequest(
        @NonNull BackupScope scope,
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
        List<String> problems = new ArrayList<>();
        ParameterRules.tenant(scope.tenant()).ifPresent(problems::add);
        if (ifBackupRunning == IfBackupRunning.INTERRUPT) {
            problems.add(Messages.BackupRequest_interrupt());
        }
        if (scope.isAllTenants() && unlessNewerThan != null) {
            problems.add(Messages.BackupRequest_newerOfAllTenants());
        }
        InvalidParametersException.throwIfAny(problems);
    }
}
