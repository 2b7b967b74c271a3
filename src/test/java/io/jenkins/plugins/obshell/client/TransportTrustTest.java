package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.client.tls.ClientIdentity;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsFailure;
import io.jenkins.plugins.obshell.client.tls.TlsFailure.Reason;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.TunnelProxy;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLHandshakeException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed to be obshell, over real TLS with certificates made here: by certificate, by key, through a proxy. */
class TransportTrustTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String HOST = "127.0.0.1";
    private static final Instant NOW = Instant.now();
    private static final Duration DAY = Duration.ofDays(1);

    private final Authority authority = new Authority();
    private final AtomicReference<TlsSettings> settings = new AtomicReference<>(TlsSettings.JAVA);
    private OkHttpClient http = new OkHttpClient();
    private SimulatedCluster cluster;

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private void serve(SimulatedCluster.Builder builder) {
        cluster = builder.keys(KEYS).keyBits(512).start();
    }

    private void serve(HeldCertificate certificate) {
        serve(SimulatedCluster.builder().agents(1).https(authority.serving(certificate)));
    }

    private void serveWantingCertificates() {
        serve(SimulatedCluster.builder()
                .agents(1)
                .https(authority.serving(authority.issue(HOST)))
                .requireClientCertificate());
    }

    private void trust(X509Certificate certificate) {
        settings.set(new TlsSettings(List.of(certificate), null));
    }

    private void show(HeldCertificate client) {
        ClientIdentity identity = new ClientIdentity(client.keyPair().getPrivate(), List.of(client.certificate()));
        settings.set(new TlsSettings(List.of(authority.certificate()), identity));
    }

    private ObshellClient client(TransportTrust trust, Set<KeyFingerprint> pins, String... endpoints) {
        List<String> urls = endpoints.length == 0 ? cluster.endpoints() : List.of(endpoints);
        return new ObshellClient(
                new HttpTransport(
                        new TlsClients(http),
                        pinning(trust, pins),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Clock.systemUTC()),
                new EndpointDirectory(urls.stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, "root-password"),
                Locale.ENGLISH);
    }

    private static TransportTrust pinning(TransportTrust trust, Set<KeyFingerprint> pins) {
        return new TransportTrust() {
            @Override
            public TlsSettings settings() throws PasswordUnavailableException {
                return trust.settings();
            }

            @Override
            public Set<KeyFingerprint> pins() {
                return pins;
            }
        };
    }

    private ObshellClient client(String... endpoints) {
        return client(settings::get, Set.of(), endpoints);
    }

    private ObshellClient pinning(KeyFingerprint... pins) {
        return client(settings::get, Set.of(pins));
    }

    private KeyFingerprint keyOf(int agent) {
        return AgentKey.parse(KeyPairs.publicKey(cluster.agent(agent).keyPair()))
                .fingerprint();
    }

    private static void assertLetIn(ObshellClient client) {
        assertEquals(List.of(), client.unfinishedDags().join());
    }

    private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> call) {
        CompletionException e = assertThrows(CompletionException.class, call::join);
        return assertInstanceOf(type, e.getCause());
    }

    private void assertRefused(Reason reason, String... words) {
        UnreachableException e = failure(UnreachableException.class, client().unfinishedDags());
        assertEquals(reason, e.tlsReason(), e.getMessage());
        assertFalse(e.mayHaveArrived());
        assertTrue(e.getMessage().startsWith(cluster.endpoints().get(0)), e.getMessage());
        for (String word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
        assertEquals(0, cluster.requests().size());
    }

    @Test
    void aSelfSignedCertificateIsRefusedAndItsFingerprintTold() throws Exception {
        HeldCertificate selfSigned = Authority.selfSigned(HOST);
        serve(selfSigned);

        assertRefused(
                Reason.SELF_SIGNED,
                "self-signed",
                KeyFingerprint.of(selfSigned.certificate().getEncoded()).toString());
    }

    @Test
    void aSelfSignedCertificateThatIsPinnedIsAccepted() {
        HeldCertificate selfSigned = Authority.selfSigned(HOST);
        serve(selfSigned);
        trust(selfSigned.certificate());

        assertLetIn(client());
    }

    @Test
    void aCertificateOfAnAuthorityThatJavaDoesNotKnowIsRefused() {
        serve(authority.issue(HOST));

        assertRefused(Reason.UNKNOWN_ISSUER, "CN=obshell of a test", "CN=Authority of a test");
    }

    @Test
    void aCertificateOfThePinnedAuthorityIsAccepted() {
        serve(authority.issue(HOST));
        trust(authority.certificate());

        assertLetIn(client());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authority of a test", "Another authority"})
    void aCertificateOfAnotherAuthorityThanThePinnedOneIsRefusedWhateverItsName(String name) {
        serve(authority.issue(HOST));
        trust(new Authority(name).certificate());

        assertRefused(Reason.UNKNOWN_ISSUER);
    }

    @Test
    void aCertificateForAnotherHostIsRefusedAndItsHostsTold() {
        serve(authority.issue("ob1.example.com", "10.0.0.7"));
        trust(authority.certificate());

        assertRefused(Reason.WRONG_HOST, "ob1.example.com", "10.0.0.7");
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 24, 30, 36})
    void nothingOfThePasswordIsToldWhereACertificateRepeatsIt(int length) {
        serve(authority.issue("a".repeat(60), "b".repeat(60), "c".repeat(length), "root-password"));
        trust(authority.certificate());

        UnreachableException e = failure(UnreachableException.class, client().unfinishedDags());
        assertEquals(Reason.WRONG_HOST, e.tlsReason());
        assertFalse(e.getMessage().contains("root"), e.getMessage());
    }

    @Test
    void aCertificateThatNamesItsHostOnlyAsItsSubjectIsRefused() {
        serve(authority.issue());
        trust(authority.certificate());

        assertRefused(Reason.WRONG_HOST);
    }

    @Test
    void theHostOfAPinnedSelfSignedCertificateCountsToo() {
        HeldCertificate selfSigned = Authority.selfSigned("ob1.example.com");
        serve(selfSigned);
        trust(selfSigned.certificate());

        assertRefused(Reason.WRONG_HOST, "ob1.example.com");
    }

    @ParameterizedTest
    @CsvSource({"-2, -1", "1, 2"})
    void aCertificateThatIsNotValidNowIsRefused(int from, int to) {
        Instant notAfter = NOW.plus(DAY.multipliedBy(to));
        serve(authority.issue(NOW.plus(DAY.multipliedBy(from)), notAfter, HOST));
        trust(authority.certificate());

        assertRefused(Reason.EXPIRED, "not valid now", notAfter.toString().substring(0, 19));
    }

    @ParameterizedTest
    @CsvSource({"-2, -1", "1, 2"})
    void aPinnedSelfSignedCertificateThatIsNotValidNowIsRefused(int from, int to) {
        HeldCertificate selfSigned =
                Authority.selfSigned(NOW.plus(DAY.multipliedBy(from)), NOW.plus(DAY.multipliedBy(to)), HOST);
        serve(selfSigned);
        trust(selfSigned.certificate());

        assertRefused(Reason.EXPIRED);
    }

    @Test
    void aClientCertificateIsShownWhereItIsWanted() {
        serveWantingCertificates();
        show(authority.issue());

        assertLetIn(client());
    }

    /** The server can close the connection before its alert is read, so the reason may be unknown. */
    private void assertClientCertificateRefused() {
        UnreachableException e = failure(UnreachableException.class, client().unfinishedDags());
        assertTrue(
                e.tlsReason() == Reason.CLIENT_CERTIFICATE || e.reason() == UnreachableException.Reason.BROKEN,
                e.getMessage());
        assertTrue(e.getMessage().contains("client certificate"), e.getMessage());
        assertFalse(e.mayHaveArrived());
        assertEquals(0, cluster.requests().size());
    }

    @Test
    void withoutTheClientCertificateThatIsWantedNothingIsAnswered() {
        serveWantingCertificates();
        trust(authority.certificate());

        assertClientCertificateRefused();
    }

    @Test
    void aClientCertificateOfAnotherAuthorityIsNotAccepted() {
        serveWantingCertificates();
        show(Authority.selfSigned());

        assertClientCertificateRefused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Received fatal alert: bad_certificate",
                "(certificate_unknown) Received fatal alert: certificate_unknown",
                "Received fatal alert: unknown_ca"
            })
    void whatTheServerSaysOfTheClientCertificateIsTold(String alert) {
        HeldCertificate held = authority.issue();
        ClientIdentity shown = new ClientIdentity(held.keyPair().getPrivate(), List.of(held.certificate()));
        String endpoint = "https://ob1:2886";

        String refused = TlsFailure.of(new SSLHandshakeException(alert), shown)
                .orElseThrow()
                .describe(endpoint, SecretMask.NONE);
        assertTrue(refused.contains("does not accept the client certificate CN=obshell of a test"), refused);
        String wanted = TlsFailure.of(new IOException(new SSLHandshakeException(alert)), null)
                .orElseThrow()
                .describe(endpoint, SecretMask.NONE);
        assertTrue(wanted.contains("wants a client certificate"), wanted);
    }

    @Test
    void anAlertThatIsNotAboutTheClientCertificateIsNotTakenForOne() {
        assertEquals(
                Optional.empty(),
                TlsFailure.of(new SSLHandshakeException("Received fatal alert: protocol_version"), null));
        assertEquals(Optional.empty(), TlsFailure.of(new IOException("Received fatal alert: unknown_ca"), null));
    }

    @Test
    void aRenewedClientCertificateIsShownAtOnce() {
        serveWantingCertificates();
        show(authority.issue(NOW.minus(DAY), NOW.minusSeconds(60), "old"));
        ObshellClient client = client();
        // The server can be gone before it says why.
        failure(UnreachableException.class, client.info());

        show(authority.issue());

        assertLetIn(client);
    }

    @Test
    void aClientCertificateThatCannotBeHadSendsNothing() {
        serveWantingCertificates();
        ObshellClient client = client(
                () -> {
                    throw new PasswordUnavailableException("The certificate is gone.");
                },
                Set.of());

        assertEquals(
                "The certificate is gone.",
                failure(PasswordUnavailableException.class, client.unfinishedDags())
                        .getMessage());
    }

    @Test
    void plainHttpNeedsNoClientCertificate() {
        serve(SimulatedCluster.builder().agents(1));

        assertLetIn(client(
                () -> {
                    throw new PasswordUnavailableException("The certificate is gone.");
                },
                Set.of()));
    }

    @Test
    void aRedirectIsNotFollowed() throws IOException {
        serve(authority.issue(HOST));
        trust(authority.certificate());
        try (MockWebServer elsewhere = new MockWebServer()) {
            elsewhere.start();
            cluster.faults()
                    .add(FaultRule.of(FaultAction.redirect(elsewhere.url("/").toString())));

            UnexpectedResponseException e = failure(UnexpectedResponseException.class, client().unfinishedDags());

            assertEquals(UnexpectedResponseException.Reason.REDIRECT, e.reason());
            assertEquals(0, elsewhere.getRequestCount());
        }
    }

    /** The proxy for all hosts but one, as the proxy of Jenkins has exceptions. */
    private static ProxySelector selector(Proxy proxy, String exception) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
                return List.of(uri.getHost().equals(exception) ? Proxy.NO_PROXY : proxy);
            }

            @Override
            public void connectFailed(URI uri, SocketAddress address, IOException e) {
                throw new AssertionError(e);
            }
        };
    }

    @Test
    void aProxyIsUsedForHttpsAndTheCertificateIsStillThatOfObshell() {
        serve(authority.issue("ob1.invalid"));
        trust(authority.certificate());
        String named = "https://ob1.invalid:" + cluster.agent(0).port();
        try (TunnelProxy proxy = new TunnelProxy()) {
            http = http.newBuilder()
                    .proxySelector(selector(proxy.proxy(), "none"))
                    .build();

            assertLetIn(client(named));

            assertEquals(Set.of("ob1.invalid:" + cluster.agent(0).port()), Set.copyOf(proxy.targets()));
            UnreachableException e = failure(
                    UnreachableException.class,
                    client(named.replace("ob1", "ob2")).info());
            assertEquals(Reason.WRONG_HOST, e.tlsReason(), e.getMessage());
        }
    }

    @Test
    void aProxyIsUsedForHttp() throws Exception {
        try (MockWebServer proxy = new MockWebServer()) {
            proxy.start();
            proxy.enqueue(new MockResponse.Builder()
                    .body("{\"successful\":true,\"data\":{\"identity\":\"CLUSTER AGENT\"}}")
                    .build());
            http = http.newBuilder()
                    .proxySelector(selector(proxy.getProxyAddress(), "none"))
                    .build();

            assertTrue(client("http://ob1.invalid:2886").info().join().isClusterAgent());

            assertEquals(
                    "GET http://ob1.invalid:2886/api/v1/info HTTP/1.1",
                    proxy.takeRequest().getRequestLine());
        }
    }

    @Test
    void aHostThatIsExceptedIsCalledWithoutTheProxy() {
        serve(authority.issue(HOST));
        trust(authority.certificate());
        try (TunnelProxy proxy = new TunnelProxy()) {
            http = http.newBuilder()
                    .proxySelector(selector(proxy.proxy(), HOST))
                    .build();

            assertLetIn(client());

            assertEquals(List.of(), proxy.targets());
        }
    }

    @Test
    void anyPinnedKeyIsAcceptedOfAnyEndpoint() {
        serve(SimulatedCluster.builder().agents(2));

        assertLetIn(pinning(keyOf(1), keyOf(0)));
        assertEquals(
                keyOf(1),
                pinning(keyOf(1))
                        .fingerprint(Endpoint.parse(cluster.endpoints().get(1)))
                        .join());
    }

    @Test
    void aKeyThatIsNotPinnedIsRefusedBeforeThePasswordIsSent() {
        serve(SimulatedCluster.builder().agents(1));
        ObshellClient client = pinning(new KeyFingerprint("0".repeat(64)));

        UntrustedKeyException e = failure(
                UntrustedKeyException.class,
                client.startBackup(BackupScope.tenant("tenant1"), new BackupStart("full", null, null)));

        assertEquals(keyOf(0), e.seen());
        assertEquals(Endpoint.parse(cluster.endpoints().get(0)), e.endpoint());
        assertFalse(e.isTransient());
        assertFalse(e.mayHaveArrived());
        assertTrue(e.getMessage().contains(cluster.endpoints().get(0)), e.getMessage());
        assertTrue(e.getMessage().contains(keyOf(0).toString()), e.getMessage());
        assertEquals(1, cluster.requests().size());
    }

    @Test
    void aKeyThatIsNotPinnedIsNeitherFailedOverNorTriedAgain() {
        serve(SimulatedCluster.builder().agents(3));
        ObshellClient client = pinning(keyOf(0), keyOf(2));
        cluster.agent(0).stop();

        UntrustedKeyException e = failure(UntrustedKeyException.class, client.unfinishedDags());

        assertEquals(keyOf(1), e.seen());
        assertEquals(1, cluster.requests().count("GET", "/api/v1/secret"));
        assertTrue(cluster.requests().all().stream().allMatch(request -> request.agent() == 1));
        cluster.agent(0).start();
        assertLetIn(client);
    }

    @Test
    void aKeyThatIsChangedForAnotherIsRefusedAlthoughTheFirstWasPinned() {
        serve(SimulatedCluster.builder().agents(1));
        ObshellClient client = pinning(keyOf(0));
        assertLetIn(client);

        cluster.agent(0).newKey(512);

        assertEquals(
                keyOf(0),
                failure(UntrustedKeyException.class, client.unfinishedDags()).seen());
        assertEquals(
                keyOf(0),
                failure(UntrustedKeyException.class, client.unfinishedDags()).seen());
    }

    @Test
    void aPinThatIsAddedOrRemovedCountsAtOnce() {
        serve(SimulatedCluster.builder().agents(1));
        Set<KeyFingerprint> pins = new CopyOnWriteArraySet<>(Set.of(keyOf(0)));
        ObshellClient client = client(settings::get, pins);
        assertLetIn(client);

        cluster.agent(0).newKey(512);
        pins.add(keyOf(0));
        assertLetIn(client);

        pins.remove(keyOf(0));
        assertEquals(
                keyOf(0),
                failure(UntrustedKeyException.class, client.unfinishedDags()).seen());
    }

    @Test
    void whatIsNoKeyIsToldAndWasNotSentAnything() throws IOException {
        try (MockWebServer strange = new MockWebServer()) {
            strange.start();
            strange.enqueue(new MockResponse.Builder()
                    .body("{\"successful\":true,\"data\":{\"public_key\":\"AAAA\"}}")
                    .build());
            ObshellClient client = client(
                    settings::get, Set.of(new KeyFingerprint("0".repeat(64))), "http://127.0.0.1:" + strange.getPort());

            UnexpectedResponseException e = failure(
                    UnexpectedResponseException.class,
                    client.startBackup(BackupScope.tenant("tenant1"), new BackupStart("full", null, null)));

            assertEquals(UnexpectedResponseException.Reason.NO_KEY, e.reason());
            assertFalse(e.mayHaveArrived());
            assertEquals(1, strange.getRequestCount());
        }
    }
}
