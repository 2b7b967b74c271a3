package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.DagView;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** What happens in the cluster of a drill, to its requests and to the controller's clock. */
final class DrillScheduleEvents {

    private static final String RESTORE = ".*/tenant/restore";
    private static final String CANCEL = ".*/tenant/[^/]*/restore";
    private static final String DROP = ".*/tenant/[^/]*";
    private static final List<String> NODES = List.of(
            "Pre restore check", "Start restore", "Wait restore task finish", "Active tenant", "Upgrade tenant");

    private final ScheduleCluster cluster;
    private final ScheduleDraws draws;
    private final Set<Integer> others = new HashSet<>();
    private boolean isDropping;

    DrillScheduleEvents(ScheduleCluster cluster, ScheduleDraws draws) {
        this.cluster = cluster;
        this.draws = draws;
    }

    /** {@return the ids of the tenants that somebody else made and nobody dropped} */
    Set<Integer> others() {
        return others;
    }

    /** From now on the scratch tenant is being dropped. */
    void dropping() {
        isDropping = true;
        if (draws.chance(50)) {
            once(startFault(), "DELETE", DROP);
        }
        if (draws.chance(30)) {
            once(startFault(), "DELETE", CANCEL);
        }
        if (draws.chance(20)) {
            cluster.agents()
                    .nextDropFails(
                            StageFailure.of(draws.any(List.of("Drop tenant", "Drop resource pools")), "[X]: broken"));
        }
    }

    void prepare() {
        cluster.agents()
                .tenant("tenant1")
                .configured()
                .archivingLogSince(cluster.now().minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), cluster.now().minus(Duration.ofHours(2)));
        others.addAll(cluster.agents().tenantIds().values());
        cluster.agents().nextRestore(restore());
        if (draws.chance(50)) {
            once(startFault(), "POST", RESTORE);
        }
        for (int i = draws.below(3); i > 0; i--) {
            addReadFault();
        }
    }

    private RestorePlan restore() {
        RestorePlan plan = RestorePlan.ordinary()
                .withDuration(
                        draws.chance(20)
                                ? draws.between(Duration.ofHours(1), Duration.ofHours(3))
                                : draws.between(Duration.ofSeconds(1), Duration.ofMinutes(40)));
        return switch (draws.below(8)) {
            case 0 -> plan.failing();
            case 1 -> plan.failingUnnoticed();
            case 2 -> plan.withFailure(StageFailure.of(draws.any(NODES), "[X]: broken"));
            default -> plan;
        };
    }

    private void once(FaultAction action, String method, String path) {
        cluster.tell(action.name() + " on " + method + " " + path);
        cluster.addOnce(action, method, path);
    }

    private FaultAction startFault() {
        return draws.any(List.of(
                FaultAction.loseAnswer(),
                FaultAction.errorAfterActing(),
                FaultAction.halfJson(),
                FaultAction.empty(),
                FaultAction.badGateway().acting(),
                FaultAction.badGateway(),
                FaultAction.reset(),
                FaultAction.repeated(),
                FaultAction.error(500, "OB.Tenant.UnderMaintenance", "later"),
                FaultAction.actLate(Duration.ofSeconds(draws.below(240)))));
    }

    private void addReadFault() {
        FaultRule rule = FaultRule.of(draws.any(List.of(
                        FaultAction.reset(),
                        FaultAction.badGateway(),
                        FaultAction.halfJson(),
                        FaultAction.empty(),
                        FaultAction.error(500, "Common.Unexpected", "no"))))
                .on("GET", draws.any(List.of(".*", ".*/overview", ".*/unfinish", ".*/dags/ob", ".*/restore/tasks")));
        if (draws.chance(60)) {
            rule.onAgent(draws.below(ScheduleCluster.AGENTS));
        }
        rule.from(cluster.now().plus(draws.between(Duration.ZERO, Duration.ofMinutes(20))));
        cluster.add(rule.lasting(draws.between(Duration.ofSeconds(1), Duration.ofMinutes(20))));
    }

    /** Something may happen between two turns. */
    void happen() {
        if (!draws.chance(15)) {
            return;
        }
        switch (draws.below(14)) {
            case 0 ->
                cluster.agents().agent(draws.below(ScheduleCluster.AGENTS)).stop();
            case 1, 2, 3 -> cluster.startAllAgents();
            case 4 -> cluster.killAgent(draws.below(ScheduleCluster.AGENTS));
            case 5 -> addReadFault();
            case 6 -> jump();
            case 7 -> sleep();
            case 8 -> operate();
            case 9 -> makeTenant();
            case 10 -> dropScratch();
            case 11 ->
                cluster.agents()
                        .agent(draws.below(ScheduleCluster.AGENTS))
                        .setKeyPair(cluster.simulated().anotherKey(draws.below(6)));
            default -> {}
        }
    }

    private void jump() {
        Duration jump = Duration.ofMinutes(draws.below(121) - 60);
        cluster.tell("the controller's clock jumps by " + jump);
        cluster.simulated().controllerClock.advance(jump);
    }

    private void sleep() {
        Duration sleep = draws.between(Duration.ofMinutes(1), Duration.ofHours(2));
        cluster.tell("the controller sleeps for " + sleep);
        cluster.pass(sleep);
    }

    private void operate() {
        List<DagView> all = cluster.agents().dags();
        if (all.isEmpty()) {
            return;
        }
        DagView dag = draws.any(all);
        DagOperator operator = draws.any(List.of(DagOperator.values()));
        cluster.startAllAgents();
        try {
            cluster.simulated().operatorsClient().operate(dag.id(), operator).join();
            cluster.tell("an operator gives DAG " + dag.id() + " (" + dag.state() + ") " + operator);
        } catch (CompletionException e) {
            cluster.tell("an operator could not give DAG " + dag.id() + " " + operator);
        }
    }

    /** A drop that is on its way drops whatever has the name when it arrives, which nobody can prevent. */
    private void makeTenant() {
        if (!isDropping && !cluster.agents().tenantIds().containsKey(SimulatedDrill.SCRATCH)) {
            int id = cluster.agents().tenant(SimulatedDrill.SCRATCH).id();
            cluster.tell("somebody else makes the tenant, as " + id);
            others.add(id);
        }
    }

    private void dropScratch() {
        if (draws.chance(30) && cluster.agents().tenantIds().containsKey(SimulatedDrill.SCRATCH)) {
            int id = cluster.agents().tenant(SimulatedDrill.SCRATCH).id();
            cluster.tell("somebody else drops the tenant " + id);
            cluster.agents().dropTenant(SimulatedDrill.SCRATCH);
            others.remove(id);
        }
    }
}
