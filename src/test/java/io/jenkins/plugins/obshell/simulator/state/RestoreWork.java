package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.RestoreRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the nodes of a restore DAG do. */
final class RestoreWork {

    private static final Duration CREATE_TAKES = Duration.ofSeconds(20);
    private static final Duration ACTIVATE_TAKES = Duration.ofSeconds(10);
    private static final int WAIT_SECONDS = 3600;
    private static final int CREATE_SECONDS = 600;

    private final ClusterState state;
    private final RestoreRequest request;
    private final RestorePlan plan;
    private final long millis;
    private long jobId;

    RestoreWork(ClusterState state, RestoreRequest request, RestorePlan plan) {
        this.state = state;
        this.request = request;
        this.plan = plan;
        this.millis = state.timeline().now().toEpochMilli();
    }

    /** The job that the DAG shows as its own; 0 before there is one. */
    long jobId() {
        return jobId;
    }

    void check(StageWork.Run run) {
        run.log("Not need to check ob_admin");
        run.succeed();
    }

    /** A tenant of that name that is there by now is left alone, and taken for the restored one. */
    void start(StageWork.Run run) {
        RestoreJob running = state.restores().running(request.tenant());
        if (running == null) {
            if (state.tenant(request.tenant()) != null) {
                run.log("Tenant '" + request.tenant() + "' already exists");
                run.succeed();
                return;
            }
            running = restore(run);
            if (running == null) {
                return;
            }
        }
        RestoreJob job = running;
        jobId = job.id;
        run.log("Wait for create tenant '" + request.tenant() + "'");
        run.await(
                () -> job.isOver()
                        || !state.timeline()
                                .now()
                                .isBefore(job.start.plus(state.timeline().scaled(CREATE_TAKES))),
                CREATE_SECONDS,
                "create tenant '" + request.tenant() + "'",
                () -> {
                    run.log("Set ha_high_thread_score to 100");
                    run.succeed();
                });
    }

    private RestoreJob restore(StageWork.Run run) {
        for (RestoreRequest.Zone zone : request.zones()) {
            String pool = poolName(zone);
            run.log("Create resource pool: {" + pool + " " + zone.name() + " " + zone.unitConfig() + " "
                    + zone.unitNum() + "}");
            Resources.Unit unit = state.resources().unit(zone.unitConfig());
            if (state.resources().make(pool, zone.name(), unit, zone.unitNum()) == null) {
                dropFreePools(run);
                refuse(
                        run,
                        "Create resource pool " + pool + " failed",
                        "Error 4733 (HY000): zone '" + zone.name()
                                + "' resource not enough to hold 1 unit. You can check "
                                + "resource info by views: DBA_OB_UNITS, GV$OB_UNITS, GV$OB_SERVERS.");
                return null;
            }
            run.log("Create resource pool " + pool + " success");
        }
        run.log("Restore tenant '" + request.tenant() + "'");
        Optional<StoredBackups> stored = state.restores().stored(request.dataUri());
        Optional<String> refusal = stored.isEmpty()
                ? Optional.of("Error 4018 (HY000): no backup set is available")
                : stored.get().refusal(request.scn(), request.decryption());
        if (refusal.isPresent()) {
            dropFreePools(run);
            refuse(run, "restore tenant", refusal.get());
            return null;
        }
        RestoreJob job = state.restores().begin(request.tenant(), request.scn(), stored.get(), plan);
        request.zones().forEach(zone -> state.resources().pool(poolName(zone)).tenantId = job.tenantId);
        return job;
    }

    private String poolName(RestoreRequest.Zone zone) {
        return String.join("_", List.of(request.tenant(), zone.name(), Long.toString(millis)));
    }

    private void dropFreePools(StageWork.Run run) {
        for (RestoreRequest.Zone zone : request.zones()) {
            Resources.Pool pool = state.resources().pool(poolName(zone));
            if (pool != null && pool.tenantId == 0) {
                state.resources().drop(pool.name);
            } else if (run != null) {
                run.log("Resource pool " + poolName(zone) + " is not exist or be attached, drop failed.");
            }
        }
    }

    private static void refuse(StageWork.Run run, String what, String error) {
        run.fail(ErrorCode.MYSQL.code(), ErrorCode.MYSQL.message(false, what + ": " + error));
    }

    /**
     * The rollback of the second node cancels the restore, which drops its tenant. If there is no restore to cancel, it drops
     * whatever tenant has the name.
     */
    void undo() {
        if (state.restores().running(request.tenant()) == null && state.tenant(request.tenant()) != null) {
            state.dropTenant(request.tenant());
        }
        state.restores().cancel(request.tenant(), plan.cancelTakes(), () -> dropFreePools(null));
    }

    /** The rollback waits until the restore is not running any more. */
    boolean isUndone() {
        return state.restores().running(request.tenant()) == null;
    }

    /** However the restore ended, it is not running any more. */
    void await(StageWork.Run run) {
        run.log("Wait for restore task finish");
        run.await(
                () -> state.restores().running(request.tenant()) == null,
                WAIT_SECONDS,
                "restore tenant '" + request.tenant() + "'",
                () -> {
                    run.log("Restore task has finished successfully");
                    run.succeed();
                });
    }

    void activate(StageWork.Run run) {
        run.log("Active tenant '" + request.tenant() + "'");
        TenantState tenant = state.tenant(request.tenant());
        if (tenant == null) {
            run.fail(ErrorCode.MYSQL.code(), ErrorCode.MYSQL.message(false, "Error 5160 (HY000): unknown tenant"));
        } else if (!tenant.status.equals("NORMAL") && !plan.activates()) {
            run.fail(
                    ErrorCode.MYSQL.code(),
                    ErrorCode.MYSQL.message(
                            false,
                            "Error 4179 (HY000): tenant status is not normal, activate standby tenant not allowed"));
        } else {
            run.log("Wait for tenant to be primary role");
            run.after(ACTIVATE_TAKES, run::succeed);
        }
    }

    void upgrade(StageWork.Run run) {
        run.log("Upgrade tenant " + request.tenant());
        run.after(ACTIVATE_TAKES, run::succeed);
    }
}
