package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of several tenants, those whose last backup is new enough are left out, each by its own record. */
class NewEnoughTenantsTest {

    private static final List<String> TENANTS = List.of("tenant1", "tenant2", "tenant3");

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().tenants("tenant1", "tenant2", "tenant3"));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        TENANTS.forEach(tenant -> simulated.cluster.tenant(tenant).configured());
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private void had(String tenant, BackupPlan plan, Duration ago) {
        Instant now = simulated.clock.instant();
        simulated
                .cluster
                .tenant(tenant)
                .archivingLogSince(now.minus(Duration.ofDays(10)))
                .hadBackup(plan, now.minus(ago));
    }

    private static BackupRequestBuilder unlessNewer(BackupRequestBuilder request) {
        return request.unlessNewerThan(Duration.ofHours(20));
    }

    private Outcome playAll() {
        return player.play(simulated.backup(
                unlessNewer(new BackupRequestBuilder(BackupScope.ALL_TENANTS)).build()));
    }

    private static void assertSuccess(Outcome outcome, String... words) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    private int startsOfAll() {
        return simulated.cluster.requests().count("POST", ".*/obcluster/backup");
    }

    @Test
    void ifNoneIsNewEnoughOneDagBacksAllOfThemUp() {
        had("tenant1", BackupPlan.ordinary(), Duration.ofDays(2));
        had("tenant2", BackupPlan.ordinary().failing(), Duration.ofHours(3));

        Outcome outcome = playAll();

        assertSuccess(outcome, "The backups of all 3 tenants are COMPLETED");
        assertEquals(1, startsOfAll());
        assertEquals(1, simulated.backupsPosted());
        assertEquals(simulated.cluster.dags().get(0).id(), outcome.result().dagId());
    }

    @Test
    void oneThatIsNewEnoughIsLeftOutAndTheOthersAreBackedUpOneByOne() {
        had("tenant1", BackupPlan.ordinary(), Duration.ofDays(2));
        had("tenant2", BackupPlan.ordinary(), Duration.ofHours(3));

        Outcome outcome = playAll();

        assertSuccess(
                outcome, "COMPLETED backups: 2, after ", "Left out, because their last backup is new enough: tenant2.");
        assertEquals(0, startsOfAll());
        assertEquals(2, simulated.backupsPosted());
        assertEquals(1, simulated.cluster.tenant("tenant2").backups().size());
        assertEquals(3, outcome.result().tenants().size());
        ProgressEvent.TenantEnded leftOut =
                player.events(ProgressEvent.TenantEnded.class).get(0);
        assertEquals("tenant2", leftOut.tenant());
        assertTrue(leftOut.message().startsWith("No backup was made: the last COMPLETED one (job "), leftOut.message());
    }

    @Test
    void ifAllAreNewEnoughNoneIsMade() {
        TENANTS.forEach(tenant -> had(tenant, BackupPlan.ordinary(), Duration.ofHours(3)));

        assertSuccess(playAll(), "Left out, because their last backup is new enough: tenant1, tenant2, tenant3.");
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void theSameGoesForAChosenFew() {
        TENANTS.forEach(
                tenant -> had(tenant, BackupPlan.ordinary(), Duration.ofHours("tenant1".equals(tenant) ? 30 : 3)));

        Outcome outcome = player.play(simulated.backup(
                unlessNewer(BackupRequestBuilder.of("tenant1", "tenant2")).build()));

        assertSuccess(outcome, "COMPLETED backups: 1, after ", "tenant2.");
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void ifTheirLastBackupsTurnOutToBeLostFourAreBackedUpAtATime() {
        String[] six = {"tenant1", "tenant2", "tenant3", "tenant4", "tenant5", "tenant6"};
        for (String tenant : six) {
            simulated.cluster.tenant(tenant).configured().archiveLag(Duration.ofHours(5));
            had(tenant, BackupPlan.ordinary(), Duration.ofHours(3));
        }
        Operation operation =
                simulated.backup(unlessNewer(BackupRequestBuilder.of(six)).build());
        player.playUntil(operation, ProgressEvent.OneByOne.class);
        for (int i = 0; i < 10; i++) {
            player.advance(player.turn(operation).pause());
        }
        assertEquals(0, simulated.backupsPosted());
        for (String tenant : six) {
            simulated.cluster.tenant(tenant).archiveLag(Duration.ZERO).restartArchiveLog();
        }
        long[] most = {0};
        player.beforeEachTurn(state -> most[0] = Math.max(
                most[0],
                Arrays.stream(six)
                        .flatMap(tenant -> simulated.cluster.tenant(tenant).backups().stream())
                        .filter(backup -> !"COMPLETED".equals(backup.status()))
                        .count()));

        assertSuccess(player.resume(operation), "COMPLETED backups: 6, after ");
        assertEquals(6, simulated.backupsPosted());
        assertEquals(4, most[0]);
    }

    /** obshell would back a tenant that is being restored up with the others, and fail. */
    @Test
    void ifATenantIsBeingRestoredTheOthersAreBackedUpOneByOne() {
        simulated.cluster.tenant("tenant3").status("RESTORE");

        assertSuccess(playAll(), "COMPLETED backups: 2, after ");
        assertEquals(0, startsOfAll());
    }

    @Test
    void anObshellThatKnowsNoAgesMakesOneBackupOfAll() {
        try (SimulatedOperations old = new SimulatedOperations(
                SimulatedCluster.builder().tenants("tenant1", "tenant2").serverVersion("4.2.0.0"))) {
            old.cluster.tenant("tenant1").configured();
            old.cluster.tenant("tenant2").configured();

            assertSuccess(old.player()
                    .play(old.backup(unlessNewer(new BackupRequestBuilder(BackupScope.ALL_TENANTS))
                            .build())));
            assertEquals(1, old.backupsPosted());
        }
    }

    @Test
    void aRestartWhileAllAreBackedUpTogetherGoesOnWithTheSameBackup() {
        Operation operation = simulated.backup(
                unlessNewer(new BackupRequestBuilder(BackupScope.ALL_TENANTS)).build());
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        OperationState started = simulated.journal().get(simulated.journal().size() - 1);
        player.advance(Duration.ofSeconds(30));
        player.setState(OperationState.fromJson(started.toJson()));

        assertSuccess(player.resume(operation), "The backups of all 3 tenants are COMPLETED");
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void anAbortWhileAllAreBackedUpTogetherCancelsThem() {
        Operation operation = simulated.backup(
                unlessNewer(new BackupRequestBuilder(BackupScope.ALL_TENANTS)).build());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.cancel(operation);

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.ABORTED, outcome.verdict(), outcome.message());
        TENANTS.forEach(tenant -> assertEquals(
                "CANCELED", simulated.cluster.tenant(tenant).backups().get(0).status()));
    }
}
