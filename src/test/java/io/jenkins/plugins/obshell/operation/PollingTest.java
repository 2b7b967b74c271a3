package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often obshell is asked for a backup, and how soon its end is noticed. */
class PollingTest {

    private static final int RANDOM_BACKUPS = Integer.getInteger("obshell.polling", 16);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants("tenant1"));

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private OperationPlayer play(BackupPlan plan, Timing timing) {
        simulated.cluster.tenant("tenant1").nextBackup(plan);
        OperationPlayer player = simulated.player();
        Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder("tenant1")
                .restorableWithin(Duration.ZERO)
                .timing(timing)
                .build()));
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        return player;
    }

    /** From when obshell can tell that all is over until it is told. */
    private Duration delay() {
        var client = simulated.operatorsClient();
        Instant dag =
                client.dag(simulated.cluster.dags().get(0).id(), false).join().endTime();
        BackupTask backup =
                client.overview(BackupScope.tenant("tenant1")).join().get(0);
        Instant end = backup.endTimestamp().isAfter(dag) ? backup.endTimestamp() : dag;
        return Duration.between(end, simulated.clock.instant());
    }

    @ParameterizedTest(name = "{0} minutes")
    @ValueSource(ints = {60, 90, 600})
    void aBackupOfAnHourAndMoreTakesAQuarterOfTheRequestsOfAskingEveryThreeSeconds(int minutes) {
        Duration duration = Duration.ofMinutes(minutes);

        play(BackupPlan.ordinary().withDuration(duration), TimingBuilder.TWELVE_HOURS);

        int asked = simulated.cluster.requests().size();
        assertTrue(asked <= duration.toSeconds() / 12, asked + " requests");
    }

    @Test
    void randomBackupsAreNoticedSoonWithAQuarterOfTheRequests() {
        Random random = new Random(7);
        List<Duration> delays = new ArrayList<>();
        for (int i = 0; i < RANDOM_BACKUPS; i++) {
            simulated.reset();
            configure();
            double seconds = 60 * Math.pow(300, random.nextDouble());
            double closing = Math.min(0.3 * seconds, 5 * Math.pow(60, random.nextDouble()));
            Course course = Course.uneven(random, random.nextDouble(), Duration.ofMillis((long) (1000 * closing)));

            play(
                    BackupPlan.ordinary()
                            .withDuration(Duration.ofMillis((long) (1000 * seconds)))
                            .withCourse(course),
                    TimingBuilder.TWELVE_HOURS);

            int asked = simulated.cluster.requests().size();
            Duration delay = delay();
            if (Boolean.getBoolean("obshell.polling.tell")) {
                System.out.printf(
                        "%6.0f s, closing %4.0f s: %4d requests (%.2f), noticed after %s%n",
                        seconds, closing, asked, asked / seconds * 12, delay);
            }
            assertTrue(seconds < 3600 || asked <= seconds / 12, asked + " requests in " + seconds + " s");
            delays.add(delay);
        }
        Collections.sort(delays);
        Duration median = delays.get(delays.size() / 2);
        Duration most = delays.get(delays.size() * 95 / 100);
        if (Boolean.getBoolean("obshell.polling.tell")) {
            System.out.println("median " + median + ", 95 % within " + most);
        }
        assertTrue(median.compareTo(Duration.ofSeconds(2)) <= 0, "median " + median);
        assertTrue(most.compareTo(Duration.ofSeconds(10)) <= 0, "95 % within " + most);
    }

    @ParameterizedTest(name = "{0} seconds")
    @ValueSource(longs = {1, 15, 60})
    void twoLooksAreNeverFurtherApartThanThePollInterval(long seconds) {
        Duration longest = Duration.ofSeconds(seconds);
        Timing timing = new TimingBuilder()
                .timeout(Duration.ofHours(12))
                .pollInterval(longest)
                .build();

        OperationPlayer player = play(BackupPlan.ordinary(), timing);

        player.pauses().forEach(pause -> assertTrue(pause.compareTo(longest) <= 0, "pause " + pause));
    }

    @Test
    void whileTheDagOnlyWaitsTheOverviewIsAskedAlone() {
        play(BackupPlan.ordinary(), TimingBuilder.TWELVE_HOURS);

        int ofDag = simulated.cluster.requests().count("GET", ".*/task/dag/1\\d*");
        int ofBackup = simulated.cluster.requests().count("GET", ".*/backup/overview");
        assertTrue(ofDag > 10 && ofBackup > 5 * ofDag, ofDag + " of the DAG, " + ofBackup + " of the backup");
    }

    @Test
    void anEndIsToldOnlyWhenTheDagHasLetTheTenantGo() {
        play(BackupPlan.ordinary(), TimingBuilder.TWELVE_HOURS);

        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());
    }

    @Test
    void aDagThatStaysThoughItsBackupIsOverIsNotAskedInAStorm() {
        PollPolicy policy = new PollPolicy(Duration.ofSeconds(15));
        Duration wait = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            Duration next = policy.next(wait);
            assertTrue(next.compareTo(wait) >= 0, next.toString());
            wait = next;
        }
        assertEquals(Duration.ofSeconds(15), wait);
    }

    @Test
    void aStageThatFlapsIsNotPolledInAStorm() {
        boolean[] flip = {false};
        OperationPlayer player = simulated.player().beforeEachTurn(state -> {
            if (state.dag() != null) {
                flip[0] = !flip[0];
                simulated.cluster.faults().clear();
                simulated
                        .cluster
                        .faults()
                        .add(FaultRule.of(FaultAction.data("{\"id\":\"11\",\"name\":\""
                                        + state.dag().name()
                                        + "\",\"stage\":" + (flip[0] ? 2 : 3)
                                        + ",\"max_stage\":4,\"state\":\"RUNNING\",\"operator\":\"RUN\"}"))
                                .on("GET", ".*/task/dag/1\\d*"));
            }
        });
        Timing timing = new TimingBuilder().timeout(Duration.ofHours(2)).build();

        player.play(simulated.backup(new BackupRequestBuilder("tenant1")
                .restorableWithin(Duration.ZERO)
                .timing(timing)
                .build()));

        int asked = simulated.cluster.requests().size();
        assertTrue(asked < 7200 / 5, asked + " requests");
    }

    @Test
    void aSpentBudgetIsNotOverdrawnHoweverLongTheEndIsNear() {
        PollPolicy policy = new PollPolicy(Duration.ofSeconds(15));
        Duration followed = Duration.ZERO;
        int asked = 0;
        while (followed.compareTo(Duration.ofHours(3)) < 0) {
            followed = followed.plus(policy.next(new RemainingTime(followed, Duration.ZERO), followed, asked++));
        }
        assertTrue(asked <= followed.toSeconds() / 12, asked + " requests");
    }
}
