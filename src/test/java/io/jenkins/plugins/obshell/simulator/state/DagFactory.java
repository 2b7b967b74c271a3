package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.fault.OnceFailing;
import io.jenkins.plugins.obshell.simulator.http.BackupRequest;
import io.jenkins.plugins.obshell.simulator.http.BackupSettings;
import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import io.jenkins.plugins.obshell.simulator.http.RestoreRequest;
import io.jenkins.plugins.obshell.simulator.state.Dag.Item;
import io.jenkins.plugins.obshell.simulator.state.Dag.Node;
import io.jenkins.plugins.obshell.simulator.state.Dag.State;
import io.jenkins.plugins.obshell.simulator.state.Dag.SubTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes the DAGs that are about backups, and those of an upgrade. */
public final class DagFactory {

    private static final String CONFIG_NAME = "Set obcluster backup config";

    private final ClusterState state;
    private final DagIds ids;
    private final int agents;

    public DagFactory(ClusterState state, DagIds ids, int agents) {
        this.state = state;
        this.ids = ids;
        this.agents = agents;
    }

    /** A DAG that configures one tenant, or all of them where the tenant is null. */
    public Dag configure(TenantState tenant, BackupSettings settings, int agent) throws ObshellException {
        List<TenantState> tenants = tenant == null ? state.userTenants() : List.of(tenant);
        String name = tenant == null ? CONFIG_NAME : CONFIG_NAME + " for " + tenant.name();
        if (tenant != null) {
            checkLock(tenant.name(), name);
        }
        OnceFailing failing = new OnceFailing(tenants.stream()
                .map(each -> each.nextConfigFailures.poll())
                .filter(failure -> failure != null)
                .toList());
        ConfigWork work = new ConfigWork(tenants, settings, tenant == null);
        return add(
                name,
                tenant == null ? null : tenant.name(),
                dag -> List.of(
                        parallel("Check backup config", failing.around("Check backup config", work::check)),
                        single("Set backup config", failing.around("Set backup config", work::set), false, agent)));
    }

    /** A DAG that backs up one tenant, or all of them where the tenant is null. */
    public Dag backUp(TenantState tenant, BackupRequest request, int agent) throws ObshellException {
        List<TenantState> tenants = tenant == null ? state.userTenants() : List.of(tenant);
        String name = "Obcluster start " + (request.incremental() ? "increment" : "full") + " backup"
                + (tenant == null ? "" : " for " + tenant.name());
        List<BackupPlan> plans = tenants.stream().map(TenantState::takePlan).toList();
        OnceFailing failing = new OnceFailing(plans.stream()
                .map(BackupPlan::failure)
                .filter(failure -> failure != null)
                .toList());
        BackupWork work = new BackupWork(
                tenants, plans, request, asked -> state.encryptionSessions().started(agent, asked), state.backupWait());
        return add(
                name,
                null,
                dag -> List.of(
                        parallel("Check destination", failing.around("Check destination", BackupWork::check)),
                        single(
                                "Open archive log",
                                failing.around("Open archive log", work::openArchiveLog),
                                true,
                                agent),
                        single("Start backup", failing.around("Start backup", work::start), true, agent),
                        single("Wait backup Finish", failing.around("Wait backup Finish", work::await), true, agent)));
    }

    /** A DAG that checks whether an upgrade is possible, which it always is. */
    public Dag checkUpgrade(String version) throws ObshellException {
        return add(
                "Upgrade check OB " + version,
                null,
                dag -> Stream.of(
                                "Check the python environment",
                                "Create upgrade dir",
                                "Download all required packages",
                                "Check all required packages",
                                "Unpack all required packages",
                                "Remove upgrade check task dir")
                        .map(name -> parallel(name, StageWork.Run::succeed))
                        .toList());
    }

    /** A DAG that upgrades OceanBase, which locks the cluster for so long. */
    public Dag upgrade(String name, Duration takes) throws ObshellException {
        Dag upgrade = add(
                name,
                null,
                dag -> List.of(
                        parallel("Check environment", StageWork.Run::succeed),
                        single("Reinstall and restart observer", run -> run.after(takes, run::succeed), false, 0)));
        upgrade.locksCluster = true;
        return upgrade;
    }

