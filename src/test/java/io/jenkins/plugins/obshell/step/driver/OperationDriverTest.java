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
import io.jenkins.plugins.obshell.client.model.SqlAddress;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.RestoreOperation;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
        return context(journal, cluster);
    }

    private OperationContext context(Journal journal, SimulatedCluster of) {
        ObshellClient client = new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), clock),
                new EndpointDirectory(
                        of.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD),
                Locale.ENGLISH);
        return new OperationContext(client, clock, journal, SecretSource.NONE, seen -> {});
    }

    private Operation backup(Journal journal) {
        return backup(journal, cluster, Timing.DEFAULT);
    }

    private Operation backup(Journal journal, SimulatedCluster of, Timing timing) {
        return new BackupOperation(
                context(journal, of),
                new BackupRequestBuilder("tenant1").timing(timing).build());
    }

    private static Timing timeout(Duration timeout) {
        return new Timing(timeout, Duration.ofSeconds(15), Duration.ofMinutes(15));
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
        driver.resume();
    }

    private void assertItGoesOnWithTheNewEndpoints() throws InterruptedException {
        timer.playUntil(driver, () -> host.text().contains("endpoints of the cluster have changed"));
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
    void anOperationThatCannotBeginSaysWhatItLeavesBehind() throws Exception {
        host.refusal = new IOException("There is no cluster “prod”.");
        host.leftBehind = "The tenant drill_tenant1_42 (id 1010) may still be there.";
        driver.begin();
        timer.playUntil(driver, this::isOver);
        assertEquals(
                "There is no cluster “prod”. The tenant drill_tenant1_42 (id 1010) may still be there.",
                host.outcome.message());
        assertTrue(host.text().contains("id 1010"), host.text());
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
        assertTrue(host.text().contains("[obshell] Jenkins was restarted; continuing with DAG 11."), host.text());
        assertEquals(1, posted());
    }

    @Test
    void stepsDoNotAllCallAtOnceAfterARestart() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        timer.close();
        cluster.requests().clear();
        timer = new PlayedScheduler(clock);
        timer.spread = Duration.ofSeconds(7);
        driver = new OperationDriver(host, timer);
        driver.resume();
        timer.pass(Duration.ofMillis(6900));
        assertEquals("not yet begun; next look in 0 s", driver.status());
        assertEquals(0, cluster.requests().size());
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.SUCCESS, host.outcome.verdict());
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
        assertTrue(
                host.text().contains("[obshell] Jenkins was restarted; continuing to look for what was started."),
                host.text());
    }

    @Test
    void aStartThatWasStoredAndNeverSentIsSentOnceAfterwards() throws Exception {
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
        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.outcome.message());
        assertEquals(1, posted());
    }

    /** {@return how many lives of the controller the operation took} */
    private int killAfterEveryStore() throws Exception {
        int lives = 1;
        for (int stored = 0; !isOver() && lives < 200; lives++) {
            int last = stored;
            timer.playUntil(driver, () -> isOver() || host.stores.size() > last);
            stored = host.stores.size();
            if (!isOver()) {
                timer.close();
                restart();
            }
        }
        return lives;
    }

    @Test
    void aControllerThatIsKilledAfterEveryStoreMakesOneBackup() throws Exception {
        driver.begin();
        int lives = killAfterEveryStore();
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
                1,
                host.console.stream()
                        .filter(line -> line.contains("Lost contact"))
                        .count());
        assertEquals(0, cluster.requests().count("PATCH", ".*"));
    }

    @Test
    void whatTheLastTurnFoundIsStoredWithTheEnd() throws Exception {
        Instant now = clock.instant();
        cluster.tenant("tenant1")
                .archivingLogSince(now.minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(2)));
        host.operation = this::restore;

        driver.begin();
        timer.playUntil(driver, this::isOver);

        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.text());
        assertEquals(
                new SqlAddress("10.0.0.1", 2881),
                host.stored.state().restoredBackup().sqlAddress());
    }

    private Operation restore(Journal journal) {
        OperationContext target = context(journal);
        return new RestoreOperation(
                target,
                target.client(),
                new RestoreRequest("tenant1", "drill_tenant1_1", "drill_2c8g", List.of(), true, Timing.DEFAULT));
    }

    @Test
    void theConsoleOfABackupEndsWithHowToRestoreIt() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isOver);

        String command = host.console.get(host.console.size() - 2);
        assertTrue(
                command.startsWith("[obshell] To restore backup set 1 as a new tenant: obshell tenant restore"),
                command);
        assertTrue(
                command.contains("--data_backup_uri 'file:///data/backup/tenant1/data' --archive_log_uri 'file:///"));
        String point = Long.toString(host.outcome.result().commonWindow().toScn());
        assertTrue(command.contains("--scn " + point + " "), command);
    }

    private void backUpThreeTenants() {
        for (String tenant : List.of("tenant2", "tenant3")) {
            cluster.tenant(tenant).configured();
        }
        host.operation = journal -> BackupOperation.of(
                context(journal),
                BackupRequestBuilder.of("tenant1", "tenant2", "tenant3").build());
        driver.begin();
    }

    @Test
    void backupsThatWereStartedAndAreNotAwaitedAreNotForgottenAfterARestart() throws Exception {
        String[] six = {"tenant1", "tenant2", "tenant3", "tenant4", "tenant5", "tenant6"};
        for (String tenant : six) {
            cluster.tenant(tenant).configured();
        }
        host.operation = journal -> BackupOperation.of(
                context(journal), BackupRequestBuilder.of(six).awaitEnd(false).build());
        driver.begin();
        killAfterEveryStore();

        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.outcome.message());
        assertEquals(6, posted());
        assertTrue(
                host.text().contains("[obshell] Jenkins was restarted; continuing with 0 backups, 2 more to come."),
                host.text());
    }

    @Test
    void aControllerThatIsKilledAfterEveryStoreMakesOneBackupOfEachTenant() throws Exception {
        backUpThreeTenants();
        int lives = killAfterEveryStore();

        assertEquals(Verdict.SUCCESS, host.outcome.verdict(), host.outcome.message());
        assertTrue(lives > 8, lives + " lives");
        assertEquals(3, posted());
        assertTrue(
                host.text().contains("[obshell] Jenkins was restarted; continuing. Nothing had been started yet."),
                host.text());
        assertTrue(
                host.text().contains("[obshell] Jenkins was restarted; continuing with 3 backups, 0 more to come."),
                host.text());
    }

    @Test
    void anAbortBetweenTheStartsOfTwoTenantsCancelsTheFirstAndSendsNoOther() throws Exception {
        host.beforeStore = operation -> {
            if (operation.state().separate() != null
                    && !operation.state().separate().begun().isEmpty()) {
                host.beforeStore = ignored -> {};
                driver.stop(true);
            }
        };
        backUpThreeTenants();
        timer.playUntil(driver, this::isOver);

        assertEquals(Verdict.ABORTED, host.outcome.verdict(), host.outcome.message());
        assertEquals(1, posted());
        clock.advance(Duration.ofMinutes(1));
        assertTrue(
                cluster.tenant("tenant1").backups().stream()
                        .allMatch(backup -> backup.status().equals("CANCELED")),
                cluster.tenant("tenant1").backups().toString());
        assertTrue(
                cluster.dags().stream().noneMatch(dag -> dag.state().equals("RUNNING")),
                cluster.dags().toString());
    }

    @Test
    void theConsoleOfACheckDoesNotSayHowToRestore() throws Exception {
        host.stored = new StoredOperation("1", "obshellBackupStatus", "prod", "tenant1");
        driver.begin();
        timer.playUntil(driver, this::isOver);

        assertFalse(host.text().contains("restore backup set"), host.text());
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
    void aUserCanCancelTheBackupAndTheEndSaysWho() throws Exception {
        driver.begin();
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        host.cancel.accept("alice");
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.ABORTED, host.outcome.verdict());
        String end =
                "alice asked to cancel it on the page of the build. Aborted; nothing that it started is running any"
                        + " more.";
        assertEquals(end, host.outcome.message());
        assertEquals(end, host.stored.outcome().message());
        assertTrue(host.text().endsWith("[obshell] " + end), host.text());
        assertEquals("CANCELED", cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aUserCanCancelTheBackupAfterARestart() throws Exception {
        driver.begin();
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        timer.close();
        host.cancel = null;
        restart();
        timer.playUntil(driver, () -> host.cancel != null);
        host.cancel.accept("alice");
        timer.playUntil(driver, this::isOver);
        assertTrue(host.outcome.message().startsWith("alice asked to cancel it"), host.outcome.message());
        assertEquals("CANCELED", cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void whoAbortsTheBuildIsNotNamedByTheStep() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        driver.stop(true);
        host.cancel.accept("alice");
        timer.playUntil(driver, this::isOver);
        assertFalse(host.outcome.message().contains("alice"), host.outcome.message());
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
        assertTrue(took.compareTo(OperationDriver.STOP_LIMIT) <= 0, took.toString());
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
    void aStepThatCannotBeReadFromDiskGoesOnAndCanBeAborted() throws Exception {
        driver.begin();
        timer.playUntil(driver, this::isFollowing);
        host.doubt = new IOException("too many open files");
        timer.playUntil(driver, () -> host.text().contains("Wait backup Finish"));
        driver.stop(false);
        timer.playUntil(driver, this::isOver);
        assertEquals(Verdict.ABORTED, host.outcome.verdict());
    }

    @Test
    void fortyStepsOnASlowClusterEndAtTheirDeadline() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        cluster.faults().add(FaultRule.of(FaultAction.hold(answers)));
        List<PlayedHost> hosts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            PlayedHost each = new PlayedHost(journal -> backup(journal, cluster, timeout(Duration.ofSeconds(10))));
            new OperationDriver(each, timer).begin();
            hosts.add(each);
        }

        timer.pass(Duration.ofSeconds(9));
        assertTrue(hosts.stream().allMatch(each -> each.outcome == null));
        timer.pass(Duration.ofSeconds(4));

        answers.countDown();
        for (PlayedHost each : hosts) {
            assertEquals(Verdict.FAILURE, each.outcome.verdict());
            assertTrue(each.outcome.message().contains("10s"), each.outcome.message());
        }
    }

    @Test
    void twentySilentEndpointsDoNotKeepAStepBeyondItsDeadline() throws Exception {
        try (SimulatedCluster silent = SimulatedCluster.builder()
                .clock(clock)
                .agents(20)
                .keys(KEYS)
                .keyBits(512)
                .start()) {
            silent.faults().add(FaultRule.of(FaultAction.silence()));
            PlayedHost waiting = new PlayedHost(journal -> backup(journal, silent, timeout(Duration.ofSeconds(2))));
            new OperationDriver(waiting, timer).begin();

            timer.pass(Duration.ofSeconds(5));

            assertEquals(Verdict.FAILURE, waiting.outcome.verdict());
            assertTrue(waiting.outcome.message().contains("2s"), waiting.outcome.message());
        }
    }

    @Test
    void anAnswerAfterTheDeadlineChangesNothing() throws Exception {
        PlayedHost late = new PlayedHost(journal -> backup(journal, cluster, timeout(Duration.ofMinutes(1))));
        driver = new OperationDriver(late, timer);
        driver.begin();
        timer.playUntil(
                driver, () -> late.stored.state() != null && late.stored.state().dagId() != null);
        String dag = late.stored.state().dagId();
        CountDownLatch answers = new CountDownLatch(1);
        cluster.faults().add(FaultRule.of(FaultAction.hold(answers)));
        timer.playUntil(driver, () -> driver.status().contains("asking obshell"));

        timer.pass(Duration.ofMinutes(1).plusSeconds(5));

        assertEquals(Verdict.FAILURE, late.outcome.verdict());
        assertTrue(late.outcome.message().contains(dag), late.outcome.message());
        assertEquals(dag, late.outcome.result().dagId());
        int lines = late.console.size();
        int stores = late.stores.size();
        answers.countDown();
        timer.runLateTurn();
        assertEquals(lines, late.console.size());
        assertEquals(stores, late.stores.size());
        assertEquals(0, timer.planned());
    }

    @Test
    void aDeadlineThatMeetsAStartSaysThatItMayHaveStarted() throws Exception {
        PlayedHost starting = new PlayedHost(journal -> backup(journal, cluster, timeout(Duration.ofMinutes(1))));
        CountDownLatch stored = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        starting.beforeStore = operation -> {
            if (operation.state() != null && operation.state().phase() == Phase.STARTING) {
                stored.countDown();
            }
        };
        cluster.faults().add(FaultRule.of(FaultAction.hold(answers)).on("POST", ".*/backup"));
        new OperationDriver(starting, timer).begin();
        timer.pass(Duration.ZERO);
        assertTrue(stored.await(20, TimeUnit.SECONDS));

        timer.pass(Duration.ofMinutes(1).plusSeconds(5));

        answers.countDown();
        assertEquals(Verdict.FAILURE, starting.outcome.verdict());
        assertTrue(starting.outcome.message().contains("not known whether it was started"), starting.outcome.message());
    }

    @Test
    void afterATimeInWhichNobodyLookedThereIsALastLook() throws Exception {
        PlayedHost slept = new PlayedHost(journal -> backup(journal, cluster, timeout(Duration.ofHours(12))));
        driver = new OperationDriver(slept, timer);
        driver.begin();
        timer.playUntil(driver, () -> slept.text().contains("Wait backup Finish"));
        clock.advance(Duration.ofDays(1));
        CountDownLatch answers = new CountDownLatch(1);
        cluster.faults().add(FaultRule.of(FaultAction.hold(answers)).times(1));
        timer.pass(Duration.ofSeconds(30));
        assertNull(slept.outcome);
        answers.countDown();
        timer.playUntil(driver, () -> slept.outcome != null);
        assertEquals(Verdict.SUCCESS, slept.outcome.verdict(), slept.outcome.message());
    }

    @Test
    void aStepDoesNotSleepBeyondItsDeadline() throws Exception {
        PlayedHost waiting = new PlayedHost(journal -> backup(
                journal, cluster, new Timing(Duration.ofSeconds(100), Duration.ofMinutes(10), Duration.ofMinutes(15))));
        driver = new OperationDriver(waiting, timer);
        Instant begun = clock.instant();
        driver.begin();
        timer.playUntil(driver, () -> waiting.outcome != null);
        assertEquals(Verdict.FAILURE, waiting.outcome.verdict());
        Duration took = Duration.between(begun, clock.instant());
        assertTrue(took.compareTo(Duration.ofSeconds(102)) <= 0, took.toString());
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
