package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Green only where OceanBase reports this very backup COMPLETED, whatever its DAG says. */
class EndOfBackupTest {

    private SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private void plan(BackupPlan plan) {
        simulated.cluster.tenant("tenant1").nextBackup(plan);
    }

    private Outcome play() {
        return player.play(simulated.fullBackup());
    }

    @Test
    void aBackupThatFailedIsRedThoughItsDagSucceeded() {
        plan(BackupPlan.ordinary().failing());

        Outcome outcome = play();

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());
        assertTrue(outcome.message().contains("out of space"), outcome.message());
        assertTrue(outcome.message().contains("-9082"), outcome.message());
    }

    @Test
    void aBackupThatSomebodyCancelledIsRed() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.tenant("tenant1").cancelBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals("CANCELED", outcome.result().status());
        assertEquals(
                "The backup of tenant1 was cancelled (job 1, result -4072). A cancelled backup cannot be restored. Build"
                        + " again to make a new one.",
                outcome.message());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNewestRecordIsAnotherBackupsAndTheHistoryHasOurs(boolean oursCompletes) {
        plan(oursCompletes ? BackupPlan.ordinary() : BackupPlan.ordinary().failing());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        String job = Long.toString(
                simulated.cluster.tenant("tenant1").backups().get(0).jobId());
        player.advance(Duration.ofMinutes(41));
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
        plan(oursCompletes ? BackupPlan.ordinary().failing() : BackupPlan.ordinary());
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(oursCompletes ? Verdict.SUCCESS : Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertEquals(job, outcome.result().tenants().get(0).jobId());
    }

    @Test
    void whereTheOverviewMovedOnAndThereIsNoHistoryItIsRedAndSaysSo() {
        withoutHistory();
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(41));
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("no record of this backup of tenant1"), outcome.message());
    }

    private void withoutHistory() {
        simulated.close();
        simulated = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants("tenant1").serverVersion("4.2.5.0"));
        player = simulated.player();
        configure();
    }

    @Test
    void whereNobodySawOursAndThereIsNoHistoryALaterOneIsNotTakenForIt() {
        withoutHistory();
        plan(BackupPlan.ordinary().withDuration(Duration.ofSeconds(20)).failing());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofMinutes(5));
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("no record of this backup of tenant1"), outcome.message());
        assertTrue(outcome.message().contains("another backup instead (job " + job), outcome.message());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereTheRecordOfOursIsLateAnEarlierOneIsNotTakenForIt(boolean history) {
        if (!history) {
            withoutHistory();
        }
        plan(BackupPlan.ordinary().withRecordLate(Duration.ofMinutes(50)).failing());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        plan(BackupPlan.ordinary().withDuration(Duration.ofSeconds(1)));
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(
                List.of("COMPLETED", "FAILED"),
                simulated.cluster.tenant("tenant1").backups().stream()
                        .map(SimulatedTenant.BackupView::status)
                        .toList());
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(
                outcome.message().contains(history ? "tenant1 failed" : "no record of this backup of tenant1"),
                outcome.message());
    }

    @Test
    void aBackupThatBeganInBetweenIsNotTakenForOurs() {
        // Somebody else's backup begins after our DAG; our DAG fails at "Start backup"; theirs is COMPLETED.
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(3));
        simulated.cluster.dags();
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("ackup is in progress"), outcome.message());
        player.advance(Duration.ofHours(1));
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aForeignBackupIsNotTakenForOursThoughAnOperatorPassedOurFailedDag() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(6));
        simulated.cluster.tenant("tenant1").startForeignBackup();
        player.advance(Duration.ofSeconds(20));
        String dag = simulated.cluster.dags().get(0).id();
        assertEquals("FAILED", simulated.cluster.dags().get(0).state());
        simulated
                .client()
                .operate(dag, io.jenkins.plugins.obshell.client.model.DagOperator.PASS)
                .join();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
    }

    @Test
    void oursWasOverAtOnceAndSomebodyElsesFollowedAtOnce() {
        plan(BackupPlan.ordinary().failing().withDuration(Duration.ofSeconds(3)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        while (simulated.cluster.tenant("tenant1").backups().isEmpty()
                || !simulated
                        .cluster
                        .tenant("tenant1")
                        .backups()
                        .get(0)
                        .status()
                        .equals("FAILED")) {
            player.advance(Duration.ofMillis(500));
        }
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("tenant1 failed"), outcome.message());
    }

    @Test
    void aRecordThatAppearsLateIsWaitedFor() {
        plan(BackupPlan.ordinary().withDuration(Duration.ofMinutes(5)).withRecordLate(Duration.ofMinutes(4)));

        Outcome outcome = play();

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void aRecordThatNeverAppearsIsRedAndSaysThatNothingSaysABackupIsThere() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/backup/(overview|tasks.*)"));

        Outcome outcome = play();

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("no record of this backup of tenant1"), outcome.message());
    }

    @Test
    void theRecordOfTheBackupBeforeIsNotTakenForOurs() {
        assertEquals(Verdict.SUCCESS, play().verdict());
        plan(BackupPlan.ordinary().withFailure(StageFailure.of("Start backup", "[Common.Unexpected]: no privilege")));

        Outcome outcome = simulated.player().play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("no privilege"), outcome.message());
        assertTrue(outcome.message().contains("Start backup"), outcome.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Check destination", "Open archive log", "Start backup"})
    void aDagThatFailsBeforeTheBackupNamesItsNodeAndTheEndOfItsLog(String node) {
        plan(BackupPlan.ordinary().withFailure(StageFailure.of(node, "[OB.Backup.X]: it went wrong")));

        Outcome outcome = play();

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("“" + node + "”"), outcome.message());
        assertTrue(outcome.message().contains("it went wrong"), outcome.message());
        assertEquals(1, player.events(ProgressEvent.NodeFailed.class).size());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void unknownStatusesOnTheWayAreShownAndWaitedFor() {
        plan(BackupPlan.ordinary().withUnknownStatuses("BACKUP_WONDERS", "BACKUP_MARVELS"));

        Outcome outcome = play();

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(player.events(ProgressEvent.BackupProgress.class).stream()
                .anyMatch(progress -> "BACKUP_WONDERS".equals(progress.status())));
    }

    @Test
    void anUnknownStatusAtTheEndIsNeitherTakenForSuccessNorWaitedForAllDay() {
        plan(BackupPlan.ordinary().withEnd("ALMOST_COMPLETED", 0, ""));

        Outcome outcome = play();

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals(
                "The backup of tenant1 ended as ALMOST_COMPLETED (job 1). Nothing shows that such a backup can be restored."
                        + " Look at it on the server, then build again.",
                outcome.message());
        assertEquals(
                List.of(new ProgressEvent.UnknownEnd("tenant1: ALMOST_COMPLETED", Duration.ofMinutes(2))),
                player.events(ProgressEvent.UnknownEnd.class));
        assertEquals("ALMOST_COMPLETED", outcome.result().status());
    }

    @Test
    void aBackupOfFiveHoursIsFollowedBeyondTheFailedDagToItsEnd() {
        plan(BackupPlan.ordinary().withDuration(Duration.ofHours(5)));

        Outcome outcome = play();

        assertEquals("FAILED", simulated.cluster.dags().get(0).state());
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, player.events(ProgressEvent.DagEndedBeforeBackup.class).size());
    }

    @Test
    void aBackupOfFiveHoursThatFailsInTheEndIsRed() {
        plan(BackupPlan.ordinary().withDuration(Duration.ofHours(5)).failing());

        Outcome outcome = play();

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("tenant1 failed"), outcome.message());
    }

    @Test
    void aBackupThatOutlastsTheDeadlineIsRedAndSaysHowToAttach() {
        plan(BackupPlan.ordinary().withDuration(Duration.ofHours(20)));

        Outcome outcome = play();

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 12h"), outcome.message());
        assertTrue(outcome.message().contains("BACKUP_USER_DATA"), outcome.message());
        String dag = simulated.cluster.dags().get(0).id();
        assertTrue(outcome.message().contains("obshellBackupStatus dagId: '" + dag + "'"), outcome.message());
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*"));
    }
}
