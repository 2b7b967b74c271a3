package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.BackupTaskPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads the backups of a scope. It is no error if there are none, or if an older obshell has no history. */
final class Overview {

    /** The most tenants whose histories are read in one turn. */
    static final int MOST_HISTORIES = 20;

    private static final int HISTORY = 50;

    private static final String TENANT_DROPPED = "OB.Tenant.NotExist";

    private final ObshellClient client;
    private final BackupScope scope;

    Overview(ObshellClient client, BackupScope scope) {
        this.client = client;
        this.scope = scope;
    }

    /** {@return the running or last backup of each tenant; empty if there never was one} */
    CompletableFuture<List<BackupTask>> tasks() {
        return tasks(null);
    }

    /** The same; a read of another build that was sent after {@code since} may answer it. */
    CompletableFuture<List<BackupTask>> tasks(@Nullable Instant since) {
        return NotFound.orElse(client.overview(scope, since), List.of());
    }

    /** {@return the newest backups of a tenant; empty if obshell is too old to report them} */
    CompletableFuture<List<BackupTask>> history(String tenantName) {
        return Futures.orElse(
                NotFound.orElse(client.tasks(tenantName, 1, HISTORY).thenApply(Overview::contents), List.of()),
                Overview::isDroppedTenant,
                List.of());
    }

    static boolean isDroppedTenant(Throwable error) {
        return error instanceof RefusedException refused && TENANT_DROPPED.equals(refused.errCode());
    }

    /** {@return the names of the user tenants by their ids; empty if obshell is too old to report them} */
    CompletableFuture<Map<String, String>> tenants() {
        return tenantsAt(null);
    }

    /**
     * {@return the names of the user tenants that existed at a time, by their ids; empty if obshell is too old to report them}
     *
     * @param time by OceanBase's clock; null for any time
     */
    CompletableFuture<Map<String, String>> tenantsAt(@Nullable Instant time) {
        return NotFound.orElse(
                client.tenants()
                        .thenApply(all -> TenantNames.of(all.stream()
                                .filter(tenant -> time == null
                                        || tenant.createdTime() == null
                                        || !tenant.createdTime().isAfter(time))
                                .toList())),
                Map.of());
    }

    /** {@return the tenant's last COMPLETED backup, from the tasks of the overview or else from its history} */
    CompletableFuture<Optional<BackupTask>> lastCompleted(List<BackupTask> tasks) {
        Optional<BackupTask> shown =
                tasks.stream().filter(BackupTask::isCompleted).findFirst();
        if (shown.isPresent() || scope.isAllTenants()) {
            return CompletableFuture.completedFuture(shown);
        }
        return history(scope.tenant())
                .thenApply(history ->
                        history.stream().filter(BackupTask::isCompleted).findFirst());
    }

    /** {@return whether the history says that the backup set of a job includes the log that it needs} */
    CompletableFuture<Boolean> isPlusArchive(String tenantName, @Nullable String jobId) {
        return history(tenantName)
                .thenApply(history ->
                        history.stream().anyMatch(task -> Objects.equals(task.jobId(), jobId) && task.isPlusArchive()));
    }

    private static List<BackupTask> contents(BackupTaskPage page) {
        return page == null ? List.of() : page.contents();
    }
}
