package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.Table;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObservedBehaviourTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";
    private static final String CONFIG = BACKUP + "/config";
    private static final String DAG = "/api/v1/task/dag/";
    private static final String DESTINATIONS = "{\"data_base_uri\":\"file:///d\",\"archive_base_uri\":\"file:///a\"}";

    private final ManualClock clock = new ManualClock();
    private SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keys(KEYS).keyBits(512).start();
    private SealingClient client = new SealingClient(cluster.endpoints().get(1), clock, "root-password");
    private SimulatedTenant tenant = cluster.tenant("tenant1").configured();

    @AfterEach
    void close() {
        cluster.close();
    }

    private String id(Got got) {
        assertEquals(200, got.status(), got.text());
        return got.data().path("id").asText();
    }

    private JsonNode dag(String id) throws Exception {
        return client.get(DAG + id).data();
    }

    private static JsonNode subTask(JsonNode dag, int node) {
        return dag.path("nodes").path(node).path("sub_tasks").path(0);
    }

    private static String lastLine(JsonNode subTask) {
        JsonNode logs = subTask.path("task_logs");
        return logs.path(logs.size() - 1).asText();
    }

    private void operate(String id, String operator) throws Exception {
        assertEquals(
                200,
                client.post(DAG + id, "{\"operator\":\"" + operator + "\"}").status());
    }

    @Test
    void aCancelledSubTaskFailsUnderItsOwnOperatorAndARetryRollsItBackFirst() throws Exception {
        String id = id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(1));
        operate(id, "cancel");
        clock.advance(Duration.ofSeconds(3));
        JsonNode cancelled = dag(id);
        assertEquals("FAILED", cancelled.path("state").asText());
        assertEquals("CANCEL", cancelled.path("nodes").path(3).path("operator").asText());
        assertEquals("RUN", subTask(cancelled, 3).path("operator").asText());
        assertEquals("FAILED", subTask(cancelled, 3).path("state").asText());
        assertEquals("sub task cancelled", lastLine(subTask(cancelled, 3)));
        operate(id, "retry");
        clock.advance(Duration.ofSeconds(1));
        assertEquals("ROLLBACK", subTask(dag(id), 3).path("operator").asText());
        assertEquals("SUCCEED", subTask(dag(id), 3).path("state").asText());
        assertEquals(2, subTask(dag(id), 3).path("execute_times").asInt());
        clock.advance(Duration.ofSeconds(1));
        assertEquals("RUNNING", subTask(dag(id), 3).path("state").asText());
        assertEquals(3, subTask(dag(id), 3).path("execute_times").asInt());
    }

    @Test
    void aRestartOfTheExecutingAgentFailsTheDagWhileTheBackupGoesOn() throws Exception {
        String id = id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(1));
        cluster.agentBack(1);
        clock.advance(Duration.ofSeconds(2));
        assertEquals("FAILED", dag(id).path("state").asText());
        assertTrue(
                lastLine(subTask(dag(id), 3)).startsWith("ERROR: [Agent.OceanBase.NotHold]: "),
                lastLine(subTask(dag(id), 3)));
        clock.advance(Duration.ofHours(1));
        assertEquals("COMPLETED", tenant.backups().get(0).status());
    }

    @Test
    void aDeadAgentHangsTheFirstStageUntilItIsBack() throws Exception {
        cluster.agentDown(0);
        String id = id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(30));
        assertEquals(1, dag(id).path("stage").asInt());
        assertEquals("READY", subTask(dag(id), 0).path("state").asText());
        assertTrue(tenant.backups().isEmpty());
        cluster.agentBack(0);
        clock.advance(Duration.ofMinutes(1));
        assertEquals(1, tenant.backups().size());
    }

    @Test
    void aSubTaskOfAnExecutingAgentThatIsGoneStaysRunningForItsHour() throws Exception {
        String id = id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(1));
        cluster.agentDown(1);
        client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");
        clock.advance(Duration.ofMinutes(50));
        assertEquals("COMPLETED", tenant.backups().get(0).status());
        assertEquals("RUNNING", dag(id).path("state").asText());
        clock.advance(Duration.ofMinutes(12));
        assertEquals("FAILED", dag(id).path("state").asText());
        assertTrue(lastLine(subTask(dag(id), 3)).endsWith(" timeout"));
    }

    @Test
    void aBackupBesideAConfigurationHangsItAndKeepsTheLock() throws Exception {
        tenant.archivingLog();
        clock.advance(Duration.ofMinutes(1));
        String config = id(client.post(CONFIG, DESTINATIONS));
        id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(5));
        assertEquals("RUNNING", dag(config).path("state").asText());
        assertEquals("DOING", tenant.archiveLogStatus());
        assertEquals(
                "OB.Tenant.UnderMaintenance", client.post(CONFIG, DESTINATIONS).errCode());
    }

    @Test
    void aTableThatCannotBeReadIsAnSqlErrorAndHidesADag() throws Exception {
        String id = id(client.post(BACKUP, "{}"));
        cluster.loseTable(Table.DAGS, Duration.ofSeconds(5));
        Got hidden = client.get(DAG + id);
        assertEquals(404, hidden.status());
        assertEquals("Task not found: Error 1146 (42S02): Table 'ocs.dag_instance' doesn't exist", hidden.message());
        Got unfinished = client.get("/api/v1/task/dag/ob/unfinish");
        assertEquals(400, unfinished.status());
        assertEquals("MySQL.Error", unfinished.errCode());
        assertTrue(unfinished.data().path("contents").isNull());
        assertEquals("Task.CreateFailed", client.post(BACKUP, "{}").errCode());
        clock.advance(Duration.ofSeconds(5));
        assertEquals(200, client.get(DAG + id).status());
    }

    @Test
    void onlyRoutesThatGiveARecordRefuseWithNull() throws Exception {
        assertTrue(client.get(BACKUP + "/overview").json().has("data"));
        assertFalse(client.get(DAG + "1999").json().has("data"));
        assertFalse(client.patch(BACKUP, "{\"status\":\"x\"}").json().has("data"));
        assertTrue(
                client.get("/api/v1/task/dag/unfinish").data().path("contents").isNull());
    }

    @Test
    void tenantsAreFoundWithoutRegardToCase() throws Exception {
        Got got = client.post("/api/v1/tenant/TENANT1/backup", "{}");
        assertEquals(
                "Obcluster start full backup for tenant1",
                got.data().path("name").asText());
        assertEquals(
                "Task.NotFound",
                client.get("/api/v1/tenant/SYS/backup/overview").errCode());
    }

    @Test
    void theTimesOfTheDatabaseMayBeHoursOff() throws Exception {
        cluster.close();
        cluster = SimulatedCluster.builder()
                .clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .databaseClockOffset(Duration.ofHours(8))
                .start();
        cluster.tenant("tenant1").configured();
        client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");
        Got got = client.post(BACKUP, "{}");
        assertEquals(
                "2026-11-22T18:03:04.56789+08:00", got.data().path("start_time").asText());
        assertTrue(got.json().path("timestamp").asText().startsWith("2026-11-22T10:03:04"));
    }

    @Test
    void aRepeatedPostMakesASecondDagThatFailsInStartBackup() throws Exception {
        cluster.faults()
                .add(FaultRule.of(FaultAction.repeated()).on("POST", BACKUP).once());
        String second = id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(2, cluster.dags().size());
        assertEquals("FAILED", dag(second).path("state").asText());
        assertEquals(1, tenant.backups().size());
    }

    @Test
    void anAllTenantsBackupMayStartInPart() throws Exception {
        cluster.tenant("tenant2").configured().nextStartRefused("Error 9040 (HY000): backup device is not mounted");
        String id = id(client.post("/api/v1/obcluster/backup", "{}"));
        clock.advance(Duration.ofMinutes(1));
        assertEquals("FAILED", dag(id).path("state").asText());
        assertEquals(1, tenant.backups().size());
        assertTrue(cluster.tenant("tenant2").backups().isEmpty());
    }

    @Test
    void aJobWithoutATaskIsListedButNeverShown() throws Exception {
        tenant.nextBackup(BackupPlan.ordinary().failing().withoutTask().withDuration(Duration.ofMinutes(1)));
        id(client.post(BACKUP, "{}"));
        clock.advance(Duration.ofMinutes(5));
        assertEquals("Task.NotFound", client.get(BACKUP + "/overview").errCode());
        JsonNode job = client.get(BACKUP + "/tasks").data().path("contents").path(0);
        assertEquals(-9082, job.path("result").asInt());
        assertFalse(job.path("comment").asText().isEmpty());
    }

    @Test
    void aConnectionMayCloseAfterAnAnswerWithoutAWord() throws Exception {
        cluster.faults().add(FaultRule.of(FaultAction.silentClose()));
        Got got = client.open("/api/v1/info");
        assertEquals(200, got.status());
        assertTrue(got.headers().firstValue("Connection").isEmpty());
    }

    @Test
    void theVersionHasAReleaseAndTheStartIsInNanoseconds() throws Exception {
        JsonNode info = client.open("/api/v1/info").data();
        assertEquals("4.4.2.0-0", info.path("version").asText());
        assertTrue(info.path("startAt").asLong() > 1_000_000_000_000_000_000L);
    }
}
