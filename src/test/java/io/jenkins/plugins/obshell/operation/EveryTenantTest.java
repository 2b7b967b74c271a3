package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A check of all tenants is of all of them, also of those that the overview leaves out because they never had a backup. */
class EveryTenantTest {

    private static final Duration DAY = Duration.ofHours(26);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().tenants("tenant1", "tenant2"));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void backUp() {
        for (String tenant : List.of("tenant1", "tenant2")) {
            simulated.cluster.tenant(tenant).configured();
        }
        simulated.player().play(simulated.backup(simulated.allTenants()));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static CheckRequestBuilder all() {
        return new CheckRequestBuilder(BackupScope.ALL_TENANTS);
    }

    private Outcome check(CheckRequestBuilder request) {
        return player.play(simulated.check(request.build()));
    }

    private List<String> notes() {
        return player.events(ProgressEvent.TenantsLeftOut.class).stream()
                .map(ProgressEvent.TenantsLeftOut::why)
                .toList();
    }

    private static void assertOutcome(Verdict verdict, String message, Outcome outcome) {
        assertEquals(verdict, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains(message), outcome.message());
    }

    /** A tenant that is older than a maximum age, with backups of the others that are not. */
    private void anOldTenantWithoutBackup(String name) {
        simulated.cluster.tenant(name);
        player.advance(Duration.ofDays(2));
        backUp("tenant1");
        backUp("tenant2");
    }

    private void backUp(String tenant) {
        simulated.player().play(simulated.backup(new BackupRequestBuilder(tenant).build()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTenantThatNeverHadABackupIsRedByItsName(boolean withAge) {
        anOldTenantWithoutBackup("tenant9");

        Outcome outcome = check(withAge ? all().maxAge(DAY) : all());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals("tenant9 has no backup at all.", outcome.message());
        assertEquals(
                List.of("tenant1", "tenant2"),
                outcome.result().tenants().stream()
                        .map(TenantBackup::tenantName)
                        .toList());
        assertEquals(List.of(), notes());
    }

    @Test
    void ofManyWithoutABackupTheFirstAreNamedAndTheRestIsCounted() {
        for (int i = 10; i < 35; i++) {
            simulated.cluster.tenant("tenant" + i);
        }

        Outcome outcome = check(all());

        assertOutcome(
                Verdict.FAILURE, "tenant19 has no backup at all. 15 more tenants have no backup at all.", outcome);
    }

    @Test
    void withoutAnAgeAMissingBackupCanBeAWarningOnly() {
        anOldTenantWithoutBackup("tenant9");

        assertOutcome(Verdict.WARNING, "tenant9 has no backup at all.", check(all().failUnlessCompleted(false)));
        assertOutcome(
                Verdict.FAILURE,
                "tenant9 has no backup at all.",
                check(all().failUnlessCompleted(false).maxAge(DAY)));
    }

    @Test
    void tenantsThatAreExceptedNeedNoBackup() {
        anOldTenantWithoutBackup("scratch");
        simulated.cluster.tenant("tenant2").nextBackup(BackupPlan.ordinary().failing());
        backUp("tenant2");

        Outcome outcome = check(all().maxAge(DAY).except("Scratch", "tenant2"));

        assertOutcome(Verdict.SUCCESS, "The backup of tenant1 is COMPLETED", outcome);
        assertEquals(1, outcome.result().tenants().size());
        assertEquals(List.of("Left out, as except says: tenant2, scratch."), notes());
    }

    @Test
    void aNameInExceptThatIsNoTenantIsReported() {
        assertOutcome(Verdict.SUCCESS, "all 2 tenants", check(all().except("tenant3")));
        assertEquals(List.of("except names no tenant of this cluster: tenant3."), notes());
    }

    @Test
    void ifEveryTenantIsExceptedNothingIsProven() {
        assertOutcome(Verdict.FAILURE, "There is no backup to check.", check(all().except("tenant1", "tenant2")));
    }

    @Test
    void aTenantThatIsYoungerThanTheMaximumAgeIsListedAndNotFailed() {
        simulated.cluster.tenant("tenant8");
        player.advance(Duration.ofHours(3));

        assertOutcome(Verdict.SUCCESS, "all 2 tenants", check(all().maxAge(DAY)));
        assertEquals(List.of("Without a backup, but younger than 1d 02h: tenant8."), notes());
    }

    /** The time at which a tenant was made is compared with OceanBase's clock, which may be hours off. */
    @Test
    void theAgeOfATenantIsThatByTheClockOfTheDatabase() {
        SimulatedOperations shifted = new SimulatedOperations(
                SimulatedCluster.builder().tenants("tenant1").databaseClockOffset(Duration.ofHours(8)));
        try (shifted) {
            shifted.cluster.tenant("tenant1").configured();
            OperationPlayer late = shifted.player();
            late.play(shifted.backup(shifted.allTenants()));
            shifted.cluster.tenant("tenant9");
            late.advance(Duration.ofHours(7));

            assertOutcome(
                    Verdict.FAILURE,
                    "tenant9 has no backup at all.",
                    late.play(shifted.check(all().maxAge(Duration.ofHours(6)).build())));
            assertOutcome(
                    Verdict.SUCCESS,
                    "COMPLETED",
                    late.play(shifted.check(all().maxAge(Duration.ofHours(8)).build())));
        }
    }

    @Test
    void tenantsThatAreBeingRestoredOrInTheRecycleBinAreNamedAsSuch() {
        anOldTenantWithoutBackup("restored");
        simulated.cluster.tenant("restored").status("RESTORE");
        simulated.cluster.recycleTenant("tenant2");
        player.advance(Duration.ofHours(25));
        backUp("tenant1");

        Outcome outcome = check(all().maxAge(Duration.ofHours(24)));

        assertOutcome(Verdict.SUCCESS, "The backup of tenant1 is COMPLETED", outcome);
        assertEquals(
                List.of(
                        "Left out, because they are being restored: restored.",
                        "Left out, because they are in the recycle bin: tenant2."),
                notes());
    }

    @Test
    void aTenantThatIsDroppedWhileTheCheckReadsIsNoTenantWithoutABackup() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(() -> simulated.cluster.dropTenant("tenant2")))
                        .on("GET", ".*/obcluster/backup/overview")
                        .once());

        assertOutcome(Verdict.SUCCESS, "The backup of tenant1 is COMPLETED", check(all()));
    }

    @Test
    void aTenantThatIsMadeWhileARunningBackupIsAwaitedCountsToo() {
        simulated.cluster.tenant("tenant2").startForeignBackup();
        Operation operation = simulated.check(all().build());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.tenant("tenant9");

        assertOutcome(Verdict.FAILURE, "tenant9 has no backup at all.", player.resume(operation));
    }

    @Test
    void theRunningBackupOfATenantThatIsExceptedIsNotAwaited() {
        simulated.cluster.tenant("tenant2").startForeignBackup();

        assertOutcome(Verdict.SUCCESS, "The backup of tenant1 is COMPLETED", check(all().except("tenant2")));
        assertEquals(List.of(), player.events(ProgressEvent.Joined.class));
    }

    @Test
    void anObshellThatDoesNotListTenantsIsReportedOnceAndTheCheckGoesOn() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/tenants/overview"));
        simulated.cluster.tenant("tenant9");

        assertOutcome(Verdict.SUCCESS, "all 2 tenants", check(all().except("tenant2")));
        assertEquals(
                List.of(
                        "This obshell does not list the tenants of the cluster (versions since 4.2.4 do), so a tenant that"
                                + " never had a backup goes unnoticed. Therefore except has no effect."),
                notes());
    }

    @Test
    void aCheckOfTwoHundredTenantsTakesFewRequestsAndFewLines() {
        for (int i = 3; i <= 200; i++) {
            String name = "tenant" + i;
            if (i % 2 == 0) {
                simulated
                        .cluster
                        .tenant(name)
                        .configured()
                        .hadBackup(
                                BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(2)));
            } else {
                simulated.cluster.tenant(name);
            }
        }
        int before = simulated.cluster.requests().count("GET", ".*");

        Outcome outcome = check(all().maxAge(DAY));

        assertOutcome(Verdict.SUCCESS, "all 101 tenants", outcome);
        assertEquals(1, notes().size());
        assertTrue(notes().get(0).endsWith("tenant21, and 89 more."), notes().get(0));
        int requests = simulated.cluster.requests().count("GET", ".*") - before;
        assertTrue(requests <= 10, requests + " requests");
        assertTrue(player.events().size() <= 3, player.events().toString());
    }
}
