package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An abort is over within 20 s, whatever obshell does, says what it left running, and cancels nothing but its own. */
class AbortTest {

    private static final Duration LONGEST = Duration.ofSeconds(20);

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

    private int cancels() {
        return simulated.cluster.requests().count("PATCH", ".*")
                + simulated.cluster.requests().count("POST", ".*/task/dag/.*");
    }

    /** Cancels and plays to the end, which must come in time. */
    private Outcome cancel(Operation operation) {
        Instant asked = simulated.clock.instant();
        player.cancel(operation);
        Outcome outcome = player.resume(operation);
        Duration took = Duration.between(asked, simulated.clock.instant());
        assertTrue(took.compareTo(LONGEST.plusSeconds(1)) <= 0, "took " + took);
        assertEquals(Verdict.ABORTED, outcome.verdict(), outcome.message());
        return outcome;
    }

    private void assertSays(Outcome outcome, String words) {
        assertTrue(outcome.message().contains(words), outcome.message());
    }

    @Test
    void beforeAnythingWasStartedItIsOverAtOnceWithoutACall() {
        Operation operation = simulated.fullBackup();
        player.setState(operation.begin());

        assertSays(cancel(operation), "nothing had been started");
        assertEquals(0, simulated.cluster.requests().size());
    }

    @Test
    void whileSomebodyElsesBackupIsWaitedForNothingIsCancelled() {
        simulated.cluster.tenant("tenant1").startForeignBackup();
        Operation operation = simulated.backup(simulated.fullBackupRequest(IfBackupRunning.WAIT));
        player.playUntil(operation, ProgressEvent.WaitingForBackup.class);

        assertSays(cancel(operation), "nothing had been started");
        assertEquals(0, cancels());
    }

