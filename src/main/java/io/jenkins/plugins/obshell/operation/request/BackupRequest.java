package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A backup to make. Checked when it is made.
 *
 * @param scope           one tenant, or all user tenants
 * @param mode            how much to copy
 * @param plusArchive     whether the archived log goes into the backup set
 * @param configuration   what to configure first, or null
 * @param ifBackupRunning {@code FAIL}, {@code WAIT} or {@code JOIN}
 * @param unlessNewerThan no backup is made where the last COMPLETED one ended less than this ago; null for always; one
 *                        tenant only, since obshell does not tell of tenants that have no backup at all
 * @param awaitEnd        whether to wait for the end; else the operation is over once the backup is started
 * @param timing          how long it may take
 */
public record BackupRequest(
        @NonNull BackupScope scope,
        @NonNull BackupMode mode,
        boolean plusArchive,
        @Nullable ConfigurationRequest configuration,
        @NonNull IfBackupRunning ifBackupRunning,
        @Nullable Duration unlessNewerThan,
        boolean awaitEnd,
        @NonNull Timing timing) {

    /**
     * @throws InvalidParametersException where obshell would refuse a value; all wrong ones are told
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
        if (!problems.isEmpty()) {
            throw new InvalidParametersException(problems);
        }
    }
}
