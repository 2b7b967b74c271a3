package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of the log archive is shown, in real times whatever OceanBase's time zone is. */
class ArchiveShownTest {

    private final List<Observation> observed = new ArrayList<>();
    private SimulatedOperations simulated;
    private OperationPlayer player;
    private SimulatedTenant tenant;

    private void cluster(long hoursAhead) {
        simulated = new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants("tenant1", "tenant2")
                .databaseClockOffset(Duration.ofHours(hoursAhead)));
        player = simulated.player();
        simulated.cluster.tenant("tenant2").configured().archivingLog();
        tenant = simulated.cluster.tenant("tenant1").configured().archivingLog();
        player.advance(Duration.ofMinutes(10));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private OperationContext context() {
        return new OperationContext(
                simulated.client(), simulated.controllerClock, state -> {}, SecretSource.NONE, observed::add);
    }

    private List<ArchiveState> archives() {
        return observed.stream()
                .filter(Observation.OfArchive.class::isInstance)
                .flatMap(observation -> ((Observation.OfArchive) observation).tenants().stream())
                .toList();
    }

    private ArchiveState last() {
        return archives().get(archives().size() - 1);
    }

    private static void assertNear(Instant expected, Instant actual) {
        assertTrue(
                Duration.between(expected, actual).abs().compareTo(Duration.ofMinutes(1)) < 0,
                actual + " is not near " + expected);
    }

    @ParameterizedTest(name = "OceanBase''s time zone is {0} hours ahead")
    @ValueSource(longs = {-8, 0, 8})
    void theArchiveIsShownWhileItIsWaitedFor(long hoursAhead) {
        cluster(hoursAhead);
        Instant began = simulated.clock.instant().minus(Duration.ofMinutes(10));
        tenant.archiveLag(Duration.ofMinutes(4));

        player.play(new BackupOperation(context(), new BackupRequestBuilder("tenant1").build()));

        assertTrue(archives().size() > 1, archives().toString());
        ArchiveState archive = last();
        assertEquals("tenant1", archive.tenant());
        assertEquals("DOING", archive.status());
        assertEquals("1", archive.roundId());
        assertFalse(archive.isHalted());
        assertNear(began, archive.since());
        assertNear(simulated.clock.instant().minus(Duration.ofMinutes(4)), archive.archivedUpTo());
        assertEquals(240, archive.lagSeconds(), 60);
    }

    @Test
    void anArchiveThatWasInterruptedIsShownAsHalted() {
        cluster(0);
        tenant.archiveLag(Duration.ofMinutes(20));
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.ARCHIVING) {
                tenant.interruptArchiveLog();
            }
        });

        player.play(new BackupOperation(context(), new BackupRequestBuilder("tenant1").build()));

        assertTrue(last().isHalted());
        assertNull(last().status());
        assertNull(last().roundId());
    }

    @Test
    void theArchiveOfASetThatCarriesItsLogIsNotLookedAt() {
        cluster(0);

        player.play(new BackupOperation(
                context(), new BackupRequestBuilder("tenant1").plusArchive(true).build()));

        assertEquals(List.of(), archives());
    }

    private ArchiveState reportedByCheck() {
        player.play(new CheckOperation(
                context(),
                new CheckRequestBuilder("tenant1")
                        .maxArchiveLag(Duration.ofHours(1))
                        .build()));
        List<ProgressEvent.ArchiveReported> reported = player.events(ProgressEvent.ArchiveReported.class);
        ArchiveState archive = reported.get(reported.size() - 1).archive();
        assertEquals(archive, last());
        return archive;
    }

    @ParameterizedTest(name = "OceanBase''s time zone is {0} hours ahead")
    @ValueSource(longs = {0, 8})
    void theStatusStepReportsStatusRoundAndBeginning(long hoursAhead) {
        cluster(hoursAhead);
        Instant began = simulated.clock.instant().minus(Duration.ofMinutes(10));
        Outcome backup = player.play(simulated.fullBackup());
        assertEquals(Verdict.SUCCESS, backup.verdict(), backup.message());
        tenant.archiveLag(Duration.ofMinutes(30));
        player.advance(Duration.ofMinutes(30));

        ArchiveState archive = reportedByCheck();

        assertEquals("DOING", archive.status());
        assertEquals("1", archive.roundId());
        assertNear(began, archive.since());
        assertNear(simulated.clock.instant().minus(Duration.ofMinutes(30)), archive.archivedUpTo());
        assertEquals(1800, archive.lagSeconds(), 60);
    }

    @ParameterizedTest(name = "OceanBase''s time zone is {0} hours ahead")
    @ValueSource(longs = {0, 8})
    void theStatusStepReportsHowFarAnArchiveCameThatIsStopped(long hoursAhead) {
        cluster(hoursAhead);
        player.play(simulated.fullBackup());
        tenant.stopArchiveLog();
        Instant stopped = simulated.clock.instant();
        player.advance(Duration.ofMinutes(20));

        ArchiveState archive = reportedByCheck();

        assertTrue(archive.isHalted());
        assertNull(archive.status());
        assertNear(stopped, archive.archivedUpTo());
        assertEquals(1200, archive.lagSeconds(), 60);
    }

    @Test
    void anArchiveThatIsStoppedIsRedHoweverShortItsLag() {
        cluster(0);
        player.play(simulated.fullBackup());
        tenant.stopArchiveLog();
        player.advance(Duration.ofMinutes(1));

        Outcome outcome = player.play(simulated.check(new CheckRequestBuilder("tenant1")
                .maxArchiveLag(Duration.ofHours(1))
                .build()));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("The log of tenant1 is not being archived"), outcome.message());
    }
}
