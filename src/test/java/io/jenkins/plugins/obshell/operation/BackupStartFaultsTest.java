package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens to the request that starts a backup, there is one backup or none, never two. */
class BackupStartFaultsTest {

    private static final String START = ".*/backup";

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

    private FaultRule onStart(FaultAction action) {
        return simulated
                .cluster
                .faults()
                .add(FaultRule.of(action).on("POST", START).once());
    }

    private void assertOneCompletedBackup(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
        assertEquals(
                Long.toString(
                        simulated.cluster.tenant("tenant1").backups().get(0).jobId()),
                outcome.result().tenants().get(0).jobId());
    }

    private void assertCannotTell(Outcome outcome) {
        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().startsWith("Cannot tell whether"), outcome.message());
        assertTrue(outcome.message().contains("obshellBackupStatus"), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    static List<FaultAction> answersLostAfterActing() {
        return List.of(
                FaultAction.loseAnswer(),
                FaultAction.errorAfterActing(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.wrongShape(),
                FaultAction.badGateway().acting(),
                FaultAction.html().acting(),
                FaultAction.silence().acting(),
                FaultAction.actLate(Duration.ofSeconds(30)));
    }

    @ParameterizedTest
    @MethodSource("answersLostAfterActing")
    void aStartWhoseAnswerIsLostIsFoundAndNotSentAgain(FaultAction action) {
        onStart(action);

        Outcome outcome = player.play(simulated.fullBackup());

        assertOneCompletedBackup(outcome);
        assertEquals(1, player.events(ProgressEvent.AnswerLost.class).size());
        assertTrue(player.events(ProgressEvent.DagStarted.class).get(0).adopted());
    }

    static List<FaultAction> answersWithoutActing() {
        return List.of(
                FaultAction.reset(),
                FaultAction.silence(),
                FaultAction.badGateway(),
                FaultAction.html(),
                FaultAction.halfJson().notActing(),
                FaultAction.brokenTransfer().notActing(),
                FaultAction.empty().notActing(),
                FaultAction.slow(1, Duration.ofSeconds(1)).notActing(),
                FaultAction.error(500, "Common.Unexpected", "Unexpected error"),
                FaultAction.error(503, null, "starting"));
    }

    @ParameterizedTest
    @MethodSource("answersWithoutActing")
    void aStartThatNeverArrivedIsSentAgainOnceItCanNoLongerBeginAnything(FaultAction action) {
        onStart(action);

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
        List<ReceivedRequest> starts = simulated.cluster.requests().matching("POST", START);
        assertEquals(2, starts.size());
        Duration between = Duration.between(starts.get(0).at(), starts.get(1).at());
        assertTrue(between.compareTo(Duration.ofSeconds(20 + 5 * 60)) >= 0, between.toString());
        assertEquals(1, player.events(ProgressEvent.AnswerLost.class).size());
        assertFalse(player.events(ProgressEvent.DagStarted.class).get(0).adopted());
    }

    @Test
    void aStartThatIsLostTwiceIsAFailureThatGivesTheReason() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).on("POST", START));

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Nothing was started"), outcome.message());
        assertTrue(outcome.message().contains("502"), outcome.message());
        assertEquals(2, simulated.backupsPosted());
    }

    @Test
    void aStartIsSentAgainOnlyAfterFiveMinutesInWhichTheClusterAnswered() {
        onStart(FaultAction.reset());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        turnFor(operation, Duration.ofMinutes(4));
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).lasting(Duration.ofMinutes(2)));

        turnFor(operation, Duration.ofMinutes(6));
        assertEquals(1, simulated.backupsPosted());

        assertEquals(Verdict.SUCCESS, player.resume(operation).verdict());
        assertEquals(2, simulated.backupsPosted());
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
    }

    private void turnFor(Operation operation, Duration duration) {
        Instant until = simulated.clock.instant().plus(duration);
        while (simulated.clock.instant().isBefore(until)) {
            player.advance(player.turn(operation).pause());
        }
    }

    @Test
    void aLostStartIsNotSentAgainIfAnotherBackupBeganMeanwhile() {
        onStart(FaultAction.reset());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.resume(operation);

        assertCannotTell(outcome);
        assertTrue(outcome.message().contains("job " + job), outcome.message());
    }

    /** A job that ends before it has a task is in the history only. */
    private long backupWithoutTask(String tenant) {
        return simulated
                .cluster
                .tenant(tenant)
                .startForeignBackup(BackupPlan.ordinary()
                        .withDuration(Duration.ofSeconds(5))
                        .withoutTask());
    }

    @Test
    void aLostStartIsNotSentAgainIfTheHistoryShowsABackupThatBeganMeanwhile() {
        onStart(FaultAction.reset());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        long job = backupWithoutTask("tenant1");

        Outcome outcome = player.resume(operation);

        assertCannotTell(outcome);
        assertTrue(outcome.message().contains("job " + job), outcome.message());
    }

    @Test
    void aLostStartOfAllTenantsIsNotSentAgainIfTheHistoryOfOneShowsABackupThatBeganMeanwhile() {
        onStart(FaultAction.reset());
        Operation operation = simulated.backup(simulated.allTenants());
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        long job = backupWithoutTask("tenant2");

        Outcome outcome = player.resume(operation);

        assertCannotTell(outcome);
        assertTrue(outcome.message().contains("job " + job), outcome.message());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheHistoryShowsFromBeforeALostStartDoesNotKeepItFromBeingSentAgain(boolean clockIsKnown) {
        simulated.cluster.tenant("tenant1").startForeignBackup();
        player.advance(Duration.ofHours(1));
        backupWithoutTask("tenant1");
        player.advance(Duration.ofHours(1));
        if (!clockIsKnown) {
            simulated.cluster.tenant("tenant1").startForeignBackup();
            player.advance(Duration.ofHours(1));
            simulated
                    .cluster
                    .faults()
                    .add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/backup/info"));
        }
        onStart(FaultAction.reset());

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, simulated.backupsPosted());
    }

    @Test
    void aStartIsAcceptedByTheServerForTwentySecondsOnly() {
        // The sealed header arrives half a minute late, as if somebody had held it back.
        simulated.cluster.agent(0).setClockOffset(Duration.ZERO);
        Operation operation = new BackupOperation(
                simulated.context(
                        simulated.client(),
                        state -> simulated.clock.advance(Duration.ofSeconds(30)),
                        SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));

        Outcome outcome = player.play(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(
                1,
                simulated.cluster.requests().matching("POST", START).stream()
                        .filter(request -> request.status() == 401)
                        .count());
    }

    @ParameterizedTest
    @EnumSource(
            value = IfBackupRunning.class,
            names = {"FAIL", "WAIT"})
    void aStartThatAProxySendsTwiceAndWhoseCopyIsRefusedIsFoundAndNotSentAgain(IfBackupRunning ifRunning) {
        onStart(FaultAction.error(500, "OB.Cluster.UnderMaintenance", "Cluster is under maintenance")
                .acting());

        assertOneCompletedBackup(player.play(simulated.backup(simulated.fullBackupRequest(ifRunning))));
        assertTrue(player.events(ProgressEvent.DagStarted.class).get(0).adopted());
        assertEquals(0, player.events(ProgressEvent.WaitingForMaintenance.class).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OB.Backup.AlreadyRunning", "MySQL.Error", "Common.Conflict"})
    void aStartWhoseCopyIsRefusedOverItsOwnBackupIsFound(String code) {
        onStart(FaultAction.error(400, code, "a backup is running").acting());

        assertOneCompletedBackup(player.play(simulated.fullBackup()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OB.Backup.DataDestEmpty", "OB.Tenant.NotExist", "OB.Backup.AlreadyRunning"})
    void aStartThatIsRefusedAndBeganNothingFailsAtOnce(String code) {
        onStart(FaultAction.error(400, code, "it is so"));

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains(code), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aLostStartIsFoundThoughTheDatabaseSpellsTheTenantOtherwise() {
        onStart(FaultAction.loseAnswer());
        BackupRequest request = new BackupRequestBuilder("TENANT1").build();

        assertOneCompletedBackup(player.play(simulated.backup(request)));
    }

    @ParameterizedTest
    @EnumSource(
            value = IfBackupRunning.class,
            names = {"WAIT", "JOIN"})
    void aConfigurationThatRunsIsWaitedForAndNamed(IfBackupRunning ifRunning) {
        simulated.player().playUntil(configuration(), ProgressEvent.DagStarted.class);
        String dag = simulated.cluster.dags().get(0).id();

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(ifRunning)));

        assertOneCompletedBackup(outcome);
        List<ProgressEvent.WaitingForMaintenance> waits = player.events(ProgressEvent.WaitingForMaintenance.class);
        assertEquals(1, waits.size());
        assertTrue(waits.get(0).message().contains("DAG " + dag), waits.toString());
    }

    @Test
    void aConfigurationThatRunsMakesABackupFailBeforeItIsSent() {
        simulated.player().playUntil(configuration(), ProgressEvent.DagStarted.class);
        String dag = simulated.cluster.dags().get(0).id();

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("DAG " + dag), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aConfigurationThatFailedIsNamedWithWhatFreesTheTenant() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));
        simulated.player().play(configuration());
        String dag = simulated.cluster.dags().get(0).id();

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("obshell task pass -i " + dag), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    private Operation configuration() {
        return simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 30, 85})
    void aStartThatTheServerActsOnLateIsFoundAndNotSentAgain(long seconds) {
        onStart(FaultAction.actLate(Duration.ofSeconds(seconds)));

        assertOneCompletedBackup(player.play(simulated.fullBackup()));
        assertTrue(player.events(ProgressEvent.DagStarted.class).get(0).adopted());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 60, 840})
    void aLostStartIsFoundThoughNobodyAnswersForAWhile(long seconds) {
        onStart(FaultAction.loseAnswer());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).lasting(Duration.ofSeconds(seconds)));

        assertOneCompletedBackup(player.resume(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void aStartThatNoEndpointTookIsSentOnceContactIsBack() {
        // Ports closed between the last look and the start: nothing was sent, so sending it later is safe.
        Operation operation = new BackupOperation(
                simulated.context(
                        simulated.client(),
                        state -> {
                            simulated.journal().add(state);
                            if (simulated.journal().size() == 1) {
                                for (int i = 0; i < 3; i++) {
                                    simulated.cluster.agent(i).stop();
                                }
                                simulated.closeIdleConnections();
                            }
                        },
                        SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));
        player.beforeEachTurn(state -> {
            if (state.contact().lostAt() != null) {
                for (int i = 0; i < 3; i++) {
                    simulated.cluster.agent(i).start();
                }
            }
        });

        assertOneCompletedBackup(player.play(operation));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void aStartThatOneObshellRefusesAndAnotherLosesIsNotSentAgain() {
        onStart(FaultAction.loseAnswer()).onAgent(1);
        Operation operation = new BackupOperation(
                simulated.context(
                        simulated.client(),
                        state -> simulated.cluster.agent(0).setIdentity(Identity.TAKE_OVER_MASTER),
                        SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));

        Outcome outcome = player.play(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(
                List.of(0, 1),
                simulated.cluster.requests().matching("POST", START).stream()
                        .map(ReceivedRequest::agent)
                        .toList());
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
    }

    @Test
    void aBackupThatIsOverBeforeItsLostStartIsLookedForIsFound() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofSeconds(20)));
        onStart(FaultAction.loseAnswer());

        player.playUntil(simulated.fullBackup(), ProgressEvent.AnswerLost.class);
        player.advance(Duration.ofMinutes(10));

        assertOneCompletedBackup(player.resume(simulated.fullBackup()));
    }

    @Test
    void anAnswerThatIsLostAfterMinutesDoesNotHideTheDag() {
        onStart(FaultAction.loseAnswer());
        Operation operation = new BackupOperation(
                simulated.context(
                        simulated.client(),
                        state -> {
                            simulated.journal().add(state);
                            simulated.controllerClock.advance(Duration.ofMinutes(3));
                        },
                        SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));

        assertOneCompletedBackup(player.play(operation));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aLostStartIsFoundThoughOneObshellsClockIsAnHourOff(long seconds) {
        simulated.cluster.agent(0).setClockOffset(Duration.ofSeconds(seconds));
        onStart(FaultAction.loseAnswer());

        assertOneCompletedBackup(player.play(simulated.fullBackup()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aLostStartIsFoundThoughTheControllersClockIsAnHourOff(long seconds) {
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));
        onStart(FaultAction.loseAnswer());

        assertOneCompletedBackup(player.play(simulated.fullBackup()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aStartThatIsLateIsFoundThoughTheControllersClockJumpsMeanwhile(long seconds) {
        onStart(FaultAction.actLate(Duration.ofSeconds(30)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));

        assertOneCompletedBackup(player.resume(operation));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5, 90, 1440})
    void aControllerThatIsKilledBetweenStartAndSavedIdFindsItsBackupAgain(long minutesLater) {
        player.playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        OperationPlayer restarted = simulated.player();
        restarted.setState(OperationState.fromJson(simulated.journal().get(0).toJson()));
        restarted.advance(Duration.ofMinutes(minutesLater));

        assertOneCompletedBackup(restarted.resume(simulated.fullBackup()));
    }

    @Test
    void aControllerThatIsKilledBeforeTheStartWasSentSendsItOnce() {
        Operation killed = new BackupOperation(
                simulated.context(
                        simulated.client(),
                        state -> {
                            simulated.journal().add(state);
                            throw new IOException("killed");
                        },
                        SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));
        player.play(killed);
        assertEquals(0, simulated.backupsPosted());

        OperationPlayer restarted = simulated.player();
        restarted.setState(OperationState.fromJson(simulated.journal().get(0).toJson()));
        Outcome outcome = restarted.resume(simulated.fullBackup());

        assertOneCompletedBackup(outcome);
    }

    @Test
    void aStateThatCannotBeStoredStartsNothing() {
        Operation operation = new BackupOperation(
                simulated.context(
                        simulated.client(),
                        state -> {
                            throw new IOException("No space left on device");
                        },
                        SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));

        Outcome outcome = player.play(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("No space left on device"), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aLostStartIsNotTakenForTheNextNightsBackup() {
        onStart(FaultAction.reset());
        player.playUntil(simulated.fullBackup(), ProgressEvent.AnswerLost.class);
        OperationState atTheLoss = player.state();
        player.advance(Duration.ofHours(6));
        OperationPlayer somebodyElse = simulated.player();
        somebodyElse.playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        OperationPlayer restarted = simulated.player();
        restarted.setState(atTheLoss);
        Outcome outcome = restarted.resume(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().startsWith("Cannot tell whether"), outcome.message());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLostStartIsNotTakenForTheBackupOfTheNightBefore(boolean arrived) {
        assertOneCompletedBackup(simulated.player().play(simulated.fullBackup()));
        player.advance(Duration.ofHours(1));
        simulated.cluster.requests().clear();
        onStart(arrived ? FaultAction.loseAnswer() : FaultAction.reset());

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        if (arrived) {
            assertEquals(1, simulated.backupsPosted());
        } else {
            assertEquals(2, simulated.backupsPosted());
        }
        assertEquals(simulated.cluster.dags().get(1).id(), outcome.result().dagId());
        assertEquals(2, simulated.cluster.tenant("tenant1").backups().size());
    }

    @Test
    void aLostStartIsNotTakenForABackupThatSomebodyElseBegan() {
        // Ours fails at "Start backup", since somebody else's backup came in between; theirs is COMPLETED.
        onStart(FaultAction.loseAnswer());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        simulated.cluster.tenant("tenant1").startForeignBackup();
        player.advance(Duration.ofMinutes(1));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("ackup is in progress"), outcome.message());
    }

    @Test
    void twoDagsThatMightBothBeTheLostOneAreNotGuessedBetween() {
        onStart(FaultAction.loseAnswer());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        simulated
                .client()
                .startBackup(
                        BackupScope.tenant("tenant1"),
                        new io.jenkins.plugins.obshell.client.model.BackupStart("full", null, null))
                .join();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().startsWith("Cannot tell whether"), outcome.message());
        simulated.cluster.dags().forEach(dag -> assertTrue(outcome.message().contains(dag.id()), outcome.message()));
    }

    @Test
    void aRunningBackupMakesItFailAndTellsHowToAttach() {
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        String dag = simulated.cluster.dags().get(0).id();
        assertTrue(outcome.message().contains("obshellBackupStatus dagId: '" + dag + "'"), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aBackupThatSomebodyElseStartedBySqlMakesItFail() {
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("job " + job), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aClusterWideBackupThatHasNotComeToTheTenantYetMakesItFail() {
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.DagStarted.class);

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("already running"), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aTenantsBackupThatHasNotBegunYetKeepsTheClusterWideOneBack() {
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunningBackupIsWaitedForToldOnceAndThenOneIsMade(boolean bySql) {
        if (bySql) {
            simulated.cluster.tenant("tenant1").startForeignBackup();
        } else {
            simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);
        }

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.WAIT)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, simulated.cluster.tenant("tenant1").backups().size());
        assertEquals(
                Long.toString(
                        simulated.cluster.tenant("tenant1").backups().get(1).jobId()),
                outcome.result().tenants().get(0).jobId());
        assertEquals(1, player.events(ProgressEvent.WaitingForBackup.class).size());
    }

    @Test
    void waitingForARunningBackupEndsAtTheDeadlineWithTheReason() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(2)));
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.WAIT)));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 12h"), outcome.message());
        assertTrue(outcome.message().contains("job " + job), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunningBackupIsJoinedAndItsVerdictTaken(boolean completes) {
        BackupPlan plan =
                completes ? BackupPlan.ordinary() : BackupPlan.ordinary().failing();
        simulated.cluster.tenant("tenant1").nextBackup(plan);
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.JOIN)));

        assertEquals(completes ? Verdict.SUCCESS : Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertEquals(0, simulated.backupsPosted());
        assertEquals(1, player.events(ProgressEvent.Joined.class).size());
    }

    @Test
    void aDagThatIsNotYetAtItsBackupIsJoined() {
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.JOIN)));

        assertOneCompletedBackup(outcome);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDagThatIsAtItsBackupIsJoinedAndItsVerdictTaken(boolean completes) {
        BackupPlan plan =
                completes ? BackupPlan.ordinary() : BackupPlan.ordinary().failing();
        simulated.cluster.tenant("tenant1").nextBackup(plan);
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.BackupProgress.class);

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.JOIN)));

        assertEquals(completes ? Verdict.SUCCESS : Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        assertEquals(
                Long.toString(
                        simulated.cluster.tenant("tenant1").backups().get(0).jobId()),
                outcome.result().tenants().get(0).jobId());
    }

    @Test
    void aBackupThatIsWaitedForAndFailsDoesNotKeepOursFromBeingMade() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(simulated.backup(simulated.fullBackupRequest(IfBackupRunning.WAIT)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, simulated.cluster.tenant("tenant1").backups().size());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void oneTenantsBackupIsNotJoinedForThatOfAllTenants() {
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);
        BackupRequest all = new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build();

        Outcome outcome = player.play(simulated.backup(all));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, simulated.backupsPosted());
        assertEquals(2, outcome.result().tenants().size());
        assertEquals(
                List.of("it does not cover all tenants"),
                player.events(ProgressEvent.WaitingForBackup.class).stream()
                        .map(ProgressEvent.WaitingForBackup::notJoined)
                        .toList());
    }

    @Test
    void aClusterWideDagIsJoinedForAllTenants() {
        simulated.player().playUntil(simulated.backup(simulated.allTenants()), ProgressEvent.DagStarted.class);
        BackupRequest all = new BackupRequestBuilder(BackupScope.ALL_TENANTS)
                .ifBackupRunning(IfBackupRunning.JOIN)
                .build();

        Outcome outcome = player.play(simulated.backup(all));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, outcome.result().tenants().size());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"OB.Tenant.UnderMaintenance", "OB.Cluster.UnderMaintenance", "OB.Cluster.UnderMaintenanceWithDag"
            })
    void aTenantOrClusterUnderMaintenanceIsTriedAgainUntilItIsFreeAndToldOnce(String errCode) {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(500, errCode, "It is under maintenance"))
                        .on("POST", START)
                        .lasting(Duration.ofMinutes(20)));

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, player.events(ProgressEvent.WaitingForMaintenance.class).size());
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
    }

    @Test
    void afterMaintenanceAControllerThatWasKilledMeanwhileStartsItsBackupOnce() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(500, "OB.Cluster.UnderMaintenance", "Cluster is under maintenance"))
                        .on("POST", START)
                        .lasting(Duration.ofMinutes(20)));
        player.playUntil(simulated.fullBackup(), ProgressEvent.WaitingForMaintenance.class);
        player.advance(Duration.ofMinutes(30));

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
    }

    @Test
    void maintenanceThatOutlastsTheDeadlineIsTheReason() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(500, "OB.Cluster.UnderMaintenance", "Cluster is under maintenance"))
                        .on("POST", START));

        Outcome outcome = player.play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 12h"), outcome.message());
        assertTrue(outcome.message().contains("maintenance"), outcome.message());
        assertFalse(outcome.message().contains("not known whether it was started"), outcome.message());
    }

    @Test
    void aBackupThatIsOnlyStartedSaysWhichDag() {
        BackupRequest request =
                new BackupRequestBuilder("tenant1").awaitEnd(false).build();
        onStart(FaultAction.loseAnswer());

        Outcome outcome = player.play(simulated.backup(request));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(simulated.cluster.dags().get(0).id(), outcome.result().dagId());
        assertNotEquals("COMPLETED", outcome.result().status());
    }

    @Test
    void anOperationThatIsOverIsNotBegunAnewByAdvancingIt() {
        Outcome first = player.play(simulated.fullBackup());
        assertOneCompletedBackup(first);

        Outcome again = player.resume(simulated.fullBackup());

        assertEquals(first.verdict(), again.verdict());
        assertEquals(first.message(), again.message());
        assertEquals(first.result(), again.result());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aFailureIsNotBegunAnewByAdvancingIt() {
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();
        Outcome first = player.play(simulated.fullBackup());
        assertTrue(first.message().contains("job " + job), first.message());
        player.advance(Duration.ofHours(2));

        Outcome again = player.resume(simulated.fullBackup());

        assertEquals(first.message(), again.message());
        assertEquals(0, simulated.backupsPosted());
    }
}
