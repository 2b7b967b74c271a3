package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatedDagsTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String CONFIG = "/api/v1/tenant/tenant1/backup/config";
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";
    private static final String DAG = "/api/v1/task/dag/";
    private static final String DESTINATIONS =
            "{\"data_base_uri\":\"file:///data/backup/data\",\"archive_base_uri\":\"file:///data/backup/archive\"}";

    private final ManualClock clock = new ManualClock();
    private SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keys(KEYS).keyBits(512).start();
    private SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");

    @AfterEach
    void close() {
        cluster.close();
    }

    private void restart(SimulatedCluster.Builder builder) {
        cluster.close();
        cluster = builder.clock(clock).keys(KEYS).keyBits(512).start();
        client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");
    }

    private String backUp(BackupPlan plan) throws Exception {
        cluster.tenant("tenant1").configured().nextBackup(plan);
        return client.post(BACKUP, "{}").data().path("id").asText();
    }

    private JsonNode dag(String id) throws Exception {
        return client.get(DAG + id).data();
    }

    private Got operate(String id, String operator) throws Exception {
        return client.post(DAG + id, "{\"operator\":\"" + operator + "\"}");
    }

    private static List<String> texts(JsonNode array, String field) {
        return IntStream.range(0, array.size())
                .mapToObj(i -> array.path(i).path(field).asText())
                .toList();
    }

    private static List<String> logs(JsonNode dag, int node) {
        List<String> logs = new ArrayList<>();
        dag.path("nodes").path(node).path("sub_tasks").path(0).path("task_logs").forEach(log -> logs.add(log.asText()));
        return logs;
    }

    @Test
    void aConfigurationRunsThroughItsTwoStagesAndSetsTheDestinations() throws Exception {
        Got posted = client.post(CONFIG, DESTINATIONS);
        assertEquals(200, posted.status(), posted.text());
        JsonNode dag = posted.data();
        assertEquals("Set obcluster backup config for tenant1", dag.path("name").asText());
        assertEquals("READY", dag.path("state").asText());
        assertEquals("RUN", dag.path("operator").asText());
        assertEquals("2026-11-22T10:03:04.56789+08:00", dag.path("start_time").asText());
        assertEquals("2026-11-22T10:03:04.56789+08:00", dag.path("end_time").asText());
        assertTrue(dag.path("nodes").isNull());
        assertEquals(2, dag.path("max_stage").asInt());
        assertEquals(3, dag.path("maintenance_type").asInt());
        assertEquals("tenant1", dag.path("maintenance_key").asText());

        String id = dag.path("id").asText();
        clock.advance(Duration.ofSeconds(2));
        JsonNode running = dag(id);
        assertEquals("RUNNING", running.path("state").asText());
        assertEquals(
                "2026-11-22T10:03:05.56789+08:00", running.path("start_time").asText());
        assertEquals("2026-11-22T10:03:04.56789+08:00", running.path("end_time").asText());
        clock.advance(Duration.ofMinutes(1));
        JsonNode over = dag(id);
        assertEquals("SUCCEED", over.path("state").asText());
        assertEquals(List.of("Check backup config", "Set backup config"), texts(over.path("nodes"), "name"));
        assertEquals(
                List.of(
                        "Check archive path for all tenants",
                        "Storage type is 'file'",
                        "Check 'tenant1' wirte permission",
                        "Check data path for all tenants",
                        "Storage type is 'file'",
                        "Check 'tenant1' wirte permission"),
                logs(over, 0));
        assertEquals("file:///data/backup/data/", cluster.tenant("tenant1").dataDestination());
    }

    @Test
    void theFirstStageHasOneSubTaskPerAgentAndTheOthersHaveOne() throws Exception {
        String id = backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(5));
        JsonNode nodes = dag(id).path("nodes");
        assertEquals(
                List.of("Check destination", "Open archive log", "Start backup", "Wait backup Finish"),
                texts(nodes, "name"));
        assertEquals(
                List.of(3, 1, 1, 1),
                IntStream.range(0, 4)
                        .mapToObj(i -> nodes.path(i).path("sub_tasks").size())
                        .toList());
        for (int i = 0; i < 3; i++) {
            JsonNode agent = nodes.path(0).path("sub_tasks").path(i).path("execute_agent");
            assertEquals(cluster.agent(i).port(), agent.path("port").asInt());
        }
    }

    @Test
    void aBackupRunsThroughFourStagesAndTheOverviewFollowsIt() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        assertEquals(
                "Obcluster start full backup for tenant1", dag(id).path("name").asText());
        List<String> statuses = new ArrayList<>();
        List<Integer> stages = new ArrayList<>();
        for (int i = 0; i < 3000 && !dag(id).path("state").asText().equals("SUCCEED"); i += 3) {
            stages.add(client.get(DAG + id + "?show_details=false")
                    .data()
                    .path("stage")
                    .asInt());
            Got overview = client.get(BACKUP + "/overview");
            if (overview.status() == 200) {
                statuses.add(overview.data().path("status").path("status").asText());
            }
            clock.advance(Duration.ofSeconds(3));
        }
        statuses.add(client.get(BACKUP + "/overview")
                .data()
                .path("status")
                .path("status")
                .asText());
        assertEquals(List.of(1, 2, 3, 4), stages.stream().distinct().toList());
        assertEquals(
                List.of(
                        "INIT",
                        "BEGINNING",
                        "BACKUP_SYS_META",
                        "BACKUP_USER_META",
                        "BACKUP_META_FINISH",
                        "BACKUP_SYS_DATA",
                        "BACKUP_USER_DATA",
                        "BACKUP_FUSE_TABLET_META",
                        "PREPARE_BACKUP_LOG",
                        "BEFORE_BACKUP_LOG",
                        "COMPLETED"),
                statuses.stream().distinct().toList());
    }

    @Test
    void everyAgentKnowsTheDagsOfTheCluster() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        for (String endpoint : cluster.endpoints()) {
            Got got = new SealingClient(endpoint, clock, "root-password").get(DAG + id);
            assertEquals(id, got.data().path("id").asText());
        }
    }

    @Test
    void aDagGoesOnWhileItsAgentIsDown() throws Exception {
        String id = backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(5)));
        int port = cluster.agent(0).port();
        cluster.agent(0).stop();
        clock.advance(Duration.ofMinutes(10));
        cluster.agent(0).start();
        assertEquals(port, cluster.agent(0).port());
        client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");
        assertEquals("SUCCEED", dag(id).path("state").asText());
    }

    @ParameterizedTest
    @CsvSource({"true,true", "True,true", "1,true", "false,false", "False,false", "0,false"})
    void detailsAreShownAsTheQuerySays(String value, boolean shown) throws Exception {
        String id = backUp(BackupPlan.ordinary());
        JsonNode dag = client.get(DAG + id + "?show_details=" + value).data();
        assertEquals(shown, dag.path("nodes").isArray());
        assertEquals(!shown, dag.path("nodes").isNull());
    }

    @ParameterizedTest
    @CsvSource({
        "199,404,Task.NotFound,Task not found: record not found",
        "1,400,Task.GenericID.Invalid,Invalid ID: 1",
        "x1,400,Task.GenericID.Invalid,Invalid ID: x1: invalid generic id",
        "1x,400,Task.GenericID.Invalid,'Invalid ID: 1x: strconv.ParseInt: parsing \"x\": invalid syntax'"
    })
    void anUnknownDagIsNotFound(String id, int status, String errCode, String message) throws Exception {
        Got got = client.get(DAG + id);
        assertEquals(errCode, got.errCode(), got.text());
        assertEquals(message, got.message());
        assertEquals(status, got.status());
    }

    @Test
    void unfinishedDagsAreListedUntilTheyAreOver() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        JsonNode contents = client.get("/api/v1/task/dag/ob/unfinish?show_details=false")
                .data()
                .path("contents");
        assertEquals(List.of(id), texts(contents, "id"));
        assertTrue(contents.path(0).path("nodes").isNull());
        clock.advance(Duration.ofHours(1));
        contents = client.get("/api/v1/task/dag/ob/unfinish").data().path("contents");
        assertEquals(0, contents.size());
        assertTrue(contents.isArray());
    }

    @Test
    void aFailedStageTellsWhyInItsLogAndARetryRunsItAgain() throws Exception {
        String id = backUp(BackupPlan.ordinary()
                .withFailure(new StageFailure(
                        "Open archive log", "[Common.Unexpected]: Unexpected error: no", List.of("About to fail"))));
        clock.advance(Duration.ofMinutes(1));
        JsonNode failed = dag(id);
        assertEquals("FAILED", failed.path("state").asText());
        assertEquals(2, failed.path("stage").asInt());
        assertEquals(List.of("About to fail", "ERROR: [Common.Unexpected]: Unexpected error: no"), logs(failed, 1));
        assertEquals(
                0,
                client.get("/api/v1/task/dag/ob/unfinish")
                        .data()
                        .path("contents")
                        .size());

        assertEquals(200, operate(id, "retry").status());
        JsonNode retried = dag(id);
        assertEquals("READY", retried.path("state").asText());
        assertEquals("0001-01-01T00:00:00Z", retried.path("start_time").asText());
        assertEquals("0001-01-01T00:00:00Z", retried.path("end_time").asText());
        assertEquals("RETRY", retried.path("nodes").path(1).path("operator").asText());
        clock.advance(Duration.ofHours(1));
        JsonNode over = dag(id);
        assertEquals("SUCCEED", over.path("state").asText());
        assertEquals(
                3,
                over.path("nodes")
                        .path(1)
                        .path("sub_tasks")
                        .path(0)
                        .path("execute_times")
                        .asInt());
        assertEquals("COMPLETED", cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void theWholeLogOfASubTaskIsShown() throws Exception {
        String id = backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(5));
        JsonNode subTask = dag(id).path("nodes").path(3).path("sub_tasks").path(0);
        String subTaskId = subTask.path("id").asText();
        JsonNode logs = client.get("/api/v1/task/sub_task/" + subTaskId + "/logs")
                .data()
                .path("contents");
        assertEquals(
                List.of("Wait tenant1(1002) backup finish", "tenant1(1002) backup finished"),
                texts(logs, "log_content"));
        assertEquals(subTask, client.get("/api/v1/task/sub_task/" + subTaskId).data());
        JsonNode node = dag(id).path("nodes").path(3);
        assertEquals(
                node,
                client.get("/api/v1/task/node/" + node.path("id").asText()).data());
        assertEquals(
                0,
                client.get("/api/v1/task/sub_task/1999/logs")
                        .data()
                        .path("contents")
                        .size());
        assertEquals(404, client.get("/api/v1/task/sub_task/1999").status());
        assertEquals(404, client.get("/api/v1/task/node/1999").status());
    }

    @Test
    void aCancelledDagFailsAndItsBackupGoesOn() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(200, operate(id, "cancel").status());
        clock.advance(Duration.ofSeconds(5));
        assertEquals("FAILED", dag(id).path("state").asText());
        assertEquals("CANCEL", dag(id).path("operator").asText());
        clock.advance(Duration.ofHours(1));
        assertEquals("COMPLETED", cluster.tenant("tenant1").backups().get(0).status());
    }

    @Test
    void aRolledBackDagSucceedsUnderTheOperatorRollback() throws Exception {
        String id = backUp(BackupPlan.ordinary().withFailure(StageFailure.of("Start backup", "[MySQL.Error]: no")));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(200, operate(id, "ROLLBACK").status());
        clock.advance(Duration.ofMinutes(1));
        JsonNode over = dag(id);
        assertEquals("SUCCEED", over.path("state").asText());
        assertEquals("ROLLBACK", over.path("operator").asText());
        assertEquals(1, over.path("stage").asInt());
        assertEquals(List.of("SUCCEED", "SUCCEED", "SUCCEED", "PENDING"), texts(over.path("nodes"), "state"));
        assertEquals(List.of(), cluster.tenant("tenant1").backups());
    }

    @Test
    void aPassedDagSucceedsAtOnce() throws Exception {
        String id = backUp(BackupPlan.ordinary().withFailure(StageFailure.of("Start backup", "[MySQL.Error]: no")));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(200, operate(id, "pass").status());
        JsonNode over = dag(id);
        assertEquals("SUCCEED", over.path("state").asText());
        assertEquals("PASS", over.path("operator").asText());
        assertEquals(List.of("RUN", "RUN", "PASS", "PASS"), texts(over.path("nodes"), "operator"));
    }

    @ParameterizedTest
    @CsvSource({
        "rollback,Task.Dag.Operator.RollbackNotFailedDag",
        "retry,Task.Dag.Operator.RetryNotFailedDag",
        "pass,Task.Dag.Operator.PassNotFailedDag",
        "stop,Task.Dag.Operator.NotSupport",
        "'',Common.BindJsonFailed"
    })
    void anOperatorThatDoesNotFitARunningDagIsRefused(String operator, String errCode) throws Exception {
        String id = backUp(BackupPlan.ordinary());
        Got got = operate(id, operator);
        assertEquals(400, got.status());
        assertEquals(errCode, got.errCode());
    }

    @Test
    void aFinishedDagCannotBeCancelled() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofHours(1));
        assertEquals(
                "Task.Dag.Operator.CancelFinishedDag", operate(id, "cancel").errCode());
        assertEquals("Task.NotFound", operate("199", "cancel").errCode());
    }

    @Test
    void idsCanBeAsLongAsObshellEverMakesThem() throws Exception {
        restart(SimulatedCluster.builder().longIds());
        String id = backUp(BackupPlan.ordinary());
        assertTrue(id.matches("3\\d{45,}"), id);
        assertEquals("READY", dag(id).path("state").asText());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 60})
    void aFastClusterNeedsLessTimeForTheSame(int speed) throws Exception {
        restart(SimulatedCluster.builder().speed(speed));
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(40).dividedBy(speed));
        assertEquals("RUNNING", dag(id).path("state").asText());
        clock.advance(Duration.ofMinutes(1).dividedBy(speed));
        assertEquals("SUCCEED", dag(id).path("state").asText());
    }

    @Test
    void anUpgradeIsRefusedWhileABackupRuns() throws Exception {
        String check = "/api/v1/ob/upgrade/check";
        String body = "{\"version\":\"4.4.2.0\",\"release\":\"1.el7\"}";
        cluster.tenant("tenant1").configured().startForeignBackup();
        Got refused = client.post(check, body);
        assertEquals(400, refused.status());
        assertEquals("OB.Upgrade.HasRunningBackupTask", refused.errCode());
        clock.advance(Duration.ofHours(1));
        Got allowed = client.post(check, body);
        assertEquals(
                "Upgrade check OB 4.4.2.0-1.el7", allowed.data().path("name").asText());
        assertEquals("Common.BindJsonFailed", client.post(check, "{}").errCode());
    }
}
