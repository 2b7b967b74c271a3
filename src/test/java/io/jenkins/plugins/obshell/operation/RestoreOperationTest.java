package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.model.SqlAddress;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A restore is green only if OceanBase's own records say that this very restore is done. */
class RestoreOperationTest {

    private static final long BACKUP_BYTES = 48L << 30;

    private final SimulatedDrill drill = new SimulatedDrill();
    private final OperationPlayer player = drill.player;

    @AfterEach
    void close() {
        drill.close();
    }

    private void assertGreen(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    private void assertRed(Outcome outcome, String words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains(words), outcome.message());
    }

    @Test
    void theLastBackupIsRestoredAndTheTenantIsNamed() {
        Outcome outcome = player.play(drill.restore());

        assertGreen(outcome);
        assertEquals("SUCCESS", outcome.result().status());
        ScratchTenant scratch = player.state().scratchTenant();
        assertEquals("drill_tenant1_42_9f3c2a1b", scratch.name());
        assertEquals(Integer.toString(drill.cluster.tenantIds().get("drill_tenant1_42_9f3c2a1b")), scratch.id());
        RestoredBackup backup = player.state().restoredBackup();
        assertEquals("1", backup.backupSetId());
        assertEquals(scratch.scn(), backup.scn());
        assertEquals(120L << 30, backup.bytes());
        assertTrue(outcome.message().startsWith("Restored tenant1 to SCN " + backup.scn()), outcome.message());
        assertEquals(1, player.events(ProgressEvent.RestoreChosen.class).size());
        assertFalse(player.events(ProgressEvent.RestoreProgress.class).isEmpty());
    }

    @Test
    void aServerThatHoldsTheTenantIsTold() {
        RestoreRequest request = new RestoreRequest(
                "tenant1", SimulatedDrill.SCRATCH, "drill_2c8g", List.of("zone2"), true, SimulatedDrill.TIMING);

        assertGreen(player.play(drill.restore(request)));

        assertEquals(
                new SqlAddress("10.0.0.2", 2881),
                player.state().restoredBackup().sqlAddress());
    }

