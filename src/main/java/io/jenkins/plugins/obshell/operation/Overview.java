package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.BackupTaskPage;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Reads the backups of a scope. It is no error if there are none, or if an older obshell has no history. */
final class Overview {

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

    private static boolean isDroppedTenant(Throwable error) {
        return error instanceof RefusedException refused && TENANT_DROPPED.equals(refused.errCode());
    }

    /** {@return the names of the user tenants by their ids; empty if obshell is too old to report them} */
    CompletableFuture<Map<String, String>> tenants() {
        return NotFound.orElse(client.tenants().thenApply(TenantNames::of), Map.of());
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

    /** {@return the result with what only the history tells: whether the sets include their log} */
    CompletableFuture<OperationResult> withKinds(OperationResult result) {
        CompletableFuture<List<TenantBackup>> known = CompletableFuture.completedFuture(new ArrayList<>());
        for (TenantBackup backup : result.tenants()) {
            known = known.thenCompose(list -> withKind(backup).thenApply(changed -> {
                list.add(changed);
                return list;
            }));
        }
        return known.thenApply(list -> result.with(list, result.omitted()));
    }

    private CompletableFuture<TenantBackup> withKind(TenantBackup backup) {
        return backup.tenantName() == null
                ? CompletableFuture.completedFuture(backup)
                : history(backup.tenantName())
                        .thenApply(history -> history.stream()
                                .filter(task -> Objects.equals(task.jobId(), backup.jobId()))
                                .findFirst()
                                .map(task -> backup.plusArchive(task.isPlusArchive()))
                                .orElse(backup));
    }

    private static List<BackupTask> contents(BackupTaskPage page) {
        return page == null ? List.of() : page.contents();
    }
}
