package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup is green once it can be restored: when the log archive has passed it in an unbroken round. */
class RestorableTest {

    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final String LOG_TASKS = ".*/backup/log/tasks";

    private SimulatedOperations simulated;
    private OperationPlayer player;
    private SimulatedTenant tenant;

    private void cluster(Consumer<SimulatedCluster.Builder> change) {
        SimulatedCluster.Builder builder = SimulatedCluster.builder().agents(1).tenants("tenant1", "tenant2");
        change.accept(builder);
        simulated = new SimulatedOperations(builder);
        player = simulated.player();
        simulated.cluster.tenant("tenant2").configured().archivingLog();
        tenant = simulated.cluster.tenant("tenant1").configured().archivingLog();
        player.advance(Duration.ofMinutes(10));
    }

    private void cluster() {
        cluster(builder -> {});
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private BackupRequestBuilder request() {
        return new BackupRequestBuilder("tenant1");
    }

    private Outcome backUp(BackupRequestBuilder request) {
        return player.play(simulated.backup(request.build()));
    }

    private Outcome check(CheckRequestBuilder request) {
        return player.play(simulated.check(request.build()));
    }

    private static CheckRequestBuilder status() {
        return new CheckRequestBuilder("tenant1");
    }

    /** Does something once the archive is waited for. */
    private void whileArchiving(Runnable action) {
        boolean[] done = {false};
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.ARCHIVING && !done[0]) {
                done[0] = true;
                action.run();
            }
        });
    }

    private int looksAtTheArchive() {
        return simulated.cluster.requests().count("GET", LOG_TASKS);
    }

    private static void assertSays(Outcome outcome, Verdict verdict, String... words) {
        assertEquals(verdict, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), outcome.message());
        }
    }

    private void assertRestores(Outcome outcome) {
        RestoreWindow window = outcome.result().restorable();
        assertNotNull(window, outcome.message());
        long set = Long.parseLong(outcome.result().tenants().get(0).backupSetId());
        assertTrue(tenant.restoreModel().restore(set, window.toScn()).isEmpty(), outcome.message());
        assertTrue(tenant.restoreModel()
                .restore(set, outcome.result().tenants().get(0).endScn())
                .isEmpty());
    }

    @ParameterizedTest(name = "OceanBase''s time zone is {0} hours ahead")
    @ValueSource(longs = {-8, 0, 8})
    void theStepWaitsUntilTheArchiveHasPassedTheBackup(long hours) {
        cluster(builder -> builder.databaseClockOffset(Duration.ofHours(hours)));
        tenant.archiveLag(Duration.ofMinutes(4));

        Outcome outcome = backUp(request());

        assertSays(outcome, Verdict.SUCCESS, "COMPLETED", "Restorable from ");
        assertEquals(1, player.events(ProgressEvent.WaitingForArchive.class).size());
        assertTrue(looksAtTheArchive() > 1);
        assertRestores(outcome);
        Instant now = simulated.clock.instant();
        RestoreWindow window = outcome.result().restorable();
        assertTrue(
                window.to().isAfter(now.minus(Duration.ofMinutes(5)))
                        && window.to().isBefore(now),
                window + "");
    }

    @Test
    void anArchiveThatIsStoppedNeverPassesTheBackup() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(20));
        whileArchiving(tenant::stopArchiveLog);

        Outcome outcome = backUp(request().restorableWithin(HALF_AN_HOUR));

        assertSays(
                outcome,
                Verdict.FAILURE,
                "COMPLETED",
                "Nothing shows that it can be restored",
                "stopped or interrupted");
        assertNull(outcome.result().restorable());
        assertTrue(looksAtTheArchive() < 4);
    }

    @Test
    void anArchiveThatWasInterruptedNeverPassesTheBackup() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(20));
        whileArchiving(tenant::interruptArchiveLog);

        assertSays(backUp(request()), Verdict.FAILURE, "COMPLETED", "Nothing shows that it can be restored");
    }

    @Test
    void aRoundThatBeganAfterTheBackupNeverCoversIt() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(20));
        whileArchiving(() -> {
            tenant.stopArchiveLog();
            player.advance(Duration.ofSeconds(10));
            tenant.restartArchiveLog();
            player.advance(Duration.ofSeconds(10));
        });

        assertSays(backUp(request()), Verdict.FAILURE, "COMPLETED", "began anew", "round 2");
    }

    @Test
    void whatIsNotPassedInTimeIsAWarningUnlessATimeWasGiven() {
        cluster();
        whileArchiving(() -> {});
        tenant.archiveLag(Duration.ofHours(2));
        Outcome byDefault = backUp(request());
        assertSays(byDefault, Verdict.WARNING, "COMPLETED", "cannot be restored yet", "DOING");
        assertFalse(byDefault.result().tenants().isEmpty());

        Outcome withTime = backUp(request().restorableWithin(Duration.ofMinutes(5)));
        assertSays(withTime, Verdict.FAILURE, "COMPLETED", "cannot be restored yet");
    }

    @Test
    void anArchiveThatIsPausedIsWaitedFor() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(4));
        player.beforeEachTurn(state -> {
            if (state.phase() != Phase.ARCHIVING) {
                return;
            }
            Duration waited = Duration.between(state.phaseSince(), simulated.controllerClock.instant());
            if (waited.compareTo(Duration.ofMinutes(6)) > 0) {
                tenant.resumeArchiveLog();
            }
        });
        player.playUntil(
                simulated.backup(request().restorableWithin(HALF_AN_HOUR).build()),
                ProgressEvent.WaitingForArchive.class);
        tenant.suspendArchiveLog();
        player.advance(Duration.ofSeconds(5));

        assertSays(
                player.resume(simulated.backup(
                        request().restorableWithin(HALF_AN_HOUR).build())),
                Verdict.SUCCESS,
                "Restorable from");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SUSPEND", "STOPPING"})
    void anArchiveThatIsHaltedOnceItHasPassedTheBackupIsEnough(String status) {
        cluster();
        tenant.archiveLogStopsIn(Duration.ofHours(1));
        whileArchiving(() -> {
            player.advance(Duration.ofSeconds(10));
            if (status.equals("SUSPEND")) {
                tenant.suspendArchiveLog();
            } else {
                tenant.stopArchiveLog();
            }
            player.advance(Duration.ofSeconds(5));
        });

        Outcome outcome = backUp(request().restorableWithin(HALF_AN_HOUR));

        assertEquals(status, tenant.archiveLogStatus());
        assertSays(outcome, Verdict.SUCCESS, "Restorable from ");
        assertRestores(outcome);
    }

    @Test
    void aSetWithItsLogNeedsNoArchive() {
        cluster();
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.FOLLOWING && state.reported().percent() > 50) {
                tenant.stopArchiveLog();
            }
        });

        Outcome outcome = backUp(request().plusArchive(true));

        assertSays(outcome, Verdict.SUCCESS, "with the log that it includes");
        assertRestores(outcome);
        assertEquals(0, looksAtTheArchive());
    }

    @Test
    void aBackupThatIsJoinedCarriesItsLogIfTheHistorySaysSo() {
        cluster();
        simulated
                .player()
                .playUntil(simulated.backup(request().plusArchive(true).build()), ProgressEvent.BackupProgress.class);

        Outcome outcome = backUp(request().ifBackupRunning(IfBackupRunning.JOIN));

        assertSays(outcome, Verdict.SUCCESS, "with the log that it includes");
    }

    @Test
    void anObshellThatIsTooOldToTellIsASuccessUnlessATimeWasGiven() {
        cluster(builder -> builder.serverVersion("4.2.5.0"));

        assertSays(backUp(request()), Verdict.SUCCESS, "COMPLETED");
        assertEquals(1, player.events(ProgressEvent.RestorableUnknown.class).size());

        assertSays(
                backUp(request().restorableWithin(HALF_AN_HOUR)), Verdict.FAILURE, "Cannot tell", "COMPLETED", "4.3.2");
    }

    @Test
    void theArchiveIsLeftUncheckedOnRequest() {
        cluster();

        assertSays(backUp(request().restorableWithin(Duration.ZERO)), Verdict.SUCCESS, "COMPLETED");
        assertEquals(0, looksAtTheArchive());
    }

    @Test
    void anAbortDuringTheWaitCancelsNothing() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(20));
        Operation operation = simulated.backup(request().build());
        player.playUntil(operation, ProgressEvent.WaitingForArchive.class);

        player.cancel(operation);
        Outcome outcome = player.resume(operation);

        assertSays(outcome, Verdict.ABORTED, "COMPLETED");
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*/backup"));
    }

    @Test
    void aDeadlineDuringTheWaitDoesNotMakeACompletedBackupAFailure() {
        cluster();
        tenant.archiveLag(Duration.ofHours(2));
        tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(55)));

        Outcome outcome = backUp(request()
                .timing(new TimingBuilder().timeout(Duration.ofHours(1)).build()));

        assertSays(outcome, Verdict.WARNING, "COMPLETED", "Timed out after 1h");
        assertEquals(1, outcome.result().tenants().size());
    }

    @Test
    void anOutageDuringTheWaitDoesNotMakeACompletedBackupAFailure() {
        cluster();
        tenant.archiveLag(Duration.ofHours(2));
        whileArchiving(() -> simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.badGateway()).on("GET", ".*")));

        assertSays(backUp(request()), Verdict.WARNING, "COMPLETED");
    }

    /** The archive's route alone can fail, from its first call on. */
    @Test
    void anArchiveThatCannotBeReadDoesNotMakeACompletedBackupAFailure() {
        cluster();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "MySQL.Error", "Error 1146 (42S02): no table"))
                        .on("GET", LOG_TASKS));

        Outcome outcome = backUp(request());

        assertSays(outcome, Verdict.WARNING, "COMPLETED", "Error 1146");
        assertEquals(1, outcome.result().tenants().size());
    }

    @Test
    void theOutcomeSaysOnceThatTheBackupIsCompleted() {
        cluster();
        tenant.archiveLag(Duration.ofHours(2));
        tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(55)));

        Outcome outcome = backUp(request()
                .timing(new TimingBuilder().timeout(Duration.ofHours(1)).build()));

        assertEquals(2, outcome.message().split("is COMPLETED", -1).length, outcome.message());
    }

    @Test
    void ofSeveralTenantsNoCommonWindowIsNamedIfOneIsUnknown() {
        cluster();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(404, "Common.NotFound", "no such route"))
                        .on("GET", ".*/tenant2/backup/log/tasks"));

        Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder(BackupScope.ALL_TENANTS).build()));

        assertSays(outcome, Verdict.SUCCESS, "COMPLETED");
        assertFalse(outcome.message().contains("Restorable"), outcome.message());
        assertEquals(1, player.events(ProgressEvent.RestorableUnknown.class).size());
    }

    @Test
    void oneTenantWithoutArchiveFailsTheBackupOfAllTenants() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(4));
        whileArchiving(tenant::interruptArchiveLog);

        Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder(BackupScope.ALL_TENANTS).build()));

        assertSays(outcome, Verdict.FAILURE, "COMPLETED", "the log of tenant1 is not being archived");
    }

    @Test
    void allTenantsAreRestorableInTheTimeThatAllShare() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(4));

        Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder(BackupScope.ALL_TENANTS).build()));

        assertSays(outcome, Verdict.SUCCESS, "Restorable from");
        outcome.result().tenants().forEach(backup -> assertNotNull(backup.restorable()));
        assertRestores(outcome);
    }

    @Test
    void theLastBackupIsCheckedForTheSame() {
        cluster();
        backUp(request());

        Outcome outcome = check(status().restorable());
        assertSays(outcome, Verdict.SUCCESS, "Restorable from");
        assertRestores(outcome);

        tenant.stopArchiveLog();
        player.advance(Duration.ofSeconds(10));
        assertSays(check(status().restorable()), Verdict.FAILURE, "Nothing shows that it can be restored");
    }

    @Test
    void aCheckThatDoesNotWaitLooksOnce() {
        cluster();
        backUp(request());
        tenant.nextBackup(BackupPlan.ordinary());
        tenant.archiveLag(Duration.ofHours(2));
        backUp(request().restorableWithin(Duration.ZERO));
        simulated.cluster.requests().clear();

        assertSays(check(status().restorable().awaitEnd(false)), Verdict.FAILURE, "cannot be restored yet");
        assertEquals(1, looksAtTheArchive());
    }

    @ParameterizedTest(name = "OceanBase''s time zone is {0} hours ahead")
    @ValueSource(longs = {-8, 0, 8})
    void aRestorePointIsTheMomentWhenTheCheckBegan(long hours) {
        cluster(builder -> builder.databaseClockOffset(Duration.ofHours(hours)));
        backUp(request());
        tenant.archiveLag(Duration.ofMinutes(3));
        player.advance(Duration.ofHours(1));
        Instant began = simulated.clock.instant();

        Outcome outcome = check(status().archivedUpToNow());

        assertSays(outcome, Verdict.SUCCESS, "the state before this build changed anything");
        Instant point = outcome.result().restorable().to();
        assertTrue(Duration.between(began, point).abs().toSeconds() < 2, began + " " + point);
        assertRestores(outcome);
        assertTrue(Duration.between(began, simulated.clock.instant()).toSeconds() >= 180);
    }

    @Test
    void aRestorePointNeedsABackupThatTheArchiveCovers() {
        cluster();
        backUp(request());
        tenant.stopArchiveLog();
        player.advance(Duration.ofSeconds(10));
        tenant.restartArchiveLog();
        player.advance(Duration.ofMinutes(1));

        assertSays(check(status().archivedUpToNow()), Verdict.FAILURE, "began anew");
    }

    @Test
    void withARestorePointTheLagIsWaitedFor() {
        cluster();
        backUp(request());
        tenant.archiveLag(Duration.ofMinutes(20));
        player.advance(Duration.ofHours(1));
        boolean[] eased = {false};
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.ARCHIVING && !eased[0]) {
                eased[0] = true;
                player.advance(Duration.ofMinutes(30));
                tenant.archiveLag(Duration.ofMinutes(1));
            }
        });

        assertSays(
                check(status().archivedUpToNow().maxArchiveLag(Duration.ofMinutes(5))),
                Verdict.SUCCESS,
                "the state before this build changed anything");
    }

    @Test
    void aLagThatIsTooLongSaysUpToWhenTheLogMustBeArchived() {
        cluster();
        backUp(request());
        tenant.archiveLag(Duration.ofMinutes(20));
        player.advance(Duration.ofHours(1));
        CheckRequestBuilder request = status().archivedUpToNow()
                .maxArchiveLag(Duration.ofMinutes(5))
                .timing(new TimingBuilder().timeout(Duration.ofMinutes(50)).build());

        assertSays(check(request), Verdict.FAILURE, "is needed");

        ProgressEvent.WaitingForArchive last = player.events(ProgressEvent.WaitingForArchive.class)
                .get(player.events(ProgressEvent.WaitingForArchive.class).size() - 1);
        assertTrue(last.needed().isAfter(last.archivedUpTo()), last.toString());
    }

    @Test
    void whatTheSetsOfManyTenantsIncludeIsReadOverSeveralTurns() {
        simulated = new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants(IntStream.rangeClosed(1, 60).mapToObj(i -> "t" + i).toArray(String[]::new)));
        player = simulated.player();
        IntStream.rangeClosed(1, 60)
                .forEach(i -> simulated.cluster.tenant("t" + i).configured().archivingLog());
        player.advance(Duration.ofMinutes(1));
        simulated
                .player()
                .playUntil(
                        simulated.backup(new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                                .plusArchive(true)
                                .build()),
                        ProgressEvent.BackupProgress.class);
        List<Integer> asked = new ArrayList<>();
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.ARCHIVING) {
                asked.add(simulated.cluster.requests().count("GET", ".*/backup/tasks.*"));
            }
        });

        Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build()));

        assertSays(outcome, Verdict.SUCCESS, "with the log that it includes");
        assertEquals(
                List.of(0, 20, 40),
                asked.stream().map(count -> count - asked.get(0)).toList());
    }

    @Test
    void aTenantWithoutAnyBackupHasNoRestorePoint() {
        cluster();

        assertSays(check(status().archivedUpToNow()), Verdict.FAILURE, "never been a backup");
    }
}
