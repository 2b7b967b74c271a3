package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of several tenants is checked by its own last backup and its own log archive. */
class CheckOfSeveralTest {

    private static final List<String> TENANTS =
            IntStream.rangeClosed(1, 14).mapToObj(i -> "tenant" + i).toList();
    private static final Duration LAG = Duration.ofMinutes(10);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants(TENANTS.toArray(String[]::new)));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void hadBackups() {
        TENANTS.forEach(tenant -> had(tenant, BackupPlan.ordinary()));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private void had(String tenant, BackupPlan plan) {
        Instant now = simulated.clock.instant();
        simulated
                .cluster
                .tenant(tenant)
                .configured()
                .archivingLogSince(now.minus(Duration.ofDays(1)))
                .hadBackup(plan, now.minus(Duration.ofHours(5)));
    }

    private static CheckRequestBuilder all() {
        return new CheckRequestBuilder(BackupScope.ALL_TENANTS);
    }

    private Outcome check(CheckRequestBuilder request) {
        return player.play(simulated.check(request.build()));
    }

    private static void assertOutcome(Verdict verdict, Outcome outcome, String... words) {
        assertEquals(verdict, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    private static List<String> names(Outcome outcome) {
        return outcome.result().tenants().stream()
                .map(TenantBackup::tenantName)
                .sorted()
                .toList();
    }

    private SimulatedTenant tenant(String name) {
        return simulated.cluster.tenant(name);
    }

    @Test
    void aChosenFewAreCheckedAndNoOthers() {
        simulated.cluster.tenant("scratch");
        tenant("tenant3").nextBackup(BackupPlan.ordinary().failing());
        simulated.player().play(simulated.backup(new BackupRequestBuilder("tenant3").build()));

        Outcome outcome = check(all().tenants("Tenant1", "tenant2").maxAge(Duration.ofHours(20)));

        assertOutcome(Verdict.SUCCESS, outcome, "all 2 tenants");
        assertEquals(List.of("tenant1", "tenant2"), names(outcome));
        assertEquals(List.of(), player.events(ProgressEvent.TenantsLeftOut.class));
        assertOutcome(Verdict.FAILURE, check(all().tenants("tenant1", "tenant3")), "tenant3 failed");
        assertOutcome(Verdict.FAILURE, check(all().tenants("tenant1", "scratch")), "scratch has no backup at all.");
    }

    @Test
    void aChosenNameThatIsNoTenantIsRedWhateverElseIsAllowed() {
        assertOutcome(
                Verdict.FAILURE,
                check(all().tenants("tenant1", "tenant99").failUnlessCompleted(false)),
                "tenants names no tenant of this cluster: tenant99.");
        simulated.cluster.recycleTenant("tenant2");
        assertOutcome(
                Verdict.FAILURE, check(all().tenants("tenant1", "tenant2")), "no tenant of this cluster: tenant2.");
    }

    @Test
    void aChosenTenantThatIsBeingRestoredHasNoBackup() {
        simulated.cluster.tenant("restored").status("RESTORE");

        assertOutcome(Verdict.FAILURE, check(all().tenants("tenant1", "restored")), "restored has no backup at all.");
    }

    @Test
    void aChosenFewThatAreBackedUpAreWaitedForAndTheOthersAreNot() {
        tenant("tenant1").startForeignBackup();
        tenant("tenant5").startForeignBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(9)));

        assertOutcome(Verdict.SUCCESS, check(all().tenants("tenant1", "tenant2")), "all 2 tenants");
        assertEquals("COMPLETED", tenant("tenant1").backups().get(1).status());
        assertFalse(tenant("tenant5").backups().get(1).status().equals("COMPLETED"));
    }

    @Test
    void anObshellThatListsNoTenantsCannotTellAChosenFew() {
        try (SimulatedOperations old = new SimulatedOperations(
                SimulatedCluster.builder().tenants("tenant1", "tenant2").serverVersion("4.2.0.0"))) {
            Outcome outcome = old.player()
                    .play(old.check(all().tenants("tenant1", "tenant2").build()));

            assertOutcome(Verdict.FAILURE, outcome, "does not list the tenants");
        }
    }

    @Test
    void theLagOfEachCountsAndTheWorstComesFirst() {
        tenant("tenant4").archiveLag(Duration.ofMinutes(25));
        tenant("tenant9").archiveLag(Duration.ofMinutes(45));
        tenant("tenant7").stopArchiveLog();
        player.advance(Duration.ofMinutes(50));

        Outcome outcome = check(all().maxArchiveLag(LAG));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(
                outcome.message()
                        .matches("(The archived log of tenant7 lags|The log of tenant7 is not being archived).*"
                                + "The archived log of tenant9 lags 45m.* behind, more than 10m 00s\\. "
                                + "The archived log of tenant4 lags 25m.* behind, more than 10m 00s\\."),
                outcome.message());
        assertEquals(TENANTS.size(), outcome.result().tenants().size());
        List<String> reported = player.events(ProgressEvent.ArchiveReported.class).stream()
                .map(event -> event.archive().tenant())
                .toList();
        assertEquals(List.of("tenant7", "tenant9", "tenant4"), reported.subList(0, 3));
        assertEquals(10, reported.size());
        assertEquals(4, player.events(ProgressEvent.MoreArchives.class).get(0).count());
    }

    @Test
    void whereNoneLagsAllIsWell() {
        assertOutcome(Verdict.SUCCESS, check(all().maxArchiveLag(LAG)), "all 14 tenants");
        assertOutcome(Verdict.SUCCESS, check(all().tenants("tenant2", "tenant3").maxArchiveLag(LAG)), "all 2 tenants");
    }

    @Test
    void thePageShowsTheArchiveOfEach() {
        List<Observation> seen = new ArrayList<>();
        OperationContext context = new OperationContext(
                simulated.client(), simulated.controllerClock, state -> {}, SecretSource.NONE, seen::add);

        player.play(new CheckOperation(context, all().maxArchiveLag(LAG).build()));

        Observation.OfArchive archives = (Observation.OfArchive) seen.get(seen.size() - 1);
        assertEquals(
                TENANTS.stream().sorted().toList(),
                archives.tenants().stream()
                        .map(archive -> archive.tenant())
                        .sorted()
                        .toList());
    }

    @Test
    void ofManyThatLagTheFirstAreNamedAndTheRestIsCounted() {
        TENANTS.forEach(name -> tenant(name).archiveLag(Duration.ofMinutes(25)));
        player.advance(Duration.ofMinutes(50));

        assertOutcome(
                Verdict.FAILURE,
                check(all().maxArchiveLag(LAG)),
                "Of 4 more tenants, too, the archived log lags too far behind");
    }

    @Test
    void aTenantThatIsDroppedMeanwhileHasNoLag() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "OB.Tenant.NotExist", "Tenant 'tenant5' not exist."))
                        .on("GET", ".*/tenant5/backup/info"));

        assertOutcome(Verdict.SUCCESS, check(all().maxArchiveLag(LAG)));
    }

    @Test
    void eachMustBeRestorableByItsOwnArchive() {
        assertOutcome(Verdict.SUCCESS, check(all().restorable()), "Restorable from ");
        tenant("tenant6").restartArchiveLog();

        assertOutcome(Verdict.FAILURE, check(all().restorable()), "log archiving of tenant6 began anew");
        assertOutcome(Verdict.SUCCESS, check(all().tenants("tenant1", "tenant2").restorable()));
    }

    @Test
    void theLogOfEachMustBeArchivedUpToNow() {
        tenant("tenant6").archiveLag(Duration.ofMinutes(30));

        Outcome outcome = check(all().archivedUpToNow());

        assertOutcome(Verdict.SUCCESS, outcome, "the state before this build changed anything");
        assertTrue(
                player.events(ProgressEvent.WaitingForArchive.class).stream()
                        .anyMatch(waiting -> waiting.tenant().equals("tenant6")),
                player.events().toString());
        assertTrue(outcome.result().commonWindow() != null);
    }

    /** As of one tenant, a later backup that failed takes nothing from an earlier one if that is allowed. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofATenantWhoseLastBackupFailedTheLastCompletedOneCounts(boolean restorable) {
        tenant("tenant3").nextBackup(BackupPlan.ordinary().failing());
        simulated.player().play(simulated.backup(new BackupRequestBuilder("tenant3").build()));
        CheckRequestBuilder request = all().failUnlessCompleted(false).maxAge(Duration.ofHours(20));

        Outcome outcome = check(restorable ? request.restorable() : request);

        assertOutcome(Verdict.WARNING, outcome, "1 of 14 backups are not COMPLETED: tenant3 failed");
    }

    @Test
    void aTenantThatNeverHadACompletedBackupIsNotRestorable() {
        simulated.cluster.tenant("tenant99");
        had("tenant99", BackupPlan.ordinary().failing());

        assertOutcome(
                Verdict.FAILURE,
                check(all().failUnlessCompleted(false).restorable()),
                "There is no COMPLETED backup of: tenant99.");
    }
}
