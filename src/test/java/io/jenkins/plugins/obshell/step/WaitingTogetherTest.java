package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.step.driver.Pacer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Builds that wait for the same backup, by a clock that the test turns. */
class WaitingTogetherTest {

    private static final BackupScope TENANT = BackupScope.tenant("tenant1");

    private final ManualClock clock = new ManualClock();
    private final OkHttpClient http = new OkHttpClient();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .keys(new KeyPairs())
            .keyBits(512)
            .agents(1)
            .tenants("tenant1")
            .start();
    private final EndpointDirectory directory = new EndpointDirectory(
            cluster.endpoints().stream().map(Endpoint::parse).toList());

    @AfterEach
    void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private Operation waiting() {
        ObshellClient client = new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), clock),
                directory,
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, "root-password"),
                Locale.ENGLISH);
        return new CheckOperation(
                new OperationContext(client, clock, state -> {}, SecretSource.NONE),
                new CheckRequestBuilder(TENANT).build());
    }

    private record Look(Operation operation, OperationState state, Instant at) {}

    /** How many requests it takes that so many builds wait for one backup. */
    private int requests(int builds) {
        cluster.reset();
        cluster.tenant("tenant1").configured().startForeignBackup();
        clock.advance(Duration.ofMinutes(1));
        Pacer pacer = new Pacer(() -> clock.instant().toEpochMilli());
        PriorityQueue<Look> due = new PriorityQueue<>(Comparator.comparing(Look::at));
        for (int i = 0; i < builds; i++) {
            Operation operation = waiting();
            // They began to wait at different times.
            Duration wait = pacer.pace("prod", "tenant1", Duration.ofMillis(3700L * i));
            due.add(new Look(operation, operation.begin(), clock.instant().plus(wait)));
        }
        List<Verdict> verdicts = new ArrayList<>();
        while (!due.isEmpty()) {
            Look look = due.poll();
            if (look.at().isAfter(clock.instant())) {
                clock.set(look.at());
            }
            Turn turn = look.operation().advance(look.state()).join();
            if (turn.isOver()) {
                verdicts.add(turn.outcome().verdict());
            } else {
                Duration pause = pacer.pace("prod", "tenant1", turn.pause());
                due.add(new Look(look.operation(), turn.state(), clock.instant().plus(pause)));
            }
        }
        assertEquals(Collections.nCopies(builds, Verdict.SUCCESS), verdicts);
        return cluster.requests().size();
    }

    @Test
    void manyWhoWaitForOneBackupTakeLittleMoreRequestsThanOne() {
        int alone = requests(1);
        int together = requests(10);
        assertTrue(together <= 1.5 * alone, together + " requests instead of " + alone);
    }
}
