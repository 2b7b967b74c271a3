package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OceanBase's time zone need not be that of obshell's host, and then the times of backups are hours off. */
class DatabaseClockTest {

    private static final BackupScope TENANT1 = BackupScope.tenant("tenant1");
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private SimulatedOperations simulated;
    private OperationPlayer player;

    private void cluster(long hoursAhead, String version) {
        simulated = new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants("tenant1", "tenant2")
                .serverVersion(version)
                .databaseClockOffset(Duration.ofHours(hoursAhead)));
        player = simulated.player();
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant2").configured();
    }

    private void backUp(long hoursAhead, long hoursAgo) {
        cluster(hoursAhead, "4.4.2.0");
        assertEquals(
                Verdict.SUCCESS,
                simulated
                        .player()
                        .play(simulated.backup(simulated.allTenants()))
                        .verdict());
        player.advance(Duration.ofHours(hoursAgo));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Outcome unlessNewer() {
        return player.play(simulated.backup(
                new BackupRequestBuilder("tenant1").unlessNewerThan(TWO_HOURS).build()));
    }

    private Outcome check(BackupScope scope) {
        return player.play(
                simulated.check(new CheckRequestBuilder(scope).maxAge(TWO_HOURS).build()));
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 0, 8})
    void aBackupIsNewEnoughByItsRealAgeOnly(long hoursAhead) {
        backUp(hoursAhead, 1);

        assertEquals(Verdict.SUCCESS, unlessNewer().verdict());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest(name = "{0} h ahead, {1} h old")
    @CsvSource({"-8,3", "0,3", "8,3", "8,9", "8,11", "14,9"})
    void anOldBackupIsNotNewEnoughWhateverTheDatabaseClockShows(long hoursAhead, long hoursAgo) {
        backUp(hoursAhead, hoursAgo);

        assertEquals(Verdict.SUCCESS, unlessNewer().verdict());
        assertEquals(2, simulated.backupsPosted());
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 0, 8})
    void aCheckTakesABackupForAsOldAsItIs(long hoursAhead) {
        backUp(hoursAhead, 1);
        for (BackupScope scope : List.of(TENANT1, BackupScope.ALL_TENANTS)) {
            Outcome outcome = check(scope);
            assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        }

        player.advance(Duration.ofHours(8));
        for (BackupScope scope : List.of(TENANT1, BackupScope.ALL_TENANTS)) {
            Outcome outcome = check(scope);
            assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
            assertTrue(outcome.message().contains("ended 9h"), outcome.message());
        }
    }

    @Test
    void whereTheDatabaseClockIsNotReportedAnAgeIsUnknownAndNotFresh() {
        cluster(0, "4.2.5.0");
        simulated.player().play(simulated.fullBackup());

        Outcome outcome = check(TENANT1);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("is unknown"), outcome.message());
        assertEquals(Verdict.SUCCESS, unlessNewer().verdict());
        assertEquals(2, simulated.backupsPosted());
    }

    @Test
    void anEndInTheFutureIsNeverFresh() {
        backUp(0, 1);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.data(
                                "{\"tenant_id\":1002,\"lastest_archive_log_checkpoint\":\"2020-01-01T00:00:00Z\"}"))
                        .on("GET", ".*/backup/info"));

        Outcome outcome = check(TENANT1);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("is unknown"), outcome.message());
        unlessNewer();
        assertEquals(2, simulated.backupsPosted());
    }

    private void loseStart(FaultAction action) {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(action).on("POST", ".*/backup").once());
        player.playUntil(simulated.fullBackup(), ProgressEvent.AnswerLost.class);
    }

    /** Somebody else starts the same as soon as the times of the database are those of the lost start. */
    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, -2})
    void aDagThatBeganHoursLaterIsNotTakenForTheLostOne(long hoursAhead) {
        cluster(hoursAhead, "4.4.2.0");
        simulated.cluster.tenant("tenant1").archivingLog();
        loseStart(FaultAction.reset());
        player.advance(Duration.ofHours(-hoursAhead).plusMinutes(1));
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().startsWith("Cannot tell whether"), outcome.message());
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 0, 8})
    void aLostStartIsFoundHoursLaterWhateverTheDatabaseClockShows(long hoursAhead) {
        cluster(hoursAhead, "4.4.2.0");
        loseStart(FaultAction.loseAnswer());
        player.advance(Duration.ofHours(3));

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aLostStartOfAllTenantsIsFoundHoursLater() {
        cluster(8, "4.4.2.0");
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());
        player.playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.AnswerLost.class);
        player.advance(Duration.ofHours(3));

        Outcome outcome = player.resume(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void withoutTheDatabaseClockADagIsNotTakenForTheLostOneOnceNobodyHasLooked() {
        cluster(0, "4.2.5.0");
        loseStart(FaultAction.loseAnswer());
        player.advance(Duration.ofMinutes(20));

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().startsWith("Cannot tell whether"), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 8})
    void theRemainingTimeIsThatOfTheBackup(long hoursAhead) {
        cluster(hoursAhead, "4.4.2.0");
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(1)));

        player.play(simulated.fullBackup());

        assertRemaining();
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 8})
    void theRemainingTimeOfAJoinedBackupCountsFromItsStart(long hoursAhead) {
        cluster(hoursAhead, "4.4.2.0");
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(1)));
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(20));

        player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.JOIN)));

        assertRemaining();
        assertTrue(
                player.events(ProgressEvent.BackupProgress.class).stream()
                        .anyMatch(progress -> progress.remaining() != null
                                && progress.remaining().compareTo(Duration.ofMinutes(15)) > 0),
                player.events().toString());
    }

    private void assertRemaining() {
        List<ProgressEvent.BackupProgress> estimated = player.events(ProgressEvent.BackupProgress.class).stream()
                .filter(progress -> progress.remaining() != null)
                .toList();
        assertFalse(estimated.isEmpty());
        estimated.forEach(
                progress -> assertTrue(progress.remaining().compareTo(Duration.ofHours(4)) < 0, progress.toString()));
    }
}
