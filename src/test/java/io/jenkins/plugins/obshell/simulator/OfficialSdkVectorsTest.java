package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OfficialSdkVectorsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> vectors() throws Exception {
        List<Arguments> vectors = new ArrayList<>();
        try (InputStream file = OfficialSdkVectorsTest.class.getResourceAsStream("/official-sdk-vectors.json")) {
            for (JsonNode vector : MAPPER.readTree(file).path("vectors")) {
                vectors.add(Arguments.of(
                        vector.path("name").asText() + ", "
                                + vector.path("keyBits").asText() + " bits",
                        vector));
            }
        }
        return vectors.stream();
    }

    private static Instant expiry(JsonNode vector) throws Exception {
        return Instant.ofEpochSecond(
                MAPPER.readTree(vector.path("headerPlain").asText()).path("ts").asLong());
    }

    private static SimulatedCluster cluster(JsonNode vector, Instant now) {
        SimulatedCluster cluster = SimulatedCluster.builder()
                .agents(1)
                .clock(new ManualClock(now))
                .keys(List.of(KeyPairs.fromPrivateKey(vector.path("privateKey").asText())))
                .rootPassword(vector.path("password").asText())
                .tenants("tenant1", "t_2")
                .start();
        cluster.tenant("tenant1").configured();
        cluster.tenant("t_2").configured();
        return cluster;
    }

    private static SealingClient.Got send(SimulatedCluster cluster, JsonNode vector) throws Exception {
        return new SealingClient(cluster.endpoints().get(0), new ManualClock(), "")
                .send(
                        vector.path("method").asText(),
                        vector.path("uri").asText(),
                        Map.of(
                                vector.path("headerName").asText(),
                                vector.path("headerValue").asText()),
                        vector.path("bodyCipher").isNull()
                                ? null
                                : vector.path("bodyCipher").asText());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void requestsOfTheOfficialSdkAreLetInAsTheyAre(String name, JsonNode vector) throws Exception {
        try (SimulatedCluster cluster = cluster(vector, expiry(vector).minusSeconds(1))) {
            SealingClient.Got got = send(cluster, vector);
            assertTrue(got.status() == 200 || got.errCode().equals("Task.NotFound"), got.text());
            ReceivedRequest request = cluster.requests().all().get(0);
            assertTrue(request.authenticated());
            assertEquals(vector.path("uri").asText(), request.target());
            assertEquals(
                    vector.path("bodyPlain").isNull()
                            ? ""
                            : vector.path("bodyPlain").asText(),
                    request.body());
            assertEquals(
                    vector.path("publicKey").asText(),
                    KeyPairs.publicKey(cluster.agent(0).keyPair()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void requestsOfTheOfficialSdkExpireUnlessThePasswordIsEmpty(String name, JsonNode vector) throws Exception {
        try (SimulatedCluster cluster = cluster(vector, expiry(vector).plus(Duration.ofSeconds(1)))) {
            SealingClient.Got got = send(cluster, vector);
            if (vector.path("password").asText().isEmpty()) {
                assertEquals("Task.NotFound", got.errCode());
            } else {
                assertEquals(401, got.status());
                assertEquals("Security.Authentication.Expired", got.errCode());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void requestsThatATestSealsWithTheSameKeyAreLetInToo(String name, JsonNode vector) throws Exception {
        Instant now = expiry(vector).minusSeconds(60);
        try (SimulatedCluster cluster = cluster(vector, now)) {
            SealingClient client = new SealingClient(
                    cluster.endpoints().get(0),
                    new ManualClock(now),
                    vector.path("password").asText());
            SealingClient.Got got = client.withBlocksOf(53)
                    .sealed(
                            vector.path("method").asText(),
                            vector.path("uri").asText(),
                            vector.path("bodyPlain").isNull()
                                    ? null
                                    : vector.path("bodyPlain").asText());
            assertTrue(got.status() == 200 || got.errCode().equals("Task.NotFound"), got.text());
            assertTrue(cluster.requests().all().get(1).authenticated());
        }
    }
}
