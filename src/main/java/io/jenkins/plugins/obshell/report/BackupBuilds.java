package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.RecentOperations;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which builds made the backups of a cluster, from what the newest builds store.
 */
final class BackupBuilds {

    private final String cluster;
    private final Map<String, Build> builds = new HashMap<>();
    private boolean complete = true;

    /**
     * A build.
     *
     * @param job       the full name of its job
     * @param number    its number
     * @param startedAt when it started, in milliseconds since 1970
     */
    record Build(String job, int number, long startedAt) {}

    BackupBuilds(String cluster) {
        this.cluster = cluster;
    }

    /**
     * Searches the builds of the controller. It reads build records that are not in memory, so it is called on demand only.
     *
     * @param cluster the name of the cluster
     * @return the builds, of all jobs, so the caller must ask for the permission to see them
     */
    static BackupBuilds search(String cluster) {
        BackupBuilds found = new BackupBuilds(cluster);
        found.complete = RecentOperations.forEach((run, operation) ->
                found.add(operation, new Build(run.getParent().getFullName(), run.getNumber(), run.getTimeInMillis())));
        return found;
    }

    /**
     * Adds the backups that an operation made. One that was joined, or was there before, was made by somebody else.
     *
     * @param operation what the build stores
     * @param build     the build
     */
    void add(StoredOperation operation, Build build) {
        if (!operation.isBackup() || !cluster.equals(operation.getCluster())) {
            return;
        }
        OperationState state = operation.state();
        if (state == null || state.dag() == null || state.backups().joined()) {
            return;
        }
        state.backups().jobs().forEach((tenantId, jobId) -> add(tenantId, jobId, build));
        if (operation.outcome() != null) {
            for (TenantBackup backup : operation.outcome().result().tenants()) {
                add(backup.tenantId(), backup.jobId(), build);
            }
        }
    }

    private void add(@Nullable String tenantId, @Nullable String jobId, Build build) {
        if (tenantId != null && jobId != null) {
            builds.merge(
                    key(tenantId, jobId), build, (one, other) -> one.startedAt() <= other.startedAt() ? one : other);
        }
    }

    /** {@return the build that made a backup; the first of several that followed it; empty if none is known} */
    Optional<Build> of(@Nullable String tenantId, @Nullable String jobId) {
        return Optional.ofNullable(builds.get(key(tenantId, jobId)));
    }

    /** {@return whether no job was left out} */
    boolean isComplete() {
        return complete;
    }

    private static String key(@Nullable String tenantId, @Nullable String jobId) {
        return tenantId + "/" + jobId;
    }
}
