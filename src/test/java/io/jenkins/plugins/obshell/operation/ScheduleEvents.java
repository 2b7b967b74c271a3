package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.List;

/** What happens in the cluster, and to the controller's clock, before a backup and between two of its turns. */
final class ScheduleEvents {

    /** Forward jumps use up the timeout. */
    private static final int MOST_JUMPS = 3;

    static final String CHANGED_PASSWORD = "changed-password";

    /** The fields of answers that hold free text. */
    private static final String[] SAYING = {"message", "comment", "task_logs"};

    private static final List<String> NODES = List.of("Check destination", "Open archive log", "Start backup");

    private final ScheduleCluster cluster;
    private final SchedulePlan plan;
    private final ScheduleDraws draws;
    private final OtherUsers others;
    private final ScheduleFaults faults;
    private String password = SimulatedOperations.PASSWORD;
    private boolean saysSecrets;
    private int jumps;
    private boolean overtaken;
    private boolean cancelSoon;
    private int turnsUntilPassword = -1;

    ScheduleEvents(ScheduleCluster cluster, SchedulePlan plan, ScheduleDraws draws, OtherUsers others) {
        this.cluster = cluster;
        this.plan = plan;
        this.draws = draws;
        this.others = others;
        this.faults = new ScheduleFaults(cluster, plan, draws);
    }

    /** {@return whether the step is to be aborted before its next turn} */
    boolean cancelSoon() {
        return cancelSoon;
    }

    /** Draws what is there when the backup begins. */
    void prepare() {
        if (plan.configured()) {
            cluster.tenants().forEach(SimulatedTenant::configured);
        }
        if (draws.chance(30)) {
            makeEarlierBackup();
        }
        cluster.tenants().forEach(tenant -> tenant.nextBackup(backup()).everyBackup(backup()));
        if (!plan.benign() && draws.chance(10)) {
            others.startBackup();
        }
        if (!plan.benign() && draws.chance(plan.scope().isAllTenants() ? 25 : 5)) {
            SimulatedTenant tenant = draws.any(cluster.tenants());
            cluster.tell("OceanBase will refuse to start a backup of " + tenant.name());
            tenant.nextStartRefused("Error 1142 (42000): no privilege");
        }
        saysSecrets = draws.chance(15);
        saySecrets();
        if (draws.chance(20)) {
            cluster.simulated().controllerClock.advance(Duration.ofMinutes(draws.below(241) - 120));
        }
        faults.prepare();
    }

    /** What obshell and OceanBase say can hold the secrets that the step knows. */
    private void saySecrets() {
        if (saysSecrets) {
            String secrets = "with " + password + " and " + SchedulePlan.ENCRYPTION_PASSWORD;
            cluster.agents().say(plan.secrets().encrypts() ? secrets : "with " + password, SAYING);
        }
    }

    private void makeEarlierBackup() {
        if (draws.chance(50)) {
            others.startBackup();
        } else {
            others.startBackupByObshell();
        }
        cluster.pass(Duration.ofMinutes(draws.below(90) + 2));
        cluster.agents().dags();
    }

    private BackupPlan backup() {
        if (plan.benign()) {
            return BackupPlan.ordinary().withDuration(draws.between(Duration.ofMinutes(25), Duration.ofMinutes(90)));
        }
        BackupPlan backup =
                BackupPlan.ordinary().withDuration(draws.between(Duration.ofSeconds(1), Duration.ofMinutes(80)));
        int kind = draws.below(20);
        if (kind < 3) {
            backup = backup.failing();
        } else if (kind == 3) {
            backup = backup.canceled();
        } else if (kind == 4) {
            backup = backup.withEnd("ODD", 0, "");
        } else if (kind == 5) {
            backup = backup.withUnknownStatuses("ODD", "ODDER");
        } else if (kind == 6) {
            backup = backup.withoutTask();
        } else if (kind == 7) {
            backup = backup.withFailure(StageFailure.of(draws.any(NODES), "[X]: broken"));
        }
        return draws.chance(15)
                ? backup.withRecordLate(
                        draws.between(Duration.ZERO, draws.chance(50) ? Duration.ofMinutes(3) : Duration.ofHours(2)))
                : backup;
    }

