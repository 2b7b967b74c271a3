package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.Json;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.PasswordKind;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedGateTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String OVERVIEW = "/api/v1/tenant/tenant1/backup/overview";
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";

    private final ManualClock clock = new ManualClock();
    private SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keys(KEYS).keyBits(512).start();
    private final SealingClient client = client("root-password");

    @AfterEach
    void close() {
        cluster.close();
    }

    private SealingClient client(String password) {
        return new SealingClient(cluster.endpoints().get(0), clock, password);
    }

    private SealingClient restarted(SimulatedCluster.Builder builder, String password) {
        cluster.close();
        cluster = builder.clock(clock).keys(KEYS).keyBits(512).start();
        return client(password);
    }

    private static void refused(int status, String errCode, Got got) {
        assertEquals(errCode, got.errCode(), got.text());
        assertEquals(status, got.status());
        assertEquals(status, got.json().path("status").asInt());
        assertFalse(got.json().path("successful").asBoolean());
    }

    @ParameterizedTest
    @CsvSource({"512,0", "512,53", "512,1", "1024,0", "1024,53", "2048,0", "2048,53"})
    void headersAreOpenedInBlocksOfAnySizeThatTheKeyAllows(int bits, int block) throws Exception {
        cluster.agent(0).newKey(bits);
        Got got = client.withBlocksOf(block).get(OVERVIEW);
        refused(404, "Task.NotFound", got);
        assertTrue(cluster.requests().all().get(1).authenticated());
    }

    @Test
    void openRoutesNeedNoHeader() throws Exception {
        Got secret = client.open("/api/v1/secret");
        assertEquals(cluster.agent(0).port(), secret.data().path("port").asInt());
        assertEquals("127.0.0.1", secret.data().path("ip").asText());
        Got info = client.open("/api/v1/info");
        assertEquals("CLUSTER AGENT", info.data().path("identity").asText());
        assertEquals("v2", info.data().path("supportedAuth").path(0).asText());
        assertFalse(info.data().path("security").asBoolean(true));
        assertEquals(
                "2026-11-22T10:03:04.567890123+08:00",
                client.open("/api/v1/time").data().asText());
        assertEquals(2, client.open("/api/v1/status").data().path("state").asInt());
        assertTrue(cluster.requests().all().stream().noneMatch(ReceivedRequest::authenticated));
    }

    @Test
    void aRouteThatIsNotOpenWantsAHeader() throws Exception {
        refused(400, "Request.Header.NotFound", client.open(OVERVIEW));
    }

    @Test
    void aHeaderForAnotherKeyIsNotOpened() throws Exception {
        client.get(OVERVIEW);
        cluster.agent(0).newKey(512);
        Got got = client.get(OVERVIEW);
        refused(401, "Security.Authentication.Header.DecryptFailed", got);
        assertEquals(1, got.json().path("error").path("code").asInt());
        assertEquals("", got.json().path("traceId").asText("missing"));
        client.forgetKey();
        refused(404, "Task.NotFound", client.get(OVERVIEW));
    }

    @Test
    void everyAgentHasAKeyOfItsOwn() throws Exception {
        SealingClient second = new SealingClient(cluster.endpoints().get(1), clock, "root-password");
        assertFalse(client.open("/api/v1/secret")
                .data()
                .path("public_key")
                .equals(second.open("/api/v1/secret").data().path("public_key")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "AAAA", "QUJD"})
    void aHeaderThatIsNoCipherTextIsRefused(String value) throws Exception {
        Got got = client.send("GET", OVERVIEW, Map.of("X-OCS-Header", value), null);
        refused(401, "Security.Authentication.Header.DecryptFailed", got);
    }

    @ParameterizedTest
    @CsvSource({"auth,7", "ts,7", "uri,7", "keys,7"})
    void aHeaderFieldOfAWrongTypeIsRefused(String field, int value) throws Exception {
        Got got = client.sealed("GET", OVERVIEW, null, client.header(OVERVIEW).put(field, value));
        refused(401, "Security.Authentication.Header.DecryptFailed", got);
    }

    @Test
    void headerFieldsMayBeInAnyCase() throws Exception {
        ObjectNode header = client.header(OVERVIEW);
        ObjectNode upper = Json.object();
        header.properties().forEach(field -> upper.set(field.getKey().toUpperCase(), field.getValue()));
        refused(404, "Task.NotFound", client.sealed("GET", OVERVIEW, null, upper));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/v1/tenant/tenant1/backup",
                "/api/v1/tenant/tenant1/backup/overview?",
                "/api/v1/tenant/tenant%31/backup/overview",
                ""
            })
    void theUriMustBeTheTargetByteForByte(String uri) throws Exception {
        Got got = client.sealed("GET", OVERVIEW, null, client.header(uri));
        refused(401, "Security.Authentication.Header.UriMismatch", got);
    }

    @Test
    void theQueryAndItsEncodingBelongToTheUri() throws Exception {
        String target = "/api/v1/tenant/tenant%31/backup/tasks?status=completed%2Cfailed&page=1";
        assertEquals(200, client.get(target).status());
        Got got = client.sealed("GET", target, null, client.header(target.replace("%2C", ",")));
        refused(401, "Security.Authentication.Header.UriMismatch", got);
    }

    @Test
    void aHeaderExpiresByTheClockOfTheServer() throws Exception {
        ObjectNode header = client.header(OVERVIEW);
        clock.advance(Duration.ofSeconds(60));
        refused(404, "Task.NotFound", client.sealed("GET", OVERVIEW, null, header));
        clock.advance(Duration.ofSeconds(1));
        refused(401, "Security.Authentication.Expired", client.sealed("GET", OVERVIEW, null, header));
        cluster.agent(0).setClockOffset(Duration.ofMinutes(-5));
        refused(404, "Task.NotFound", client.sealed("GET", OVERVIEW, null, header));
        cluster.agent(0).setClockOffset(Duration.ofMinutes(5));
        Got got = client.get(OVERVIEW);
        refused(401, "Security.Authentication.Expired", got);
        assertTrue(got.json().path("timestamp").asText().startsWith("2026-11-22T10:09:05"), got.text());
    }

    @Test
    void aTimeThatIsNoNumberIsRefused() throws Exception {
        Got got = client.sealed("GET", OVERVIEW, null, client.header(OVERVIEW).put("ts", "soon"));
        refused(401, "Security.Authentication.Timestamp.Invalid", got);
    }

    @Test
    void aWrongRootPasswordIsRefused() throws Exception {
        Got got = client("other").get(OVERVIEW);
        refused(401, "Security.Authentication.IncorrectOceanbasePassword", got);
        assertEquals(10008, got.json().path("error").path("code").asInt());
        assertEquals("Unauthorized: OceanBase password is incorrect", got.message());
        cluster.changeRootPassword("other");
        refused(404, "Task.NotFound", client("other").get(OVERVIEW));
        refused(401, "Security.Authentication.IncorrectOceanbasePassword", client.get(OVERVIEW));
    }

    @Test
    void theAgentPasswordIsRefusedWhereNoneIsSet() throws Exception {
        Got got = client("root-password").with(PasswordKind.AGENT).get(OVERVIEW);
        refused(401, "Security.Authentication.WithOceanBasePassword", got);
    }

    @Test
    void bothPasswordsLetInWhereBothAreSet() throws Exception {
        cluster.changeAgentPassword("agent-password");
        assertTrue(client.open("/api/v1/info").data().path("security").asBoolean());
        refused(404, "Task.NotFound", client.get(OVERVIEW));
        refused(
                404,
                "Task.NotFound",
                client("agent-password").with(PasswordKind.AGENT).get(OVERVIEW));
        refused(
                401,
                "Security.Authentication.IncorrectAgentPassword",
                client("root-password").with(PasswordKind.AGENT).get(OVERVIEW));
    }

    @Test
    void anAgentAcceptsAFormerRootPasswordUntilItIsShownTheNewOne() throws Exception {
        SealingClient second = new SealingClient(cluster.endpoints().get(1), clock, "root-password");
        cluster.changeRootPasswordUnseen("new-password");
        refused(404, "Task.NotFound", client.get(OVERVIEW));
        refused(404, "Task.NotFound", client("new-password").get(OVERVIEW));
        refused(401, "Security.Authentication.IncorrectOceanbasePassword", client.get(OVERVIEW));
        refused(404, "Task.NotFound", second.get(OVERVIEW));
    }

    @Test
    void anAgentPasswordIsSetForOneAgent() throws Exception {
        client.post("/api/v1/agent/password", "{\"password\":\"agent-password\"}");
        assertTrue(client.open("/api/v1/info").data().path("security").asBoolean());
        SealingClient second = new SealingClient(cluster.endpoints().get(1), clock, "root-password");
        assertFalse(second.open("/api/v1/info").data().path("security").asBoolean());
    }

    @Test
    void theRootPasswordIsRefusedWhereTheServerDoesNotKnowIt() throws Exception {
        SealingClient unknown = restarted(
                SimulatedCluster.builder().rootPassword(null).agentPassword("agent-password"), "root-password");
        refused(401, "Security.Authentication.WithAgentPassword", unknown.get(OVERVIEW));
    }

    @ParameterizedTest
    @EnumSource(Identity.class)
    void onlyAClusterAgentMakesBackups(Identity identity) throws Exception {
        cluster.agent(0).setIdentity(identity);
        Got got = client.get(OVERVIEW);
        if (identity == Identity.CLUSTER_AGENT) {
            refused(404, "Task.NotFound", got);
        } else {
            refused(400, "Agent.Identify.NotSupportOperation", got);
            assertTrue(got.message().contains(identity.text()), got.text());
        }
    }

    @Test
    void aBodyThatIsNotEncryptedBringsTheServerDownForTheRequest() throws Exception {
        client.get(OVERVIEW);
        ObjectNode header = client.header(BACKUP);
        Got got = client.sealedWithRawBody("POST", BACKUP, header, "{\"mode\":\"full\"}");
        refused(500, "Common.Unexpected", got);
        assertEquals("Unexpected error: Internal Server Error", got.message());
        assertEquals("", got.json().path("traceId").asText("missing"));
    }

    @Test
    void aBodyOfBrokenBlocksIsRefused() throws Exception {
        String odd = Base64.getEncoder().encodeToString(new byte[17]);
        Got got = client.sealedWithRawBody("POST", BACKUP, client.header(BACKUP), odd);
        refused(500, "Request.Body.Decrypt.AES.ContentLength.Invalid", got);
    }

    @Test
    void aBodyWithoutAKeyIsRefused() throws Exception {
        String body = Base64.getEncoder().encodeToString(new byte[16]);
        Got got = client.sealedWithRawBody("POST", BACKUP, client.header(BACKUP).put("keys", ""), body);
        refused(500, "Request.Body.Decrypt.AES.KeyAndIv.Invalid", got);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"full\"", "{\"mode\":1}", "{\"plus_archive\":\"yes\"}", "{\"mode\":", "nonsense"})
    void aBodyOfAnotherShapeIsRefused(String body) throws Exception {
        cluster.tenant("tenant1").configured();
        refused(400, "Common.BindJsonFailed", client.post(BACKUP, body));
    }

    @Test
    void errorsAreToldInEnglishOrChinese() throws Exception {
        String target = "/api/v1/tenant/nobody/backup/overview";
        assertEquals("Tenant 'nobody' does not exist.", client.get(target).message());
        for (String language : new String[] {"zh-CN", "zh"}) {
            Got got = client.sealed("GET", target, null, client.header(target), Map.of("Accept-Language", language));
            assertEquals("租户 'nobody' 不存在", got.message());
        }
        Got got = client.sealed("GET", target, null, client.header(target), Map.of("Accept-Language", "fr"));
        assertEquals("Tenant 'nobody' does not exist.", got.message());
    }

    @Test
    void theTraceIdOfTheCallerIsKept() throws Exception {
        Got got = client.send("GET", "/api/v1/info", Map.of("X-OBSHELL-Trace-ID", "my-trace"), null);
        assertEquals("my-trace", got.json().path("traceId").asText());
        assertEquals(
                16, client.open("/api/v1/info").json().path("traceId").asText().length());
    }

    @Test
    void unknownRoutesAreNotFound() throws Exception {
        refused(404, "Common.NotFound", client.get("/api/v1/tenant/tenant1/backups"));
        refused(404, "Common.NotFound", client.sealed("DELETE", BACKUP, null));
        assertEquals(301, client.get(OVERVIEW + "/").status());
        assertEquals(200, client.open("/anything").status());
        assertEquals(
                "text/html; charset=utf-8",
                client.open("/").headers().firstValue("Content-Type").orElse(""));
    }

    @Test
    void anOlderServerHasNumbersInsteadOfNamesAndFewerRoutes() throws Exception {
        SealingClient old = restarted(SimulatedCluster.builder().serverVersion("4.2.5.0"), "root-password");
        Got missing = old.get(OVERVIEW);
        assertEquals(2300, missing.json().path("error").path("code").asInt());
        assertTrue(missing.json().path("error").path("errCode").isMissingNode());
        assertEquals(404, old.get("/api/v1/tenant/tenant1/backup/info").status());
        assertEquals(404, old.get("/api/v1/task/sub_task/11/logs").status());
        assertEquals("404 page not found", old.open("/anything").text());

        for (Got got : new Got[] {
            client("other").get(OVERVIEW),
            old.open(OVERVIEW),
            old.sealed("GET", OVERVIEW, null, old.header("/")),
            old.send("GET", OVERVIEW, Map.of("X-OCS-Header", "AAAA"), null)
        }) {
            assertEquals(401, got.status());
            assertEquals(10008, got.json().path("error").path("code").asInt());
        }
    }

    @Test
    void theErrorOfAWrongKeyHasNoNumberBefore442() throws Exception {
        SealingClient middle = restarted(SimulatedCluster.builder().serverVersion("4.3.2.0"), "root-password");
        Got got = middle.send("GET", OVERVIEW, Map.of("X-OCS-Header", "AAAA"), null);
        refused(401, "Security.Authentication.Header.DecryptFailed", got);
        assertTrue(got.json().path("error").path("code").isMissingNode());
    }
}
