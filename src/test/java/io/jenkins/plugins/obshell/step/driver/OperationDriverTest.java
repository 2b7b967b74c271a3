package io.jenkins.plugins.obshell.step.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver with real operations against the simulator, by a clock that the test turns. */
class OperationDriverTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String PASSWORD = "root-password";

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .agents(1)
            .keys(KEYS)
            .keyBits(512)
            .rootPassword(PASSWORD)
            .tenants("tenant1")
            .start();
    private final OkHttpClient http = new OkHttpClient();
    private final PlayedHost host = new PlayedHost(this::backup);
    private PlayedScheduler timer = new PlayedScheduler(clock);
    private OperationDriver driver = new OperationDriver(host, timer);

    OperationDriverTest() {
        cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private OperationContext context(Journal journal) {
        ObshellClient client = new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD),
                Locale.ENGLISH);
        return new OperationContext(client, clock, journal, SecretSource.NONE);
    }

    private Operation check(Journal journal) {
        return new CheckOperation(context(journal), new CheckRequestBuilder("tenant1").build());
    }

    private Operation backup(Journal journal) {
        return new BackupOperation(context(journal), new BackupRequestBuilder("tenant1").build());
    }

    private int posted() {
        return cluster.requests().count("POST", ".*/backup");
    }

    private boolean isOver() {
        return host.outcome != null || host.defect != null;
    }

    private boolean isFollowing() {
        return host.stored.state() != null && host.stored.state().phase() == Phase.FOLLOWING;
    }

    private void restart() {
        timer = new PlayedScheduler(clock);
        driver = new OperationDriver(host, timer);
        driver.begin();
    }

    private void assertItGoesOnWithTheNewEndpoints() throws InterruptedException {
        timer.playUntil(driver, () -> host.text().contains("other endpoints"));
        host.moved = false;
        timer.playUntil(driver, this::isOver);

        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
        assertEquals(1, posted());
    }

    @Test
    void aBackupGoesOnWhereTheClusterHasOtherEndpoints() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        host.moved = true;
        assertItGoesOnWithTheNewEndpoints();
    }

    @Test
    void aClusterThatCannotBeOpenedAnewIsWaitedFor() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        host.moved = true;
        host.refusal = new IOException("There is no cluster “prod”.");
        for (int i = 0; i < 30; i++) {
            timer.step(driver);
        }
        assertFalse(isOver());
        host.refusal = null;
        assertItGoesOnWithTheNewEndpoints();
    }

    @Test
    void aBackupIsStoredBeforeItIsStartedAndToldToItsEnd() throws Exception {
        host.beforeStore = operation -> {
            if (operation.state().phase() == Phase.STARTING && operation.state().dagId() == null) {
                assertEquals(0, posted(), "stored before it was sent");
            }
        };
        driver.begin();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
        assertEquals(host.outcome, host.stored.outcome());
        assertTrue(host.stores.stream().anyMatch(stored -> stored.state().phase() == Phase.STARTING));
        assertEquals("[obshell] Backup of tenant1 on prod", host.console.get(0));
        assertTrue(host.text().contains("Started DAG"), host.text());
        assertTrue(host.text().contains("OK. "), host.text());
        assertEquals(1, posted());
        assertEquals(0, timer.planned());
        assertEquals("ended", driver.status());
    }

    @Test
    void looksThatAStandstillMadeLateDoNotAllComeAtOnce() throws Exception {
        cluster.tenant("tenant1").startForeignBackup();
        List<OperationDriver> drivers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            OperationDriver each = new OperationDriver(new PlayedHost(this::check), timer);
            each.begin();
            drivers.add(each);
        }
        while (cluster.requests().count("GET", ".*/backup/overview") < 100) {
            stepAny(drivers);
        }
        cluster.requests().clear();

        clock.advance(Duration.ofMinutes(1));
        while (cluster.requests().size() < 20) {
            stepAny(drivers);
        }

        List<Instant> looks =
                cluster.requests().all().stream().map(ReceivedRequest::at).toList();
        Duration all = Duration.between(looks.get(0), looks.get(19));
        assertTrue(all.compareTo(Pacer.SLOT.multipliedBy(15)) >= 0, "twenty looks within " + all);
    }

    private void stepAny(List<OperationDriver> drivers) throws InterruptedException {
        timer.step(drivers.stream()
                .filter(each -> each.status().contains("asking obshell"))
                .findFirst()
                .orElse(drivers.get(drivers.size() - 1)));
    }

    @Test
    void onlyWhatMattersIsStored() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isOver);
        int looks = cluster.requests().count("GET", ".*/backup/overview");
        assertTrue(looks > 50, looks + " looks");
        assertTrue(host.stores.size() < 20, host.stores.size() + " stores");
    }

    @Test
    void nothingIsSentThatCouldNotBeStored() throws Exception {
        host.beforeStore = operation -> {
            if (operation.state().phase() == Phase.STARTING) {
                throw new IOException("disk full");
            }
        };
        driver.begin();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.FAILURE, host.outcome.verdict());
        assertTrue(host.outcome.message().contains("nothing was sent: disk full"), host.outcome.message());
        assertEquals(0, posted());
    }

    @Test
    void aBackupGoesOnWhereStoringFailsLater() throws Exception {
        host.beforeStore = operation -> {
            if (operation.state().phase() == Phase.FOLLOWING) {
                throw new IOException("disk full");
            }
        };
        driver.begin();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
        assertEquals(
                1,
                host.console.stream().filter(line -> line.contains("disk full")).count());
    }

    @Test
    void aNewDriverGoesOnWhereTheLastOneStopped() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        timer.close();
        restart();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
        assertTrue(host.text().contains("Jenkins was restarted"), host.text());
        assertEquals(1, posted());
    }

    @Test
    void aStartWhoseAnswerNobodySawIsFoundAndNotRepeated() throws Exception {
        cluster.faults().add(FaultRule.of(FaultAction.loseAnswer()).on("POST", ".*/backup"));
        driver.begin();
        timer.playUntil(driver, () -> posted() == 1);
        timer.close();
        assertEquals(Phase.STARTING, host.stored.state().phase());
        restart();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
        assertEquals(1, posted());
    }

    @Test
    void aStartThatWasStoredAndNeverSentIsNotSentAfterwards() throws Exception {
        StoredOperation[] killed = {null};
        host.beforeStore = operation -> {
            if (operation.state() != null && operation.state().phase() == Phase.STARTING) {
                killed[0] = operation;
                throw new IOException("killed");
            }
        };
        driver.begin();
        timer.playUntil(driver, this::isOver);
        host.beforeStore = ignored -> {};
        host.stored = killed[0];
        host.outcome = null;
        restart();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.FAILURE, host.outcome.verdict());
        assertTrue(host.outcome.message().contains("Cannot tell whether"), host.outcome.message());
        assertTrue(host.outcome.message().contains("obshellBackupStatus"), host.outcome.message());
        assertEquals(0, posted());
    }

    @Test
    void aControllerThatIsKilledAfterEveryStoreMakesOneBackup() throws Exception {
        driver.begin();
        int lives = 1;
        for (int stored = 0; !isOver() && lives < 100; lives++) {
            int last = stored;
            timer.playUntil(driver, () -> isOver() || host.stores.size() > last);
            stored = host.stores.size();
            if (!isOver()) {
                timer.close();
                restart();
            }
        }
        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.outcome.message());
        assertTrue(lives > 4, lives + " lives");
        assertEquals(1, posted());
        assertEquals(1, cluster.tenant("tenant1").backups().size());
    }

    @ParameterizedTest
    @ValueSource(longs = {60, 840})
    void anOutageIsToldOnceAndTheBackupFollowedOn(long seconds) throws Exception {
        driver.begin();
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        cluster.faults().add(FaultRule.of(FaultAction.badGateway()).lasting(Duration.ofSeconds(seconds)));
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.outcome.message());
        assertEquals(
                1, host.console.stream().filter(line -> line.contains("502")).count());
        assertEquals(0, cluster.requests().count("PATCH", ".*"));
    }

    @Test
    void anOutageOfAnHourEndsItWithTheReasonAndCancelsNothing() throws Exception {
        driver.begin();
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        cluster.faults().add(FaultRule.of(FaultAction.reset()).lasting(Duration.ofHours(1)));
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.FAILURE, host.outcome.verdict());
        assertTrue(host.outcome.message().contains("No endpoint has answered for"), host.outcome.message());
        assertTrue(host.outcome.message().contains("obshellBackupStatus dagId: '"), host.outcome.message());
        assertEquals(0, cluster.requests().count("PATCH", ".*"));
        clock.advance(Duration.ofHours(1));
        assertEquals("COMPLETED", cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aControllerThatSleptForADayLooksAtOnceAndWithoutAStorm() throws Exception {
        driver.begin();
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        int before = cluster.requests().size();
        clock.advance(Duration.ofDays(1));
        var woken = clock.instant();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.outcome.message());
        Duration took = Duration.between(woken, clock.instant());
        assertTrue(took.compareTo(Duration.ofMinutes(1)) <= 0, took.toString());
        int asked = cluster.requests().size() - before;
        assertTrue(asked <= 30, asked + " requests");
    }

    @Test
    void anEndThatWasStoredButNotHandedOverIsHandedOver() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isOver);
        StoredOperation stored = host.stored;
        host.outcome = null;
        cluster.requests().clear();
        int lines = host.console.size();
        restart();
        timer.playUntil(driver, this::isOver);
        assertEquals(stored.outcome(), host.outcome);
        assertEquals(0, cluster.requests().size());
        assertEquals(lines, host.console.size());
    }

    @Test
    void nothingIsCompletedWhileTheControllerGoesDown() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        timer.close();
        driver.stop(false);
        driver.stop(true);
        timer.step(driver);
        assertNull(host.outcome);
        assertNull(host.stored.outcome());
    }

    @Test
    void whatIsToBeginWhileTheControllerGoesDownBeginsAfterwards() throws Exception {
        timer.close();
        driver.begin();
        assertNull(host.outcome);
        restart();
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
        assertEquals(1, posted());
    }

    @Test
    void aStopEndsAtOnceAndLeavesTheBackupAlone() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        driver.stop(false);
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.ABORTED, host.outcome.verdict());
        assertTrue(host.outcome.message().contains("may still be running"), host.outcome.message());
        assertEquals(0, cluster.requests().count("PATCH", ".*"));
        assertEquals(0, timer.planned());
    }

    @Test
    void aStopThatIsToCancelCancels() throws Exception {
        driver.begin();
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        driver.stop(true);
        driver.stop(true);
        assertTrue(driver.status().contains("stopping"), driver.status());
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.ABORTED, host.outcome.verdict());
        assertEquals(1, cluster.requests().count("PATCH", ".*/backup"));
        assertEquals("CANCELED", cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aCancellingThatIsNotSeenIsGivenUpInTime() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        cluster.faults().add(FaultRule.of(FaultAction.reset()));
        var before = clock.instant();
        driver.stop(true);
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.ABORTED, host.outcome.verdict());
        Duration took = Duration.between(before, clock.instant());
        assertTrue(took.compareTo(OperationDriver.PATIENCE) <= 0, took.toString());
    }

    @Test
    void aStopBeforeAnythingWasStartedStartsNothing() throws Exception {
        driver.begin();
        driver.stop(true);
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.ABORTED, host.outcome.verdict());
        assertEquals(0, posted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStopThatMeetsAStartStartsNothingAndIsNoFailure(boolean cancel) throws Exception {
        PlayedHost stopped = new PlayedHost(journal -> backup(starting -> {
            timer.busy = true;
            driver.stop(cancel);
            timer.busy = false;
            journal.record(starting);
        }));
        driver = new OperationDriver(stopped, timer);
        driver.begin();
        timer.playUntil(driver, () -> stopped.outcome != null);
        assertEquals(Verdict.ABORTED, stopped.outcome.verdict(), stopped.outcome.message());
        assertEquals(0, posted());
        assertEquals(0, timer.planned());
    }

    @Test
    void aStopAfterARestartStillTellsWhatIsLeftRunning() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        timer.close();
        timer = new PlayedScheduler(clock);
        driver = new OperationDriver(host, timer);
        driver.stop(false);
        timer.playUntil(driver, this::isOver);
        assertTrue(host.outcome.message().contains(host.stored.getDagId()), host.outcome.message());
    }

    @Test
    void whereNobodyWaitsAnyMoreItLooksNoMore() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        host.waiting = false;
        timer.playUntil(driver, () -> host.stored.outcome() != null);
        cluster.requests().clear();
        assertFalse(isOver());
        assertEquals(0, timer.planned());
        assertEquals(0, cluster.requests().size());
    }

    @Test
    void aDefectEndsItAndIsHandedOver() throws Exception {
        PlayedHost broken = new PlayedHost(journal -> {
            throw new IllegalStateException("defect");
        });
        driver = new OperationDriver(broken, timer);
        driver.begin();
        timer.playUntil(driver, () -> broken.defect != null);
        assertEquals("defect", broken.defect.getMessage());
        assertNotNull(broken.stored.outcome());
        assertEquals(0, timer.planned());
    }

    @Test
    void theStatusSaysWhatItWaitsForAndWhenItLooksNext() throws Exception {
        assertEquals("not yet begun", driver.status());
        driver.begin();
        timer.playUntil(driver, () -> isFollowing() && driver.status().contains("next look in"));
        assertTrue(driver.status().startsWith("following DAG "), driver.status());
        cluster.agent(0).stop();
        timer.playUntil(driver, () -> driver.status().contains("out of contact since"));
    }
}
