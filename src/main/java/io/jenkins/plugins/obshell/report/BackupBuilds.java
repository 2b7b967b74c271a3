package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.model.Items;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;

/**
 * Which builds made the backups of a cluster, from what the builds store. Only the newest builds are searched, and of a job
 * that seems to make no backups very few.
 */
final class BackupBuilds {

    private static final int MOST_JOBS = 1000;

    /** The builds of a job that are searched: as many as its page lists. */
    private static final int MOST_BUILDS = 30;

    /** The newest builds of a job without any operation after which it is taken for one that makes no backups. */
    private static final int BUILDS_WITHOUT_OPERATION = 3;

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
        int jobs = 0;
        for (Job<?, ?> job : Items.allItems2(ACL.SYSTEM2, Jenkins.get(), Job.class)) {
            if (jobs == MOST_JOBS) {
                found.complete = false;
                break;
            }
            jobs++;
            found.search(job);
        }
        return found;
    }

    private void search(Job<?, ?> job) {
        int searched = 0;
        boolean any = false;
        for (Run<?, ?> run = job.getLastBuild();
                run != null && searched < MOST_BUILDS && (any || searched < BUILDS_WITHOUT_OPERATION);
                run = run.getPreviousBuild()) {
            searched++;
            ObshellRunAction action = run.getAction(ObshellRunAction.class);
            if (action != null) {
                any = true;
                Build build = new Build(job.getFullName(), run.getNumber(), run.getTimeInMillis());
                action.getOperations().forEach(operation -> add(operation, build));
            }
        }
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
