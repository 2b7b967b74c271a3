package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import java.util.List;
import java.util.function.Predicate;

/** The names that obshell gives to its DAGs. It spells a tenant as the database does, whatever the request says. */
final class DagNames {

    private static final String CONFIGURATION = "Set obcluster backup config";
    private static final String FULL = "Obcluster start full backup";
    private static final String INCREMENTAL = "Obcluster start increment backup";
    private static final List<String> UPGRADES = List.of("OB rolling upgrade", "OB stop service upgrade");
    private static final String RESTORE = "Restore backup_";
    private static final String DROP = "Drop tenant";
    private static final String FOR = " for ";

    private DagNames() {}

    static Predicate<String> ofConfiguration(BackupScope scope) {
        return (CONFIGURATION + suffix(scope))::equalsIgnoreCase;
    }

    static Predicate<String> ofBackup(BackupScope scope, BackupMode mode) {
        return ((mode == BackupMode.FULL ? FULL : INCREMENTAL) + suffix(scope))::equalsIgnoreCase;
    }

    /** Every DAG that backs up a tenant of the scope, even if it covers more or less than the scope. */
    static Predicate<String> ofAnyBackup(BackupScope scope) {
        return name -> isBackup(name) && concerns(scope, name);
    }

    /** Every DAG that sets the destinations of a tenant of the scope. */
    static Predicate<String> ofAnyConfiguration(BackupScope scope) {
        return name -> isConfiguration(name) && concerns(scope, name);
    }

    static boolean isBackup(@Nullable String name) {
        return name != null && (name.startsWith(FULL) || name.startsWith(INCREMENTAL));
    }

    /** {@return whether the DAG upgrades OceanBase, which allows no backup meanwhile} */
    static boolean isUpgrade(@Nullable String name) {
        return name != null && UPGRADES.stream().anyMatch(name::startsWith);
    }

    /** {@return whether the DAG restores into the tenant} */
    static boolean isRestore(@Nullable String name, String tenant) {
        return (RESTORE + tenant).equalsIgnoreCase(name);
    }

    /** {@return whether the DAG drops a tenant; which one, only its lock says} */
    static boolean isDrop(@Nullable String name) {
        return DROP.equals(name);
    }

    static boolean isFullBackup(String name) {
        return name.startsWith(FULL);
    }

    static boolean isConfiguration(@Nullable String name) {
        return name != null && name.startsWith(CONFIGURATION);
    }

    /** {@return what the DAG of a backup or of a configuration covers} */
    static BackupScope scopeOf(String name) {
        String tenant = tenantOf(name);
        return tenant == null ? BackupScope.ALL_TENANTS : BackupScope.tenant(tenant);
    }

    private static boolean concerns(BackupScope scope, String name) {
        String tenant = tenantOf(name);
        return scope.isAllTenants() || tenant == null || scope.tenant().equalsIgnoreCase(tenant);
    }

    @Nullable
    private static String tenantOf(String name) {
        for (String kind : List.of(CONFIGURATION, FULL, INCREMENTAL)) {
            if (name.startsWith(kind + FOR)) {
                return name.substring(kind.length() + FOR.length());
            }
        }
        return null;
    }

    private static String suffix(BackupScope scope) {
        return scope.isAllTenants() ? "" : FOR + scope.tenant();
    }
}
