package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Tells whether a running backup of somebody else can be joined. */
final class RunningBackup {

    private final Overview overview;
    private final BackupScope scope;
    private final RequiredBackupSet required;

    /**
     * @param scope    what it must cover
     * @param required what its set must be
     */
    RunningBackup(Overview overview, BackupScope scope, RequiredBackupSet required) {
        this.overview = overview;
        this.scope = scope;
        this.required = required;
    }

    /**
     * @param running the jobs that run; empty if the DAG has not started its backups yet
     * @param dag     the DAG, or null for a backup that was started by SQL
     * @return why it cannot be joined, as a clause about “it”; empty if it can
     */
    CompletableFuture<Optional<String>> shortfall(List<BackupTask> running, @Nullable Dag dag) {
        boolean coversAll = dag != null && DagNames.scopeOf(dag.name()).isAllTenants();
        if (scope.isAllTenants() && !coversAll) {
            return CompletableFuture.completedFuture(Optional.of(Messages.RunningBackup_notAllTenants()));
        }
        // A DAG that has not started its backup yet says nothing about one that runs already.
        boolean isOfDag = dag != null && (running.isEmpty() || dag.stage() >= dag.maxStage());
        BackupSetKind ofDag = isOfDag ? BackupSetKind.ofDag(dag.name()) : BackupSetKind.UNKNOWN;
        Optional<String> shortfall = shortfall(running, ofDag);
        return shortfall.isEmpty()
                ? CompletableFuture.completedFuture(shortfall)
                : inHistory(running).thenApply(job -> shortfall(running, job.or(ofDag)));
    }

    private Optional<String> shortfall(List<BackupTask> running, BackupSetKind common) {
        return running.isEmpty()
                ? required.shortfall(common)
                : running.stream()
                        .map(task -> BackupSetKind.of(task).or(common))
                        .flatMap(kind -> required.shortfall(kind).stream())
                        .findFirst();
    }

    /** One DAG starts the backups of all tenants alike, so one of them tells type and log of all. */
    private CompletableFuture<BackupSetKind> inHistory(List<BackupTask> running) {
        if (!scope.isAllTenants()) {
            return inHistory(scope.tenant(), running);
        }
        return running.isEmpty()
                ? CompletableFuture.completedFuture(BackupSetKind.UNKNOWN)
                : overview.tenants()
                        .thenCompose(names -> names.containsKey(JobMatcher.tenant(running.get(0)))
                                ? inHistory(names.get(JobMatcher.tenant(running.get(0))), running)
                                : CompletableFuture.completedFuture(BackupSetKind.UNKNOWN));
    }

    private CompletableFuture<BackupSetKind> inHistory(String tenant, List<BackupTask> running) {
        return overview.history(tenant)
                .thenApply(history -> history.stream()
                        .filter(BackupTask::isRunning)
                        .filter(job -> running.isEmpty()
                                || Objects.equals(job.jobId(), running.get(0).jobId()))
                        .findFirst()
                        .map(BackupSetKind::of)
                        .orElse(BackupSetKind.UNKNOWN));
    }
}
