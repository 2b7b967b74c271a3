package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Finds what keeps a cluster from being quiet: backups that are running, of any tenant, and DAGs that are open. */
final class QuietCluster {

    private final ObshellClient client;
    private final Overview overview;

    QuietCluster(ObshellClient client) {
        this.client = client;
        this.overview = new Overview(client, BackupScope.ALL_TENANTS);
    }

    /** {@return what is in the way, in words; empty if the cluster is quiet} */
    CompletableFuture<List<String>> inTheWay() {
        // The DAGs are read last: one that begins in between starts its backup only later.
        return overview.tasks()
                .thenCompose(tasks -> client.unfinishedDags().thenCompose(dags -> {
                    List<BackupTask> running =
                            tasks.stream().filter(BackupTask::isRunning).toList();
                    return running.isEmpty()
                            ? CompletableFuture.completedFuture(inWords(dags, running, Map.of()))
                            : overview.tenants().thenApply(names -> inWords(dags, running, names));
                }));
    }

    private static List<String> inWords(List<Dag> dags, List<BackupTask> running, Map<String, String> names) {
        List<String> inTheWay = new ArrayList<>();
        dags.forEach(dag -> inTheWay.add(inWords(dag)));
        running.forEach(task -> {
            String id = JobMatcher.tenant(task);
            String job = String.valueOf(task.jobId());
            boolean isUnlisted = !names.isEmpty() && !names.containsKey(id);
            inTheWay.add(
                    isUnlisted
                            ? Messages.QuietCluster_backupInRecycleBin(id, job)
                            : Messages.QuietCluster_backup(names.getOrDefault(id, id), job));
        });
        return inTheWay;
    }

    private static String inWords(Dag dag) {
        String id = String.valueOf(dag.id());
        String name = String.valueOf(dag.name());
        return dag.isFailed() ? Messages.QuietCluster_failedDag(id, name) : Messages.QuietCluster_dag(id, name);
    }
}
