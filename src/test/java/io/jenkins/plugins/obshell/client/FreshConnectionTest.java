package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change never goes over a connection that its other side may have closed, so that “never sent” is known to be so. */
class FreshConnectionTest {

    private static final BackupScope TENANT = BackupScope.tenant("tenant1");
    private static final BackupStart FULL = new BackupStart("full", null, null);

    private final ManualClock clock = new ManualClock();
    private final OkHttpClient http = new OkHttpClient();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .keys(new KeyPairs())
            .keyBits(512)
            .agents(1)
            .rootPassword("root-password")
            .tenants("tenant1")
            .start();
    private final HttpTransport transport =
            new HttpTransport(http, Duration.ofSeconds(5), Duration.ofSeconds(30), clock);
    private final ObshellClient client = new ObshellClient(
            transport,
            new EndpointDirectory(
                    cluster.endpoints().stream().map(Endpoint::parse).toList()),
            () -> new ObshellPassword(PasswordKind.ROOT_SYS, "root-password"),
            Locale.ENGLISH);

    @AfterEach
    void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    @Test
    void aReadTakesAnOpenConnectionAndAChangeOpensItsOwn() throws InterruptedException, IOException {
        try (MockWebServer server = new MockWebServer()) {
            server.start();
            for (int i = 0; i < 4; i++) {
                server.enqueue(new MockResponse.Builder().build());
            }
            for (String method : List.of("GET", "GET", "POST", "GET")) {
                transport
                        .send(
                                Endpoint.parse("127.0.0.1:" + server.getPort()),
                                new Request.Builder()
                                        .url(server.url("/"))
                                        .method(method, method.equals("POST") ? RequestBody.create(new byte[0]) : null)
                                        .build(),
                                new TrustSnapshot(null, Set.of(), Duration.ofSeconds(5), Duration.ofSeconds(5)),
                                () -> SecretMask.NONE)
                        .join();
            }

            assertEquals(0, server.takeRequest().getExchangeIndex());
            assertEquals(1, server.takeRequest().getExchangeIndex());
            assertEquals(0, server.takeRequest().getExchangeIndex(), "the change");
            assertEquals(2, server.takeRequest().getExchangeIndex());
        }
    }

    @Test
    void aClusterThatClosesAfterEachAnswerIsBackedUpAllTheSame() {
        cluster.tenant("tenant1").configured();
        cluster.faults().add(FaultRule.of(FaultAction.silentClose()));
        for (int i = 0; i < 20; i++) {
            client.unfinishedDags().join();
        }

        assertFalse(client.startBackup(TENANT, FULL).join().id().isEmpty());
        assertEquals(1, cluster.requests().count("POST", ".*/backup"));
    }

    @Test
    void aChangeThatCannotConnectWasCertainlyNotSent() {
        client.unfinishedDags().join();
        cluster.agent(0).stop();

        try {
            client.startBackup(TENANT, FULL).join();
        } catch (CompletionException e) {
            ObshellException failure = (ObshellException) e.getCause();
            assertFalse(failure.mayHaveArrived(), failure.getMessage());
            return;
        }
        throw new AssertionError(List.of("started"));
    }
}
