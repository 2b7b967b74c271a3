package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.BackupTaskPage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Looks at the backups of a scope; that there is none, or that an older obshell has no history, is no error. */
final class Overview {

    private static final int HISTORY = 50;

    private final ObshellClient client;
    private final BackupScope scope;

    Overview(ObshellClient client, BackupScope scope) {
        this.client = client;
        this.scope = scope;
    }

    /** Of each tenant the running or last backup; empty where there never was one. */
    CompletableFuture<List<BackupTask>> tasks() {
        return tasks(null);
    }

    /** The same, or what another build has seen after {@code since} and within the last second. */
    CompletableFuture<List<BackupTask>> tasks(@Nullable Instant since) {
        return NotFound.orElse(client.overview(scope, since), List.of());
    }

    /** The newest backups of a tenant; empty where obshell is too old to tell. */
    CompletableFuture<List<BackupTask>> history(String tenantName) {
        return NotFound.orElse(client.tasks(tenantName, 1, HISTORY).thenApply(Overview::contents), List.of());
    }

    /** The last COMPLETED backup of the scope's tenant among the overview's tasks, else in its history. */
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

    private static List<BackupTask> contents(BackupTaskPage page) {
        return page == null ? List.of() : page.contents();
    }
}
