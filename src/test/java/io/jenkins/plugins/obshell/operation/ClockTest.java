package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks that jump and controllers that sleep: deadlines hold in sense, and nothing is asked in a storm. */
class ClockTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Operation backup(Timing timing) {
        return simulated.backup(
                new BackupRequestBuilder("tenant1").timing(timing).build());
    }

    private void assertNoStorm() {
        player.pauses().stream()
                .limit(player.pauses().size() - 1)
                .forEach(pause -> assertTrue(pause.compareTo(SECOND) >= 0, "pause " + pause));
    }

    private void assertGreen(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        assertNoStorm();
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aControllerThatIsKilledRightAfterItsClockJumpedCountsTheJumpOnce(long seconds) {
        Operation operation = simulated.fullBackup();
        player.setState(operation.begin());
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));
        player.turn(operation);
        OperationState stored = simulated.journal().get(0);

        assertEquals(stored, stored.resumedAt(simulated.controllerClock.instant()));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aControllerClockThatJumpsByAnHourIsFollowedOn(long seconds) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        int turns = player.pauses().size();
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));

        assertGreen(player.resume(operation));
        assertTrue(
                player.pauses().size() - turns < 400,
                "turns: " + player.pauses().size());
    }

    @Test
    void aClockOfObshellThatFallsAndFallsDoesNotPutTheDeadlineOff() {
        Timing timing = new TimingBuilder().timeout(Duration.ofMinutes(30)).build();
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(5)));
        Instant begun = simulated.clock.instant();
        AtomicInteger turns = new AtomicInteger();
        player.beforeEachTurn(state -> {
            Duration behind = Duration.ofSeconds(-45).multipliedBy(turns.incrementAndGet());
            IntStream.range(0, 3)
                    .forEach(agent -> simulated.cluster.agent(agent).setClockOffset(behind));
        });

        Outcome outcome = player.play(backup(timing));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 30m 00s"), outcome.message());
        Duration took = Duration.between(begun, simulated.clock.instant());
        assertTrue(took.compareTo(Duration.ofMinutes(31)) < 0, took.toString());
    }

    @Test
    void aClockThatIsPutBackDoesNotPutTheDeadlineOff() {
        Timing timing = new TimingBuilder().timeout(Duration.ofMinutes(30)).build();
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(5)));
        Operation operation = backup(timing);
        Instant begun = simulated.clock.instant();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.controllerClock.advance(Duration.ofHours(-1));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 30m 00s"), outcome.message());
        Duration took = Duration.between(begun, simulated.clock.instant());
        assertTrue(took.compareTo(Duration.ofMinutes(31)) < 0, "took " + took);
    }

    @Test
    void aClockThatIsPutForwardDoesNotPutTheDeadlineOff() {
        Timing timing = new TimingBuilder().timeout(Duration.ofMinutes(30)).build();
        Operation operation = backup(timing);
        Instant begun = simulated.clock.instant();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.controllerClock.advance(Duration.ofHours(1));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(Duration.between(begun, simulated.clock.instant()).compareTo(Duration.ofMinutes(32)) < 0);
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aClockThatJumpsDuringAnOutageDoesNotEndItsToleration(long seconds) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).lasting(Duration.ofMinutes(10)));
        for (int i = 0; i < 5; i++) {
            player.advance(player.turn(operation).pause());
        }
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));

        assertGreen(player.resume(operation));
    }

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aClockThatJumpsDoesNotEndThePatienceForALateRecord(long seconds) {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(5)));
        Operation operation = simulated.fullBackup();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.taskNotFound())
                        .onPath(".*/backup/(overview|tasks)")
                        .from(simulated.clock.instant().plusSeconds(20))
                        .until(simulated.clock.instant().plusSeconds(375)));
        while (player.state() == null || player.state().phase() != Phase.VERIFYING) {
            if (player.state() == null) {
                player.setState(operation.begin());
            }
            player.advance(player.turn(operation).pause());
        }
        simulated.controllerClock.advance(Duration.ofSeconds(seconds));

        assertGreen(player.resume(operation));
    }

    /** Where a backup stands when time does something odd. */
    private enum Moment {
        WAITING_FOR_ANOTHER,
        STARTING,
        FOLLOWING,
        VERIFYING
    }

    static List<Arguments> oddTimes() {
        List<Arguments> odd = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            odd.add(Arguments.of(moment, "put back", Duration.ofHours(-1), Duration.ZERO));
            odd.add(Arguments.of(moment, "put forward", Duration.ofHours(1), Duration.ZERO));
            odd.add(Arguments.of(moment, "asleep", Duration.ZERO, Duration.ofDays(1)));
        }
        return odd;
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("oddTimes")
    void whereverItStandsAJumpOrASleepNeitherEndsItNorMakesAStorm(
            Moment moment, String what, Duration jump, Duration sleep) {
        Timing timing = new TimingBuilder().timeout(Duration.ofDays(3)).build();
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .ifBackupRunning(IfBackupRunning.WAIT)
                .timing(timing)
                .build();
        Operation operation = simulated.backup(request);
        switch (moment) {
            case WAITING_FOR_ANOTHER -> {
                simulated.cluster.tenant("tenant1").startForeignBackup();
                player.playUntil(operation, ProgressEvent.WaitingForBackup.class);
            }
            case STARTING -> {
                simulated
                        .cluster
                        .faults()
                        .add(FaultRule.of(FaultAction.loseAnswer())
                                .on("POST", ".*/backup")
                                .once());
                player.playUntil(operation, ProgressEvent.AnswerLost.class);
            }
            case FOLLOWING -> player.playUntil(operation, ProgressEvent.BackupProgress.class);
            default -> {
                simulated
                        .cluster
                        .tenant("tenant1")
                        .nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(5)));
                player.playUntil(operation, ProgressEvent.DagEndedBeforeBackup.class);
            }
        }
        simulated.controllerClock.advance(jump);
        player.advance(sleep);
        int before = simulated.cluster.requests().size();
        Instant odd = simulated.clock.instant();
        int[] inTheFirstMinute = {0};
        player.beforeEachTurn(state -> {
            if (Duration.between(odd, simulated.clock.instant()).compareTo(Duration.ofMinutes(1)) <= 0) {
                inTheFirstMinute[0] = simulated.cluster.requests().size() - before;
            }
        });

        assertGreen(player.resume(operation));
        assertTrue(inTheFirstMinute[0] <= 60, inTheFirstMinute[0] + " requests in the first minute");
    }

    @Test
    void clocksThatAreFarOffForAWhileAreWaitedFor() {
        Operation operation =
                backup(new TimingBuilder().timeout(Duration.ofDays(20)).build());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.controllerClock.advance(Duration.ofDays(10));
        for (int i = 0; i < 5; i++) {
            player.advance(player.turn(operation).pause());
        }
        simulated.controllerClock.advance(Duration.ofDays(-10));

        assertGreen(player.resume(operation));
        List<ProgressEvent.ContactLost> lost = player.events(ProgressEvent.ContactLost.class);
        assertEquals(1, lost.size());
        assertTrue(lost.get(0).toString().contains("Correct the clock that is wrong"), lost.toString());
    }

    @Test
    void aForgedClockOfOneObshellMakesNoBackupOlder() {
        assertGreen(player.play(simulated.fullBackup()));
        simulated.cluster.agent(0).setClockOffset(Duration.ofDays(365 * 7971L));
        simulated.client(simulated.cluster.endpoints().get(1)).info().join();
        CheckRequest request = new CheckRequestBuilder("tenant1")
                .maxAge(Duration.ofHours(1))
                .timing(new TimingBuilder().timeout(Duration.ofMinutes(30)).build())
                .build();

        Outcome outcome = simulated.player().play(simulated.check(request));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void aControllerThatSleepsForADayLooksOnceMoreBeforeItsDeadlineCounts() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofDays(1));

        assertGreen(player.resume(operation));
    }

    @Test
    void aControllerThatSleepsForADayAndFindsNoNetworkAtFirstLooksAgain() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).times(9));
        player.advance(Duration.ofDays(1));

        assertGreen(player.resume(operation));
    }

    @Test
    void aControllerThatSleepsDuringAnOutageStillToleratesIt() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).lasting(Duration.ofMinutes(10)));
        for (int i = 0; i < 5; i++) {
            player.advance(player.turn(operation).pause());
        }
        simulated.cluster.faults().clear();
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).times(9));
        player.advance(Duration.ofHours(8));

        assertGreen(player.resume(operation));
    }

    @Test
    void aBackupThatStillRunsAfterASleepBeyondTheDeadlineIsRed() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(4)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        player.advance(Duration.ofDays(1));
        Instant woken = simulated.clock.instant();

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 12h"), outcome.message());
        assertTrue(Duration.between(woken, simulated.clock.instant()).compareTo(Duration.ofMinutes(2)) <= 0);
    }

    @Test
    void theDeadlineEndsAnOutageThatIsToleratedForLonger() {
        Timing timing = new TimingBuilder()
                .timeout(Duration.ofMinutes(20))
                .toleratedOutage(Duration.ofHours(5))
                .build();
        Operation operation = backup(timing);
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 20m 00s"), outcome.message());
        assertTrue(outcome.message().contains("No endpoint has answered for 20m 0"), outcome.message());
    }

    /** Nothing but the records say whose the DAG is: a tenant whose log was never archived shows no time of OceanBase. */
    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aLostStartIsFoundAlthoughTheControllersClockJumps(long seconds) {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.empty()).on("POST", ".*/backup").once());
        AtomicInteger searching = new AtomicInteger();
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.STARTING && searching.getAndIncrement() == 0) {
                simulated.controllerClock.advance(Duration.ofSeconds(seconds));
            }
        });

        assertGreen(player.play(simulated.fullBackup()));
        assertTrue(searching.get() > 0);
    }

    /** The five minutes are minutes in which the cluster was looked at. */
    @Test
    void aLostStartIsNotSentAgainSoonerBecauseTheControllersClockJumps() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("POST", ".*/backup").once());
        player.beforeEachTurn(state -> {
            if (state.phase() == Phase.STARTING) {
                simulated.controllerClock.advance(Duration.ofMinutes(1));
            }
        });

        assertEquals(Verdict.SUCCESS, player.play(simulated.fullBackup()).verdict());

        List<ReceivedRequest> starts = simulated.cluster.requests().matching("POST", ".*/backup");
        assertEquals(2, starts.size());
        Duration between = Duration.between(starts.get(0).at(), starts.get(1).at());
        assertTrue(
                between.compareTo(ObshellClient.START_VALIDITY.plus(StartAttempt.HANDLER_TAKES)) >= 0,
                () -> between + " is too short");
    }

    @Test
    void theDeadlineEndsTheSearchForALostStart() {
        Timing timing = new TimingBuilder().timeout(Duration.ofSeconds(30)).build();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("POST", ".*/backup").once());

        Outcome outcome = player.play(backup(timing));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Timed out after 30s"), outcome.message());
        assertTrue(outcome.message().contains("looking for what the start request had begun"), outcome.message());
        assertTrue(outcome.message().contains("not known whether it was started"), outcome.message());
    }

    @Test
    void theDeadlineEndsAConfigurationWithItsDag() {
        Timing timing = new TimingBuilder().timeout(Duration.ofSeconds(3)).build();
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false))
                .timing(timing)
                .build();

        Outcome outcome = player.play(simulated.backup(request));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(
                outcome.message()
                        .contains("DAG " + simulated.cluster.dags().get(0).id() + " may still be running"),
                outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aPollIntervalOfNothingIsStillASecond() {
        Timing timing = new TimingBuilder()
                .timeout(Duration.ofHours(12))
                .pollInterval(Duration.ZERO)
                .build();

        assertGreen(player.play(backup(timing)));
    }

    @Test
    void aBackupThatHasCopiedEverythingAndDoesNotEndIsNotAskedEverySecond() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(10)));

        assertGreen(player.play(simulated.fullBackup()));
        assertTrue(player.pauses().size() < 3200, "turns: " + player.pauses().size());
    }

    @Test
    void noTurnAsksMoreThanAFewThings() {
        int[] most = {0};
        int[] before = {0};
        player.beforeEachTurn(state -> {
            int now = simulated.cluster.requests().size();
            most[0] = Math.max(most[0], now - before[0]);
            before[0] = now;
        });

        assertGreen(player.play(simulated.fullBackup()));
        assertTrue(most[0] <= 6, "requests in a turn: " + most[0]);
    }
}
