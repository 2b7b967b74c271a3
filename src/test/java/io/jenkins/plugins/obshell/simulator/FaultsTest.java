package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FaultsTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";
    private static final String ANY_BACKUP = ".*/backup";

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keys(KEYS).keyBits(512).start();
    private final SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");

    FaultsTest() {
        cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private FaultRule once(FaultAction action) {
        return cluster.faults().add(FaultRule.of(action).on("POST", ANY_BACKUP).once());
    }

    private Got backUp() throws Exception {
        return client.post(BACKUP, "{}");
    }

    @Test
    void aResetRequestDoesNothing() throws Exception {
        FaultRule rule = once(FaultAction.reset());
        assertThrows(IOException.class, this::backUp);
        assertEquals(1, rule.hits());
        assertTrue(cluster.dags().isEmpty());
        ReceivedRequest request =
                cluster.requests().matching("POST", ANY_BACKUP).get(0);
        assertTrue(request.authenticated());
        assertFalse(request.acted());
        assertEquals("reset", request.fault());
        assertEquals(200, backUp().status());
    }

    @Test
    void aRequestWhoseAnswerIsLostIsDoneAllTheSame() throws Exception {
        once(FaultAction.loseAnswer());
        assertThrows(IOException.class, this::backUp);
        assertEquals(1, cluster.dags().size());
        assertTrue(cluster.requests().matching("POST", ANY_BACKUP).get(0).acted());
    }

    @Test
    void aLateRequestIsDoneWhenItsTimeHasCome() throws Exception {
        once(FaultAction.actLate(Duration.ofSeconds(90)));
        assertThrows(IOException.class, this::backUp);
        clock.advance(Duration.ofSeconds(89));
        assertTrue(cluster.dags().isEmpty());
        clock.advance(Duration.ofSeconds(1));
        assertEquals("READY", cluster.dags().get(0).state());
    }

    @Test
    void anErrorCanComeAfterTheDeed() throws Exception {
        once(FaultAction.errorAfterActing());
        Got got = backUp();
        assertEquals(500, got.status());
        assertEquals("Common.Unexpected", got.errCode());
        assertEquals(1, cluster.dags().size());
    }

    @Test
    void anyErrorCanBeAnsweredInsteadOfTheDeed() throws Exception {
        once(FaultAction.error(500, "OB.Cluster.UnderMaintenance", "later"));
        Got got = backUp();
        assertEquals(500, got.status());
        assertEquals("OB.Cluster.UnderMaintenance", got.errCode());
        assertEquals("later", got.message());
        assertTrue(cluster.dags().isEmpty());
    }

    @Test
    void oneAgentCanBeWithoutTheTask() throws Exception {
        String dag = "/api/v1/task/dag/" + backUp().data().path("id").asText();
        cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).onAgent(1).onPath("/api/v1/task/.*"));
        SealingClient second = new SealingClient(cluster.endpoints().get(1), clock, "root-password");
        assertEquals("Task.NotFound", second.get(dag).errCode());
        assertEquals(200, client.get(dag).status());
    }

    @Test
    void aProxyCanAnswerInHtml() throws Exception {
        once(FaultAction.badGateway());
        Got bad = backUp();
        assertEquals(502, bad.status());
        assertNull(bad.json());
        once(FaultAction.html());
        Got page = backUp();
        assertEquals(200, page.status());
        assertTrue(page.text().startsWith("<!DOCTYPE html>"));
        assertTrue(cluster.dags().isEmpty());
    }

    @Test
    void anAnswerCanBeCutInHalf() throws Exception {
        once(FaultAction.halfJson());
        Got half = backUp();
        assertEquals(200, half.status());
        assertNull(half.json());
        assertTrue(half.text().startsWith("{\"successful\":true"));
        once(FaultAction.brokenTransfer());
        assertThrows(IOException.class, this::backUp);
        assertEquals(2, cluster.dags().size());
    }

    @Test
    void anAnswerCanBeEmptyOrOfAnotherShape() throws Exception {
        once(FaultAction.empty());
        assertEquals("", backUp().text());
        once(FaultAction.wrongShape());
        assertTrue(backUp().json().path("data").isArray());
        once(FaultAction.empty().notActing());
        assertEquals("", backUp().text());
        assertEquals(2, cluster.dags().size());
    }

    @Test
    void anAnswerCanBeEnormous() throws Exception {
        once(FaultAction.enormous(20L << 20));
        Got got = backUp();
        assertEquals(20 << 20, got.text().length());
        assertTrue(got.text().endsWith("xxx\"}}"));
    }

    @Test
    void aRequestCanStayUnanswered() throws Exception {
        once(FaultAction.silence());
        CompletableFuture<Got> answer = CompletableFuture.supplyAsync(() -> {
            try {
                return backUp();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (cluster.requests().count("POST", ANY_BACKUP) == 0) {
            Thread.onSpinWait();
        }
        assertFalse(answer.isDone());
        cluster.agent(0).stop();
        assertThrows(ExecutionException.class, () -> answer.get(30, TimeUnit.SECONDS));
        assertTrue(cluster.dags().isEmpty());
    }

    @Test
    void anAnswerCanComeSlowly() throws Exception {
        once(FaultAction.slow(100, Duration.ofMillis(1)));
        assertEquals(200, backUp().status());
    }

    @Test
    void aRequestCanBeRedirected() throws Exception {
        once(FaultAction.redirect("http://127.0.0.1:1/elsewhere"));
        Got got = backUp();
        assertEquals(302, got.status());
        assertEquals(
                "http://127.0.0.1:1/elsewhere",
                got.headers().firstValue("Location").orElse(""));
    }

    @Test
    void answersCanBeHeldSoThatRequestsInFlightCanBeCounted() throws Exception {
        String dag = "/api/v1/task/dag/" + backUp().data().path("id").asText();
        cluster.requests().clear();
        CountDownLatch latch = new CountDownLatch(1);
        cluster.faults().add(FaultRule.of(FaultAction.hold(latch)));
        ExecutorService pool = Executors.newFixedThreadPool(5);
        try {
            List<Future<Got>> answers = IntStream.range(0, 5)
                    .mapToObj(i -> pool.submit(() -> client.get(dag)))
                    .toList();
            while (cluster.requests().size() < 5) {
                Thread.onSpinWait();
            }
            latch.countDown();
            for (Future<Got> answer : answers) {
                assertEquals(200, answer.get().status());
            }
        } finally {
            pool.shutdownNow();
        }
        assertEquals(5, cluster.requests().maxInFlight());
    }

    @Test
    void anObshellCanBeStoppedWhileItHoldsARequest() throws Exception {
        cluster.faults().add(FaultRule.of(FaultAction.hold(new CountDownLatch(1))));
        CompletableFuture<Void> asking = CompletableFuture.runAsync(() -> {
            try {
                client.open("/api/v1/info");
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        while (cluster.requests().size() == 0) {
            Thread.onSpinWait();
        }
        cluster.agent(0).stop();
        asking.handle((nothing, failure) -> failure).get(30, TimeUnit.SECONDS);
        assertEquals(1, cluster.requests().size());
    }

    @Test
    void manyClientsMayAskWhileTheClockMoves() throws Exception {
        String dag = "/api/v1/task/dag/" + backUp().data().path("id").asText();
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<Integer>> clients = IntStream.range(0, 4)
                    .mapToObj(i -> pool.submit(() -> {
                        // Its headers must not expire while the clock jumps.
                        Clock ahead = Clock.offset(clock, Duration.ofHours(2));
                        SealingClient own =
                                new SealingClient(cluster.endpoints().get(i % 3), ahead, "root-password");
                        int asked = 0;
                        while (!over.get()) {
                            assertEquals(200, own.get(dag).status());
                            asked++;
                        }
                        return asked;
                    }))
                    .toList();
            for (int minute = 0; minute < 60; minute++) {
                clock.advance(Duration.ofMinutes(1));
                assertEquals(200, client.get(dag).status());
            }
            over.set(true);
            int asked = 0;
            for (Future<Integer> each : clients) {
                asked += each.get();
            }
            assertEquals(asked, cluster.requests().count("GET", dag) - 60);
        } finally {
            pool.shutdownNow();
        }
        assertEquals("SUCCEED", cluster.dags().get(0).state());
    }

    @Test
    void aStoppedObshellRefusesConnectionsAndComesBackOnItsPort() throws Exception {
        assertEquals(200, client.open("/api/v1/info").status());
        cluster.agent(0).stop();
        assertThrows(ConnectException.class, () -> client.open("/api/v1/info"));
        cluster.agent(0).start();
        assertEquals(200, client.open("/api/v1/info").status());
    }

    @Test
    void somethingElseCanHaveThePortOfAnObshellAndSpeakGarbage() throws Exception {
        SealingClient other = new SealingClient(cluster.endpoints().get(1), clock, "root-password");
        cluster.agent(0).garble();
        assertThrows(IOException.class, () -> client.open("/api/v1/info"));
        assertThrows(IOException.class, () -> client.open("/api/v1/info"));
        assertEquals(200, other.open("/api/v1/info").status());
        cluster.agent(0).start();
        assertEquals(200, client.open("/api/v1/info").status());
        cluster.agent(0).garble();
        cluster.agent(0).stop();
        assertThrows(ConnectException.class, () -> client.open("/api/v1/info"));
        cluster.agent(0).garble();
        cluster.reset();
        assertEquals(200, client.open("/api/v1/info").status());
    }

    @Test
    void aRuleFitsOnlyWhatItNames() throws Exception {
        FaultRule rule = cluster.faults()
                .add(FaultRule.of(FaultAction.html())
                        .on("GET", "/api/v1/(info|time)")
                        .onAgent(0)
                        .skipping(1)
                        .times(2));
        List<Boolean> befallen = new ArrayList<>();
        for (String path : List.of("info", "status", "time", "info", "time")) {
            befallen.add(client.open("/api/v1/" + path).json() == null);
        }
        assertEquals(List.of(false, false, true, true, false), befallen);
        assertEquals(2, rule.hits());
        cluster.faults().remove(rule);
    }

    @Test
    void aRuleLastsAsLongAsItSaysByTheClock() throws Exception {
        cluster.faults()
                .add(FaultRule.of(FaultAction.html())
                        .from(clock.instant().plusSeconds(10))
                        .lasting(Duration.ofSeconds(10)));
        cluster.faults()
                .add(FaultRule.of(FaultAction.badGateway())
                        .until(clock.instant().plusSeconds(5)));
        List<Integer> statuses = new ArrayList<>();
        List<Boolean> pages = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Got got = client.open("/api/v1/info");
            statuses.add(got.status());
            pages.add(got.json() == null);
            clock.advance(Duration.ofSeconds(5));
        }
        assertEquals(List.of(502, 200, 200, 200, 200), statuses);
        assertEquals(List.of(true, false, true, true, false), pages);
    }

    @Test
    void theFirstRuleThatFitsBefalls() throws Exception {
        cluster.faults().add(FaultRule.of(FaultAction.badGateway()).once());
        cluster.faults().add(FaultRule.of(FaultAction.html()));
        assertEquals(502, client.open("/api/v1/info").status());
        assertEquals(200, client.open("/api/v1/info").status());
        cluster.faults().clear();
        assertEquals(
                "CLUSTER AGENT",
                client.open("/api/v1/info").data().path("identity").asText());
    }
}
