package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An operation on a cluster whose agent keys are pinned: another key is its end, and the end says so. */
class PinnedKeyTest {

    private final OkHttpClient http = new OkHttpClient();
    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants("tenant1"));

    @AfterEach
    void close() {
        simulated.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private record Pinned(KeyFingerprint pin) implements TransportTrust {

        @Override
        public TlsSettings settings() {
            return TlsSettings.JAVA;
        }

        @Override
        public Set<KeyFingerprint> pins() {
            return Set.of(pin);
        }
    }

    private KeyFingerprint key() {
        return AgentKey.parse(KeyPairs.publicKey(simulated.cluster.agent(0).keyPair()))
                .fingerprint();
    }

    private Operation backup(KeyFingerprint pin) {
        simulated.cluster.tenant("tenant1").configured();
        ObshellClient client = new ObshellClient(
                new HttpTransport(
                        new TlsClients(http),
                        new Pinned(pin),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        simulated.controllerClock),
                new EndpointDirectory(
                        List.of(Endpoint.parse(simulated.cluster.endpoints().get(0)))),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, SimulatedOperations.PASSWORD),
                Locale.ENGLISH);
        return new BackupOperation(
                simulated.context(client, simulated.journal()::add, SecretSource.NONE),
                simulated.fullBackupRequest(IfBackupRunning.FAIL));
    }

    private void assertTold(Outcome outcome) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String part : List.of(simulated.cluster.endpoints().get(0), key().toString(), "not pinned")) {
            assertTrue(outcome.message().contains(part), outcome.message());
        }
    }

    @Test
    void theRightKeyChangesNothing() {
        Outcome outcome = simulated.player().play(backup(key()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void anotherKeyIsToldAtOnceAndNothingIsBegun() {
        OperationPlayer player = simulated.player();

        assertTold(player.play(backup(new KeyFingerprint("0".repeat(64)))));

        assertEquals(1, player.pauses().size());
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aKeyThatChangesWhileTheBackupIsWaitedForEndsTheOperationAndNotTheBackup() {
        OperationPlayer player = simulated.player();
        Operation operation = backup(key());
        player.playUntil(operation, ProgressEvent.BackupProgress.class);

        simulated.cluster.agent(0).newKey(512);
        Outcome outcome = player.resume(operation);

        assertTold(outcome);
        assertTrue(outcome.message().contains(String.valueOf(outcome.result().dagId())), outcome.message());
        assertEquals(0, player.events(ProgressEvent.ContactLost.class).size());
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*"));
    }
}
