package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.RestoreModel;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rounds of a log archive, the SCNs of backups, and what can be restored from both. */
class SimulatedArchiveTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";
    private static final BackupPlan SHORT = BackupPlan.ordinary().withDuration(Duration.ofMinutes(10));
    private static final Optional<RestoreModel.Refusal> NO_LOG =
            Optional.of(new RestoreModel.Refusal(4018, "No enough log for restore"));
    private static final Optional<RestoreModel.Refusal> NO_CHAIN =
            Optional.of(new RestoreModel.Refusal(4018, "no full backup set exists"));

    private final ManualClock clock = new ManualClock();
    private SimulatedCluster cluster;
    private SimulatedTenant tenant;
    private SealingClient client;

    SimulatedArchiveTest() {
        start(Duration.ZERO);
    }

    private void start(Duration databaseClockOffset) {
        cluster = SimulatedCluster.builder()
                .agents(1)
                .clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .databaseClockOffset(databaseClockOffset)
                .start();
        tenant = cluster.tenant("tenant1").configured().everyBackup(SHORT);
        client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private JsonNode rounds() throws Exception {
        return client.get(BACKUP + "/log/tasks").data().path("contents");
    }

    private JsonNode round() throws Exception {
        assertEquals(1, rounds().size());
        return rounds().get(0);
    }

    private static Instant time(JsonNode node, String field) {
        return OffsetDateTime.parse(node.path(field).asText()).toInstant();
    }

    private void archiveLog(String status) throws Exception {
        assertEquals(
                200,
                client.patch(BACKUP + "/log", "{\"status\":\"" + status + "\"}").status());
        clock.advance(Duration.ofSeconds(10));
    }

    private JsonNode backUp(String body) throws Exception {
        Got got = client.post(BACKUP, body);
        assertEquals(200, got.status(), got.text());
        clock.advance(Duration.ofMinutes(11));
        return overview();
    }

    private JsonNode overview() throws Exception {
        return client.get(BACKUP + "/overview").data().path("status");
    }

    private JsonNode job(int index) throws Exception {
        return client.get(BACKUP + "/tasks").data().path("contents").path(index);
    }

    private Optional<RestoreModel.Refusal> restore(JsonNode task) {
        return tenant.restoreModel()
                .restore(
                        task.path("backup_set_id").asLong(),
                        task.path("end_scn").asLong());
    }

    @Test
    void aTenantThatNeverArchivedHasNoRound() throws Exception {
        assertTrue(rounds().isArray());
        assertEquals(0, rounds().size());
        assertTrue(client.get(BACKUP + "/info")
                .data()
                .path("lastest_archive_log_checkpoint")
                .isMissingNode());
    }

    @Test
    void aRoundIsPreparedBegunAndThenFollowsTheClock() throws Exception {
        Instant opened = clock.instant();
        tenant.archivingLog();
        assertEquals("PREPARE", round().path("status").asText());
        clock.advance(Duration.ofSeconds(3));
        assertEquals("BEGINNING", round().path("status").asText());
        assertEquals(time(round(), "start_time"), time(round(), "checkpoint"));
        clock.advance(Duration.ofMinutes(1));

        JsonNode round = round();

        assertEquals("DOING", round.path("status").asText());
        assertEquals(1002, round.path("tenant_id").asInt());
        assertEquals(1, round.path("round_id").asInt());
        assertEquals("file:///data/backup/tenant1/archive", round.path("path").asText());
        assertEquals(5.0, round.path("delay").asDouble());
        assertEquals(0, Duration.between(opened, time(round, "start_time")).toMillis());
        assertEquals(
                5, Duration.between(time(round, "checkpoint"), clock.instant()).toSeconds());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(time(round, "checkpoint").plus(Duration.ofMinutes(1)), time(round(), "checkpoint"));
    }

    @Test
    void theInfoShowsTheCheckpointAndTheDelayOfTheRound() throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(1));

        JsonNode info = client.get(BACKUP + "/info").data();

        assertEquals(round().path("checkpoint"), info.path("lastest_archive_log_checkpoint"));
        assertEquals(round().path("delay"), info.path("archive_log_delay"));
    }

    @Test
    void aLagThatGrowsMakesTheCheckpointStandAndNeverGoBack() throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(10));
        Instant reached = time(round(), "checkpoint");
        tenant.archiveLag(Duration.ofMinutes(30));
        clock.advance(Duration.ofMinutes(20));
        assertEquals(reached, time(round(), "checkpoint"));
        assertEquals(1205.0, round().path("delay").asDouble());
        clock.advance(Duration.ofMinutes(20));
        assertEquals(1800.0, round().path("delay").asDouble());
        tenant.archiveLag(Duration.ZERO);
        assertTrue(client.get(BACKUP + "/info").data().path("archive_log_delay").isMissingNode());
    }

    @Test
    void aLogThatIsArchivedSinceLongAgoIsFarAheadOfItsStart() throws Exception {
        Instant since = clock.instant().minus(Duration.ofDays(2));
        tenant.archivingLogSince(since);

        assertEquals("DOING", round().path("status").asText());
        assertEquals(0, Duration.between(since, time(round(), "start_time")).toMillis());
        assertEquals(5.0, round().path("delay").asDouble());
    }

    @Test
    void aStopEndsTheRoundAndDoingBeginsAnother() throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(1));
        JsonNode first = round();
        client.patch(BACKUP + "/log", "{\"status\":\"stop\"}");
        assertEquals("STOPPING", round().path("status").asText());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(0, rounds().size());
        JsonNode info = client.get(BACKUP + "/info").data();
        assertEquals(first.path("checkpoint"), info.path("lastest_archive_log_checkpoint"));
        assertEquals(65.0, info.path("archive_log_delay").asDouble());

        archiveLog("doing");

        assertEquals(2, round().path("round_id").asInt());
        assertEquals("DOING", round().path("status").asText());
        assertTrue(time(round(), "start_time").isAfter(time(first, "checkpoint")));
    }

    @Test
    void aPausedRoundStandsAndGoesOnAsTheSame() throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(1));
        JsonNode before = round();
        archiveLog("suspend");
        clock.advance(Duration.ofMinutes(10));
        assertEquals("SUSPEND", round().path("status").asText());
        assertEquals(before.path("checkpoint"), round().path("checkpoint"));

        archiveLog("doing");

        assertEquals("DOING", round().path("status").asText());
        assertEquals(before.path("round_id"), round().path("round_id"));
        assertEquals(before.path("start_time"), round().path("start_time"));
        assertEquals(5.0, round().path("delay").asDouble());
    }

    @Test
    void anInterruptedRoundIsGoneAndCanNeitherBePausedNorGoOn() throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(1));
        JsonNode before = round();
        tenant.interruptArchiveLog();
        assertEquals(0, rounds().size());
        archiveLog("suspend");
        assertEquals("INTERRUPTED", tenant.archiveLogStatus());
        assertEquals(
                "Common.Unexpected",
                client.patch(BACKUP + "/log", "{\"status\":\"doing\"}").errCode());
        clock.advance(Duration.ofMinutes(10));
        assertEquals(0, rounds().size());
        assertEquals(
                before.path("checkpoint"), client.get(BACKUP + "/info").data().path("lastest_archive_log_checkpoint"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void archivingThatIsStartedAnewHasANewRound(boolean interrupted) throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(1));
        JsonNode before = round();
        if (interrupted) {
            tenant.interruptArchiveLog();
        }
        tenant.restartArchiveLog();
        clock.advance(Duration.ofMinutes(1));

        assertEquals("DOING", round().path("status").asText());
        assertEquals(2, round().path("round_id").asInt());
        assertTrue(time(round(), "start_time").isAfter(time(before, "checkpoint")));
    }

    @Test
    void aNewArchiveDestinationEndsTheRoundAndTheNextBackupBeginsOneThere() throws Exception {
        JsonNode first = backUp("{}");
        client.patch(BACKUP + "/config", "{\"archive_base_uri\":\"file:///new\"}");
        clock.advance(Duration.ofMinutes(1));
        assertEquals(0, rounds().size());

        JsonNode second = backUp("{}");

        assertEquals(2, round().path("round_id").asInt());
        assertEquals("file:///new/", round().path("path").asText());
        RestoreModel model = tenant.restoreModel();
        long scn = first.path("end_scn").asLong();
        assertEquals(Optional.empty(), model.restore(1, "file:///data/backup/tenant1/archive", scn));
        assertEquals(NO_LOG, model.restore(1, "file:///new/", scn));
        assertEquals(
                Optional.empty(),
                model.restore(2, "file:///new/", second.path("end_scn").asLong()));
    }

    @Test
    void noKeyStandsInAPath() throws Exception {
        String uri = "oss://bucket/%s?host=h.example.com&access_id=id&access_key=key";
        tenant.configured(uri.formatted("data"), uri.formatted("archive")).archivingLog();
        clock.advance(Duration.ofMinutes(1));

        assertEquals(
                "oss://bucket/archive?host=h.example.com", round().path("path").asText());
        assertEquals(
                "oss://bucket/data?host=h.example.com",
                backUp("{}").path("path").asText());
        assertEquals(overview().path("path"), job(0).path("path"));
    }

    @Test
    void aBackupHasItsScns() throws Exception {
        JsonNode task = backUp("{}");

        assertEquals(scn(time(task, "start_timestamp")), task.path("start_scn").asLong() / 1000);
        assertEquals(scn(time(task, "end_timestamp")), task.path("end_scn").asLong() / 1000);
        assertEquals(
                task.path("start_scn").asLong() + 1,
                task.path("user_ls_start_scn").asLong());
    }

    private static long scn(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
    }

    @Test
    void onlyACompletedBackupHasAnEndScn() throws Exception {
        assertEquals(0, backUpRunning().path("end_scn").asLong());
        client.patch(BACKUP, "{\"status\":\"canceled\"}");
        clock.advance(Duration.ofMinutes(1));
        assertEquals("CANCELED", overview().path("status").asText());
        assertEquals(0, overview().path("end_scn").asLong());
        tenant.nextBackup(SHORT.failing());
        assertEquals(0, backUp("{}").path("end_scn").asLong());
    }

    private JsonNode backUpRunning() throws Exception {
        client.post(BACKUP, "{}");
        clock.advance(Duration.ofMinutes(5));
        return overview();
    }

    @Test
    void timesOfTheDatabaseAreOffByItsOffsetAndScnsAreNot() throws Exception {
        cluster.close();
        start(Duration.ofHours(8));

        JsonNode task = backUp("{}");

        assertEquals(
                scn(time(task, "start_timestamp").minus(Duration.ofHours(8))),
                task.path("start_scn").asLong() / 1000);
        assertEquals(
                scn(time(task, "end_timestamp").minus(Duration.ofHours(8))),
                task.path("end_scn").asLong() / 1000);
        assertEquals(5.0, round().path("delay").asDouble());
        assertEquals(
                Duration.ofHours(8).minusSeconds(5).toSeconds(),
                Duration.between(clock.instant(), time(round(), "checkpoint"))
                        .plusMillis(500)
                        .toSeconds());
        assertTrue(time(round(), "start_time").isAfter(clock.instant().plus(Duration.ofHours(7))));
        assertEquals(
                round().path("checkpoint"), client.get(BACKUP + "/info").data().path("lastest_archive_log_checkpoint"));
    }

    @Test
    void rightAfterItIsCompletedABackupCannotBeRestoredYet() throws Exception {
        tenant.archiveLag(Duration.ofMinutes(3));
        client.post(BACKUP, "{}");
        while (!overview().path("status").asText().equals("COMPLETED")) {
            clock.advance(Duration.ofSeconds(1));
        }
        assertEquals(NO_LOG, restore(overview()));
        clock.advance(Duration.ofMinutes(2));
        assertEquals(NO_LOG, restore(overview()));
        clock.advance(Duration.ofSeconds(61));
        assertEquals(Optional.empty(), restore(overview()));
    }

    @Test
    void whatIsArchivedStaysRestorableWhenTheRoundIsOver() throws Exception {
        JsonNode task = backUp("{}");
        clock.advance(Duration.ofMinutes(1));
        long passed = task.path("end_scn").asLong() + 1;
        tenant.interruptArchiveLog();
        clock.advance(Duration.ofHours(1));

        assertEquals(Optional.empty(), tenant.restoreModel().restore(1, passed));
        assertEquals(
                NO_LOG,
                tenant.restoreModel().restore(1, passed + Duration.ofHours(1).toNanos()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "interrupt", "restart"})
    void aRoundThatIsOverBeforeItHasPassedTheBackupNeverPassesIt(String how) throws Exception {
        backUpRunning();
        switch (how) {
            case "stop" -> tenant.stopArchiveLog();
            case "interrupt" -> tenant.interruptArchiveLog();
            default -> tenant.restartArchiveLog();
        }
        clock.advance(Duration.ofHours(1));

        assertEquals("COMPLETED", overview().path("status").asText());
        assertEquals(NO_LOG, restore(overview()));
    }

    @Test
    void aPauseWhileTheBackupRunsIsMadeUpFor() throws Exception {
        backUpRunning();
        tenant.suspendArchiveLog();
        clock.advance(Duration.ofHours(1));
        assertEquals(NO_LOG, restore(overview()));
        tenant.resumeArchiveLog();
        clock.advance(Duration.ofMinutes(1));

        assertEquals(Optional.empty(), restore(overview()));
    }

    @Test
    void aBackupWithItsLogNeedsNoArchiveToItsEnd() throws Exception {
        client.post(BACKUP, "{\"plus_archive\":true}");
        clock.advance(Duration.ofMinutes(5));
        tenant.interruptArchiveLog();
        clock.advance(Duration.ofHours(1));

        assertEquals("ON", job(0).path("plus_archivelog").asText());
        assertEquals(Optional.empty(), restore(overview()));
    }

    @ParameterizedTest
    @CsvSource({"PT1S,true", "PT-1S,true", "PT-1H,false"})
    void theLogOfTheUserLogStreamsMayBeginBeforeTheBackup(Duration begins, boolean restorable) throws Exception {
        tenant.nextBackup(SHORT.withUserLogStart(begins));
        JsonNode task = backUp("{}");

        assertEquals(
                begins.toNanos(),
                task.path("user_ls_start_scn").asLong() - task.path("start_scn").asLong());
        assertEquals(restorable ? Optional.empty() : NO_LOG, restore(task));
    }

    @Test
    void anIncrementalBackupWithNothingToContinueIsAFullOne() throws Exception {
        backUp("{\"mode\":\"incremental\"}");
        assertEquals("FULL", job(0).path("backup_type").asText());
        backUp("{\"mode\":\"incremental\"}");
        assertEquals("INC", job(0).path("backup_type").asText());
        tenant.configured("file:///elsewhere", tenant.archiveDestination());
        backUp("{\"mode\":\"incremental\"}");
        assertEquals("FULL", job(0).path("backup_type").asText());
        assertEquals(
                List.of(false, true, false),
                tenant.backups().stream()
                        .map(SimulatedTenant.BackupView::incremental)
                        .toList());
    }

    @Test
    void anIncrementalBackupContinuesTheLastGoodSetOfItsDestination() throws Exception {
        backUp("{}");
        tenant.nextBackup(SHORT.failing());
        backUp("{\"mode\":\"incremental\"}");
        JsonNode incremental = backUp("{\"mode\":\"incremental\"}");
        assertEquals(Optional.empty(), restore(incremental));

        tenant.deleteBackupSet(1);

        assertEquals(NO_CHAIN, restore(incremental));
        assertEquals("COMPLETED", job(2).path("status").asText());
    }

    @Test
    void aNewDataDestinationDoesNotHarmTheSetsBeforeIt() throws Exception {
        backUp("{}");
        JsonNode incremental = backUp("{\"mode\":\"incremental\"}");
        client.patch(BACKUP + "/config", "{\"data_base_uri\":\"file:///elsewhere\"}");
        clock.advance(Duration.ofMinutes(1));
        JsonNode elsewhere = backUp("{}");

        assertEquals(Optional.empty(), restore(incremental));
        assertEquals(Optional.empty(), restore(elsewhere));
        assertEquals("file:///elsewhere/", elsewhere.path("path").asText());
        assertEquals(
                "file:///data/backup/tenant1/data", incremental.path("path").asText());
    }

    @Test
    void aBackupFromBeforeTheRoundCannotBeRestored() throws Exception {
        tenant.hadBackup(SHORT, clock.instant().minus(Duration.ofHours(4))).archivingLog();
        clock.advance(Duration.ofMinutes(5));
        assertEquals(NO_LOG, restore(overview()));
    }

    @Test
    void aBackupFromWithinTheRoundCanBeRestored() throws Exception {
        tenant.hadBackup(SHORT, clock.instant().minus(Duration.ofHours(4)))
                .archivingLogSince(clock.instant().minus(Duration.ofDays(1)));
        assertEquals(Optional.empty(), restore(overview()));
    }
}
