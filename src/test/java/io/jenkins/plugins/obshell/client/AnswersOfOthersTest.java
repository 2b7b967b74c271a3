package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one obshell answers costs nobody else anything, although all calls share the same few threads. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AnswersOfOthersTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final BackupScope TENANT = BackupScope.tenant("tenant1");

    private final ExecutorService oneThread = Executors.newSingleThreadExecutor();
    private final OkHttpClient http =
            new OkHttpClient.Builder().dispatcher(new Dispatcher(oneThread)).build();
    private final TlsClients clients = new TlsClients(http);
    private final Authority authority = new Authority();
    private SimulatedCluster hostile;
    private SimulatedCluster good;

    @BeforeEach
    void start() {
        hostile = one().start();
        good = one().https(authority.serving(authority.issue("127.0.0.1"))).start();
    }

    @AfterEach
    void close() {
        hostile.close();
        good.close();
        http.connectionPool().evictAll();
        oneThread.shutdown();
    }

    private static SimulatedCluster.Builder one() {
        return SimulatedCluster.builder().keys(KEYS).keyBits(512).agents(1).tenants("tenant1");
    }

    private ObshellClient client(SimulatedCluster cluster) {
        return new ObshellClient(
                new HttpTransport(
                        clients,
                        () -> new TlsSettings(List.of(authority.certificate()), null),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Clock.systemUTC()),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, "root-password"),
                Locale.ENGLISH);
    }

    @Test
    void theNextConnectionIsNotChargedForAnAnswerThatWasTooLarge() {
        for (int i = 0; i < 2; i++) {
            hostile.faults()
                    .add(FaultRule.of(FaultAction.enormous(100L * 1024 * 1024)).on("GET", ".*/overview"));
            CompletionException e = assertThrows(
                    CompletionException.class,
                    () -> client(hostile).overview(TENANT).join());
            assertInstanceOf(UnexpectedResponseException.class, e.getCause());
            http.connectionPool().evictAll();

            assertEquals(List.of(), client(good).unfinishedDags().join());
        }
    }
}
