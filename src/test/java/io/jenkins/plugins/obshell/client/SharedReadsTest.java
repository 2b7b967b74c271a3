package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What several callers of one cluster share of their reads, and what they never share. */
class SharedReadsTest {

    private static final String PASSWORD = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();
    private static final BackupScope TENANT = BackupScope.tenant("tenant0");
    private static final String OVERVIEW = ".*/backup/overview";
    private static final String[] TENANTS =
            IntStream.range(0, 20).mapToObj(i -> "tenant" + i).toArray(String[]::new);

    private final ManualClock clock = new ManualClock();
    private final CountDownLatch held = new CountDownLatch(1);
    private final OkHttpClient http =
            new OkHttpClient.Builder().dispatcher(wide()).build();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .keys(KEYS)
            .keyBits(512)
            .agents(1)
            .rootPassword(PASSWORD)
            .tenants(TENANTS)
            .start();
    private final EndpointDirectory directory = new EndpointDirectory(
            cluster.endpoints().stream().map(Endpoint::parse).toList());

    SharedReadsTest() {
        for (String tenant : TENANTS) {
            cluster.tenant(tenant)
                    .configured()
                    .hadBackup(BackupPlan.ordinary(), clock.instant().minus(Duration.ofDays(1)));
        }
    }

    private static Dispatcher wide() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequestsPerHost(64);
        return dispatcher;
    }

    @AfterEach
    void close() {
        held.countDown();
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** Somebody who calls the cluster; everybody knows of it what the others know. */
    private ObshellClient caller() {
        return caller(PASSWORD, Set.of(), Locale.ENGLISH, Duration.ofSeconds(20));
    }

    private ObshellClient caller(String password, Set<KeyFingerprint> pins, Locale language, Duration callTimeout) {
        TransportTrust trust = new TransportTrust() {
            @Override
            public TlsSettings settings() {
                return TlsSettings.JAVA;
            }

            @Override
            public Set<KeyFingerprint> pins() {
                return pins;
            }
        };
        return new ObshellClient(
                new HttpTransport(new TlsClients(http), trust, Duration.ofSeconds(5), callTimeout, clock),
                directory,
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, password),
                language);
    }

    /** Somebody whose answers are let go when that is run which is left for later. */
    private ObshellClient caller(List<Runnable> later, PasswordSource passwords) {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(5), Duration.ofSeconds(20), clock),
                new EndpointDirectory(directory.endpoints(), new SharedReads(later::add)),
                passwords,
                Locale.ENGLISH);
    }

    private static void assertLetGo(WeakReference<?> held) {
        for (int i = 0; i < 100 && held.get() != null; i++) {
            System.gc();
        }
        assertNull(held.get(), "still in the heap");
    }

    /** The next look at a tenant's backup stays under way. */
    private void holdNext(String tenant) {
        cluster.faults()
                .add(FaultRule.of(FaultAction.hold(held))
                        .on("GET", ".*/" + tenant + "/backup/overview")
                        .once());
    }

    private int asked() {
        return cluster.requests().count("GET", OVERVIEW);
    }

    /** Only what has reached the cluster is certainly under way. */
    private void awaitAsked(int count) {
        while (asked() < count) {
            Thread.onSpinWait();
        }
    }

    private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> call) {
        return assertInstanceOf(
                type, assertThrows(CompletionException.class, call::join).getCause());
    }

    @Test
    void whoAsksWhatIsAboutToBeAskedGetsTheSameAnswer() {
        holdNext("tenant0");
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(caller().overview(TENANT));
        }
        awaitAsked(1);
        held.countDown();

        answers.forEach(answer -> assertEquals(1, answer.join().size()));

        assertEquals(2, asked(), "one for the first, one for all who asked while it was under way");
        assertEquals(1, cluster.requests().maxInFlight());
    }

    @Test
    void aQuickClusterIsAskedOneThingAtATime() {
        ObshellClient caller = caller();
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        for (String tenant : TENANTS) {
            answers.add(caller.overview(BackupScope.tenant(tenant)));
        }

        answers.forEach(answer -> assertEquals(1, answer.join().size()));

        assertEquals(TENANTS.length, asked());
        assertEquals(1, cluster.requests().maxInFlight());
    }

    @Test
    void aSlowAnswerKeepsNobodyElseWaitingForLong() {
        caller().overview(BackupScope.tenant("tenant1")).join();
        holdNext("tenant0");
        CompletableFuture<List<BackupTask>> slow = caller().overview(TENANT);
        awaitAsked(2);
        clock.advance(Duration.ofMillis(100));

        assertEquals(1, caller().overview(BackupScope.tenant("tenant1")).join().size());

        assertFalse(slow.isDone());
    }

    @Test
    void howeverSlowItIsNoMoreThanThreeReadsAreUnderWay() {
        caller().overview(TENANT).join();
        cluster.faults().add(FaultRule.of(FaultAction.hold(held)).on("GET", OVERVIEW));
        ObshellClient caller = caller();
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        for (String tenant : TENANTS) {
            answers.add(caller.overview(BackupScope.tenant(tenant)));
            clock.advance(Duration.ofSeconds(1));
        }
        awaitAsked(4);
        held.countDown();

        answers.forEach(answer -> assertEquals(1, answer.join().size()));

        assertEquals(3, cluster.requests().maxInFlight());
    }

    @Test
    void nobodyIsToldWhatWasTrueBeforeHeActed() {
        holdNext("tenant0");
        ObshellClient caller = caller();
        CompletableFuture<List<BackupTask>> before = caller().overview(TENANT);
        awaitAsked(1);

        caller.startBackup(TENANT, new BackupStart("full", null, null)).join();
        clock.advance(Duration.ofMinutes(5));
        CompletableFuture<List<BackupTask>> after = caller.overview(TENANT);
        held.countDown();

        assertTrue(before.join().get(0).isCompleted());
        assertTrue(after.join().get(0).isRunning());
    }

    @Test
    void whoLooksAgainAndAgainIsContentWithARecentAnswer() {
        Instant earlier = clock.instant();
        clock.advance(Duration.ofSeconds(15));
        caller().overview(TENANT).join();
        clock.advance(Duration.ofMillis(900));

        assertEquals(1, caller().overview(TENANT, earlier).join().size());

        assertEquals(1, asked());
    }

    @Test
    void anAnswerThatMayBeOlderThanWhatTheCallerKnowsIsNotTakenForANewOne() {
        caller().overview(TENANT).join();
        caller().overview(TENANT, clock.instant()).join();
        assertEquals(2, asked(), "asked for at the moment that is named, not after it");

        Instant earlier = clock.instant().minusSeconds(60);
        clock.advance(Duration.ofMillis(1001));
        caller().overview(TENANT, earlier).join();
        assertEquals(3, asked(), "more than a second old");

        clock.advance(Duration.ofHours(-1));
        caller().overview(TENANT, earlier.minus(Duration.ofHours(2))).join();
        assertEquals(4, asked(), "from a time that is yet to come");

        caller().overview(TENANT).join();
        assertEquals(5, asked(), "nothing said of others");
    }

    @Test
    void anotherPasswordGetsNoAnswerOfThisOne() {
        Instant earlier = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        caller().overview(TENANT).join();
        ObshellClient stranger = caller("guessed", Set.of(), Locale.ENGLISH, Duration.ofSeconds(20));

        assertTrue(failure(RefusedException.class, stranger.overview(TENANT, earlier))
                .isWrongPassword());
    }

    @Test
    void whoTrustsOthersGetsNoAnswerThatCameOverThisTrust() {
        Instant earlier = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        caller().overview(TENANT).join();
        KeyFingerprint another = KeyFingerprint.parse("00".repeat(32));

        ObshellClient careful = caller(PASSWORD, Set.of(another), Locale.ENGLISH, Duration.ofSeconds(20));

        failure(UntrustedKeyException.class, careful.overview(TENANT, earlier));
    }

    @Test
    void errorsAreToldEachInHisLanguage() {
        BackupScope unknown = BackupScope.tenant("nobody");
        Instant earlier = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        String english =
                failure(RefusedException.class, caller().overview(unknown)).obshellMessage();

        String chinese = failure(
                        RefusedException.class,
                        caller(PASSWORD, Set.of(), Locale.CHINESE, Duration.ofSeconds(20))
                                .overview(unknown, earlier))
                .obshellMessage();

        assertFalse(chinese.equals(english), english);
    }

    @Test
    void whatChangesSomethingIsNeverShared() {
        BackupStart full = new BackupStart("full", null, null);
        CompletableFuture<Dag> one = caller().startBackup(TENANT, full);
        CompletableFuture<Dag> other = caller().startBackup(TENANT, full);
        one.handle((dag, error) -> dag).join();
        other.handle((dag, error) -> dag).join();

        assertEquals(2, cluster.requests().count("POST", ".*/backup"));
    }

    @Test
    void whoeverWaitsBehindAReadThatNobodyAnswersIsToldAtOnce() {
        caller().overview(TENANT).join();
        cluster.faults().add(FaultRule.of(FaultAction.hold(held)).on("GET", OVERVIEW));
        ObshellClient caller = caller(PASSWORD, Set.of(), Locale.ENGLISH, Duration.ofMillis(300));
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        for (String tenant : TENANTS) {
            answers.add(caller.overview(BackupScope.tenant(tenant)));
        }
        awaitAsked(2);
        clock.advance(Duration.ofMillis(300));

        answers.forEach(answer -> assertEquals(
                UnreachableException.Reason.ANSWER_TIMEOUT,
                failure(UnreachableException.class, answer).reason()));

        assertEquals(2, asked());
    }

    @Test
    void oneReadThatFailsLeavesTheOthersToThemselves() {
        holdNext("tenant0");
        cluster.faults().add(FaultRule.of(FaultAction.brokenTransfer()).on("GET", ".*/tenant1/backup/overview"));
        CompletableFuture<List<BackupTask>> first = caller().overview(TENANT);
        CompletableFuture<List<BackupTask>> broken = caller().overview(BackupScope.tenant("tenant1"));
        CompletableFuture<List<BackupTask>> last = caller().overview(BackupScope.tenant("tenant2"));
        awaitAsked(1);
        held.countDown();

        assertEquals(1, first.join().size());
        failure(UnexpectedResponseException.class, broken);
        assertEquals(1, last.join().size());
    }

    @Test
    void aPasswordThatWasRefusedToOneOfThoseWhoShareIsNotSentByTheOthers() {
        caller().overview(TENANT).join();
        cluster.requests().clear();
        holdNext("tenant0");
        List<ObshellClient> callers = new ArrayList<>();
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ObshellClient caller = caller("guessed", Set.of(), Locale.ENGLISH, Duration.ofSeconds(20));
            callers.add(caller);
            answers.add(caller.overview(TENANT));
        }
        awaitAsked(1);
        held.countDown();
        answers.forEach(
                answer -> assertTrue(failure(RefusedException.class, answer).isWrongPassword()));

        for (ObshellClient caller : callers) {
            assertTrue(failure(RefusedException.class, caller.overview(TENANT)).isWrongPassword());
        }

        assertEquals(2, asked());
    }

    @Test
    void whatWasAnsweredIsLetGoThoughNobodyAsksAgain() {
        List<Runnable> later = new CopyOnWriteArrayList<>();
        ObshellClient caller = caller(later, () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD));
        WeakReference<BackupTask> answer =
                new WeakReference<>(caller.overview(TENANT).join().get(0));

        later.forEach(Runnable::run);

        assertLetGo(answer);
    }

    @Test
    void whatIsLeftForLaterHoldsNoAnswerThatANewOneHasReplaced() {
        List<Runnable> later = new CopyOnWriteArrayList<>();
        ObshellClient caller = caller(later, () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD));
        WeakReference<BackupTask> answer =
                new WeakReference<>(caller.overview(TENANT).join().get(0));
        Instant earlier = clock.instant();
        clock.advance(Duration.ofMillis(500));
        caller.overview(TENANT).join();
        int asked = asked();

        assertLetGo(answer);
        later.get(0).run();

        assertEquals(1, caller.overview(TENANT, earlier).join().size());
        assertEquals(asked, asked(), "the new answer is still there");
    }

    @Test
    void noPasswordIsKeptWithAnAnswer() {
        List<WeakReference<ObshellPassword>> passwords = new CopyOnWriteArrayList<>();
        ObshellClient caller = caller(new CopyOnWriteArrayList<>(), () -> {
            ObshellPassword password = new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD);
            passwords.add(new WeakReference<>(password));
            return password;
        });

        caller.overview(TENANT).join();

        passwords.forEach(SharedReadsTest::assertLetGo);
    }
}
