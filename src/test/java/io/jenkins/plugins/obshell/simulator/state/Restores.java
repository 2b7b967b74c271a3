package io.jenkins.plugins.obshell.simulator.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The restores of a cluster, and the backups that its servers can read. */
public final class Restores {

    private final ClusterState state;
    private final List<RestoreJob> jobs = new ArrayList<>();
    private final List<Supplier<StoredBackups>> storages = new ArrayList<>();
    private final Deque<RestorePlan> nextPlans = new ArrayDeque<>();
    final Deque<StageFailure> nextDropFailures = new ArrayDeque<>();

    Restores(ClusterState state) {
        this.state = state;
    }

    /** All restores, the oldest first. */
    public List<RestoreJob> jobs() {
        return jobs;
    }

    /** Lets the servers read what is stored elsewhere. */
    public void addStorage(Supplier<StoredBackups> stored) {
        storages.add(stored);
    }

    /** Plans the next restore that has no plan yet. */
    public void plan(RestorePlan plan) {
        nextPlans.add(plan);
    }

    /** Plans a failure of the next DAG that drops a tenant. */
    public void planDropFailure(StageFailure failure) {
        nextDropFailures.add(failure);
    }

    RestorePlan takePlan() {
        return nextPlans.isEmpty() ? RestorePlan.ordinary() : nextPlans.poll();
    }

    /** The running restore into a tenant, or null. */
    public RestoreJob running(String tenant) {
        return jobs.stream()
                .filter(job -> !job.isOver() && job.tenantName.equalsIgnoreCase(tenant))
                .findFirst()
                .orElse(null);
    }

    Optional<StoredBackups> stored(String dataUri) {
        String wanted = withoutSlash(TenantState.pathOf(dataUri));
        List<StoredBackups> all = new ArrayList<>();
        state.userTenants().forEach(tenant -> all.add(tenant.storedBackups()));
        storages.forEach(storage -> all.add(storage.get()));
        return all.stream()
                .filter(stored -> withoutSlash(stored.dataDestination()).equals(wanted))
                .findFirst();
    }

    private static String withoutSlash(String path) {
        return path.replaceAll("/+(?=$|\\?)", "");
    }

    /** Begins a restore by SQL: its tenant is there at once, and cannot be used before the end. */
    RestoreJob begin(String tenantName, long scn, StoredBackups source, RestorePlan plan) {
        TenantState tenant = state.makeTenant(tenantName);
        tenant.status = "RESTORE";
        RestoreJob job =
                new RestoreJob(state.counters().next("restore job"), tenant, scn, source, plan, state.timeline());
        jobs.add(job);
        state.timeline().after(plan.duration(), () -> {
            if (!job.isOver()) {
                job.finish(plan.status(), plan.comment());
                if (plan.status().equals("SUCCESS")) {
                    tenant.status = "NORMAL";
                }
            }
        });
        return job;
    }

    /** Cancels a restore by SQL, which drops its tenant. */
    void cancel(String tenant) {
        RestoreJob job = running(tenant);
        if (job != null) {
            state.timeline().after(job.plan.cancelDuration(), () -> {
                if (!job.isOver()) {
                    job.finish("FAIL", "restore is canceled");
                    state.dropTenant(tenant);
                }
            });
        }
    }

    /** The tenant is gone, and with it whatever was restored into it. */
    void tenantDropped(String tenant) {
        RestoreJob job = running(tenant);
        if (job != null) {
            job.finish("FAIL", "tenant is dropped");
        }
    }
}
