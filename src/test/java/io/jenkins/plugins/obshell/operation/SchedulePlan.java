package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.request.Timing;
import java.time.Duration;
import java.util.List;

/**
 * What a schedule asks for.
 *
 * @param benign     whether it holds only what a backup must survive
 * @param hasHistory whether the obshells list earlier backups
 * @param clocksAgree whether OceanBase's clock is that of the obshells
 * @param configured whether the tenants have destinations before
 * @param request    the backup to make
 * @param secrets    the password of the backup set, if it has one
 * @param calmTurns  how many turns pass before anything happens between two of them
 */
record SchedulePlan(
        boolean benign,
        boolean hasHistory,
        boolean clocksAgree,
        boolean configured,
        BackupRequest request,
        SecretSource secrets,
        int calmTurns) {

    static final String ENCRYPTION_PASSWORD = "encryption-password";

    private static final SecretSource ENCRYPTING = new FixedSecrets(ENCRYPTION_PASSWORD, null);

    static SchedulePlan draw(ScheduleDraws draws, boolean hasHistory, boolean clocksAgree) {
        boolean benign = draws.chance(35);
        BackupScope scope = draws.chance(30) ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
        Timing timing = timing(draws, benign);
        boolean configured = draws.chance(75);
        BackupRequest request = request(draws, benign, hasHistory, scope, timing, configured);
        SecretSource secrets = draws.chance(30) ? ENCRYPTING : SecretSource.NONE;
        return new SchedulePlan(
                benign, hasHistory, clocksAgree, configured || scope.isAllTenants(), request, secrets, draws.below(4));
    }

    private static Timing timing(ScheduleDraws draws, boolean benign) {
        if (benign) {
            return new Timing(Duration.ofHours(6), Duration.ofSeconds(60), Duration.ofHours(4));
        }
        return new Timing(
                draws.between(Duration.ofSeconds(20), Duration.ofHours(3)),
                draws.between(Duration.ofSeconds(20), Duration.ofMinutes(2)),
                draws.between(Duration.ZERO, Duration.ofMinutes(20)));
    }

    private static BackupRequest request(
            ScheduleDraws draws,
            boolean benign,
            boolean hasHistory,
            BackupScope scope,
            Timing timing,
            boolean configured) {
        // An obshell that cannot report its destinations keeps those that it has, so there they are the ones that are
        // asked for.
        String root = hasHistory ? "file:///backup" : "file:///data/backup/tenant1";
        ConfigurationRequest first = configured && draws.chance(80) || scope.isAllTenants()
                ? null
                : new ConfigurationRequest(
                        scope,
                        new BackupSettingsBuilder()
                                .dataBaseUri(root + "/data")
                                .archiveBaseUri(root + "/archive")
                                .build(),
                        draws.chance(50) ? IfBackupRunning.FAIL : IfBackupRunning.WAIT,
                        draws.chance(50),
                        false,
                        timing);
        IfBackupRunning ifRunning = benign
                ? IfBackupRunning.WAIT
                : draws.any(List.of(IfBackupRunning.FAIL, IfBackupRunning.WAIT, IfBackupRunning.JOIN));
        boolean oneByOne = scope.isAllTenants() && hasHistory && draws.chance(50);
        return new BackupRequest(
                oneByOne
                        ? new TenantSelection(null, List.of("tenant1", "tenant2"), List.of())
                        : TenantSelection.of(scope),
                draws.chance(80) ? BackupMode.FULL : BackupMode.INCREMENTAL,
                draws.chance(20),
                first,
                ifRunning,
                null,
                Duration.ZERO,
                benign || draws.chance(95),
                timing);
    }

    BackupScope scope() {
        return request.scope();
    }

    Timing timing() {
        return request.timing();
    }

    boolean configuresFirst() {
        return request.configuration() != null;
    }
}
