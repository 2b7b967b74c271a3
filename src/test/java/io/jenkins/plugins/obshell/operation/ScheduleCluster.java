package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The cluster of one schedule, and the story of what befell it. */
final class ScheduleCluster {

    static final int AGENTS = 3;

    private final SimulatedOperations simulated;
    private final List<String> story = new ArrayList<>();
    private final Set<Integer> dead = new HashSet<>();
    private int tenantsLeft = 2;

    /** @param simulated the cluster; it is made as new */
    ScheduleCluster(SimulatedOperations simulated) {
        this.simulated = simulated;
        simulated.reset();
    }

    SimulatedOperations simulated() {
        return simulated;
    }

    SimulatedCluster agents() {
        return simulated.cluster;
    }

    Instant now() {
        return simulated.clock.instant();
    }

    /** Lets time pass for everybody. */
    void pass(Duration duration) {
        simulated.clock.advance(duration);
        simulated.controllerClock.advance(duration);
    }

    void tell(String what) {
        story.add(now() + " " + what);
    }

    String story() {
        return String.join("\n", story);
    }

    List<SimulatedTenant> tenants() {
        return Stream.of("tenant1", "tenant2")
                .limit(tenantsLeft)
                .map(simulated.cluster::tenant)
                .toList();
    }

    Stream<SimulatedTenant.BackupView> backups() {
        return tenants().stream().flatMap(tenant -> tenant.backups().stream());
    }

    void dropSecondTenant() {
        tell("tenant2 is dropped");
        simulated.cluster.dropTenant("tenant2");
        tenantsLeft = 1;
    }

    void startAllAgents() {
        for (int i = 0; i < AGENTS; i++) {
            if (dead.remove(i)) {
                simulated.cluster.agentBack(i);
            } else {
                simulated.cluster.agent(i).start();
            }
        }
    }

    /** An agent dies, and leaves what it executes as it is. */
    void killAgent(int index) {
        tell("agent " + index + " dies");
        dead.add(index);
        simulated.cluster.agentDown(index);
    }

    void add(FaultRule rule) {
        simulated.cluster.faults().add(rule);
    }

    /** Only one request of the method and path is befallen. */
    void addOnce(FaultAction action, String method, String path) {
        add(FaultRule.of(action).on(method, path).once());
    }

    static boolean isIdle(SimulatedTenant tenant) {
        return tenant.backups().stream().allMatch(ScheduleCluster::isOver);
    }

    static boolean isOver(SimulatedTenant.BackupView backup) {
        // An odd status can be that of a backup that goes on.
        return Set.of("COMPLETED", "FAILED", "CANCELED").contains(backup.status());
    }
}
