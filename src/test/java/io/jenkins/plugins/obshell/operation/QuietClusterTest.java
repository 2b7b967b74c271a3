package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before an upgrade the cluster must be quiet: no backup of any tenant is running, and no DAG is open. */
class QuietClusterTest {

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().agents(3).tenants("tenant1", "tenant2", "tenant3"));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void backUpAll() {
        for (String tenant : List.of("tenant1", "tenant2", "tenant3")) {
            simulated.cluster.tenant(tenant).configured();
        }
        simulated.player().play(simulated.backup(simulated.allTenants()));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static CheckRequestBuilder gate() {
        return new CheckRequestBuilder(BackupScope.ALL_TENANTS).quiet();
    }

    private Outcome check(CheckRequestBuilder request) {
        return player.play(simulated.check(request.build()));
    }

    private static CheckRequestBuilder within(Duration timeout, CheckRequestBuilder request) {
        return request.timing(new TimingBuilder().timeout(timeout).build());
    }

    private List<String> inTheWay() {
        return player.events(ProgressEvent.WaitingForQuiet.class).stream()
                .map(ProgressEvent.WaitingForQuiet::inTheWay)
                .toList();
    }

    private static void assertOutcome(Verdict verdict, String message, Outcome outcome) {
        assertEquals(verdict, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains(message), outcome.message());
    }

    @Test
    void aQuietClusterWhoseBackupsAreGoodIsGreenAtOnce() {
        assertOutcome(Verdict.SUCCESS, "all 3 tenants", check(gate().maxAge(Duration.ofHours(8))));
        assertEquals(List.of(), inTheWay());
    }

    /** Even if the check is about another tenant. */
    @Test
    void aRunningBackupOfAnyTenantIsAwaited() {
        long job = simulated.cluster.tenant("tenant2").startForeignBackup();

        assertOutcome(Verdict.SUCCESS, "tenant1", check(new CheckRequestBuilder("tenant1").quiet()));
        assertEquals(List.of("a backup of tenant2 (job " + job + ")"), inTheWay());
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant2").backups().get(1).status());
    }

    @Test
    void whatIsInTheWayAtTheDeadlineIsNamed() {
        String upgrade = simulated.cluster.upgradeOceanBase("OB rolling upgrade 4.3.5.3-1", Duration.ofHours(5));
        long job = simulated.cluster.tenant("tenant3").startForeignBackup();
        String all = "DAG " + upgrade + " (“OB rolling upgrade 4.3.5.3-1”), a backup of tenant3 (job " + job + ")";

        Outcome outcome = check(within(Duration.ofMinutes(20), gate()));

        assertOutcome(Verdict.FAILURE, "Timed out after 20m 00s.", outcome);
        assertOutcome(Verdict.FAILURE, "In the way: " + all, outcome);
        assertEquals(List.of(all), inTheWay());
    }

    @Test
    void aFailedDagThatStillLocksATenantIsInTheWay() {
        Operation configuration =
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false));
        player.playUntil(configuration, ProgressEvent.DagStarted.class);
        List<String> open = simulated.operatorsClient().unfinishedDags().join().stream()
                .map(dag -> dag.id())
                .toList();
        assertEquals(1, open.size());
        simulated.operatorsClient().operate(open.get(0), DagOperator.CANCEL).join();
        player.advance(Duration.ofMinutes(1));

        assertOutcome(
                Verdict.FAILURE,
                "In the way: the failed DAG " + open.get(0) + " (“Set obcluster backup config for tenant1”)",
                check(within(Duration.ofMinutes(20), gate())));
    }

    @Test
    void withoutWaitingItFailsAtOnceAndNamesWhatIsInTheWay() {
        long job = simulated.cluster.tenant("tenant2").startForeignBackup();

        Outcome outcome = check(new CheckRequestBuilder("tenant1").quiet().awaitEnd(false));

        assertOutcome(Verdict.FAILURE, "The cluster is not quiet: a backup of tenant2 (job " + job + ").", outcome);
        assertEquals(1, player.pauses().size());
    }

    @Test
    void aWarningDoesNotMakeTheClusterQuiet() {
        simulated.cluster.tenant("tenant2").startForeignBackup();

        assertOutcome(
                Verdict.FAILURE,
                "a backup of tenant2",
                check(new CheckRequestBuilder("tenant1").quiet().awaitEnd(false).failUnlessCompleted(false)));
    }

    @Test
    void aBackupThatIsNotGoodIsRedWhateverRuns() {
        simulated.cluster.tenant("tenant9");

        assertOutcome(Verdict.FAILURE, "tenant9 has no backup at all.", check(gate()));
    }

    @Test
    void whatBeginsWhileTheBackupsAreCheckedIsAwaitedAndTheyAreCheckedAnew() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(
                                () -> simulated.cluster.tenant("tenant2").startForeignBackup()))
                        .on("GET", ".*/tenants/overview")
                        .once());

        Outcome outcome = check(gate());

        assertOutcome(Verdict.SUCCESS, "all 3 tenants", outcome);
        assertEquals(1, inTheWay().size());
        assertTrue(
                outcome.result().tenants().stream()
                        .anyMatch(backup -> backup.tenant().equals("tenant2") && "2".equals(backup.backupSetId())),
                outcome.result().toString());
    }

    @Test
    void theDagThatIsAttachedToIsFollowedAndIsOverThen() {
        Operation backup = simulated.backup(new BackupRequestBuilder("tenant1").build());
        player.playUntil(backup, ProgressEvent.DagStarted.class);
        String dag = player.state().dag().id();

        assertOutcome(
                Verdict.SUCCESS,
                "tenant1",
                check(new CheckRequestBuilder("tenant1").dagId(dag).quiet()));
    }

    @Test
    void theRunningBackupOfATenantInTheRecycleBinCounts() {
        simulated.cluster.tenant("tenant2").startForeignBackup();
        String id = Integer.toString(simulated.cluster.tenant("tenant2").id());
        simulated.cluster.recycleTenant("tenant2");

        assertOutcome(Verdict.SUCCESS, "all 2 tenants", check(gate()));
        assertTrue(
                inTheWay()
                        .get(0)
                        .startsWith("a backup of the tenant with the id " + id + ", which is in the recycle bin"),
                inTheWay().toString());
    }
}
