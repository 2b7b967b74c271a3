package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.DagNode;
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
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which jobs are those of a backup, and what counts of them. */
class JobsOfBackupTest {

    private static final BackupPlan SHORT = BackupPlan.ordinary().withDuration(Duration.ofSeconds(20));

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

    private void startAll(BackupPlan first, BackupPlan second) {
        simulated.cluster.tenant("tenant1").nextBackup(first);
        simulated.cluster.tenant("tenant2").nextBackup(second);
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(1));
    }

    private Outcome join(BackupScope scope) {
        BackupRequest request = new BackupRequestBuilder(scope)
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build();
        return player.play(simulated.backup(request));
    }

    private static void assertFailure(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    @Test
    void aTenantThatHasFailedAlreadyMakesWhoJoinsItsDagRed() {
        startAll(SHORT.failing(), BackupPlan.ordinary());

        Outcome outcome = join(BackupScope.ALL_TENANTS);

        assertFailure(outcome, "1 of 2 backups", "tenant1 failed", "out of space");
        assertEquals(2, outcome.result().tenants().size());
    }

    @Test
    void joiningADagWhosePartForTheTenantIsCompletedTakesThatVerdict() {
        startAll(SHORT, BackupPlan.ordinary());

        Outcome outcome = join(BackupScope.tenant("tenant1"));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("1", outcome.result().tenants().get(0).jobId());
        assertEquals(0, simulated.cluster.requests().count("POST", ".*/tenant/tenant1/backup"));
    }

    @Test
    void anotherOceanBaseWithTheSameIdsDoesNotMakeItGreen() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.reset();
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .hadBackup(BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(9)));

        assertFailure(player.resume(operation));
    }

    @Test
    void aShortBackupThatWasOverBeforeTheFirstLookIsUncertainWithoutHistory() {
        try (SimulatedOperations old = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants("tenant1").serverVersion("4.2.5.0"))) {
            old.cluster
                    .tenant("tenant1")
                    .configured()
                    .nextBackup(SHORT.withDuration(Duration.ofSeconds(2)).failing());
            OperationPlayer alone = old.player();
            Operation operation = old.fullBackup();
            alone.playUntil(operation, ProgressEvent.DagStarted.class);
            while (old.cluster.tenant("tenant1").backups().isEmpty()
                    || !"FAILED"
                            .equals(old.cluster
                                    .tenant("tenant1")
                                    .backups()
                                    .get(0)
                                    .status())) {
                alone.advance(Duration.ofMillis(500));
            }
            old.cluster.tenant("tenant1").startForeignBackup(SHORT.withDuration(Duration.ofSeconds(2)));
            alone.advance(Duration.ofSeconds(30));

            assertFailure(alone.resume(operation), "no record of this backup");
        }
    }

    @Test
    void ofMoreThanAThousandTenantsOneWithoutARecordIsNamed() {
        String[] names =
                IntStream.rangeClosed(1, 1099).mapToObj(i -> "tenant" + i).toArray(String[]::new);
        try (SimulatedOperations many = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants(names).serverVersion("4.2.5.0"))) {
            for (String name : names) {
                many.cluster.tenant(name).configured().archivingLog().everyBackup(BackupPlan.ordinary());
            }
            many.cluster.tenant("tenant1").everyBackup(SHORT.withoutTask());

            assertFailure(many.player().play(many.backup(many.allTenants())), "tenant1");
        }
    }

    @Test
    void aTenantThatTheLogOfADagDoesNotNameIsLookedUpInItsHistory() {
        simulated
                .cluster
                .tenant("tenant1")
                .nextBackup(SHORT.withoutTask().withEnd("FAILED", -4018, "log archive was interrupted"));
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.BackupProgress.class);
        String dag = simulated.cluster.dags().get(0).id();
        cutLog(dag);

        Outcome outcome = player.play(simulated.check(
                new CheckRequestBuilder(BackupScope.ALL_TENANTS).dagId(dag).build()));

        assertFailure(outcome, "tenant1 failed", "-4018");
    }

    @Test
    void aTenantThatTheLogOfAJoinedDagDoesNotNameIsMissed() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withRecordLate(Duration.ofDays(1)));
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/tenant1/backup/tasks.*"));
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.BackupProgress.class);
        cutLog(simulated.cluster.dags().get(0).id());

        assertFailure(join(BackupScope.ALL_TENANTS), "no record of this backup of tenant1");
    }

    /** From now on the details of the DAG come without any log. */
    private void cutLog(String id) {
        DagNode start = simulated.operatorsClient().dag(id, true).join().nodes().stream()
                .filter(node -> "Start backup".equals(node.name()))
                .findFirst()
                .orElseThrow();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.data(
                                """
                                {"id":"%s","name":"Obcluster start full backup","stage":4,"max_stage":4,"state":"SUCCEED",
                                "operator":"RUN","start_time":"%s","nodes":[{"name":"Start backup","state":"SUCCEED",
                                "operator":"RUN","start_time":"%s","end_time":"%s","sub_tasks":[]}]}""".formatted(id, start.startTime(), start.startTime(), start.endTime())))
                        .on("GET", ".*/task/dag/" + id + ".*"));
    }

    @Test
    void theHistoriesOfADagThatIsAttachedToAreReadInPieces() {
        String[] names = names(45);
        try (SimulatedOperations many =
                new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants(names))) {
            for (String name : names) {
                many.cluster.tenant(name).configured().archivingLog();
            }

            Outcome outcome = attach(many);

            assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
            assertEquals(45, outcome.result().tenants().size());
            assertTrue(mostHistoriesOfATurn <= 20, "histories in one turn: " + mostHistoriesOfATurn);
        }
    }

    @Test
    void theStateOfAThousandTenantsHoldsNothingThatDecidesNothing() {
        String[] names = names(1000);
        try (SimulatedOperations many =
                new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants(names))) {
            for (String name : names) {
                many.cluster
                        .tenant(name)
                        .configured()
                        .hadBackup(BackupPlan.ordinary(), many.clock.instant().minus(Duration.ofDays(1)));
            }
            OperationPlayer alone = many.player();
            alone.playUntil(many.backup(many.allTenants()), ProgressEvent.BackupProgress.class);

            Backups backups = alone.state().backups();
            assertEquals(1000, backups.jobs().size());
            assertTrue(backups.earlierJobs().isEmpty(), "a known job is not compared with the one before it");
            int length = alone.state().toJson().length();
            assertTrue(length < 60 * 1000, "stored: " + length);
        }
    }

    @Test
    void aTenantThatWasMadeAfterTheDagIsNotMissed() {
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(1));
        simulated.cluster.tenant("tenant3").configured();

        Outcome outcome = join(BackupScope.ALL_TENANTS);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, outcome.result().tenants().size());
    }

    private int mostHistoriesOfATurn;

    private static String[] names(int tenants) {
        return IntStream.rangeClosed(1, tenants).mapToObj(i -> "tenant" + i).toArray(String[]::new);
    }

    private Outcome attach(SimulatedOperations many) {
        many.player().playUntil(many.backup(many.allTenants()), ProgressEvent.StageEntered.class);
        String dag = many.cluster.dags().get(0).id();
        OperationPlayer attached = many.player();
        attached.advance(Duration.ofMinutes(5));
        attached.beforeEachTurn(state -> {
            mostHistoriesOfATurn =
                    Math.max(mostHistoriesOfATurn, many.cluster.requests().count("GET", ".*/backup/tasks"));
            many.cluster.requests().clear();
        });
        return attached.play(many.check(
                new CheckRequestBuilder(BackupScope.ALL_TENANTS).dagId(dag).build()));
    }

    @Test
    void someOfAllTenantsWereStartedAreFollowedAndTheOthersNamed() {
        simulated.cluster.tenant("tenant2").nextStartRefused("Error 1142 (42000): no privilege");

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertFailure(outcome, "not started: tenant2");
        assertEquals(1, outcome.result().tenants().size());
        assertEquals("COMPLETED", outcome.result().tenants().get(0).status());
        assertEquals(1, player.events(ProgressEvent.NodeFailed.class).size());
    }

    @Test
    void aJobThatEndedBeforeItHadATaskIsReportedFromTheHistory() {
        simulated
                .cluster
                .tenant("tenant1")
                .nextBackup(SHORT.withoutTask().withEnd("FAILED", -4018, "log archive was interrupted"));

        assertFailure(player.play(simulated.fullBackup()), "tenant1 failed", "-4018", "log archive was interrupted");
    }

    @Test
    void aDagIsAttachedToWhateverTheCaseOfTheTenantsName() {
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);
        String dag = simulated.cluster.dags().get(0).id();

        Outcome outcome = player.play(simulated.check(new CheckRequestBuilder(BackupScope.tenant("TENANT1"))
                .dagId(dag)
                .build()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void aCompletedBackupWithARemarkIsGreenWithAWarning() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withEnd("COMPLETED", -4012, "slow disk"));

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        ProgressEvent.CompletedWithRemark remark =
                player.events(ProgressEvent.CompletedWithRemark.class).get(0);
        assertEquals("slow disk", remark.comment());
        assertEquals(-4012, remark.result());
    }

    @Test
    void theVerdictIsGivenAlthoughTheDagDoesNotEnd() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.agentDown(0);
        player.advance(Duration.ofMinutes(41));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("RUNNING", simulated.cluster.dags().get(0).state());
        ProgressEvent.DagOutlastsBackup outlasting =
                player.events(ProgressEvent.DagOutlastsBackup.class).get(0);
        assertEquals(4, outlasting.stage());
        assertTrue(outlasting.obshell().startsWith("127.0.0.1:"), outlasting.obshell());
    }

    @Test
    void aBackupWhoseLogIsArchivedElsewhereIsRed() {
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false))
                .build();
        Operation operation = simulated.backup(request);
        player.playUntil(operation, ProgressEvent.StageEntered.class);
        while (!"SUCCEED".equals(simulated.cluster.dags().get(0).state())) {
            player.advance(Duration.ofSeconds(1));
        }
        SimulatedTenant tenant = simulated.cluster.tenant("tenant1");
        tenant.configured(tenant.dataDestination(), "file:///elsewhere/archive");

        assertFailure(
                player.resume(operation),
                "is archived at file:///elsewhere/archive",
                "file:///data/backup/tenant/archive");
    }

    @Test
    void aBackupThatWasWrittenElsewhereIsRed() {
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false))
                .build();
        Operation operation = simulated.backup(request);
        player.playUntil(operation, ProgressEvent.StageEntered.class);
        while (!"SUCCEED".equals(simulated.cluster.dags().get(0).state())) {
            player.advance(Duration.ofSeconds(1));
        }
        simulated.cluster.tenant("tenant1").configured("file:///elsewhere/data", "file:///elsewhere/archive");

        assertFailure(player.resume(operation), "written to file:///elsewhere/data", "file:///data/backup/tenant/data");
    }

    @Test
    void aFailedCheckOfAConfigurationOffersItsRollback() {
        assertFailure(
                failedConfiguration("Check backup config"), "obshell task rollback -i ", "obshell task retry -i ");
    }

    @Test
    void aFailedSettingOfAConfigurationOffersNoRollback() {
        Outcome outcome = failedConfiguration("Set backup config");

        assertFailure(outcome, "obshell task retry -i ", "obshell task pass -i ");
        assertFalse(outcome.message().contains("rollback"), outcome.message());
    }

    private Outcome failedConfiguration(String node) {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of(node, "[X]: broken"));
        return player.play(simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)));
    }
}
