package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.request.DropRequest;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Observer;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Drills on a simulated cluster: tenant1 has a restorable backup, which is restored into the same cluster. */
final class SimulatedDrill implements AutoCloseable {

    static final String SCRATCH =
            ScratchTenant.nameFor("tenant1", 42, UUID.fromString("9f3c2a1b-8d4e-4f60-9a71-b2c3d4e5f607"));
    static final Timing TIMING = new Timing(Duration.ofHours(12), Duration.ofSeconds(15), Duration.ofMinutes(15));

    final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    final SimulatedCluster cluster = simulated.cluster;
    final OperationPlayer player = simulated.player();
    private SecretSource secrets = SecretSource.NONE;
    private Timing timing = TIMING;

    SimulatedDrill() {
        prepare();
    }

    private void prepare() {
        cluster.tenant("tenant1")
                .configured()
                .archivingLogSince(simulated.clock.instant().minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(2)));
    }

    SimulatedDrill secrets(SecretSource given) {
        secrets = given;
        return this;
    }

    SimulatedDrill timing(Timing given) {
        timing = given;
        return this;
    }

    RestoreRequest request() {
        return request("tenant1");
    }

    RestoreRequest request(String tenant) {
        return new RestoreRequest(tenant, SCRATCH, "drill_2c8g", List.of(), true, timing);
    }

    RestoreOperation restore() {
        return restore(request());
    }

    RestoreOperation restore(RestoreRequest request) {
        return restore(request, simulated.client());
    }

    RestoreOperation restore(RestoreRequest request, ObshellClient source) {
        return new RestoreOperation(context(), source, request);
    }

    RestoreOperation restoreObserved(RestoreRequest request, Observer observer) {
        return new RestoreOperation(context().observedBy(observer), simulated.client(), request);
    }

    DropOperation drop(ScratchTenant tenant) {
        return new DropOperation(context(), new DropRequest(tenant, timing));
    }

    private OperationContext context() {
        return simulated.context(simulated.client(secrets), simulated.journal()::add, secrets);
    }

    /** Drops what the restore that was played last has made. */
    Outcome clean() {
        return player.play(drop(player.state().scratchTenant()));
    }

    /** {@return whether nothing of the scratch tenant is left} */
    boolean isClean() {
        return !cluster.tenantIds().containsKey(SCRATCH) && cluster.freePools().isEmpty();
    }

    int restoresPosted() {
        return cluster.requests().count("POST", ".*/tenant/restore");
    }

    int drops() {
        return cluster.requests().count("DELETE", ".*/tenant/[^/]*");
    }

    @Override
    public void close() {
        simulated.close();
    }
}
