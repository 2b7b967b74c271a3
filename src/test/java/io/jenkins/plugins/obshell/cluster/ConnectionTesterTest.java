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

    private ConnectionReport check(PasswordSource passwords, String... more) throws InterruptedException {
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

    private static void assertTells(ConnectionReport report, ConnectionReport.Grade grade, String... parts) {
        String text = text(report);
        assertEquals(grade, report.grade(), text);
        for (String part : parts) {
            assertTrue(text.contains(part), text);
        }
        assertFalse(text.contains(PASSWORD), text);
    }

    private static String text(ConnectionReport report) {
        return report.verdict() + " " + report.details() + " " + report.endpoints();
    }

    private ConnectionReport.TestedEndpoint tested(ConnectionReport report, int agent) {
        return report.endpoints().stream()
                .filter(endpoint -> endpoint.endpoint()
                        .equals(Endpoint.parse(cluster.agent(agent).endpoint())))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aGoodClusterTellsOfEachEndpointWhatItIsAndThatThePasswordIsAccepted() throws InterruptedException {
        cluster.agent(1).setClockOffset(Duration.ofSeconds(-90));
        ConnectionReport report = check(password(PasswordKind.ROOT_SYS, PASSWORD));
        assertTells(report, ConnectionReport.Grade.GOOD);
        assertEquals(Messages.ConnectionTester_good(3), report.verdict());
        assertEquals(List.of(), report.details());
        assertEquals(3, report.endpoints().size());
        for (int agent = 0; agent < 3; agent++) {
            assertEquals("Yes (CLUSTER AGENT).", tested(report, agent).answer());
            assertTrue(tested(report, agent).versions().startsWith("obshell 4.4.2.0-0, OceanBase "), text(report));
        }
        assertTrue(tested(report, 1).clock().matches("-(90|89)\\.\\d s"), text(report));
    }

    @Test
    void aClockThatIsFarOffIsToldAndThePasswordIsNotTried() throws InterruptedException {
        for (int agent = 0; agent < 3; agent++) {
            cluster.agent(agent).setClockOffset(Duration.ofDays(8));
        }
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.BAD,
                "+691",
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
        ConnectionReport report = check(password(PasswordKind.ROOT_SYS, PASSWORD), "nowhere.invalid:2886");
        assertTells(
                report,
                ConnectionReport.Grade.DOUBTFUL,
                Messages.ConnectionTester_doubtful(),
                cluster.agent(2).endpoint() + " refused the connection",
                "nowhere.invalid");
        assertEquals("", tested(report, 2).versions());
    }

    @Test
    void noAnswerAtAllIsTheWorst() throws InterruptedException {
        cluster.close();
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.BAD,
                Messages.ConnectionTester_noneAnswers(),
                cluster.agent(0).endpoint(),
                cluster.agent(2).endpoint());
    }

    @Test
    void aRefusedPasswordWithABlankAtItsEdgeIsReportedWithThatHint() throws InterruptedException {
        assertTells(
                check(password(PasswordKind.ROOT_SYS, "wrong\n")),
                ConnectionReport.Grade.BAD,
                "The password begins or ends with a blank or a line end");
        assertFalse(text(check(password(PasswordKind.ROOT_SYS, "wrong"))).contains("blank"));
    }

    @Test
    void aWrongPasswordIsTriedOnceAndToldBeforeAnythingElse() throws InterruptedException {
        ConnectionReport report = check(password(PasswordKind.ROOT_SYS, "wrong"));
        assertTells(report, ConnectionReport.Grade.BAD, "OceanBase password is incorrect");
        assertEquals("The password is refused. Check the credential and the password type.", report.verdict());
        assertEquals(1, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void theKindOfThePasswordCounts() throws InterruptedException {
        cluster.changeAgentPassword("agent-password");
        assertTells(
                check(password(PasswordKind.AGENT, PASSWORD)),
                ConnectionReport.Grade.BAD,
                "Check the credential and the password type");
        assertTells(check(password(PasswordKind.AGENT, "agent-password")), ConnectionReport.Grade.GOOD);
    }

    @Test
    void aMissingCredentialStillTellsWhatTheClusterIs() throws InterruptedException {
        ConnectionReport report = check(() -> {
            throw new PasswordUnavailableException("No such credential.");
        });
        assertTells(report, ConnectionReport.Grade.BAD, "obshell 4.4.2.0", "No such credential.");
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void anObshellOutsideTheClusterIsNamed() throws InterruptedException {
        cluster.agent(0).setIdentity(Identity.SINGLE);
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.DOUBTFUL,
                Messages.ConnectionTester_doubtful(),
                "not a member of a running cluster (SINGLE)");
    }

    @Test
    void aClusterWithoutAnyMemberCannotBeUsed() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            cluster.agent(i).setIdentity(Identity.SINGLE);
        }
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.BAD,
                Messages.ConnectionTester_noMember());
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void anEndpointThatHangsHoldsTheTestUpOnlyAsLongAsACallMayTake() throws InterruptedException {
        cluster.faults().add(FaultRule.of(FaultAction.silence()).onAgent(1));
        callTimeout = Duration.ofMillis(300);
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.DOUBTFUL,
                cluster.agent(1).endpoint() + " accepted the connection but gave no answer in time");
    }

    @Test
    void theKeyOfEveryEndpointIsShownForPinning() throws InterruptedException {
        ConnectionReport report = check(password(PasswordKind.ROOT_SYS, PASSWORD));
        for (int i = 0; i < 3; i++) {
            assertEquals(keyOf(i), tested(report, i).key());
        }
    }

    @Test
    void allKeysPinnedIsGood() throws InterruptedException {
        pins = Set.of(keyOf(0), keyOf(1), keyOf(2));
        assertTells(check(password(PasswordKind.ROOT_SYS, PASSWORD)), ConnectionReport.Grade.GOOD);
    }

    @Test
    void oneKeyThatIsNotPinnedIsNamedAndThePasswordIsNotTried() throws InterruptedException {
        pins = Set.of(keyOf(0), keyOf(1));
        ConnectionReport report = check(password(PasswordKind.ROOT_SYS, PASSWORD));
        assertEquals(Messages.ConnectionTester_untrusted(), report.verdict());
        assertEquals(keyOf(2), tested(report, 2).key());
        assertTells(
                report,
                ConnectionReport.Grade.BAD,
                cluster.agent(2).endpoint() + " gave a key that is not pinned, with the fingerprint " + keyOf(2));
        assertEquals(0, cluster.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void anEndpointThatGivesNoKeyIsNamed() throws InterruptedException {
        cluster.faults().add(FaultRule.of(FaultAction.html()).onAgent(2).onPath(".*/secret"));
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.DOUBTFUL,
                cluster.agent(2).endpoint() + " answered (HTTP 200), but not as obshell does");
    }

    @Test
    void theTestAsAWholeHasAnEnd() throws InterruptedException {
        cluster.faults().add(FaultRule.of(FaultAction.silence()).on("GET", ".*/unfinish"));
        patience = Duration.ofSeconds(3);
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)),
                ConnectionReport.Grade.BAD,
                Messages.ConnectionTester_timeout());
    }

    @Test
    void noAccessKeyInAUriThatItSaysIsTold() throws InterruptedException {
        String key = "keyOfTheStorage/4711+abcdefghij==";
        for (String before : List.of("", "x".repeat(120), "x".repeat(140))) {
            cluster.say(
                    before + " s3://b/p?access_key=" + key + "&host=h", "message", "version", "obVersion", "traceId");
            ConnectionReport good = check(password(PasswordKind.ROOT_SYS, PASSWORD));
            assertTells(good, ConnectionReport.Grade.GOOD);
            assertFalse(text(good).contains(key.substring(0, 4)), text(good));
            ConnectionReport refused = check(password(PasswordKind.ROOT_SYS, "wrong"));
            assertTells(refused, ConnectionReport.Grade.BAD);
            assertFalse(text(refused).contains(key.substring(0, 4)), text(refused));
        }
    }

    @Test
    void whatAnObshellRepeatsOfThePasswordIsNotTold() throws InterruptedException {
        String repeated = PASSWORD + " " + PASSWORD.replace("-", "%2D") + "\u001b[8mha:";
        cluster.say(repeated, "message", "version", "obVersion", "zone");
        assertTells(
                check(password(PasswordKind.ROOT_SYS, PASSWORD)), ConnectionReport.Grade.GOOD, "4.4.2.0-0 **** ****");
        cluster.say("not-the-password", "message", "traceId");
        ConnectionReport refused = check(password(PasswordKind.ROOT_SYS, "not-the-password"));
        assertTells(refused, ConnectionReport.Grade.BAD, "****");
        assertFalse(text(refused).contains("not-the-password"), text(refused));
    }
}