    @Test
    void aDagThatIsFoundAfterALostStartMayBeSomebodyElsesAndIsLeftAloneAndNamed() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);

        Outcome outcome = cancel(operation);

        assertSays(
                outcome,
                "obshellBackupStatus dagId: '" + simulated.cluster.dags().get(0).id() + "'");
        assertSays(outcome, "may be somebody else's");
        assertEquals(0, cancels());
        player.advance(Duration.ofHours(1));
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void anAdoptedDagIsLeftAloneWhileItIsFollowedAndAfterARestartToo() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);

        assertSays(cancel(operation), "may be somebody else's");
        assertEquals(0, cancels());
    }

    @Test
    void aStartThatNeverShowsUpIsSaidNotToBeKnown() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("POST", ".*/backup").once());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);

        assertSays(cancel(operation), "not known whether it was started");
        assertEquals(0, cancels());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 2, 4, 6, 8, 10, 12, 14, 30, 600})
    void whateverStageItIsInNoBackupIsLeftRunningUnsaid(long seconds) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        Instant until = simulated.clock.instant().plusSeconds(seconds);
        while (simulated.clock.instant().isBefore(until)) {
            player.advance(Duration.ofSeconds(1));
            player.turn(operation);
        }

        Outcome outcome = cancel(operation);
        boolean running = simulated.cluster.tenant("tenant1").backups().stream()
                .anyMatch(backup -> !backup.status().equals("CANCELED"));

        assertEquals(running, !outcome.message().contains("nothing that it started is running"), outcome.message());
        assertTrue(player.events(ProgressEvent.CancelRequested.class).size() >= 1);
    }

    private void turnEverySecondFor(Operation operation, long seconds) {
        Instant until = simulated.clock.instant().plusSeconds(seconds);
        while (simulated.clock.instant().isBefore(until)) {
            player.advance(Duration.ofSeconds(1));
            player.turn(operation);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 30})
    void aBackupWhoseRecordIsLateIsNotSaidToBeOver(long seconds) {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withRecordLate(Duration.ofMinutes(5)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        turnEverySecondFor(operation, seconds);

        Outcome outcome = cancel(operation);

        boolean running = simulated.cluster.tenant("tenant1").backups().stream()
                .anyMatch(backup -> !backup.status().equals("CANCELED"));
        assertEquals(running, !outcome.message().contains("nothing that it started is running"), outcome.message());
    }

    @Test
    void aBackupWhoseRecordAppearsMeanwhileIsCancelled() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withRecordLate(Duration.ofSeconds(15)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        while (simulated.cluster.tenant("tenant1").backups().isEmpty()) {
            turnEverySecondFor(operation, 1);
        }
        turnEverySecondFor(operation, 4);

        cancel(operation);

        player.advance(Duration.ofMinutes(1));
        assertEquals(
                "CANCELED", simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aBackupThatOnlyTheHistoryShowsIsNotSaidToBeOver() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withRecordLate(Duration.ofMinutes(10)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(30));
        String dag = simulated.cluster.dags().get(0).id();
        simulated.operatorsClient().operate(dag, DagOperator.CANCEL).join();
        player.advance(Duration.ofSeconds(10));
        while (player.state().backups().jobs().isEmpty()) {
            player.advance(player.turn(operation).pause());
        }

        assertSays(cancel(operation), "The backup may still be running");
    }

    @Test
    void whileFollowingTheBackupIsCancelledAndItsEndSeen() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);

        assertSays(cancel(operation), "nothing that it started is running any more");
        assertEquals(
                "CANCELED", simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void whileVerifyingTheBackupBeyondItsDagIsCancelled() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(5)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagEndedBeforeBackup.class);

        assertSays(cancel(operation), "nothing that it started is running any more");
        assertEquals(
                "CANCELED", simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void anotherBackupThatRunsByThenIsLeftAlone() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(41));
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
        simulated.cluster.tenant("tenant1").startForeignBackup();

        cancel(operation);

        player.advance(Duration.ofHours(1));
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant1").backups().get(1).status());
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*"));
    }

    @Test
    void anotherBackupThatBeganRightAfterOursHadEndedIsLeftAloneThoughOursWasNeverSeen() {
        SimulatedTenant tenant = simulated.cluster.tenant("tenant1");
        tenant.nextBackup(BackupPlan.ordinary().withDuration(Duration.ofSeconds(2)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        while (tenant.backups().isEmpty()
                || !"COMPLETED".equals(tenant.backups().get(0).status())) {
            player.advance(Duration.ofMillis(500));
        }
        tenant.startForeignBackup();

        cancel(operation);

        player.advance(Duration.ofHours(1));
        assertEquals("COMPLETED", tenant.backups().get(1).status());
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*"));
    }

    @Test
    void aJoinedBackupIsNotCancelled() {
        simulated.cluster.tenant("tenant1").startForeignBackup();
        Operation operation = simulated.backup(simulated.fullBackupRequest(IfBackupRunning.JOIN));
        player.playUntil(operation, ProgressEvent.BackupProgress.class);

        assertSays(cancel(operation), "may still be running");
        assertEquals(0, cancels());
    }

    /** Plays until it is in this phase; returns what is to be said of what it leaves running. */
    private String playUntil(Operation operation, Phase phase) {
        if (phase == Phase.STARTING) {
            simulated
                    .cluster
                    .faults()
                    .add(FaultRule.of(FaultAction.loseAnswer())
                            .on("POST", ".*/backup")
                            .once());
            player.playUntil(operation, ProgressEvent.AnswerLost.class);
        } else {
            simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(5)));
            player.playUntil(
                    operation,
                    phase == Phase.FOLLOWING
                            ? ProgressEvent.BackupProgress.class
                            : ProgressEvent.DagEndedBeforeBackup.class);
        }
        assertEquals(phase, player.state().phase());
        return phase == Phase.STARTING
                ? "not known whether it was started"
                : "obshellBackupStatus dagId: '"
                        + simulated.cluster.dags().get(0).id() + "'";
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"STARTING", "FOLLOWING", "VERIFYING"})
    void obshellThatRefusesConnectionsIsGivenUpWithWhatIsLeftRunning(Phase phase) {
        Operation operation = simulated.fullBackup();
        String left = playUntil(operation, phase);
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).stop();
        }

        assertSays(cancel(operation), left);
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"STARTING", "FOLLOWING", "VERIFYING"})
    void aBrokenWayIsGivenUpWithWhatIsLeftRunning(Phase phase) {
        Operation operation = simulated.fullBackup();
        String left = playUntil(operation, phase);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()));

        assertSays(cancel(operation), left);
        assertEquals(0, cancels());
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"STARTING", "FOLLOWING", "VERIFYING"})
    void obshellThatStaysSilentIsGivenUpThoughTheClockStandsStill(Phase phase) {
        Operation operation = simulated.fullBackup();
        String left = playUntil(operation, phase);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.silence()));
        player.cancel(operation);
        player.advance(Duration.ofMillis(19_500));

        Turn turn = player.turn(operation);

        assertTrue(turn.isOver());
        assertSays(turn.outcome(), left);
    }

    @Test
    void aHiccupMeanwhileDoesNotKeepTheBackupFromBeingCancelled() {
        Operation operation = simulated.fullBackup();
        playUntil(operation, Phase.FOLLOWING);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.reset()).lasting(Duration.ofSeconds(5)));

        assertSays(cancel(operation), "nothing that it started is running any more");
        assertEquals(
                "CANCELED", simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void twoDagsThatMightBothBeTheLostOneAreLeftAlone() {
        Operation operation = simulated.fullBackup();
        playUntil(operation, Phase.STARTING);
        simulated
                .operatorsClient()
                .startBackup(BackupScope.tenant("tenant1"), new BackupStart("full", null, null))
                .join();

        cancel(operation);

        assertEquals(0, cancels());
        player.advance(Duration.ofHours(1));
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aBackupThatBeganThenAndMayBeSomebodyElsesIsToldAndLeftAlone() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("POST", ".*/backup").once());
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        player.advance(Duration.ofSeconds(1));
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();
        Instant almostSettled = simulated.clock.instant().plusSeconds(75);
        while (simulated.clock.instant().isBefore(almostSettled)) {
            player.advance(player.turn(operation).pause());
        }

        assertSays(cancel(operation), "A backup is running (job " + job + ") that may or may not be this one");
        assertEquals(0, cancels());
        player.advance(Duration.ofHours(1));
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aControllerThatSleepsForADayMeanwhileIsOverSoonAfterItWakes() {
        Operation operation = simulated.fullBackup();
        playUntil(operation, Phase.FOLLOWING);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.empty().notActing()).on("PATCH", ".*/backup"));
        player.cancel(operation);
        player.turn(operation);
        player.advance(Duration.ofDays(1));
        Instant woken = simulated.clock.instant();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.ABORTED, outcome.verdict());
        assertTrue(Duration.between(woken, simulated.clock.instant()).compareTo(LONGEST.plusSeconds(1)) <= 0);
        assertEquals(1, simulated.cluster.requests().count("PATCH", ".*/backup"));
    }

    @Test
    void aCancelThatIsRefusedIsToldAndNotRepeated() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(403, "OB.NoPrivilege", "no privilege"))
                        .on("PATCH", ".*/backup"));
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(403, "OB.NoPrivilege", "no privilege"))
                        .on("POST", ".*/task/dag/.*"));

        Outcome outcome = cancel(operation);

        assertSays(outcome, "may still be running");
        assertEquals(2, player.events(ProgressEvent.CancelRefused.class).size());
        assertEquals(2, cancels());
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"FOLLOWING", "VERIFYING"})
    void aCancelThatTakesMinutesIsGivenUpWithWhatIsLeftRunning(Phase phase) {
        Operation operation = simulated.fullBackup();
        String left = playUntil(operation, phase);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.empty().notActing()).on("PATCH", ".*/backup"));

        assertSays(cancel(operation), left);
        assertEquals(1, simulated.cluster.requests().count("PATCH", ".*/backup"));
    }

    @Test
    void aPasswordThatIsRefusedEndsItAtOnce() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.changeRootPassword("another-password");
        player.cancel(operation);

        Turn turn = player.turn(operation);

        assertTrue(turn.isOver());
        assertSays(turn.outcome(), "IncorrectOceanbasePassword");
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aClockThatJumpsMeanwhileDoesNotKeepIt(long seconds) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.empty().notActing()).on("PATCH", ".*/backup"));
        player.cancel(operation);
        player.turn(operation);
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));
        Instant jumped = simulated.clock.instant();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.ABORTED, outcome.verdict());
        assertTrue(Duration.between(jumped, simulated.clock.instant()).compareTo(LONGEST.plusSeconds(1)) <= 0);
    }

    @Test
    void stoppingAtOnceMakesNoCallAndSaysWhatIsLeftRunning() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        int calls = simulated.cluster.requests().size();

        Outcome outcome = operation.abandon(player.state());

        assertEquals(Verdict.ABORTED, outcome.verdict());
        assertSays(
                outcome,
                "obshellBackupStatus dagId: '" + simulated.cluster.dags().get(0).id() + "'");
        assertEquals(calls, simulated.cluster.requests().size());
    }

    @Test
    void cancellingTwiceDoesNotBeginTheTwentySecondsAnew() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.cancel(operation);
        Instant asked = player.state().cancellation().requestedAt();
        player.advance(Duration.ofSeconds(10));
        player.cancel(operation);

        assertEquals(asked, player.state().cancellation().requestedAt());
    }

    @Test
    void whileConfiguringTheConfigurationIsLeftToFinishAndNoBackupBegins() {
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false))
                .build();
        Operation operation = simulated.backup(request);
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        assertEquals(Phase.CONFIGURING, player.state().phase());

        Outcome outcome = cancel(operation);

        assertSays(outcome, "DAG " + simulated.cluster.dags().get(0).id());
        assertEquals(0, cancels());
        assertEquals(0, simulated.backupsPosted());
        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());
        simulated.cluster.tenant("tenant1").underMaintenance(false);
        assertEquals(
                Verdict.SUCCESS, simulated.player().play(simulated.fullBackup()).verdict());
    }

    @Test
    void aConfigurationWhoseDagIsNotKnownForAWhileIsNotSaidToBeOver() {
        Operation operation =
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false));
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/task/dag/1\\d*"));

        assertSays(cancel(operation), "DAG " + simulated.cluster.dags().get(0).id() + " may still be running");
    }

    @Test
    void aConfigurationWhoseStartIsNotKnownIsLookedForAndLeftToFinish() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/config")
                        .once());
        Operation operation =
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false));
        player.playUntil(operation, ProgressEvent.AnswerLost.class);

        assertSays(cancel(operation), "DAG " + simulated.cluster.dags().get(0).id());
        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());
    }

    @Test
    void aConfigurationThatHasNotBegunIsOverAtOnce() {
        simulated.cluster.tenant("tenant1").underMaintenance(true);
        Operation operation =
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false));
        player.playUntil(operation, ProgressEvent.WaitingForMaintenance.class);

        assertSays(cancel(operation), "nothing had been started");
    }

    @Test
    void ofAllTenantsOnlyOursAreCancelled() {
        simulated.cluster.tenant("tenant2").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(2)));
        Operation operation = simulated.backup(simulated.allTenants());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofMinutes(3));
        player.turn(operation);
        simulated.cluster.tenant("tenant2").startForeignBackup();

        cancel(operation);

        assertEquals(
                "CANCELED", simulated.cluster.tenant("tenant1").backups().get(0).status());
        player.advance(Duration.ofHours(1));
        assertEquals(
                "COMPLETED",
                simulated.cluster.tenant("tenant2").backups().get(1).status());
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"FOLLOWING", "VERIFYING"})
    void aCheckCancelsNothing(Phase phase) {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));
        OperationPlayer starter = simulated.player();
        starter.playUntil(
                simulated.fullBackup(),
                phase == Phase.FOLLOWING
                        ? ProgressEvent.BackupProgress.class
                        : ProgressEvent.DagEndedBeforeBackup.class);
        String dag = simulated.cluster.dags().get(0).id();
        Operation check =
                simulated.check(new CheckRequestBuilder("tenant1").dagId(dag).build());
        player.playUntil(check, ProgressEvent.BackupProgress.class);
        int before = cancels();

        assertSays(cancel(check), dag);
        assertEquals(before, cancels());
    }
}
