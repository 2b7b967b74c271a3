package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A cluster-wide backup is as good as its worst tenant. */
class AllTenantsTest {

    private static final String[] TWELVE =
            IntStream.rangeClosed(1, 12).mapToObj(i -> "tenant" + i).toArray(String[]::new);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().agents(3).tenants(TWELVE));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        for (String tenant : TWELVE) {
            simulated.cluster.tenant(tenant).configured();
        }
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static void assertFailure(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    @Test
    void twelveTenantsThatAreAllCompletedAreGreen() {
        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(12, outcome.result().tenants().size());
        assertEquals(12, player.events(ProgressEvent.TenantOver.class).size());
        assertEquals(
                List.of(TWELVE).stream().sorted().toList(),
                outcome.result().tenants().stream()
                        .map(TenantBackup::tenantName)
                        .sorted()
                        .toList());
    }

    @Test
    void oneThatFailedAndOneThatStillRunsAfterTheDagMakeItRedWithEachTenantsVerdict() {
        simulated.cluster.tenant("tenant5").nextBackup(BackupPlan.ordinary().failing());
        simulated.cluster.tenant("tenant9").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertFailure(outcome, "1 of 12 backups", "tenant5 failed", "out of space");
        assertEquals("FAILED", simulated.cluster.dags().get(0).state());
        assertEquals(1, player.events(ProgressEvent.DagEndedBeforeBackup.class).size());
        assertEquals(12, player.events(ProgressEvent.TenantOver.class).size());
        assertEquals(
                11,
                outcome.result().tenants().stream()
                        .filter(TenantBackup::isCompleted)
                        .count());
    }

    @Test
    void oneTenantWhoseBackupSomebodyElseHadBegunMakesItRed() {
        Operation operation = simulated.backup(simulated.allTenants());
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(3));
        simulated.cluster.tenant("tenant7").startForeignBackup();

        assertFailure(player.resume(operation), "ackup is in progress");
    }

    @Test
    void aTenantWithoutARecordMakesItRedByName() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/tenant3/backup/tasks.*"));
        simulated
                .cluster
                .tenant("tenant3")
                .nextBackup(
                        BackupPlan.ordinary().withDuration(Duration.ofDays(3)).withRecordLate(Duration.ofDays(2)));
        Timing timing = new TimingBuilder()
                .timeout(Duration.ofHours(12))
                .pollInterval(Duration.ofMinutes(1))
                .build();
        BackupRequest request =
                new BackupRequestBuilder(BackupScope.ALL_TENANTS).timing(timing).build();

        assertFailure(player.play(simulated.backup(request)), "no record of this backup of tenant3");
    }

    @Test
    void aCancelledDagSaysOfWhichTenantNoBackupIsKnown() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/tenant3/backup/tasks.*"));
        simulated
                .cluster
                .tenant("tenant3")
                .nextBackup(
                        BackupPlan.ordinary().withDuration(Duration.ofDays(3)).withRecordLate(Duration.ofDays(2)));
        Operation operation = simulated.backup(simulated.allTenants());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(45));
        simulated
                .operatorsClient()
                .operate(simulated.cluster.dags().get(0).id(), DagOperator.CANCEL)
                .join();

        Outcome outcome = player.resume(operation);

        assertFailure(outcome, "no record of this backup of tenant3", "An operator cancelled its DAG");
        assertFalse(outcome.message().contains("no record of a backup made by it"), outcome.message());
        assertEquals(11, outcome.result().tenants().size());
    }

    @Test
    void aTenantWhoseRecordIsLateIsWaitedFor() {
        simulated
                .cluster
                .tenant("tenant3")
                .nextBackup(BackupPlan.ordinary()
                        .withDuration(Duration.ofMinutes(75))
                        .withRecordLate(Duration.ofMinutes(61)));

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(12, outcome.result().tenants().size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTenantWhoseRecordSomebodyElsesHidesMakesItRedWhereThereIsNoHistory(boolean named) {
        SimulatedOperations old = new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants("tenant1", "tenant2")
                .serverVersion("4.2.5.0"));
        try {
            old.cluster.tenant("tenant1").configured();
            old.cluster
                    .tenant("tenant2")
                    .configured()
                    .nextBackup(BackupPlan.ordinary()
                            .withDuration(Duration.ofSeconds(20))
                            .failing());
            OperationPlayer alone = old.player();
            if (!named) {
                // As where the log of the DAG has other words for the tenants.
                alone.beforeEachTurn(state ->
                        alone.setState(state.withBackups(state.backups().withTenantNames(Map.of()))));
            }
            Operation operation = old.backup(old.allTenants());
            alone.playUntil(operation, ProgressEvent.DagStarted.class);
            alone.advance(Duration.ofMinutes(5));
            old.cluster.tenant("tenant2").startForeignBackup();
            String id = Integer.toString(old.cluster.tenant("tenant2").id());

            assertFailure(alone.resume(operation), "no record of this backup of " + (named ? "tenant2" : id));
        } finally {
            old.close();
        }
    }

    @Test
    void aTenantThatIsDroppedMeanwhileMakesAJoinedBackupRed() {
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.BackupProgress.class);
        BackupRequest joining = new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build();
        Operation operation = simulated.backup(joining);
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        String id = Integer.toString(simulated.cluster.tenant("tenant6").id());
        simulated.cluster.dropTenant("tenant6");

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(
                outcome.message().contains("no record of this backup of tenant6")
                        || outcome.message().contains("no record of this backup of " + id),
                outcome.message());
    }

    @Test
    void aBackupOfATenantThatCameLaterDoesNotHideOurs() {
        Operation operation = simulated.backup(simulated.allTenants());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(41));
        simulated.cluster.dags();
        simulated
                .cluster
                .tenant("tenant4")
                .nextBackup(BackupPlan.ordinary().failing())
                .startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(12, outcome.result().tenants().size());
    }

    @Test
    void aLostStartOfAllTenantsIsFoundAndNotSentAgain() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void theLogSaysOneLineForAllTenants() {
        player.play(simulated.backup(simulated.allTenants()));

        assertTrue(player.events(ProgressEvent.BackupProgress.class).size() < 40);
        assertTrue(player.events(ProgressEvent.BackupProgress.class).stream()
                .anyMatch(progress -> progress.tenant().equals("12 tenants")));
    }

    @Test
    void theStateOfTwelveTenantsStaysSmall() {
        Operation operation = simulated.backup(simulated.allTenants());
        player.playUntil(operation, ProgressEvent.DagStarted.class);

        assertTrue(player.state().toJson().length() <= 4096, player.state().toJson());
        player.playUntil(
                simulated.check(new CheckRequestBuilder(BackupScope.ALL_TENANTS)
                        .dagId(simulated.cluster.dags().get(0).id())
                        .build()),
                ProgressEvent.BackupProgress.class);
        assertTrue(player.state().toJson().length() <= 4096, player.state().toJson());
    }
}