    @Test
    void aServerThatObshellDoesNotTellMakesNoRestoreFail() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "MySQL.Error", "MySQL error: Error 4012: Timeout"))
                        .on("GET", ".*/tenant/" + SimulatedDrill.SCRATCH));

        assertGreen(player.play(drill.restore()));

        assertNull(player.state().restoredBackup().sqlAddress());
    }

    @Test
    void nothingIsLeftAfterTheDrop() {
        player.play(drill.restore());

        Outcome dropped = drill.clean();
        assertGreen(dropped);
        assertEquals("Drop tenant", dropped.result().dagName());
        assertTrue(drill.isClean());
        assertTrue(drill.cluster.tenantIds().containsKey("tenant1"));
    }

    @Test
    void aRestoreThatFailsUnderADagThatSucceedsIsRed() {
        drill.cluster.nextRestore(RestorePlan.ordinary().failingUnnoticed());

        assertRed(player.play(drill.restore()), "the restore failed");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aRestoreThatFailsIsRed() {
        drill.cluster.nextRestore(RestorePlan.ordinary().failing());

        assertRed(player.play(drill.restore()), "backup data is broken");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aRestoreOfSeveralHoursIsFollowedBeyondItsDag() {
        drill.cluster.nextRestore(RestorePlan.ordinary().withDuration(Duration.ofHours(5)));

        Outcome outcome = player.play(drill.restore());

        assertGreen(outcome);
        Duration took =
                Duration.between(outcome.result().startTime(), outcome.result().endTime());
        assertTrue(took.compareTo(Duration.ofHours(5)) > 0, took.toString());
        assertTrue(outcome.message().contains(" in " + Durations.format(took) + ","), outcome.message() + took);
        assertEquals(1, player.events(ProgressEvent.DagEndedBeforeRestore.class).size());
        assertEquals(1, player.events(ProgressEvent.DagRetried.class).size());
        assertEquals(1, drill.restoresPosted());
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aTenantOfTheSameNameThatIsMadeMeanwhileIsNotTakenForTheRestoredOneNorDropped() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(() -> drill.cluster.tenant(SimulatedDrill.SCRATCH)))
                        .on("POST", ".*/tenant/restore")
                        .once());

        assertRed(player.play(drill.restore()), "Somebody else made a tenant of that name");
        Outcome dropped = drill.clean();
        assertEquals(Verdict.WARNING, dropped.verdict(), dropped.message());
        assertTrue(drill.cluster.tenantIds().containsKey(SimulatedDrill.SCRATCH));
        assertEquals(0, drill.drops());
    }

    @Test
    void nothingIsRestoredIntoANameThatIsTaken() {
        drill.cluster.tenant("DRILL_TENANT1_42_9F3C2A1B");

        assertRed(player.play(drill.restore()), "has a tenant DRILL_TENANT1_42_9F3C2A1B");
        assertNull(player.state().scratchTenant());
        assertEquals(0, drill.restoresPosted());
    }

    @Test
    void aSourceMayBeAnotherClusterWithAnOlderVersion() {
        try (SimulatedCluster production = SimulatedCluster.builder()
                .clock(drill.simulated.clock)
                .keyBits(512)
                .agents(1)
                .oceanBase("4.2.1.8")
                .rootPassword(SimulatedOperations.PASSWORD)
                .tenants("orders")
                .start()) {
            Instant now = drill.simulated.clock.instant();
            SimulatedTenant orders = production
                    .tenant("orders")
                    .configured()
                    .archivingLogSince(now.minus(Duration.ofHours(3)))
                    .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(2)));
            drill.cluster.canReadBackupsOf(orders);
            ObshellClient source = drill.simulated.client(production.endpoints().get(0));

            assertGreen(player.play(drill.restore(drill.request("orders"), source)));
            assertEquals("4.2.1.8", player.state().restoredBackup().fromVersion());
            assertEquals("4.3.5.3", player.state().restoredBackup().toVersion());
            assertGreen(drill.clean());
            assertEquals(
                    List.of(),
                    production.requests().all().stream()
                            .filter(request -> !request.method().equals("GET"))
                            .toList());
        }
    }

    @Test
    void aBackupIsNotRestoredIntoAnOlderVersion() {
        try (SimulatedCluster production = SimulatedCluster.builder()
                .clock(drill.simulated.clock)
                .keyBits(512)
                .agents(1)
                .oceanBase("4.4.0.0")
                .rootPassword(SimulatedOperations.PASSWORD)
                .tenants("tenant1")
                .start()) {
            Instant now = drill.simulated.clock.instant();
            production
                    .tenant("tenant1")
                    .configured()
                    .archivingLogSince(now.minus(Duration.ofHours(3)))
                    .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(2)));
            ObshellClient source = drill.simulated.client(production.endpoints().get(0));

            assertNothingSent(player.play(drill.restore(drill.request(), source)), "has 4.3.5.3, older than 4.4.0.0");
        }
    }

    private void assertNothingSent(Outcome outcome, String words) {
        assertRed(outcome, words);
        assertEquals(0, drill.restoresPosted());
        assertNull(player.state().scratchTenant());
    }

    @Test
    void nothingIsRestoredWhileOceanBaseIsUpgraded() {
        drill.cluster.upgradeOceanBase("OB rolling upgrade 4.3.5.4-1", Duration.ofHours(1));

        assertNothingSent(player.play(drill.restore()), "OceanBase is being upgraded");
    }

    @Test
    void nothingIsRestoredWithoutRoomForIt() {
        drill.cluster.capacity(16, 9L << 30);

        assertNothingSent(
                player.play(drill.restore()), "Zone zone1 has room for 0 units of drill_2c8g, and 1 are needed");
    }

    @Test
    void nothingIsRestoredWithoutDiskForIt() {
        drill.cluster.disk(100L << 30, 90L << 30);

        assertNothingSent(
                player.play(drill.restore()),
                "Zone zone1 has 10.0 GiB of free disk for data, and the backup has " + Bytes.format(BACKUP_BYTES));
    }

    @Test
    void aDiskThatObshellDoesNotReportIsNoObstacle() {
        drill.cluster.disk(0, 0);

        assertGreen(player.play(drill.restore()));
    }

    @Test
    void roomThatIsGoneMeanwhileFailsTheDagAndLeavesNothing() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(() -> drill.cluster.capacity(16, 9L << 30)))
                        .on("POST", ".*/tenant/restore")
                        .once());

        assertRed(player.play(drill.restore()), "resource not enough to hold 1 unit");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aUnitConfigOrAZoneThatThereIsNotIsReported() {
        assertNothingSent(
                player.play(drill.restore(new RestoreRequest(
                        "tenant1", SimulatedDrill.SCRATCH, "none", List.of(), true, SimulatedDrill.TIMING))),
                "OB.Resource.UnitConfig.NotExist");
        assertNothingSent(
                player.play(drill.restore(new RestoreRequest(
                        "tenant1",
                        SimulatedDrill.SCRATCH,
                        "drill_2c8g",
                        List.of("east"),
                        true,
                        SimulatedDrill.TIMING))),
                "The cluster has no zone east. Its zones are zone1, zone2, zone3");
    }

    @Test
    void theClusterOfTheSourceIsRefusedUnderAnyName() {
        assertNothingSent(
                player.play(drill.restore(
                        elsewhere(),
                        drill.simulated.client(drill.cluster.endpoints().get(2)))),
                "into the cluster that it was made of");
    }

    @Test
    void anotherClusterIsNotTakenForThatOfTheSource() {
        try (SimulatedCluster production = SimulatedCluster.builder()
                .name("production")
                .clock(drill.simulated.clock)
                .keyBits(512)
                .rootPassword(SimulatedOperations.PASSWORD)
                .start()) {
            Instant now = drill.simulated.clock.instant();
            SimulatedTenant tenant = production
                    .tenant("tenant1")
                    .configured()
                    .archivingLogSince(now.minus(Duration.ofHours(3)))
                    .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(2)));
            drill.cluster.canReadBackupsOf(tenant);

            assertGreen(player.play(drill.restore(
                    elsewhere(), drill.simulated.client(production.endpoints().get(0)))));
        }
    }

    private static RestoreRequest elsewhere() {
        return new RestoreRequest(
                "tenant1", SimulatedDrill.SCRATCH, "drill_2c8g", List.of(), false, SimulatedDrill.TIMING);
    }

    @Test
    void theTenantIsPlacedWhereItIsAskedFor() {
        assertGreen(player.play(drill.restore(new RestoreRequest(
                "tenant1", SimulatedDrill.SCRATCH, "drill_2c8g", List.of("zone2"), true, SimulatedDrill.TIMING))));

        String body = drill.cluster
                .requests()
                .matching("POST", ".*/tenant/restore")
                .get(0)
                .body();
        assertTrue(
                body.contains(
                        "\"zone_list\":[{\"name\":\"zone2\",\"unit_config_name\":\"drill_2c8g\",\"unit_num\":1}]"),
                body);
    }

    @Test
    void aTenantWithoutABackupHasNothingToRestore() {
        assertNothingSent(player.play(drill.restore(drill.request("tenant2"))), "tenant2 has no backup destination");
        drill.cluster.tenant("tenant2").configured();
        assertNothingSent(player.play(drill.restore(drill.request("tenant2"))), "tenant2 has no COMPLETED backup");
    }

    @Test
    void aBackupThatTheLogHasNotPassedIsNotRestoredButTheOneBefore() {
        SimulatedTenant tenant = drill.cluster.tenant("tenant1").archiveLag(Duration.ofMinutes(30));
        tenant.startForeignBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(5)));
        player.advance(Duration.ofMinutes(6));

        assertGreen(player.play(drill.restore()));
        assertEquals("1", player.state().restoredBackup().backupSetId());
    }

    @Test
    void aBackupWhoseLogIsMissingIsNotRestored() {
        drill.cluster.tenant("tenant1").restartArchiveLog();

        assertNothingSent(player.play(drill.restore()), "log archiving of tenant1 began anew");
    }

    @Test
    void aLogThatIsMissingInTheDestinationFailsTheRestore() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(
                                () -> drill.cluster.tenant("tenant1").deleteBackupSet(1)))
                        .on("POST", ".*/tenant/restore")
                        .once());

        assertRed(player.play(drill.restore()), "no backup set is available");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aBackupThatIsOnlyInTheHistoryIsRestoredToItsEnd() {
        SimulatedTenant tenant = drill.cluster.tenant("tenant1");
        tenant.startForeignBackup(BackupPlan.ordinary().failing().withDuration(Duration.ofMinutes(5)));
        player.advance(Duration.ofMinutes(10));

        assertGreen(player.play(drill.restore()));
        long end = tenant.restoreModel().sets().get(0).endScn();
        long scn = player.state().restoredBackup().scn();
        assertTrue(scn >= end && scn < end + 2_000_000, scn + " " + end);
    }

    @Test
    void anEncryptedBackupNeedsItsPassword() {
        SimulatedTenant tenant = drill.cluster.tenant("tenant1");
        Operation backup = new BackupOperation(
                drill.simulated.context(
                        drill.simulated.client(),
                        drill.simulated.journal()::add,
                        new FixedSecrets("set-password", null)),
                new BackupRequestBuilder("tenant1").build());
        assertGreen(player.play(backup));
        assertEquals("set-password", tenant.backups().get(1).encryption());

        assertNothingSent(player.play(drill.restore()), "cannot be restored without its password");
        drill.secrets(new FixedSecrets("another-password", null));
        assertRed(player.play(drill.restore()), "invalid backup password");
        assertGreen(drill.clean());
        drill.secrets(new FixedSecrets("set-password", null));
        assertGreen(player.play(drill.restore()));
        assertFalse(player.state().toJson().contains("set-password"));
    }

    @Test
    void theKeyToTheDestinationsIsSentAndNeverShown() {
        Instant now = drill.simulated.clock.instant();
        drill.cluster
                .tenant("tenant2")
                .configured(
                        "oss://bucket/data?host=oss.example.com&access_id=id&access_key=old",
                        "oss://bucket/archive?host=oss.example.com&access_id=id&access_key=old")
                .archivingLogSince(now.minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(2)));
        drill.secrets(new FixedSecrets(null, new StorageKey("the-id", "the-access-key", true)));
        List<String> shown = new ArrayList<>();
        Operation restore = drill.restoreObserved(drill.request("tenant2"), seen -> shown.add(seen.toString()));

        assertGreen(player.play(restore));

        String body = drill.cluster
                .requests()
                .matching("POST", ".*/tenant/restore")
                .get(0)
                .body();
        assertTrue(body.contains("access_id=the-id") && body.contains("access_key=the-access-key"), body);
        assertTrue(shown.toString().contains("restore_tenant_name=drill_tenant1_42_9f3c2a1b"), shown.toString());
        String all = shown
                + player.events().toString()
                + player.state().toJson()
                + drill.simulated.journal().stream().map(OperationState::toJson).toList();
        assertFalse(all.contains("the-access-key") || all.contains("the-id"), all);
    }

    @Test
    void anObshellThatDoesNotReportRestoresProvesNothing() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(404, "Common.NotFound", "Element not found: 404 not found"))
                        .on("GET", ".*/restore/tasks"));

        assertNothingSent(player.play(drill.restore()), "versions since 4.3.2 do");
    }

    @Test
    void aDagThatAnOperatorPassesIsNoSuccess() {
        drill.cluster.nextRestore(RestorePlan.ordinary()
                .withFailure(StageFailure.of("Active tenant", "[MySQL.Error]: MySQL error: busy")));
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.RestoreProgress.class);
        player.advance(Duration.ofMinutes(40));
        drill.simulated
                .operatorsClient()
                .operate(player.state().dagId(), DagOperator.PASS)
                .join();

        assertRed(player.resume(restore), "ended by PASS of an operator");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aDagThatFailsInALaterStageIsRetried() {
        drill.cluster.nextRestore(RestorePlan.ordinary()
                .withFailure(StageFailure.of("Active tenant", "[MySQL.Error]: MySQL error: busy")));

        assertGreen(player.play(drill.restore()));
        assertEquals(1, player.events(ProgressEvent.DagRetried.class).size());
        assertEquals(1, player.events(ProgressEvent.NodeFailed.class).size());
    }

    @Test
    void aDagThatFailsBeforeItWaitsIsNotRetriedForThatWouldCancelTheRestore() {
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(8));
        for (int i = 0; i < 3; i++) {
            drill.cluster.agentBack(i);
        }

        assertRed(player.resume(restore), "Agent is not holding OceanBase");
        assertEquals(0, drill.cluster.requests().count("POST", ".*/task/dag/.*"));
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void anAgentThatRestartsWhileTheRestoreIsWaitedForDoesNoHarm() {
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.RestoreProgress.class);
        player.advance(Duration.ofMinutes(1));
        for (int i = 0; i < 3; i++) {
            drill.cluster.agentBack(i);
        }

        assertGreen(player.resume(restore));
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }
}
