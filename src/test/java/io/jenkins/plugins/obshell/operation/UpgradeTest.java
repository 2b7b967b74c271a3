package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OceanBase allows no backup while it is upgraded, and obshell does not prevent one. */
class UpgradeTest {

    private static final String ROLLING = "OB rolling upgrade 4.3.5.3-1";

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant2").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static BackupRequest backup(IfBackupRunning ifRunning) {
        return new BackupRequestBuilder("tenant1").ifBackupRunning(ifRunning).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {ROLLING, "OB stop service upgrade 4.3.5.3-1"})
    void noBackupIsStartedWhileAnUpgradeIsRunning(String name) {
        String dag = simulated.cluster.upgradeOceanBase(name, Duration.ofMinutes(40));
        player.advance(Duration.ofMinutes(1));

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals(
                "OceanBase is being upgraded (DAG " + dag + ", “" + name
                        + "”), and allows no backup until that is over."
                        + " Build again afterwards, or set ifBackupRunning to 'wait'.",
                outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @EnumSource(
            value = IfBackupRunning.class,
            names = {"WAIT", "JOIN"})
    void theEndOfAnUpgradeIsAwaited(IfBackupRunning ifRunning) {
        String dag = simulated.cluster.upgradeOceanBase(ROLLING, Duration.ofMinutes(40));

        Outcome outcome = player.play(simulated.backup(backup(ifRunning)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        List<ProgressEvent.WaitingForMaintenance> waiting = player.events(ProgressEvent.WaitingForMaintenance.class);
        assertEquals(1, waiting.size());
        assertTrue(waiting.get(0).message().contains("DAG " + dag), waiting.toString());
        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());
    }

    @Test
    void anUpgradeThatFailedIsInTheWayUntilAnOperatorEndsIt() {
        String dag = simulated.cluster.upgradeOceanBase(ROLLING, Duration.ofMinutes(40));
        player.advance(Duration.ofMinutes(1));
        simulated.operatorsClient().operate(dag, DagOperator.CANCEL).join();
        player.advance(Duration.ofMinutes(1));
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .ifBackupRunning(IfBackupRunning.WAIT)
                .timing(new TimingBuilder().timeout(Duration.ofHours(2)).build())
                .build();

        Outcome outcome = player.play(simulated.backup(request));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(
                outcome.message().contains("An upgrade of OceanBase failed and is still open (DAG " + dag),
                outcome.message());
        assertEquals(0, simulated.backupsPosted());

        simulated.operatorsClient().operate(dag, DagOperator.PASS).join();
        player.advance(Duration.ofMinutes(1));
        outcome = player.play(simulated.backup(request));
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void aBackupOfAllTenantsAwaitsItAsWell() {
        simulated.cluster.upgradeOceanBase(ROLLING, Duration.ofMinutes(40));

        assertEquals(
                Verdict.FAILURE,
                player.play(simulated.backup(simulated.allTenants())).verdict());
        assertEquals(0, simulated.backupsPosted());
    }

    /** obshell itself refuses to configure a tenant meanwhile. */
    @Test
    void aConfigurationWaitsWhileTheUpgradeLocksTheCluster() {
        simulated.cluster.upgradeOceanBase(ROLLING, Duration.ofMinutes(40));

        Outcome outcome = player.play(
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.WAIT, false)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(
                player.events(ProgressEvent.WaitingForMaintenance.class)
                        .toString()
                        .contains(ROLLING),
                player.events().toString());
    }
}
