package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionTesterTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String PASSWORD = "root-password";

    private final SimulatedCluster cluster =
            SimulatedCluster.builder().keys(KEYS).start();
    private final OkHttpClient http = new OkHttpClient();
    private Set<KeyFingerprint> pins = Set.of();
    private Duration callTimeout = Duration.ofSeconds(5);
    private Duration patience = Duration.ofSeconds(20);

    @AfterEach
    void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private ConnectionTester.Report check(PasswordSource passwords, String... more) throws InterruptedException {
        HttpTransport transport = new HttpTransport(
                new TlsClients(http), new Trust(pins), Duration.ofSeconds(5), callTimeout, Clock.systemUTC());
        List<Endpoint> endpoints = Stream.concat(cluster.endpoints().stream(), Stream.of(more))
                .map(Endpoint::parse)
                .toList();
        return new ConnectionTester(transport, passwords, Locale.ENGLISH, patience).run(endpoints);
    }

    private record Trust(Set<KeyFingerprint> pins) implements TransportTrust {

        @Override
        public TlsSettings settings() {
            return TlsSettings.JAVA;
        }
    }

    private KeyFingerprint keyOf(int agent) {
        return AgentKey.parse(KeyPairs.publicKey(cluster.agent(agent).keyPair()))
                .fingerprint();
    }

    private static PasswordSource password(PasswordKind kind, String value) {
        return () -> new ObshellPassword(kind, value);
    }

    private static void assertTells(ConnectionTester.Report report, ConnectionTester.Grade grade, String... parts) {
        assertEquals(grade, report.grade(), report.message());
        for (String part : parts) {
            assertTrue(report.message().contains(part), report.message());
        }
        assertFalse(report.message().contains(PASSWORD), report.message());
    }

    @Test
    void aGoodClusterTellsVersionsIdentityEndpointsClockAndThatThePasswordIsAccepted() throws InterruptedException {
        cluster.agent(1).setClockOffset(Duration.ofSeconds(-90));
        ConnectionTester.Report report = check(password(PasswordKind.ROOT_SYS, PASSWORD));
        assertTells(
                report,
                ConnectionTester.Grade.GOOD,
                "3 of 3 endpoints",
                "obshell 4.4.2.0",
                "OceanBase ",
                "CLUSTER AGENT",
                Messages.ConnectionTester_passwordAccepted());
        assertTrue(report.message().matches(".*clock offset -(90|89)\\.\\d s.*"), report.message());
    }

    @Test
    void aClockThatIsFarOffIsToldAndThePasswordIsNotTried() throws InterruptedException {
        for (int agent = 0; agent < 3; agent++) {
            cluster.agent(agent).setClockOffset(Duration.ofDays(8));
        }
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.BAD,
                "3 of 3 endpoints",
                "clock offset +691",
                "hours off",
                "Correct the clock that is wrong");
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void nothingIsChangedAndThePasswordIsTriedOnce() throws InterruptedException {
        check(password(PasswordKind.ROOT_SYS, PASSWORD));
        assertEquals(0, cluster.requests().count("POST", ".*"));
        assertEquals(0, cluster.requests().count("PATCH", ".*"));
        assertEquals(1, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void aSilentEndpointIsNamedWithTheReason() throws InterruptedException {
        cluster.agent(2).stop();
        ConnectionTester.Report report = check(password(PasswordKind.ROOT_SYS, PASSWORD), "nowhere.invalid:2886");
        assertTells(
                report,
                ConnectionTester.Grade.DOUBTFUL,
                "2 of 4 endpoints",
                cluster.agent(2).endpoint() + " refused the connection",
                "nowhere.invalid",
                Messages.ConnectionTester_passwordAccepted());
    }

    @Test
    void noAnswerAtAllIsTheWorst() throws InterruptedException {
        cluster.close();
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.BAD,
                Messages.ConnectionTester_noneAnswers(),
                cluster.agent(0).endpoint(),
                cluster.agent(2).endpoint());
    }

    @Test
    void aRefusedPasswordWithABlankAtItsEdgeIsReportedWithThatHint() throws InterruptedException {
        assertTells(
                check(password(PasswordKind.ROOT_SYS, "wrong\n")),
                ConnectionTester.Grade.BAD,
                "The password begins or ends with a blank or a line end");
        assertFalse(check(password(PasswordKind.ROOT_SYS, "wrong")).message().contains("blank"));
    }

    @Test
    void aWrongPasswordIsTriedOnceAndTold() throws InterruptedException {
        ConnectionTester.Report report = check(password(PasswordKind.ROOT_SYS, "wrong"));
        assertTells(
                report, ConnectionTester.Grade.BAD, "3 of 3 endpoints", "Check the credential and the password type");
        assertFalse(report.message().contains(Messages.ConnectionTester_passwordAccepted()), report.message());
        assertEquals(1, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void theKindOfThePasswordCounts() throws InterruptedException {
        cluster.changeAgentPassword("agent-password");
        assertTells(
                check(password(PasswordKind.AGENT, PASSWORD)),
                ConnectionTester.Grade.BAD,
                "Check the credential and the password type");
        assertTells(check(password(PasswordKind.AGENT, "agent-password")), ConnectionTester.Grade.GOOD);
    }

    @Test
    void aMissingCredentialStillTellsWhatTheClusterIs() throws InterruptedException {
        ConnectionTester.Report report = check(() -> {
            throw new PasswordUnavailableException("No such credential.");
        });
        assertTells(report, ConnectionTester.Grade.BAD, "obshell 4.4.2.0", "No such credential.");
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void anObshellOutsideTheClusterIsNamed() throws InterruptedException {
        cluster.agent(0).setIdentity(Identity.SINGLE);
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.DOUBTFUL,
                Messages.ConnectionTester_notMember(cluster.agent(0).endpoint()));
    }

    @Test
    void aClusterWithoutAnyMemberCannotBeUsed() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            cluster.agent(i).setIdentity(Identity.SINGLE);
        }
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.BAD,
                Messages.ConnectionTester_noMember());
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void anEndpointThatHangsHoldsTheTestUpOnlyAsLongAsACallMayTake() throws InterruptedException {
        cluster.faults().add(FaultRule.of(FaultAction.silence()).onAgent(1));
        callTimeout = Duration.ofMillis(300);
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.DOUBTFUL,
                cluster.agent(1).endpoint() + " accepted the connection but gave no answer in time");
    }

    @Test
    void theKeyOfEveryEndpointIsShownForPinning() throws InterruptedException {
        ConnectionTester.Report report = check(password(PasswordKind.ROOT_SYS, PASSWORD));
        for (int i = 0; i < 3; i++) {
            assertTells(report, ConnectionTester.Grade.GOOD, cluster.agent(i).endpoint() + " " + keyOf(i));
        }
    }

    @Test
    void allKeysPinnedIsGood() throws InterruptedException {
        pins = Set.of(keyOf(0), keyOf(1), keyOf(2));
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.GOOD,
                Messages.ConnectionTester_passwordAccepted());
    }

    @Test
    void oneKeyThatIsNotPinnedIsNamedAndThePasswordIsNotTried() throws InterruptedException {
        pins = Set.of(keyOf(0), keyOf(1));
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.BAD,
                Messages.ConnectionTester_untrusted(),
                cluster.agent(2).endpoint() + " gave a key that is not pinned, with the fingerprint " + keyOf(2));
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void anEndpointThatGivesNoKeyIsNamed() throws InterruptedException {
        cluster.faults().add(FaultRule.of(FaultAction.html()).onAgent(2).onPath(".*/secret"));
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.DOUBTFUL,
                cluster.agent(2).endpoint() + " answered (HTTP 200), but not as obshell does",
                Messages.ConnectionTester_passwordAccepted());
    }

    @Test
    void theTestAsAWholeHasAnEnd() throws InterruptedException {
        cluster.faults().add(FaultRule.of(FaultAction.silence()).on("GET", ".*/unfinish"));
        patience = Duration.ofSeconds(3);
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionTester.Grade.BAD,
                "3 of 3 endpoints",
                Messages.ConnectionTester_timeout());
    }

    @Test
    void noAccessKeyInAUriThatItSaysIsTold() throws InterruptedException {
        String key = "keyOfTheStorage/4711+abcdefghij==";
        for (String before : List.of("", "x".repeat(120), "x".repeat(140))) {
            cluster.say(
                    before + " s3://b/p?access_key=" + key + "&host=h", "message", "version", "obVersion", "traceId");
            ConnectionTester.Report good = check(password(PasswordKind.ROOT_SYS, PASSWORD));
            assertTells(good, ConnectionTester.Grade.GOOD);
            assertFalse(good.message().contains(key.substring(0, 4)), good.message());
            ConnectionTester.Report refused = check(password(PasswordKind.ROOT_SYS, "wrong"));
            assertTells(refused, ConnectionTester.Grade.BAD);
            assertFalse(refused.message().contains(key.substring(0, 4)), refused.message());
        }
    }

    @Test
    void whatAnObshellRepeatsOfThePasswordIsNotTold() throws InterruptedException {
        String repeated = PASSWORD + " " + PASSWORD.replace("-", "%2D") + "\u001b[8mha:";
        cluster.say(repeated, "message", "version", "obVersion", "zone");
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)), ConnectionTester.Grade.GOOD, "4.4.2.0-0 **** ****");
        cluster.say("not-the-password", "message", "traceId");
        ConnectionTester.Report refused = check(password(PasswordKind.ROOT_SYS, "not-the-password"));
        assertTells(refused, ConnectionTester.Grade.BAD, "****");
        assertFalse(refused.message().contains("not-the-password"), refused.message());
    }
}