    /** A DAG that restores a tenant. */
    public Dag restore(RestoreRequest request, int agent) throws ObshellException {
        String name = "Restore backup_" + request.tenant();
        checkLock(request.tenant(), name);
        RestorePlan plan = state.restores().takePlan();
        OnceFailing failing = new OnceFailing(plan.failure() == null ? List.of() : List.of(plan.failure()));
        RestoreWork work = new RestoreWork(state, request, plan);
        Dag restore = add(name, request.tenant(), dag -> {
            Node start = single("Start restore", failing.around("Start restore", work::start), true, agent);
            start.undo = work::undo;
            return List.of(
                    single("Pre restore check", failing.around("Pre restore check", work::check), true, agent),
                    start,
                    single(
                            "Wait restore task finish",
                            failing.around("Wait restore task finish", work::await),
                            true,
                            agent),
                    single("Active tenant", failing.around("Active tenant", work::activate), false, agent),
                    single("Upgrade tenant", failing.around("Upgrade tenant", work::upgrade), false, agent));
        });
        restore.releasesOnFailure = true;
        restore.restores = true;
        return restore;
    }

    /** A DAG that cancels a restore that no DAG of obshell makes. */
    public Dag cancelRestore(TenantState tenant, int agent) throws ObshellException {
        String name = "Cancel restore " + tenant.name();
        checkLock(tenant.name(), name);
        List<String> pools = state.resources().poolsOf(tenant.id).stream()
                .map(pool -> pool.name)
                .toList();
        return add(
                name,
                tenant.name(),
                dag -> List.of(
                        single(
                                "Cancel restore",
                                run -> {
                                    state.restores().cancel(tenant.name());
                                    run.succeed();
                                },
                                false,
                                agent),
                        single(
                                "Drop resource pool",
                                run -> {
                                    pools.forEach(state.resources()::drop);
                                    run.succeed();
                                },
                                false,
                                agent)));
    }

    /** A DAG that drops a tenant and its resource pools. */
    public Dag dropTenant(TenantState tenant, int agent) throws ObshellException {
        String name = "Drop tenant";
        checkLock(tenant.name(), name);
        StageFailure failure = state.restores().nextDropFailures.poll();
        OnceFailing failing = new OnceFailing(failure == null ? List.of() : List.of(failure));
        DropWork work = new DropWork(state, tenant.id);
        Dag drop = add(
                name,
                tenant.name(),
                dag -> List.of(
                        single("Drop tenant", failing.around("Drop tenant", work::dropTenant), false, agent),
                        single(
                                "Drop resource pools",
                                failing.around("Drop resource pools", work::dropPools),
                                false,
                                agent)));
        drop.releasesOnFailure = true;
        return drop;
    }

    private void checkLock(String tenant, String dagName) throws ObshellException {
        try {
            state.checkMaintenance(tenant);
        } catch (ObshellException e) {
            throw ObshellException.wrap(ErrorCode.TASK_CREATE_FAILED, e, dagName);
        }
    }

    private Dag add(String name, String lockedTenant, Function<Dag, List<Node>> nodes) throws ObshellException {
        if (state.isLost(Table.DAGS)) {
            throw ObshellException.withDetail(Table.DAGS.missing(), ErrorCode.TASK_CREATE_FAILED, name);
        }
        long number = state.counters().next("dag");
        Dag dag = new Dag(new Item(number, ids.id(number), name, State.READY, now()), lockedTenant);
        dag.nodes.addAll(nodes.apply(dag));
        state.dags().add(dag);
        return dag;
    }

    private Node parallel(String name, StageWork work) {
        Node node = node(name, work, true);
        for (int agent = 0; agent < agents; agent++) {
            node.subTasks.add(subTask(name, agent));
        }
        return node;
    }

    private Node single(String name, StageWork work, boolean canRollBack, int agent) {
        Node node = node(name, work, canRollBack);
        node.subTasks.add(subTask(name, agent));
        return node;
    }

    private Node node(String name, StageWork work, boolean canRollBack) {
        long number = state.counters().next("node");
        return new Node(number, ids.id(number), name, work, canRollBack, now());
    }

    private SubTask subTask(String name, int agent) {
        long number = state.counters().next("sub-task");
        return new SubTask(number, ids.id(number), name, agent, now());
    }

    private Instant now() {
        return state.timeline().now();
    }
}
