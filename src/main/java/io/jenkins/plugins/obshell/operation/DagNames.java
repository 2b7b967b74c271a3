package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.BackupScope;
import java.util.Set;

/** The names that obshell gives to the DAGs of backups, by which they are found again. */
final class DagNames {

    private DagNames() {}

    static Set<String> ofConfiguration(BackupScope scope) {
        return Set.of("Set obcluster backup config" + suffix(scope));
    }

    static Set<String> ofBackup(BackupScope scope, BackupMode mode) {
        String kind = mode == BackupMode.FULL ? "full" : "increment";
        return Set.of("Obcluster start " + kind + " backup" + suffix(scope));
    }

    static Set<String> ofAnyBackup(BackupScope scope) {
        return Set.of(
                "Obcluster start full backup" + suffix(scope), "Obcluster start increment backup" + suffix(scope));
    }

    private static String suffix(BackupScope scope) {
        return scope.isAllTenants() ? "" : " for " + scope.tenant();
    }
}
