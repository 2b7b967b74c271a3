package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which reads of one cluster share an answer, and which never do. */
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

    /** A caller of the cluster; all share what is known about its endpoints. */
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

    /** The next read of a tenant's overview stays in flight. */
    private void holdNext(String tenant) {
        cluster.faults()
                .add(FaultRule.of(FaultAction.hold(held))
                        .on("GET", ".*/" + tenant + "/backup/overview")
                        .once());
    }

    private int asked() {
        return cluster.requests().count("GET", OVERVIEW);
    }

    /** A read is in flight once it has reached the cluster. */
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
    void writesAreNeverShared() {
        BackupStart full = new BackupStart("full", null, null);
        CompletableFuture<Dag> one = caller().startBackup(TENANT, full);
        CompletableFuture<Dag> other = caller().startBackup(TENANT, full);
        one.handle((dag, error) -> dag).join();
        other.handle((dag, error) -> dag).join();

        assertEquals(2, cluster.requests().count("POST", ".*/backup"));
    }

    /** A read of tenant0 that is in flight, sent after the moment that is returned. */
    private Instant beforeAReadInFlight(List<CompletableFuture<List<BackupTask>>> answers) {
        Instant before = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        holdNext("tenant0");
        answers.add(caller().overview(TENANT));
        awaitAsked(1);
        return before;
    }

    @Test
    void identicalReadsInFlightShareAnAnswer() {
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        Instant before = beforeAReadInFlight(answers);
        for (int i = 0; i < 10; i++) {
            answers.add(caller().overview(TENANT, before));
        }
        held.countDown();

        answers.forEach(answer -> assertEquals(1, answer.join().size()));
        assertEquals(1, asked());
    }

    @Test
    void anAnswerThatHasArrivedIsNotSharedAnyMore() {
        Instant before = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        caller().overview(TENANT).join();

        caller().overview(TENANT, before).join();

        assertEquals(2, asked());
    }

    @Test
    void aReadSentBeforeTheNamedMomentIsNotShared() {
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        beforeAReadInFlight(answers);

        assertEquals(1, caller().overview(TENANT, clock.instant()).join().size());
        assertEquals(1, caller().overview(TENANT).join().size());

        assertFalse(answers.get(0).isDone());
        assertEquals(3, asked());
    }

    @Test
    void aCallerNeverSeesStateOlderThanItsLastWrite() {
        List<CompletableFuture<List<BackupTask>>> before = new ArrayList<>();
        beforeAReadInFlight(before);
        ObshellClient caller = caller();

        caller.startBackup(TENANT, new BackupStart("full", null, null)).join();
        Instant written = clock.instant();
        clock.advance(Duration.ofMinutes(5));
        CompletableFuture<List<BackupTask>> after = caller.overview(TENANT, written);
        held.countDown();

        assertTrue(before.get(0).join().get(0).isCompleted());
        assertTrue(after.join().get(0).isRunning());
    }

    @Test
    void anotherTenantIsAskedAboutAtTheSameTime() {
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        Instant before = beforeAReadInFlight(answers);

        assertEquals(
                1,
                caller().overview(BackupScope.tenant("tenant1"), before).join().size());

        assertFalse(answers.get(0).isDone());
    }

    @Test
    void aCallerWithAnotherPasswordGetsItsOwnAnswer() {
        Instant before = beforeAReadInFlight(new ArrayList<>());
        ObshellClient stranger = caller("guessed", Set.of(), Locale.ENGLISH, Duration.ofSeconds(20));

        assertTrue(failure(RefusedException.class, stranger.overview(TENANT, before))
                .isWrongPassword());
    }

    @Test
    void aCallerWithOtherPinsGetsItsOwnAnswer() {
        Instant before = beforeAReadInFlight(new ArrayList<>());
        KeyFingerprint another = KeyFingerprint.parse("00".repeat(32));
        ObshellClient careful = caller(PASSWORD, Set.of(another), Locale.ENGLISH, Duration.ofSeconds(20));

        failure(UntrustedKeyException.class, careful.overview(TENANT, before));
    }

    @Test
    void aCallerOfAnotherLanguageGetsItsOwnAnswer() {
        Instant before = beforeAReadInFlight(new ArrayList<>());
        ObshellClient chinese = caller(PASSWORD, Set.of(), Locale.CHINESE, Duration.ofSeconds(20));

        assertEquals(1, chinese.overview(TENANT, before).join().size());

        assertEquals(2, asked());
    }

    @Test
    void aPasswordThatWasRefusedToOneCallerIsNotSentAgainByThoseWhoShareItsAnswer() {
        caller().overview(TENANT).join();
        cluster.requests().clear();
        Instant before = clock.instant();
        clock.advance(Duration.ofSeconds(1));
        holdNext("tenant0");
        List<ObshellClient> callers = new ArrayList<>();
        List<CompletableFuture<List<BackupTask>>> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ObshellClient caller = caller("guessed", Set.of(), Locale.ENGLISH, Duration.ofSeconds(20));
            callers.add(caller);
            answers.add(caller.overview(TENANT, before));
        }
        awaitAsked(1);
        held.countDown();
        answers.forEach(
                answer -> assertTrue(failure(RefusedException.class, answer).isWrongPassword()));

        for (ObshellClient caller : callers) {
            assertTrue(failure(RefusedException.class, caller.overview(TENANT)).isWrongPassword());
        }

        assertEquals(1, asked());
    }
}
