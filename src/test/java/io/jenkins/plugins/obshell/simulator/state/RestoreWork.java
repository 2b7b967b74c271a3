package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.RestoreRequest;
import java.time.Duration;
import java.util.ArrayList;
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

    RestoreWork(ClusterState state, RestoreRequest request, RestorePlan plan) {
        this.state = state;
        this.request = request;
        this.plan = plan;
        this.millis = state.timeline().now().toEpochMilli();
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
        List<RestoreRequest.Zone> made = new ArrayList<>();
        for (RestoreRequest.Zone zone : request.zones()) {
            String pool = poolName(zone);
            run.log("Create resource pool: " + described(zone));
            Resources.Unit unit = state.resources().unit(zone.unitConfig());
            if (state.resources().make(pool, zone.name(), unit, zone.unitNum()) == null) {
                dropFreePools(made, run);
                refuse(
                        run,
                        "Create resource pool " + pool + " failed",
                        "Error 4733 (HY000): zone '" + zone.name()
                                + "' resource not enough to hold 1 unit. You can check "
                                + "resource info by views: DBA_OB_UNITS, GV$OB_UNITS, GV$OB_SERVERS.");
                return null;
            }
            run.log("Create resource pool " + pool + " success");
            made.add(zone);
        }
        run.log("Restore tenant '" + request.tenant() + "'");
        Optional<StoredBackups> stored = state.restores().stored(request.dataUri());
        Optional<String> refusal = stored.isEmpty()
                ? Optional.of("Error 4018 (HY000): no backup set is available")
                : stored.get().refusal(request.scn(), request.decryption());
        if (refusal.isPresent()) {
            dropFreePools(made, run);
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

    private String described(RestoreRequest.Zone zone) {
        return "{" + poolName(zone) + " " + zone.name() + " " + zone.unitConfig() + " " + zone.unitNum() + "}";
    }

    private void dropFreePools(List<RestoreRequest.Zone> zones, StageWork.Run run) {
        for (RestoreRequest.Zone zone : zones) {
            run.log("Drop resource pool: " + described(zone) + "\n");
            Resources.Pool pool = state.resources().pool(poolName(zone));
            if (pool != null && pool.tenantId == 0) {
                state.resources().drop(pool.name);
            } else {
                run.log("WARN: Resource pool " + poolName(zone) + " is not exist or be attached, drop failed.");
            }
        }
    }

    private static void refuse(StageWork.Run run, String what, String error) {
        run.fail(ErrorCode.MYSQL.code(), ErrorCode.MYSQL.message(false, what + ": " + error));
    }

    /** The rollback of the second node cancels the restore, which drops its tenant; without one it drops what has the name. */
    void undo(StageWork.Run run) {
        run.log("Try cancel restore job");
        if (state.restores().running(request.tenant()) != null) {
            state.restores().cancel(request.tenant());
        } else {
            run.log("Cancel restore job failed, try to get tenant");
            if (state.tenant(request.tenant()) != null) {
                run.log("Try to delete tenant");
                state.dropTenant(request.tenant());
            }
        }
        run.log("Cancel restore job success. Wait for restore task finish");
        run.await(
                () -> state.restores().running(request.tenant()) == null,
                WAIT_SECONDS,
                "cancel restore of tenant '" + request.tenant() + "'",
                () -> {
                    run.log("Restore task has finished successfully");
                    dropFreePools(request.zones(), run);
                    run.succeed();
                });
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
            run.fail(
                    ErrorCode.MYSQL.code(),
                    ErrorCode.MYSQL.message(false, "Error 5160 (HY000): unknown tenant '" + request.tenant() + "'"));
        } else if (!tenant.status.equals("NORMAL") && !plan.activates()) {
            run.fail(
                    ErrorCode.MYSQL.code(),
                    ErrorCode.MYSQL.message(
                            false,
                            "Error 4179 (HY000): tenant status is not normal, activate standby tenant not allowed"));
        } else {
            run.after(ACTIVATE_TAKES, () -> {
                run.log("Wait for tenant to be primary role");
                run.succeed();
            });
        }
    }

    void upgrade(StageWork.Run run) {
        run.log("Upgrade tenant " + request.tenant());
        run.log("Wait for upgrade tenant " + request.tenant());
        run.after(ACTIVATE_TAKES, run::succeed);
    }
}
