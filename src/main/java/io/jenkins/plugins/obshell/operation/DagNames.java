package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import java.util.List;
import java.util.function.Predicate;

/** The names that obshell gives to the DAGs of backups, by which they are found again. */
final class DagNames {

    private static final String CONFIGURATION = "Set obcluster backup config";
    private static final String FULL = "Obcluster start full backup";
    private static final String INCREMENTAL = "Obcluster start increment backup";
    private static final String FOR = " for ";

    private DagNames() {}

    static Predicate<String> ofConfiguration(BackupScope scope) {
        return (CONFIGURATION + suffix(scope))::equals;
    }

    static Predicate<String> ofBackup(BackupScope scope, BackupMode mode) {
        return ((mode == BackupMode.FULL ? FULL : INCREMENTAL) + suffix(scope))::equals;
    }

    /** Every DAG that backs up a tenant of the scope, also one that covers more or less than the scope. */
    static Predicate<String> ofAnyBackup(BackupScope scope) {
        return name -> isBackup(name)
                && (scope.isAllTenants()
                        || tenantOf(name) == null
                        || scope.tenant().equals(tenantOf(name)));
    }

    /** Every DAG that sets the destinations of a tenant of the scope. */
    static Predicate<String> ofAnyConfiguration(BackupScope scope) {
        return name -> name != null
                && name.startsWith(CONFIGURATION)
                && (scope.isAllTenants()
                        || tenantOf(name) == null
                        || scope.tenant().equals(tenantOf(name)));
    }

    static boolean isBackup(@Nullable String name) {
        return name != null && List.of(FULL, INCREMENTAL).stream().anyMatch(name::startsWith);
    }

    /** What the DAG of a backup covers. */
    static BackupScope scopeOf(String name) {
        String tenant = tenantOf(name);
        return tenant == null ? BackupScope.ALL_TENANTS : BackupScope.tenant(tenant);
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