    /** Something may happen between two turns. */
    void happen(OperationState state) {
        if (turnsUntilPassword >= 0 && turnsUntilPassword-- == 0) {
            password = CHANGED_PASSWORD;
            cluster.simulated().setPassword(password);
            saySecrets();
        }
        if (!draws.chance(25)) {
            return;
        }
        switch (draws.below(plan.benign() ? 10 : 21)) {
            case 0 -> {
                cluster.tell("an obshell stops");
                cluster.agents().agent(anyAgent()).stop();
            }
            case 1, 2 -> {
                cluster.tell("all obshells run");
                cluster.startAllAgents();
            }
            case 3 ->
                cluster.agents()
                        .agent(anyAgent())
                        .setKeyPair(cluster.simulated().anotherKey(draws.below(6)));
            case 4 -> faults.addReadFault();
            case 5 -> jump(state);
            case 6 -> faults.forgetDag(state);
            case 7 -> overtake(state);
            case 8 -> faults.loseTable(state);
            case 9 -> hangDag();
            case 10 -> sleep();
            case 11 -> cluster.agents().agent(anyAgent()).setClockOffset(Duration.ofMinutes(draws.below(121) - 60));
            case 12 -> {
                if (state.phase() != Phase.CONFIGURING) {
                    others.startBackup();
                    cancelSoon = draws.chance(20);
                }
            }
            case 13 -> others.cancelWhatRuns();
            case 14 -> others.operate();
            case 15 -> others.startTheSame(state);
            case 16 -> dropTenant(state);
            case 17 -> cluster.killAgent(anyAgent());
            case 18 -> reconfigure();
            case 19 ->
                cluster.agents()
                        .agent(anyAgent())
                        .setIdentity(draws.chance(70) ? Identity.CLUSTER_AGENT : Identity.SINGLE);
            default -> changePassword();
        }
    }

    private int anyAgent() {
        return draws.below(ScheduleCluster.AGENTS);
    }

    /** A jump takes up to half a minute of any patience, since a host can be that late. */
    private void jump(OperationState state) {
        if (!plan.benign() || !faults.isDagForgotten() && jumps < MOST_JUMPS && !isStartLookedFor(state)) {
            jumps++;
            Duration jump = Duration.ofMinutes(draws.below(121) - 60);
            cluster.tell("the controller's clock jumps by " + jump);
            cluster.simulated().controllerClock.advance(jump);
        }
    }

    /** After time that nobody watched only the clocks can show whose a DAG is, and these differ by hours. */
    private boolean isStartLookedFor(OperationState state) {
        OperationState starting = state.phase() == Phase.CONFIGURING ? state.configuration() : state;
        return !plan.clocksAgree()
                && ScheduleParts.of(starting).stream().anyMatch(part -> part.phase() == Phase.STARTING);
    }

    /** Without a history nothing shows, once the overview has moved on to another backup, how the one before ended. */
    private void overtake(OperationState state) {
        boolean survives = plan.hasHistory() && others.stepHasBegun();
        boolean follows = ScheduleParts.of(state).stream().anyMatch(part -> part.dag() != null);
        if ((survives || !plan.benign()) && follows && !overtaken && draws.chance(20)) {
            others.overtake();
            overtaken = true;
        }
    }

    /** The obshell that executes the DAG dies while the backup goes on, so the DAG outlasts the backup. */
    private void hangDag() {
        if (others.stepHasBegun()) {
            others.startsOfStep().stream()
                    .filter(ReceivedRequest::acted)
                    .map(ReceivedRequest::agent)
                    .findFirst()
                    .ifPresent(cluster::killAgent);
        }
    }

    private void reconfigure() {
        SimulatedTenant tenant = draws.any(cluster.tenants());
        cluster.tell("somebody else sets the destination of " + tenant.name());
        tenant.configured("file:///elsewhere/data", "file:///elsewhere/archive");
    }

    private void sleep() {
        Duration sleep = draws.between(Duration.ofMinutes(1), Duration.ofHours(draws.chance(20) ? 24 : 2));
        cluster.tell("the controller sleeps for " + sleep);
        cluster.pass(sleep);
    }

    private void dropTenant(OperationState state) {
        if (plan.scope().isAllTenants()
                && ScheduleParts.of(state).stream()
                                .mapToInt(part -> part.backups().jobs().size())
                                .sum()
                        == 2
                && draws.chance(30)) {
            cluster.dropSecondTenant();
        }
    }

    private void changePassword() {
        if (draws.chance(20) && turnsUntilPassword < 0) {
            cluster.tell("the password changes");
            cluster.agents().changeRootPassword(CHANGED_PASSWORD);
            turnsUntilPassword = draws.chance(30) ? Integer.MAX_VALUE : draws.below(12);
        }
    }
}
