package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import io.jenkins.plugins.obshell.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** While a backup is followed: a hiccup is waited for, an operator's hand is seen, and the verdict stays the backup's. */
class FollowingFaultsTest {

    private static final Timing PATIENT = new TimingBuilder()
            .timeout(Duration.ofHours(12))
            .toleratedOutage(Duration.ofHours(2))
            .build();

    private SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .everyBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(10)));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Operation backup(Timing timing) {
        return simulated.backup(
                new BackupRequestBuilder("tenant1").timing(timing).build());
    }

    private void assertGreen(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant1").backups().get(0).status());
        assertNothingCancelled();
    }

    private void assertRed(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
        assertNothingCancelled();
    }

    private void assertNothingCancelled() {
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*"));
    }

    private void allStop() {
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).stop();
        }
    }

    private void allStart() {
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).start();
        }
    }

    private String dag() {
        return simulated.cluster.dags().get(0).id();
    }

    static List<FaultAction> brokenWays() {
        return List.of(
                FaultAction.reset(),
                FaultAction.html(),
                FaultAction.badGateway(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.wrongShape(),
                FaultAction.error(500, "Common.Unexpected", "Unexpected error"),
                FaultAction.error(503, null, "starting"),
                FaultAction.error(400, "MySQL.Error", "MySQL error: Error 1146 (42S02): Table is missing"));
    }

    static List<Arguments> outages() {
        List<Arguments> outages = new ArrayList<>();
        for (FaultAction action : brokenWays()) {
            for (Duration length : List.of(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(14))) {
                outages.add(Arguments.of(action, length));
            }
        }
        return outages;
    }

    @ParameterizedTest
    @MethodSource("outages")
    void aBrokenWayIsWaitedForToldOnceAndTheBackupFollowedOn(FaultAction action, Duration length) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(action).lasting(length));

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
        assertEquals(1, player.events(ProgressEvent.ContactRegained.class).size());
    }

    /** All obshells are out of reach at once, until the moment before a turn when the time is over. */
    private void allAreAwayFor(Duration length, boolean garbage) {
        Instant back = simulated.clock.instant().plus(length);
        if (garbage) {
            for (int i = 0; i < 3; i++) {
                simulated.cluster.agent(i).garble();
            }
        } else {
            allStop();
        }
        player.beforeEachTurn(state -> {
            if (!simulated.clock.instant().isBefore(back)) {
                allStart();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"1, false", "60, false", "840, false", "1, true", "60, true", "840, true"})
    void refusedConnectionsAndGarbageAreWaitedForToldOnceAndTheBackupFollowedOn(int seconds, boolean garbage) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        allAreAwayFor(Duration.ofSeconds(seconds), garbage);

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
        assertEquals(1, player.events(ProgressEvent.ContactRegained.class).size());
    }

    @Test
    void garbageInsteadOfTlsIsWaitedForAndTheBackupFollowedOn() {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        HandshakeCertificates server =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        simulated.close();
        simulated = new SimulatedOperations(
                SimulatedCluster.builder().agents(3).tenants("tenant1").https(server.sslSocketFactory()),
                () -> new TlsSettings(List.of(certificate.certificate()), null));
        player = simulated.player();
        configure();
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        allAreAwayFor(Duration.ofMinutes(1), true);

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
        assertTrue(
                player.events(ProgressEvent.ContactLost.class).get(0).toString().contains("TLS"),
                player.events(ProgressEvent.ContactLost.class).toString());
    }

    @ParameterizedTest
    @MethodSource("brokenWays")
    void anOutageOfAnHourIsRedWithTheReasonAndWhatIsLeftRunning(FaultAction action) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(action).lasting(Duration.ofHours(1)));

        assertRed(player.resume(operation), "No endpoint has answered for 15m", "obshellBackupStatus dagId: '" + dag());
    }

    @ParameterizedTest
    @MethodSource("brokenWays")
    void anOutageOfAnHourIsWaitedForWhereItIsTolerated(FaultAction action) {
        Operation operation = backup(PATIENT);
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(action).lasting(Duration.ofHours(1)));

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
        assertEquals(1, player.events(ProgressEvent.ContactRegained.class).size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void connectionsThatAreRefusedForAnHourAreRedUnlessThatIsTolerated(boolean tolerated) {
        Operation operation = tolerated ? backup(PATIENT) : simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        allAreAwayFor(Duration.ofHours(1), false);

        Outcome outcome = player.resume(operation);

        if (tolerated) {
            assertGreen(outcome);
        } else {
            assertRed(outcome, "No endpoint has answered for 15m", "refused the connection");
        }
    }

    /** Each look at something slow takes its time-out in real time, so there are few: one endpoint, far apart. */
    private Operation seldomLooking() {
        Timing timing = new TimingBuilder()
                .timeout(Duration.ofHours(12))
                .pollInterval(Duration.ofMinutes(20))
                .toleratedOutage(Duration.ofHours(2))
                .build();
        ObshellClient client = simulated.client(
                Duration.ofMillis(500), simulated.cluster.endpoints().get(0));
        BackupRequest request =
                new BackupRequestBuilder("tenant1").timing(timing).build();
        return new BackupOperation(simulated.context(client, simulated.journal()::add, SecretSource.NONE), request);
    }

    @ParameterizedTest
    @CsvSource({"1, true", "60, true", "3600, true", "1, false", "60, false"})
    void slownessAndSilenceAreWaitedForAndTheBackupFollowedOn(int seconds, boolean slow) {
        Operation operation = seldomLooking();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(slow ? FaultAction.slow(1, Duration.ofSeconds(1)) : FaultAction.silence())
                        .lasting(Duration.ofSeconds(seconds)));

        assertGreen(player.resume(operation));
        assertTrue(
                player.events(ProgressEvent.ContactLost.class).get(0).toString().contains("in time"),
                player.events(ProgressEvent.ContactLost.class).toString());
    }

    @Test
    void withoutAnyTolerationThreeLooksInARowMustFail() {
        Timing impatient = new TimingBuilder()
                .timeout(Duration.ofHours(12))
                .toleratedOutage(Duration.ZERO)
                .build();
        Operation operation = backup(impatient);
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.reset()).times(6));

        assertGreen(player.resume(operation));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anObshellThatNoLongerAnswersInTimeIsPassedOver(boolean slow) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(slow ? FaultAction.slow(1, Duration.ofSeconds(1)) : FaultAction.silence())
                        .onAgent(0)
                        .times(2));

        assertGreen(player.resume(operation));
        assertEquals(0, player.events(ProgressEvent.ContactLost.class).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void oneObshellThatStaysDownIsNotEvenTold(int agent) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.agent(agent).stop();

        assertGreen(player.resume(operation));
        assertEquals(0, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void obshellsThatRestartOneAfterTheOtherAreGotAlongWith() {
        int[] turns = {0};
        player.beforeEachTurn(state -> {
            int turn = turns[0]++;
            simulated.cluster.agent(turn % 3).stop();
            simulated.cluster.agent((turn + 2) % 3).start();
        });

        assertGreen(player.play(simulated.fullBackup()));
    }

    @Test
    void anObshellThatIsNotYetBackInTheClusterIsPassedOver() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.agent(0).setIdentity(Identity.TAKE_OVER_FOLLOWER);

        assertGreen(player.resume(operation));
    }

    @Test
    void newKeysOfAllObshellsAreLearned() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).newKey(1024);
        }

        assertGreen(player.resume(operation));
        assertEquals(0, player.events(ProgressEvent.ContactLost.class).size());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void obshellsThatRestartWithNewKeysAreFollowedOn(int agents) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        for (int i = 0; i < agents; i++) {
            simulated.cluster.agent(i).stop();
            simulated.cluster.agent(i).newKey(1024);
        }
        player.turn(operation);
        player.advance(Duration.ofSeconds(5));
        allStart();

        assertGreen(player.resume(operation));
        assertEquals(
                agents == 3 ? 1 : 0,
                player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void obshellsWhoseClocksAreHoursApartAreFollowedOn() {
        simulated.cluster.agent(0).setClockOffset(Duration.ofHours(-1));
        simulated.cluster.agent(2).setClockOffset(Duration.ofHours(1));

        assertGreen(player.play(simulated.fullBackup()));
        assertEquals(0, player.events(ProgressEvent.ContactLost.class).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void obshellsWhoseClocksJumpAreFollowedOn(long seconds) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).setClockOffset(Duration.ofSeconds(seconds));
        }

        assertGreen(player.resume(operation));
        assertEquals(0, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void aChangedPasswordIsADefiniteFailureThatSaysSoAndIsSentOnce() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.changeRootPassword("another-password");

        assertRed(
                player.resume(operation), "IncorrectOceanbasePassword", "Check the credential", "obshellBackupStatus");
        assertEquals(1, player.events(ProgressEvent.PasswordRefused.class).size());
        assertEquals(
                1,
                simulated.cluster.requests().all().stream()
                        .filter(request -> request.status() == 401)
                        .count());
    }

    @Test
    void aCredentialThatIsUpdatedInTimeGoesOn() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.changeRootPassword("another-password");
        int[] refusedTurns = {0};
        player.beforeEachTurn(state -> {
            if (state.contact().passwordRefusedAt() != null && ++refusedTurns[0] == 5) {
                simulated.setPassword("another-password");
            }
        });

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.PasswordRefused.class).size());
    }

    @Test
    void aCredentialThatIsRotatedAheadOfTheServerGoesOn() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.setPassword("another-password");
        player.turn(operation);
        simulated.cluster.changeRootPassword("another-password");
        simulated.setPassword("yet-another-password");
        player.turn(operation);
        simulated.setPassword("another-password");

        // It was refused once and is not sent again unasked; a new operation, as after a restart, tries it once more.
        assertGreen(player.resume(simulated.fullBackup()));
    }

    @Test
    void aDagThatOneObshellDoesNotKnowIsAskedOfTheOthers() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.taskNotFound())
                        .onPath(".*/task/dag/1\\d*")
                        .onAgent(0));

        assertGreen(player.play(simulated.fullBackup()));
        assertTrue(player.events(ProgressEvent.StageEntered.class).size() >= 3);
    }

    @Test
    void aDagThatOneObshellDoesNotKnowWhileTheOthersAreDownIsNotBelievedGone() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.taskNotFound())
                        .onPath(".*/task/dag/1\\d*")
                        .onAgent(0)
                        .lasting(Duration.ofMinutes(5)));
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.badGateway()).onAgent(1).lasting(Duration.ofMinutes(5)));
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.badGateway()).onAgent(2).lasting(Duration.ofMinutes(5)));

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void aDagThatNobodyKnowsAnyMoreLeavesTheVerdictToTheBackup() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).onPath(".*/task/dag/1\\d*"));

        assertGreen(player.resume(operation));
    }

    /** obshell reports an SQL error in a read as a bad request, and of a DAG as a task that is not found. */
    @ParameterizedTest
    @EnumSource(Table.class)
    void anSqlErrorInAReadPassesAndIsNoAnswer(Table table) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.loseTable(table, Duration.ofMinutes(12));

        assertGreen(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
        assertTrue(
                player.events(ProgressEvent.ContactLost.class).get(0).toString().contains("Error 1146"));
    }

    @Test
    void anSqlErrorInAStartDoesNotShowThatNothingBegan() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "MySQL.Error", "Error 1205 (HY000): Lock wait timeout"))
                        .on("POST", ".*/backup"));

        player.playUntil(simulated.fullBackup(), ProgressEvent.AnswerLost.class);

        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aDagThatCannotBeReadBeforeItCameToItsBackupIsNotBelievedGone() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated.cluster.loseTable(Table.DAGS, Duration.ofMinutes(10));

        assertGreen(player.resume(operation));
    }

    @Test
    void aDagThatNobodyKnowsForAWhileIsFoundAgain() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.taskNotFound())
                        .onPath(".*/task/dag/1\\d*")
                        .lasting(Duration.ofMinutes(1)));

        assertGreen(player.resume(operation));
    }

    @Test
    void aDagThatNobodyKnowsBeforeItCameToItsBackupIsNotGuessedAbout() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).onPath(".*/task/dag/1\\d*"));

        assertRed(player.resume(operation), "no longer knows DAG " + dag(), "nothing proves that it is this one");
    }

    @Test
    void aDagThatFailedAndIsRetriedByAnOperatorIsFollowedOn() {
        simulated
                .cluster
                .tenant("tenant1")
                .nextBackup(BackupPlan.ordinary()
                        .withDuration(Duration.ofMinutes(10))
                        .withFailure(
                                StageFailure.of("Open archive log", "[Common.Unexpected]: archive log interrupted")));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.beforeEachTurn(state -> {
            if (simulated.cluster.dags().get(0).state().equals("FAILED")) {
                simulated.client().operate(dag(), DagOperator.RETRY).join();
            }
        });

        assertGreen(player.resume(operation));
    }

    @Test
    void aDagThatTimedOutAndIsRetriedByAnOperatorDoesNotConfuseTheVerdict() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagEndedBeforeBackup.class);
        simulated.client().operate(dag(), DagOperator.RETRY).join();

        assertGreen(player.resume(operation));
    }

    @ParameterizedTest
    @EnumSource(
            value = DagOperator.class,
            names = {"PASS", "ROLLBACK"})
    void aDagThatTimedOutAndIsPassedOrUndoneLeavesTheVerdictToTheBackup(DagOperator operator) {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagEndedBeforeBackup.class);
        simulated.client().operate(dag(), operator).join();

        assertGreen(player.resume(operation));
    }

    @ParameterizedTest
    @EnumSource(
            value = DagOperator.class,
            names = {"PASS", "ROLLBACK"})
    void aDagThatFailedBeforeItsBackupAndIsPassedOrUndoneIsNoSuccess(DagOperator operator) {
        simulated
                .cluster
                .tenant("tenant1")
                .nextBackup(
                        BackupPlan.ordinary().withFailure(StageFailure.of("Start backup", "[Common.Unexpected]: no")));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(30));
        simulated.client().operate(dag(), operator).join();

        assertRed(player.resume(operation), "no record of this backup of tenant1");
    }

    @Test
    void aDagThatAnOperatorCancelsLeavesTheVerdictToTheBackupThatGoesOn() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.client().operate(dag(), DagOperator.CANCEL).join();

        assertGreen(player.resume(operation));
        assertEquals("FAILED", simulated.cluster.dags().get(0).state());
    }

    @Test
    void aDagThatAnOperatorCancelsBeforeItsBackupIsRedAndSaysSo() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated.client().operate(dag(), DagOperator.CANCEL).join();

        assertRed(player.resume(operation), "DAG " + dag() + " failed", "an operator cancelled it");
    }

    @Test
    void everyTurnCanBeTheLastOfItsProcess() {
        OperationState state = simulated.fullBackup().begin();
        Outcome outcome = null;
        for (int turns = 0; outcome == null && turns < 1000; turns++) {
            Turn turn = simulated.fullBackup().advance(state).join();
            outcome = turn.outcome();
            state = OperationState.fromJson(turn.state().toJson());
            player.advance(turn.pause());
        }

        assertGreen(outcome);
    }
}
