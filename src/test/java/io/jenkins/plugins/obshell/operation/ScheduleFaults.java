package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The faults that befall the requests of a schedule. */
final class ScheduleFaults {

    private static final String START = ".*/backup";
    private static final String CONFIGURATION = ".*/backup/config";
    private static final String DAG = ".*/task/dag/1\\d*";

    private final ScheduleCluster cluster;
    private final SchedulePlan plan;
    private final ScheduleDraws draws;
    private Instant dagForgottenUntil;

    ScheduleFaults(ScheduleCluster cluster, SchedulePlan plan, ScheduleDraws draws) {
        this.cluster = cluster;
        this.plan = plan;
        this.draws = draws;
    }

    /** Draws what goes wrong from the beginning. */
    void prepare() {
        for (int i = draws.below(3); i > 0; i--) {
            addReadFault();
        }
        // The DAG of a configuration is over in seconds; if only unfinished ones are listed, a lost one is not found.
        boolean mayBeBlind = !plan.benign() || !plan.configuresFirst();
        if (draws.chance(20) && mayBeBlind) {
            cluster.tell("this obshell does not list all DAGs");
            cluster.add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/dags/ob"));
        }
        if (draws.chance(15)) {
            maintain(START);
        }
        if (draws.chance(40)) {
            FaultAction action = startFault();
            cluster.tell("a fault on the start");
            cluster.addOnce(action, "POST", START);
        }
        if (draws.chance(10) && plan.configuresFirst()) {
            maintain(CONFIGURATION);
        }
        if (!plan.benign() && draws.chance(30)) {
            addCancelFault();
        }
        if (draws.chance(15) && plan.configuresFirst()) {
            cluster.addOnce(startFault(), "POST", CONFIGURATION);
        }
        if (draws.chance(10)) {
            cluster.tell("connections are closed after each answer");
            FaultRule rule = FaultRule.of(FaultAction.silentClose());
            onAnyAgent(rule, 50);
            cluster.add(rule.lasting(draws.between(Duration.ofSeconds(1), Duration.ofHours(3))));
        }
    }

    /** Another maintenance task holds what is to be started; nothing is started meanwhile. */
    private void maintain(String path) {
        String errCode = draws.any(List.of("OB.Cluster.UnderMaintenance", "OB.Tenant.UnderMaintenance"));
        Duration length = draws.between(Duration.ofSeconds(1), Duration.ofMinutes(plan.benign() ? 20 : 60));
        cluster.tell(errCode + " on POST " + path + " for " + length);
        cluster.add(FaultRule.of(FaultAction.error(500, errCode, "later"))
                .on("POST", path)
                .lasting(length));
    }

    private FaultAction startFault() {
        List<FaultAction> acting = List.of(
                FaultAction.loseAnswer(),
                FaultAction.errorAfterActing(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.badGateway().acting(),
                FaultAction.actLate(Duration.ofSeconds(draws.below(31))));
        return plan.benign() || draws.chance(70)
                ? draws.any(acting)
                : draws.any(List.of(
                        FaultAction.reset(),
                        FaultAction.badGateway(),
                        FaultAction.repeated(),
                        FaultAction.error(500, "Common.Unexpected", "no"),
                        FaultAction.error(400, "OB.Backup.X", "no"),
                        FaultAction.error(500, "OB.Cluster.UnderMaintenance", "later")));
    }

    /** The order to cancel is lost, refused, or has no effect. */
    private void addCancelFault() {
        FaultAction action = draws.any(List.of(
                FaultAction.loseAnswer(),
                FaultAction.reset(),
                FaultAction.errorAfterActing(),
                FaultAction.badGateway(),
                FaultAction.empty().notActing(),
                FaultAction.error(403, "OB.NoPrivilege", "no")));
        FaultRule rule = FaultRule.of(action);
        if (draws.chance(50)) {
            rule.on("PATCH", START);
        } else {
            rule.on("POST", DAG);
        }
        cluster.tell("a fault on cancelling");
        cluster.add(rule.times(draws.below(4) + 1));
    }

    void addReadFault() {
        FaultRule rule = FaultRule.of(readFault());
        String path =
                draws.any(List.of(".*", ".*/overview", ".*/unfinish", ".*/dags/ob", DAG, ".*/secret", ".*/tasks"));
        rule.on("GET", path);
        onAnyAgent(rule, 60);
        rule.from(cluster.now().plus(draws.between(Duration.ZERO, Duration.ofMinutes(20))));
        if (draws.chance(50)) {
            rule.times(draws.below(6) + 1);
        } else {
            rule.lasting(draws.between(Duration.ofSeconds(1), Duration.ofMinutes(plan.benign() ? 8 : 40)));
        }
        cluster.tell("fault on GET " + path);
        cluster.add(rule);
    }

    private FaultAction readFault() {
        return draws.any(List.of(
                FaultAction.reset(),
                FaultAction.badGateway(),
                FaultAction.html(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.wrongShape(),
                FaultAction.error(500, "Common.Unexpected", "no"),
                FaultAction.error(503, null, "starting")));
    }

    private void onAnyAgent(FaultRule rule, int percent) {
        if (draws.chance(percent)) {
            rule.onAgent(draws.below(ScheduleCluster.AGENTS));
        }
    }

    /** A DAG that one obshell does not know is asked of the others; one that nobody knows is looked for a while. */
    void forgetDag(OperationState state) {
        if (plan.benign()
                && (dagForgottenUntil != null
                        || ScheduleParts.of(state).stream().anyMatch(part -> part.phase() != Phase.FOLLOWING))) {
            return;
        }
        FaultRule rule = FaultRule.of(FaultAction.taskNotFound()).on("GET", DAG);
        onAnyAgent(rule, 40);
        Duration most = plan.benign() ? Duration.ofSeconds(80) : Duration.ofMinutes(30);
        Duration length = draws.between(Duration.ofSeconds(1), most);
        dagForgottenUntil = cluster.now().plus(length);
        cluster.tell("a DAG that is not known");
        cluster.add(rule.lasting(length));
    }

    /** A table of the database cannot be read for a while; before a start that would befall the start too. */
    void loseTable(OperationState state) {
        if (plan.benign() && (isStartToCome(state) || !plan.hasHistory())) {
            return;
        }
        Table table = draws.any(List.of(Table.values()));
        Duration length = draws.between(Duration.ofSeconds(1), Duration.ofMinutes(plan.benign() ? 8 : 40));
        cluster.tell("table " + table + " cannot be read for " + length);
        cluster.agents().loseTable(table, length);
    }

    private static boolean isStartToCome(OperationState state) {
        return state.separate() != null && !state.separate().pending().isEmpty()
                || ScheduleParts.of(state).stream().anyMatch(part -> part.dag() == null);
    }

    boolean isDagForgotten() {
        return dagForgottenUntil != null && cluster.now().isBefore(dagForgottenUntil);
    }
}
