package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way of the manual's page: configure, back up, check. */
class TenantBackupTest {

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();

    @AfterEach
    void close() {
        simulated.close();
    }

    @Test
    void aTenantIsConfiguredBackedUpAndChecked() {
        OperationPlayer player = simulated.player();

        Outcome configured = player.play(
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)));
        assertEquals(Verdict.SUCCESS, configured.verdict(), configured.message());
        assertEquals("SUCCEED", configured.result().status());
        assertEquals("2d", simulated.cluster.tenant("tenant1").recoveryWindow());

        Outcome backedUp = simulated.player().play(simulated.fullBackup());
        assertEquals(Verdict.SUCCESS, backedUp.verdict(), backedUp.message());
        TenantBackup backup = backedUp.result().tenants().get(0);
        assertEquals("COMPLETED", backup.status());
        assertEquals("tenant1", backup.tenantName());
        assertTrue(backup.outputBytes() > 0);
        assertEquals(1, simulated.backupsPosted());

        Outcome checked = simulated
                .player()
                .play(simulated.check(new CheckRequestBuilder("tenant1")
                        .maxAge(Duration.ofHours(1))
                        .maxArchiveLag(Duration.ofMinutes(10))
                        .build()));
        assertEquals(Verdict.SUCCESS, checked.verdict(), checked.message());
        assertEquals(backup.jobId(), checked.result().tenants().get(0).jobId());
    }

    @Test
    void aBackupThatFailsBehindADagThatSucceedsIsAFailure() {
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .nextBackup(BackupPlan.ordinary().failing());

        Outcome outcome = simulated.player().play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals("FAILED", outcome.result().status());
        assertTrue(outcome.message().contains("tenant1 failed"), outcome.message());
        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());
    }

    @Test
    void aTenHourBackupIsToldInFewLinesAndFollowedBeyondTheServersHour() {
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(10)));
        OperationPlayer player = simulated.player();

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, player.events(ProgressEvent.DagEndedBeforeBackup.class).size());
        assertTrue(player.events().size() < 250, "events: " + player.events().size());
    }

    @Test
    void stagesAreToldWithTheirNames() {
        simulated.cluster.tenant("tenant1").configured();
        OperationPlayer player = simulated.player();

        player.play(simulated.fullBackup());

        List<String> nodes = player.events(ProgressEvent.StageEntered.class).stream()
                .map(ProgressEvent.StageEntered::node)
                .toList();
        assertTrue(nodes.contains("Wait backup Finish"), nodes.toString());
        assertFalse(player.events(ProgressEvent.BackupProgress.class).isEmpty());
    }

    @Test
    void allTenantsAreJudgedOneByOne() {
        simulated.cluster.tenant("tenant1").configured();
        simulated
                .cluster
                .tenant("tenant2")
                .configured()
                .nextBackup(BackupPlan.ordinary().failing());

        Outcome outcome = simulated.player().play(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals(2, outcome.result().tenants().size());
        assertTrue(outcome.message().contains("tenant2 failed"), outcome.message());
        assertFalse(outcome.message().contains("tenant1 is"), outcome.message());
    }
}
