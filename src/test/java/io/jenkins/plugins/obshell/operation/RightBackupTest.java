package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code unlessNewerThan}, {@code maxAge} and {@code ifBackupRunning: 'join'} take only a backup that does what is asked for. */
class RightBackupTest {

    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final String HISTORY = ".*/backup/tasks";

    private SimulatedOperations simulated;
    private OperationPlayer player;
    private SimulatedTenant tenant;

    private void cluster(String version) {
        simulated = new SimulatedOperations(SimulatedCluster.builder()
                .agents(1)
                .tenants("tenant1", "tenant2")
                .serverVersion(version));
        player = simulated.player();
        Instant yesterday = simulated.clock.instant().minus(Duration.ofDays(1));
        simulated.cluster.tenant("tenant2").configured().archivingLogSince(yesterday);
        tenant = simulated.cluster.tenant("tenant1").configured().archivingLogSince(yesterday);
    }

    private void cluster() {
        cluster("4.4.2.0");
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static BackupRequestBuilder request() {
        return new BackupRequestBuilder("tenant1");
    }

    private static BackupRequestBuilder join() {
        return request().ifBackupRunning(IfBackupRunning.JOIN);
    }

    private Outcome backUp(BackupRequestBuilder request) {
        return player.play(simulated.backup(request.build()));
    }

    private void backedUp(BackupMode mode, Duration ago) {
        assertEquals(
                Verdict.SUCCESS,
                simulated
                        .player()
                        .play(simulated.backup(request().mode(mode).build()))
                        .verdict());
        player.advance(ago);
    }

    private void assertNone(Outcome outcome, String... words) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().startsWith("No backup was made: "), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), outcome.message());
        }
        assertEquals(List.of(), notCounted());
    }

    private void assertMade(Outcome outcome, String... why) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("COMPLETED after"), outcome.message());
        assertEquals(List.of(why), notCounted());
    }

    private List<String> notCounted() {
        return player.events(ProgressEvent.EarlierBackupNotCounted.class).stream()
                .map(ProgressEvent.EarlierBackupNotCounted::why)
                .toList();
    }

    private List<String> notJoined() {
        return player.events(ProgressEvent.WaitingForBackup.class).stream()
                .map(ProgressEvent.WaitingForBackup::notJoined)
                .toList();
    }

    @Test
    void anIncrementalBackupDoesNotCountAsAFullOne() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(5));
        backedUp(BackupMode.INCREMENTAL, Duration.ofHours(1));

        assertMade(
                backUp(request().unlessNewerThan(TWO_HOURS)),
                "The COMPLETED backup of job 2 does not count for unlessNewerThan, because it is incremental, not full."
                        + " A backup is made.");
        assertTrue(console().contains("[obshell] " + notCounted().get(0)), console());
    }

    @Test
    void anOlderFullBackupCountsBesideANewerIncrementalOne() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(5));
        backedUp(BackupMode.INCREMENTAL, Duration.ofHours(1));

        Outcome outcome = backUp(request().unlessNewerThan(Duration.ofHours(9)));

        assertNone(outcome, "(job 1) ended 6h");
        assertEquals("1", outcome.result().tenants().get(0).jobId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "INCREMENTAL"})
    void aFullBackupCountsAsAnIncrementalOne(BackupMode made) {
        cluster();
        backedUp(made, Duration.ofHours(1));

        assertNone(backUp(request().mode(BackupMode.INCREMENTAL).unlessNewerThan(TWO_HOURS)));
    }

    @Test
    void onlyABackupThatIncludesItsLogCountsForPlusArchive() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(1));

        assertMade(
                backUp(request().plusArchive(true).unlessNewerThan(TWO_HOURS)),
                "The COMPLETED backup of job 1 does not count for unlessNewerThan, because it does not include its log"
                        + " (plusArchive). A backup is made.");

        player = simulated.player();
        tenant.stopArchiveLog();
        assertNone(
                backUp(request().plusArchive(true).unlessNewerThan(TWO_HOURS)),
                "Its age counts from its end, because the log up to there is archived.",
                "with the log that it includes");
    }

    @Test
    void onlyABackupAtTheDestinationCounts() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(1));

        assertMade(
                backUp(request()
                        .configuration(new ConfigurationRequestBuilder(
                                        "tenant1",
                                        BackupSettingsBuilder.destinations("file:///new/data", "file:///new/log"))
                                .onlyIfChanged(true)
                                .build())
                        .unlessNewerThan(TWO_HOURS)),
                "The COMPLETED backup of job 1 does not count for unlessNewerThan, because it is at"
                        + " file:///data/backup/tenant1/data, not at file:///new/data. A backup is made.");
    }

    @Test
    void aBackupOfAnUnknownKindDoesNotCount() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(1));
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", HISTORY));

        assertMade(
                backUp(request().unlessNewerThan(TWO_HOURS)),
                "The COMPLETED backup of job 1 does not count for unlessNewerThan, because obshell does not report"
                        + " whether it is full; versions since 4.3.2 do. A backup is made.");
    }

    @Test
    void anOlderObshellReportsNoAgeSoABackupIsMade() {
        cluster("4.2.5.0");
        backedUp(BackupMode.FULL, Duration.ofHours(1));

        Outcome outcome = backUp(request().unlessNewerThan(TWO_HOURS));

        assertMade(
                outcome,
                "The last COMPLETED backup (job 1) does not count for unlessNewerThan, because its age is unknown: its"
                        + " end time cannot be compared with OceanBase's clock. obshell reports that clock since 4.3.2,"
                        + " once the log of the tenant has been archived. A backup is made.");
    }

    @Test
    void theAgeCountsFromTheEndIfTheLogIsArchived() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofMinutes(90));

        assertNone(
                backUp(request().unlessNewerThan(TWO_HOURS)),
                "(job 1) ended 1h 30m",
                "less than 2h",
                "Its age counts from its end, because the log up to there is archived.",
                "Restorable from");
    }

    @Test
    void theAgeCountsFromTheStartIfTheLogIsNotArchived() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofMinutes(90));
        tenant.restartArchiveLog();

        assertNone(
                backUp(request().restorableWithin(Duration.ZERO).unlessNewerThan(Duration.ofHours(3))),
                "(job 1) started 2h 10m",
                "Its age counts from its start, because nothing showed that the log archive had passed its end.");
        assertMade(
                backUp(request().restorableWithin(Duration.ZERO).unlessNewerThan(TWO_HOURS)),
                "The COMPLETED backup of job 1 does not count for unlessNewerThan: it started more than 2h 00m ago, and its"
                        + " age counts from its start, because nothing shows that the log archive has passed its end."
                        + " A backup is made.");
    }

    @Test
    void aBackupThatCanNeverBeRestoredDoesNotCount() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofMinutes(30));
        tenant.stopArchiveLog();

        assertMade(
                backUp(request().unlessNewerThan(TWO_HOURS)),
                "The COMPLETED backup of job 1 does not count for unlessNewerThan. Nothing shows that it can be"
                        + " restored: the log of tenant1 is not being archived. Log archiving was stopped or"
                        + " interrupted. A backup is made.");
        assertEquals(2, simulated.backupsPosted());
    }

    @Test
    void aBackupThatTheArchiveHasNotPassedYetIsWaitedFor() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(20));
        tenant.startForeignBackup();
        player.advance(Duration.ofMinutes(50));

        Outcome outcome =
                backUp(request().restorableWithin(Duration.ofMinutes(30)).unlessNewerThan(TWO_HOURS));

        assertNone(outcome, "(job 1) started 50m", "Restorable from");
        assertFalse(player.events(ProgressEvent.WaitingForArchive.class).isEmpty());
        assertNotNull(outcome.result().restorable());
    }

    @Test
    void aBackupThatTheArchiveDoesNotPassInTimeIsAsRedAsOnesOwn() {
        cluster();
        tenant.archiveLag(Duration.ofHours(1));
        tenant.startForeignBackup();
        player.advance(Duration.ofMinutes(50));

        Outcome outcome =
                backUp(request().restorableWithin(Duration.ofMinutes(5)).unlessNewerThan(TWO_HOURS));

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("It cannot be restored yet"), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aBackupIsMadeIfTheArchiveStopsWhileItIsToPassTheEarlierOne() {
        cluster();
        tenant.archiveLag(Duration.ofMinutes(20));
        tenant.startForeignBackup(BackupPlan.ordinary());
        player.advance(Duration.ofMinutes(50));
        boolean[] done = {false};
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.ARCHIVING && !done[0]) {
                done[0] = true;
                tenant.interruptArchiveLog();
                tenant.configured("file:///new/data", "file:///new/archive").restartArchiveLog();
                tenant.archiveLag(Duration.ZERO);
            }
        });

        Outcome outcome = backUp(request().unlessNewerThan(TWO_HOURS));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        assertEquals(1, notCounted().size());
        assertTrue(notCounted().get(0).contains("began anew"), notCounted().toString());
    }

    private Outcome check(BackupScope scope, Duration maxAge) {
        return player.play(
                simulated.check(new CheckRequestBuilder(scope).maxAge(maxAge).build()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theGreatestAgeCountsFromTheEndOnlyIfTheLogIsArchived(boolean allTenants) {
        cluster();
        BackupScope scope = allTenants ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
        simulated.player().play(simulated.backup(simulated.allTenants()));
        player.advance(Duration.ofMinutes(100));

        Outcome covered = check(scope, TWO_HOURS);
        assertEquals(Verdict.SUCCESS, covered.verdict(), covered.message());

        tenant.restartArchiveLog();
        Outcome uncovered = check(scope, TWO_HOURS);
        assertEquals(Verdict.FAILURE, uncovered.verdict(), uncovered.message());
        assertTrue(
                uncovered.message().contains("The last COMPLETED backup of tenant1 started 2h 20m"),
                uncovered.message());
        assertTrue(
                uncovered
                        .message()
                        .contains(
                                "more than 2h 00m (job 1). Its age counts from its start, because nothing shows that the"
                                        + " log archive has passed its end."),
                uncovered.message());
        assertFalse(uncovered.message().contains("tenant2"), uncovered.message());
    }

    @Test
    void anIncrementalBackupIsNotJoinedAsAFullOne() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(1));
        tenant.startForeignIncrementalBackup();

        Outcome outcome = backUp(join());

        assertMade(outcome);
        assertEquals(List.of("it is incremental, not full"), notJoined());
        assertEquals(List.of(), player.events(ProgressEvent.Joined.class));
        assertEquals(List.of(false, true, false), incremental());
        assertTrue(
                console()
                        .contains(
                                "A backup of tenant1 is running (job 2). It is not joined, because it is incremental, not"
                                        + " full. Waiting for it to end, then making another one."),
                console());
    }

    private String console() {
        return player.events().stream()
                .flatMap(event -> new ConsoleLines().lines(event).stream())
                .collect(Collectors.joining("\n"));
    }

    private List<Boolean> incremental() {
        return tenant.backups().stream()
                .map(SimulatedTenant.BackupView::incremental)
                .toList();
    }

    @Test
    void anIncrementalDagIsNotJoinedAsAFullOne() {
        cluster();
        backedUp(BackupMode.FULL, Duration.ofHours(1));
        simulated
                .player()
                .playUntil(
                        simulated.backup(request().mode(BackupMode.INCREMENTAL).build()),
                        ProgressEvent.DagStarted.class);

        assertMade(backUp(join()));
        assertEquals(List.of("it is incremental, not full"), notJoined());
        assertEquals(List.of(false, true, false), incremental());
    }

    @Test
    void afterABackupThatWasNotJoinedOneThatIsNewEnoughStillCounts() {
        cluster();
        tenant.startForeignBackup();

        Outcome outcome =
                backUp(join().plusArchive(true).mode(BackupMode.INCREMENTAL).unlessNewerThan(TWO_HOURS));

        assertMade(
                outcome,
                "The COMPLETED backup of job 1 does not count for unlessNewerThan, because it does not include its log"
                        + " (plusArchive). A backup is made.");
        assertEquals(List.of("it does not include its log (plusArchive)"), notJoined());
    }

    @Test
    void aFullBackupIsJoinedAsAnIncrementalOne() {
        cluster();
        tenant.startForeignBackup();

        assertMade(backUp(join().mode(BackupMode.INCREMENTAL)));
        assertEquals(1, player.events(ProgressEvent.Joined.class).size());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDagIsJoinedOnceItsBackupIsKnownToIncludeItsLog(boolean allTenants) {
        cluster();
        BackupScope scope = allTenants ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
        simulated
                .player()
                .playUntil(
                        simulated.backup(new BackupRequestBuilder(scope)
                                .plusArchive(true)
                                .build()),
                        ProgressEvent.DagStarted.class);

        assertMade(backUp(new BackupRequestBuilder(scope)
                .ifBackupRunning(IfBackupRunning.JOIN)
                .plusArchive(true)));
        assertEquals(1, player.events(ProgressEvent.Joined.class).size());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aBackupElsewhereIsNotJoined() {
        cluster();
        tenant.startForeignBackup();

        Outcome outcome = backUp(join().configuration(new ConfigurationRequestBuilder(
                        "tenant1", BackupSettingsBuilder.destinations("file:///new/data", "file:///new/log"))
                .ifBackupRunning(IfBackupRunning.WAIT)
                .build()));

        assertMade(outcome);
        assertEquals(List.of("it is at file:///data/backup/tenant1/data, not at file:///new/data"), notJoined());
        assertEquals("COMPLETED", tenant.backups().get(0).status());
    }

    @Test
    void aBackupOfAnUnknownKindIsNotJoined() {
        cluster("4.2.5.0");
        tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(2)));
        tenant.startForeignBackup();

        Outcome outcome = backUp(
                join().timing(new TimingBuilder().timeout(Duration.ofHours(1)).build()));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(
                outcome.message()
                        .contains("It was waiting for: a running backup (job 1), which was not joined, because obshell"
                                + " does not report whether it is full; versions since 4.3.2 do"),
                outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }
}
