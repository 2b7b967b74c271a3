package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
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
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check says how it stands, attaches to what runs, and calls nothing good that it has not seen. */
class CheckFaultsTest {

    private static final BackupScope TENANT1 = BackupScope.tenant("tenant1");

    private SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant2").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Outcome check(
            BackupScope scope,
            @CheckForNull String dagId,
            boolean wait,
            @CheckForNull Duration maxAge,
            @CheckForNull Duration maxLag,
            boolean strict) {
        return player.play(simulated.check(new CheckRequestBuilder(scope)
                .dagId(dagId)
                .awaitEnd(wait)
                .maxAge(maxAge)
                .maxArchiveLag(maxLag)
                .failUnlessCompleted(strict)
                .build()));
    }

    private Outcome attach(String dagId, BackupScope scope) {
        return check(scope, dagId, true, null, null, true);
    }

    private void backUp() {
        Outcome outcome = simulated.player().play(simulated.fullBackup());
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    private String startBackup(BackupRequest request) {
        simulated.player().playUntil(simulated.backup(request), ProgressEvent.DagStarted.class);
        return simulated.cluster.dags().get(simulated.cluster.dags().size() - 1).id();
    }

    private String startBackup() {
        return startBackup(simulated.fullBackupRequest(IfBackupRunning.FAIL));
    }

    private static void assertVerdict(Verdict verdict, Outcome outcome, String... words) {
        assertEquals(verdict, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    @Test
    void aTenantThatNeverHadABackupIsToldSo() {
        assertVerdict(Verdict.FAILURE, check(TENANT1, null, false, null, null, true), "There has never been a backup");
        assertVerdict(Verdict.WARNING, check(TENANT1, null, false, null, null, false), "There has never been a backup");
    }

    @Test
    void aRunningBackupIsWaitedForOrTold() {
        startBackup();
        player.advance(Duration.ofMinutes(5));

        assertVerdict(Verdict.WARNING, check(TENANT1, null, false, null, null, false), "A backup is running");
        assertVerdict(Verdict.SUCCESS, check(TENANT1, null, true, null, null, true), "COMPLETED");
    }

    @Test
    void aBackupThatFailedIsRedUnlessThatIsOnlyToBeTold() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        startBackup();
        player.advance(Duration.ofHours(1));

        assertVerdict(Verdict.FAILURE, check(TENANT1, null, true, null, null, true), "tenant1 failed", "out of space");
        assertVerdict(Verdict.WARNING, check(TENANT1, null, true, null, null, false), "tenant1 failed");
    }

    @Test
    void aBackupThatIsTooOldIsRed() {
        backUp();
        player.advance(Duration.ofDays(2));

        assertVerdict(
                Verdict.FAILURE,
                check(TENANT1, null, true, Duration.ofDays(1), null, true),
                "tenant1",
                "2d 00h",
                "more than 1d 00h");
        assertVerdict(Verdict.SUCCESS, check(TENANT1, null, true, Duration.ofDays(3), null, true));
    }

    @Test
    void anOldBackupBesideOneThatJustEndedIsStillTooOld() {
        simulated.player().play(simulated.backup(simulated.allTenants()));
        player.advance(Duration.ofDays(2));
        startBackup();
        player.advance(Duration.ofMinutes(1));

        assertVerdict(
                Verdict.FAILURE,
                check(BackupScope.ALL_TENANTS, null, true, Duration.ofDays(1), null, true),
                "more than 1d 00h");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void anObshellWhoseClockIsOffMakesNoBackupYounger(long seconds) {
        backUp();
        player.advance(Duration.ofMinutes(90));
        simulated.cluster.agent(0).setClockOffset(Duration.ofSeconds(seconds));
        simulated.client(simulated.cluster.endpoints().get(1)).info().join();

        Outcome outcome = check(TENANT1, null, true, Duration.ofHours(1), null, true);

        assertTrue(seconds < 0 || outcome.verdict() == Verdict.FAILURE, outcome.message());
    }

    @Test
    void theLastCompletedBackupCountsThoughALaterOneFailed() {
        backUp();
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        startBackup();
        player.advance(Duration.ofHours(1));

        Outcome outcome = check(TENANT1, null, true, Duration.ofHours(3), null, false);

        assertVerdict(Verdict.WARNING, outcome, "tenant1 failed");
    }

    @Test
    void withoutAnyCompletedBackupTheAgeIsAFailure() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        startBackup();
        player.advance(Duration.ofHours(1));

        assertVerdict(
                Verdict.FAILURE,
                check(TENANT1, null, true, Duration.ofHours(3), null, false),
                "There is no COMPLETED backup");
    }

    @Test
    void anArchivedLogThatLagsTooFarBehindIsRed() {
        backUp();
        simulated.cluster.tenant("tenant1").archiveLag(Duration.ofMinutes(30));
        player.advance(Duration.ofMinutes(30));

        assertVerdict(
                Verdict.FAILURE,
                check(TENANT1, null, true, null, Duration.ofMinutes(10), true),
                "lags 30m",
                "more than 10m");
        assertVerdict(Verdict.SUCCESS, check(TENANT1, null, true, null, Duration.ofHours(1), true));
        assertEquals(2, player.events(ProgressEvent.ArchiveReported.class).size());
    }

    @Test
    void aLogThatWasNeverArchivedIsRed() {
        simulated
                .cluster
                .tenant("tenant2")
                .hadBackup(BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(2)));

        assertVerdict(
                Verdict.FAILURE,
                check(BackupScope.tenant("tenant2"), null, true, null, Duration.ofMinutes(10), true),
                "never been archived");
    }

    @Test
    void anObshellThatCannotTellTheLagSaysSo() {
        simulated.close();
        simulated = new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants("tenant1", "tenant2")
                .serverVersion("4.2.5.0"));
        player = simulated.player();
        configure();
        backUp();

        assertVerdict(
                Verdict.FAILURE,
                check(TENANT1, null, true, null, Duration.ofMinutes(10), true),
                "versions since 4.3.2 do");
    }

    @Test
    void aDagIsAttachedToWithoutNamingItsTenant() {
        String dag = startBackup();

        Outcome outcome = attach(dag, BackupScope.ALL_TENANTS);

        assertVerdict(Verdict.SUCCESS, outcome, "tenant1", "COMPLETED");
        assertEquals(1, outcome.result().tenants().size());
        assertEquals(dag, outcome.result().dagId());
    }

    @Test
    void aDagOfAllTenantsIsAttachedTo() {
        String dag = startBackup(simulated.allTenants());

        Outcome outcome = attach(dag, BackupScope.ALL_TENANTS);

        assertVerdict(Verdict.SUCCESS, outcome);
        assertEquals(2, outcome.result().tenants().size());
    }

    @Test
    void aDagOfAnotherTenantIsNotTakenForThisOnes() {
        String dag = startBackup();
        simulated.cluster.tenant("tenant2").startForeignBackup();

        assertVerdict(Verdict.FAILURE, attach(dag, BackupScope.tenant("tenant2")), "does not back up tenant2");
    }

    @Test
    void anOldDagIsJudgedByItsOwnBackupThoughOthersFollowed() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        String failed = startBackup();
        player.advance(Duration.ofHours(1));
        backUp();
        String completed = simulated.cluster.dags().get(1).id();
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        startBackup();
        player.advance(Duration.ofHours(1));

        assertVerdict(Verdict.FAILURE, attach(failed, TENANT1), "tenant1 failed");
        assertVerdict(Verdict.SUCCESS, attach(completed, TENANT1), "COMPLETED");
    }

    @Test
    void anUnknownDagIsToldAtOnce() {
        assertVerdict(Verdict.FAILURE, attach("19999", TENANT1), "does not know DAG 19999");
        assertEquals(1, player.pauses().size());
    }

    @Test
    void anAttachedDagThatVanishesLeavesTheVerdictToTheBackup() {
        String dag = startBackup();
        Operation operation =
                simulated.check(new CheckRequestBuilder(TENANT1).dagId(dag).build());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).onPath(".*/task/dag/1\\d*"));

        assertVerdict(Verdict.SUCCESS, player.resume(operation), "COMPLETED");
    }

    @Test
    void anAttachedBackupIsFollowedBeyondTheServersHourToldOnce() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));
        String dag = startBackup();

        assertVerdict(Verdict.SUCCESS, attach(dag, TENANT1), "COMPLETED");
        assertEquals(1, player.events(ProgressEvent.DagEndedBeforeBackup.class).size());
        assertTrue(player.events(ProgressEvent.StageEntered.class).size() <= 4);
    }

    @Test
    void attachingWithoutWaitingTellsHowItStands() {
        String dag = startBackup();
        player.advance(Duration.ofMinutes(1));

        assertVerdict(Verdict.WARNING, check(TENANT1, dag, false, null, null, false), "DAG " + dag + " is RUNNING");
        assertVerdict(Verdict.FAILURE, check(TENANT1, dag, false, null, null, true), "DAG " + dag + " is RUNNING");
        player.advance(Duration.ofHours(1));
        assertVerdict(Verdict.SUCCESS, check(TENANT1, dag, false, null, null, true), "COMPLETED");
    }

    @Test
    void theDagOfAConfigurationIsNoProofOfABackup() {
        simulated
                .player()
                .playUntil(
                        simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)),
                        ProgressEvent.DagStarted.class);
        String good = simulated.cluster.dags().get(0).id();
        assertVerdict(
                Verdict.FAILURE, attach(good, TENANT1), "Set obcluster backup config", "makes no backup", "SUCCEED");
        assertVerdict(Verdict.WARNING, check(TENANT1, good, false, null, null, false), "makes no backup", "SUCCEED");

        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Check backup config", "[X]: broken"));
        simulated
                .player()
                .play(simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)));
        String bad = simulated.cluster.dags().get(1).id();
        assertVerdict(Verdict.FAILURE, attach(bad, TENANT1), "FAILED");
        simulated.client().operate(bad, DagOperator.PASS).join();
        assertVerdict(Verdict.FAILURE, attach(bad, TENANT1), "makes no backup");
    }

    @Test
    void aBrokenWayIsWaitedForWhileChecking() {
        String dag = startBackup();
        Operation operation =
                simulated.check(new CheckRequestBuilder(TENANT1).dagId(dag).build());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.reset()).lasting(Duration.ofMinutes(5)));

        assertVerdict(Verdict.SUCCESS, player.resume(operation));
    }

    @Test
    void aBackupThatIsNewEnoughIsNotMadeAgain() {
        backUp();
        BackupRequest request = new BackupRequestBuilder(TENANT1)
                .unlessNewerThan(Duration.ofHours(1))
                .build();
        player.advance(Duration.ofMinutes(30));

        assertVerdict(Verdict.SUCCESS, player.play(simulated.backup(request)), "No backup was made");
        assertEquals(1, simulated.backupsPosted());
        player.advance(Duration.ofMinutes(31));
        assertVerdict(Verdict.SUCCESS, simulated.player().play(simulated.backup(request)), "COMPLETED after");
        assertEquals(2, simulated.backupsPosted());
    }

    @Test
    void aFailedBackupIsNotNewEnough() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        startBackup();
        player.advance(Duration.ofHours(1));
        BackupRequest request = new BackupRequestBuilder(TENANT1)
                .unlessNewerThan(Duration.ofDays(1))
                .build();

        assertVerdict(Verdict.SUCCESS, player.play(simulated.backup(request)), "COMPLETED after");
        assertEquals(2, simulated.backupsPosted());
    }
}
