package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Before anything is begun: the next endpoint where one does not answer, and a clear sentence where none does. */
class FirstContactTest {

    private static final String UNKNOWN_HOST = "http://no-such-host.invalid:2886";

    private SimulatedOperations simulated = SimulatedOperations.threeObshells();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Outcome play(String... endpoints) {
        return simulated
                .player()
                .play(new BackupOperation(
                        simulated.context(simulated.client(endpoints), simulated.journal()::add, SecretSource.NONE),
                        simulated.fullBackupRequest(IfBackupRunning.FAIL)));
    }

    private static void assertFailure(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    private static void assertSuccess(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void theNextEndpointIsAskedWhereSomeAreDown(int down) {
        for (int i = 0; i < down; i++) {
            simulated.cluster.agent(i).stop();
        }

        assertSuccess(play());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void allEndpointsDownIsAClearFailureAtOnce() {
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).stop();
        }
        OperationPlayer player = simulated.player();

        Outcome outcome = player.play(simulated.fullBackup());

        assertFailure(
                outcome,
                "None of the 3 endpoints",
                "refused the connection",
                simulated.cluster.endpoints().get(2));
        assertEquals(1, player.pauses().size());
    }

    @Test
    void theNextEndpointIsAskedWhereAHostNameHasNoAddress() {
        assertSuccess(play(UNKNOWN_HOST, simulated.cluster.endpoints().get(1)));
    }

    @Test
    void aHostNameWithoutAnAddressIsTold() {
        assertFailure(play(UNKNOWN_HOST), "no-such-host.invalid", "has no address");
    }

    @Test
    void theNextEndpointIsAskedWhereOneAcceptsAndStaysSilent() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.silence()).onAgent(0));

        assertSuccess(play());
    }

    @Test
    void endpointsThatAcceptAndStaySilentAreAClearFailure() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.silence()));

        assertFailure(play(), "None of the 3 endpoints", "gave no answer in time");
        assertEquals(3, simulated.cluster.requests().size(), "each is waited for once");
    }

    @Test
    void theNextEndpointIsAskedWhereTlsDoesNotComeAbout() {
        String[] endpoints = {
            simulated.cluster.endpoints().get(0).replace("http:", "https:"),
            simulated.cluster.endpoints().get(1)
        };

        assertSuccess(play(endpoints));
    }

    private String[] endpoints(boolean tls) {
        return simulated.cluster.endpoints().stream()
                .map(endpoint -> tls ? endpoint.replace("http:", "https:") : endpoint)
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextEndpointIsAskedWhereOneSpeaksGarbage(boolean tls) {
        simulated.cluster.agent(0).garble();

        assertSuccess(play(endpoints(tls)[0], simulated.cluster.endpoints().get(1)));
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endpointsThatSpeakGarbageAreAClearFailureAtOnce(boolean tls) {
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).garble();
        }
        String[] endpoints = endpoints(tls);
        OperationPlayer player = simulated.player();

        Outcome outcome = player.play(new BackupOperation(
                simulated.context(simulated.client(endpoints), simulated.journal()::add, SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL)));

        assertFailure(outcome, "None of the 3 endpoints", endpoints[2], tls ? "No TLS connection" : "broke");
        assertEquals(1, player.pauses().size());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void httpsAgainstHttpIsTold() throws IOException {
        try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> server = CompletableFuture.runAsync(() -> refuseTls(plain));

            assertFailure(
                    play("https://127.0.0.1:" + plain.getLocalPort()),
                    "No TLS connection",
                    "whether obshell serves https there");
            server.join();
        }
    }

    /** Says what a web server says to a TLS handshake. */
    private static void refuseTls(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getOutputStream()
                    .write("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void httpAgainstHttpsIsTold() {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        HandshakeCertificates tls =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        simulated.close();
        simulated = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants("tenant1").https(tls.sslSocketFactory()));

        Outcome outcome = play(simulated.cluster.endpoints().get(0).replace("https:", "http:"));

        assertFailure(outcome, simulated.cluster.endpoints().get(0).replace("https:", "http:"));
    }

    static List<FaultAction> answersOfSomethingElse() {
        return List.of(
                FaultAction.html(),
                FaultAction.badGateway(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.wrongShape(),
                FaultAction.enormous(8L << 20),
                FaultAction.redirect("http://elsewhere.example/"));
    }

    @ParameterizedTest
    @MethodSource("answersOfSomethingElse")
    void somethingThatIsNotObshellIsTold(FaultAction action) {
        simulated.cluster.faults().add(FaultRule.of(action));

        Outcome outcome = play(simulated.cluster.endpoints().get(0));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().length() < 600, outcome.message());
        assertTrue(outcome.message().contains(simulated.cluster.endpoints().get(0)), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @MethodSource("answersOfSomethingElse")
    void theNextEndpointIsAskedWhereOneIsSomethingElse(FaultAction action) {
        simulated.cluster.faults().add(FaultRule.of(action).onAgent(0));

        assertSuccess(play());
    }

    @ParameterizedTest
    @MethodSource("answersOfSomethingElse")
    void aHiccupRightAfterTheFirstContactIsWaitedFor(FaultAction action) {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(action).onPath(".*/overview").times(3));
        OperationPlayer player = simulated.player();

        assertSuccess(player.play(simulated.fullBackup()));
        assertEquals(1, player.events(ProgressEvent.Connected.class).size());
        assertEquals(1, player.events(ProgressEvent.ContactRegained.class).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {" root-password", "root-password ", "root-password\n", "root-password\u00a0"})
    void aRefusedPasswordWithABlankAtItsEdgeIsReportedWithThatHint(String copied) {
        simulated.setPassword(copied);

        Outcome outcome = simulated.player().play(simulated.fullBackup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("begins or ends with a blank or a line end"), outcome.message());
        assertFalse(outcome.message().contains("root-password"), outcome.message());
    }

    @Test
    void aPasswordThatReallyHasABlankAtItsEdgeIsAccepted() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.changeRootPassword(" blank ");
        simulated.setPassword(" blank ");

        assertSuccess(simulated.player().play(simulated.fullBackup()));
    }

    @Test
    void aWrongPasswordIsToldAtOnceAndSentOnce() {
        simulated.setPassword("not-the-password");
        OperationPlayer player = simulated.player();

        Outcome outcome = player.play(simulated.fullBackup());

        assertFailure(outcome, "IncorrectOceanbasePassword", "Check the credential");
        assertEquals(1, player.pauses().size());
        assertEquals(
                1,
                simulated.cluster.requests().all().stream()
                        .filter(request -> request.status() == 401)
                        .count());
    }

    @Test
    void theRootPasswordWhereTheAgentPasswordIsWantedIsTold() {
        simulated.cluster.changeRootPassword(null);
        simulated.cluster.changeAgentPassword("agent-password");

        assertFailure(play(), "Check the credential");
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void theAgentPasswordWhereTheRootPasswordIsWantedIsTold() {
        ObshellClient client = new ObshellClient(
                new HttpTransport(
                        new OkHttpClient(), Duration.ofSeconds(2), Duration.ofSeconds(2), simulated.controllerClock),
                new EndpointDirectory(simulated.cluster.endpoints().stream()
                        .map(Endpoint::parse)
                        .toList()),
                () -> new ObshellPassword(PasswordKind.AGENT, SimulatedOperations.PASSWORD),
                Locale.ENGLISH);

        Outcome outcome = simulated
                .player()
                .play(new BackupOperation(
                        simulated.context(client, simulated.journal()::add, SecretSource.NONE),
                        simulated.fullBackupRequest(IfBackupRunning.FAIL)));

        assertFailure(outcome, "Check the credential", "agent password");
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @EnumSource(
            value = Identity.class,
            names = {"SINGLE", "TAKE_OVER_MASTER", "SCALING_OUT"})
    void anObshellThatIsNoMemberOfAClusterIsTold(Identity identity) {
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).setIdentity(identity);
        }

        assertFailure(play(), identity.text(), "not a member of a running cluster");
    }

    @Test
    void theMemberAmongOthersIsFound() {
        simulated.cluster.agent(0).setIdentity(Identity.SINGLE);
        simulated.cluster.agent(1).stop();

        assertSuccess(play());
    }

    @Test
    void anUnknownTenantIsToldInObshellsWords() {
        BackupRequest request = new BackupRequestBuilder("tenant9").build();

        assertFailure(simulated.player().play(simulated.backup(request)), "tenant9", "OB.Tenant.NotExist", "trace");
    }

    @Test
    void aMissingDestinationIsToldInObshellsWords() {
        simulated.cluster.tenant("tenant1").configured("", "");

        assertFailure(play(), "OB.Backup.ArchiveDestEmpty", "tenant1");
    }

    @Test
    void aTenantThatIsDroppedMeanwhileIsTold() {
        OperationPlayer player = simulated.player();
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.dropTenant("tenant1");

        assertFailure(player.resume(operation), "OB.Tenant.NotExist");
    }

    @Test
    void messagesCarryNoAccessKey() {
        List<String> said = new ArrayList<>();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(
                                400, "OB.Backup.X", "bad uri oss://b/p?host=h&access_id=LTAI&access_key=SECRET1"))
                        .onPath(".*/overview"));
        OperationPlayer player = simulated.player();
        said.add(player.play(simulated.fullBackup()).message());
        player.events().forEach(event -> said.add(event.toString()));
        said.add(player.state().toJson());

        assertTrue(said.get(0).contains("access_key=****"), said.get(0));
        assertTrue(said.stream().noneMatch(text -> text.contains("SECRET1") || text.contains("LTAI")), said.toString());
    }

    @Test
    void aPasswordThatIsGoneIsAClearFailure() throws IOException {
        ObshellClient client = new ObshellClient(
                new HttpTransport(
                        new OkHttpClient(), Duration.ofSeconds(2), Duration.ofSeconds(2), simulated.controllerClock),
                new EndpointDirectory(simulated.cluster.endpoints().stream()
                        .map(Endpoint::parse)
                        .toList()),
                () -> {
                    throw new PasswordUnavailableException("There is no credential “obshell” any more.");
                },
                Locale.ENGLISH);

        Outcome outcome = simulated
                .player()
                .play(new BackupOperation(
                        simulated.context(client, simulated.journal()::add, SecretSource.NONE),
                        simulated.fullBackupRequest(IfBackupRunning.FAIL)));

        assertFailure(outcome, "There is no credential");
    }

    @Test
    void anEncryptionPasswordThatIsGoneStartsNothing() {
        SecretSource gone = new SecretSource() {
            @Override
            public String encryptionPassword() throws PasswordUnavailableException {
                throw new PasswordUnavailableException("There is no credential “backup-set” any more.");
            }

            @Override
            public StorageKey storageKey() {
                return null;
            }
        };

        Outcome outcome = simulated
                .player()
                .play(new BackupOperation(
                        simulated.context(simulated.client(), simulated.journal()::add, gone),
                        simulated.fullBackupRequest(IfBackupRunning.FAIL)));

        assertFailure(outcome, "backup-set");
        assertEquals(0, simulated.backupsPosted());
    }
}
