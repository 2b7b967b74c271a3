package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedConfigurationTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String CONFIG = "/api/v1/tenant/tenant1/backup/config";
    private static final String CLUSTER_CONFIG = "/api/v1/obcluster/backup/config";
    private static final String URIS = "\"data_base_uri\":\"file:///d\",\"archive_base_uri\":\"file:///a\"";

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keys(KEYS).keyBits(512).start();
    private final SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");

    @AfterEach
    void close() {
        cluster.close();
    }

    private static void refused(int status, String errCode, String message, Got got) {
        assertEquals(errCode, got.errCode(), got.text());
        assertEquals(message, got.message());
        assertEquals(status, got.status());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'archive_base_uri':'file:///a'|OB.Backup.DataBaseUriEmpty|data_base_uri cannot be empty",
                "'data_base_uri':'','archive_base_uri':'file:///a'|OB.Backup.DataBaseUriEmpty|data_base_uri cannot be empty",
                "'data_base_uri':'file:///d'|OB.Backup.ArchiveBaseUriEmpty|archive_base_uri cannot be empty",
                "URIS,'log_archive_concurrency':101|OB.Backup.LogArchiveConcurrency.Invalid|log_archive_concurrency must be between 0 and 100",
                "URIS,'ha_low_thread_score':-1|OB.Backup.HaLowThreadScore.Invalid|ha_low_thread_score must be between 0 and 100",
                "URIS,'binding':'both'|OB.Backup.Binding.Invalid|Invalid binding mode: BOTH, must be OPTIONAL or MANDATORY",
                "URIS,'piece_switch_interval':'8d'|OB.Backup.PieceSwitchInterval.Invalid|piece_switch_interval must be between 24h0m0s and 168h0m0s",
                "URIS,'piece_switch_interval':'23h'|OB.Backup.PieceSwitchInterval.Invalid|piece_switch_interval must be between 24h0m0s and 168h0m0s",
                "URIS,'piece_switch_interval':'soon'|Common.InvalidTimeDuration|Time duration 'soon' is invalid: invalid format",
                "URIS,'piece_switch_interval':'1w'|Common.InvalidTimeDuration|Time duration '1w' is invalid: invalid time unit",
                "URIS,'delete_policy':{'policy':'mine'}|OB.Backup.DeletePolicy.Invalid|Invalid delete policy: 'mine', must be 'default'",
                "URIS,'archive_lag_target':'121m'|OB.Backup.ArchiveLagTarget.Invalid|archive_lag_target must be less than 2h0m0s",
                "'data_base_uri':'file:///d','archive_base_uri':'s3://b/p?host=h','archive_lag_target':'59s'|OB.Backup.ArchiveLagTargetForS3.Invalid|archive_lag_target must be greater than 1m0s for S3",
                "'data_base_uri':'nfs://d','archive_base_uri':'file:///a'|OB.Storage.URI.Invalid|Invalid storage URI: invalid path type"
            })
    void aWrongValueIsRefusedWithItsOwnError(String fields, String errCode, String message) throws Exception {
        String body = "{" + fields.replace('\'', '"').replace("URIS", URIS) + "}";
        refused(400, errCode, message, client.post(CONFIG, body));
        assertTrue(cluster.dags().isEmpty());
    }

    @Test
    void aChangeNeedsNoDestinationsButWhatBelongsToThemDoes() throws Exception {
        assertEquals(200, client.patch(CONFIG, "{\"ha_low_thread_score\":18}").status());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(
                Map.of("ha_low_thread_score", "18"), cluster.tenant("tenant1").parameters());
        refused(
                400,
                "OB.Backup.ArchiveBaseUriEmpty",
                "archive_base_uri cannot be empty: If binding is set, archive_base_uri must be set",
                client.patch(CONFIG, "{\"binding\":\"optional\"}"));
        refused(
                400,
                "OB.Backup.ArchiveBaseUriEmpty",
                "archive_base_uri cannot be empty: If piece_switch_interval is set, archive_base_uri must be set",
                client.patch(CONFIG, "{\"piece_switch_interval\":\"1d\"}"));
    }

    @Test
    void everythingThatIsConfiguredIsKept() throws Exception {
        Got got = client.post(
                CONFIG,
                "{" + URIS + ",\"log_archive_concurrency\":50,\"ha_low_thread_score\":18,"
                        + "\"piece_switch_interval\":\"3d\",\"archive_lag_target\":\"1H\",\"binding\":\"mandatory\","
                        + "\"delete_policy\":{\"policy\":\"\",\"recovery_window\":\"2d\"}}");
        assertEquals(200, got.status(), got.text());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(
                Map.of(
                        "log_archive_concurrency", "50",
                        "ha_low_thread_score", "18",
                        "piece_switch_interval", "3d",
                        "archive_lag_target", "1h",
                        "binding", "MANDATORY"),
                cluster.tenant("tenant1").parameters());
        assertEquals("2d", cluster.tenant("tenant1").recoveryWindow());
        assertEquals("SUCCEED", cluster.dags().get(0).state());
    }

    @Test
    void theStoredDestinationsAreShownWithoutTheirKeys() throws Exception {
        String body = "{\"data_base_uri\":\"oss://bucket/data?host=oss.example&access_id=me&access_key=s3cr%2Bt\","
                + "\"archive_base_uri\":\"file:///a\"}";
        client.post(CONFIG, body);
        clock.advance(Duration.ofMinutes(1));
        Got got = client.get(CONFIG + "/storage");
        assertEquals(
                "oss://bucket/data?host=oss.example",
                got.data().path("data_base_uri").asText());
        assertEquals("file:///a/", got.data().path("archive_base_uri").asText());
        assertTrue(got.text().contains("tenant_id"));
        assertEquals(
                "oss://bucket/data/?host=oss.example&access_id=me&access_key=s3cr+t",
                cluster.tenant("tenant1").dataDestination());
    }

    @Test
    void aDestinationThatOnlyTheTasksUnderstandFailsTheFirstStage() throws Exception {
        Got got = client.post(CONFIG, "{\"data_base_uri\":\"cos://b/p?host=h\",\"archive_base_uri\":\"file:///a\"}");
        assertEquals(200, got.status());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("FAILED", cluster.dags().get(0).state());
        Got dag = client.get("/api/v1/task/dag/" + got.data().path("id").asText());
        List<String> logs =
                dag.data().path("nodes").path(0).path("sub_tasks").path(0).findValuesAsText("task_logs");
        assertTrue(dag.text().contains("ERROR: [OB.Storage.URI.Invalid]: check data path"), () -> logs + dag.text());
    }

    @Test
    void oneConfigurationLocksItsTenantAndNoOther() throws Exception {
        client.post(CONFIG, "{" + URIS + "}");
        refused(
                500,
                "OB.Tenant.UnderMaintenance",
                "Create task 'Set obcluster backup config for tenant1' failed:"
                        + " Tenant 'tenant1' is under maintenance, please try again later.",
                client.post(CONFIG, "{" + URIS + "}"));
        assertEquals(
                200,
                client.post(CONFIG.replace("tenant1", "tenant2"), "{" + URIS + "}")
                        .status());
        assertTrue(client.open("/api/v1/status").data().path("underMaintenance").asBoolean());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(200, client.post(CONFIG, "{" + URIS + "}").status());
    }

    @Test
    void aFailedConfigurationKeepsItsTenantLockedUntilAnOperatorEndsIt() throws Exception {
        cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[MySQL.Error]: no"));
        String id = client.post(CONFIG, "{" + URIS + "}").data().path("id").asText();
        clock.advance(Duration.ofHours(2));
        assertEquals("FAILED", cluster.dags().get(0).state());
        assertEquals(
                "OB.Tenant.UnderMaintenance",
                client.post(CONFIG, "{" + URIS + "}").errCode());
        assertEquals(
                1,
                client.get("/api/v1/task/dag/ob/unfinish?show_details=false")
                        .data()
                        .path("contents")
                        .size());
        refused(
                400,
                "Task.Dag.Operator.RollbackNotAllowed",
                "Failed to set DAG rollback: node Set backup config cannot rollback",
                client.post("/api/v1/task/dag/" + id, "{\"operator\":\"rollback\"}"));
        assertEquals(
                200,
                client.post("/api/v1/task/dag/" + id, "{\"operator\":\"pass\"}").status());
        assertEquals(200, client.post(CONFIG, "{" + URIS + "}").status());
    }

    @Test
    void somebodyElsesMaintenanceRefusesAConfigurationButNotABackup() throws Exception {
        SimulatedTenant tenant = cluster.tenant("tenant1").configured().underMaintenance(true);
        assertEquals(
                "OB.Tenant.UnderMaintenance",
                client.post(CONFIG, "{" + URIS + "}").errCode());
        assertEquals(200, client.post("/api/v1/tenant/tenant1/backup", "{}").status());
        tenant.underMaintenance(false);
        cluster.underMaintenance(true, "Upgrade OB");
        refused(
                500,
                "OB.Cluster.UnderMaintenanceWithDag",
                "Create task 'Set obcluster backup config for tenant1' failed: OceanBase cluster is under maintenance"
                        + " by DAG: Upgrade OB, please try again later",
                client.post(CONFIG, "{" + URIS + "}"));
        cluster.underMaintenance(true, null);
        assertEquals(
                "OB.Cluster.UnderMaintenance",
                client.post(CONFIG, "{" + URIS + "}").errCode());
        cluster.underMaintenance(false, null);
        assertEquals(200, client.post(CONFIG, "{" + URIS + "}").status());
    }

    @Test
    void theSysTenantAndUnknownTenantsAreRefusedOnEveryRoute() throws Exception {
        for (String method : List.of("POST", "PATCH")) {
            refused(
                    400,
                    "OB.Tenant.SysOperationNotAllowed",
                    "System tenant is not allowed to perform this operation",
                    client.sealed(method, CONFIG.replace("tenant1", "sys"), "{}"));
            refused(
                    400,
                    "OB.Tenant.NotExist",
                    "Tenant 'nobody' does not exist.",
                    client.sealed(method, "/api/v1/tenant/nobody/backup", "{}"));
        }
    }

    @Test
    void allTenantsAreConfiguredBelowOneDestination() throws Exception {
        refused(400, "OB.Backup.BaseUriEmpty", "backup_base_uri cannot be empty", client.post(CLUSTER_CONFIG, "{}"));
        refused(
                400,
                "OB.Backup.BaseUriEmpty",
                "backup_base_uri cannot be empty: If binding is set, backup_base_uri must be set",
                client.patch(CLUSTER_CONFIG, "{\"binding\":\"optional\"}"));
        Got got = client.post(CLUSTER_CONFIG, "{\"backup_base_uri\":\"file:///backup\"}");
        assertEquals("Set obcluster backup config", got.data().path("name").asText());
        assertEquals(1, got.data().path("maintenance_type").asInt());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("file:///backup/1/1002/data", cluster.tenant("tenant1").dataDestination());
        assertEquals("file:///backup/1/1004/clog", cluster.tenant("tenant2").archiveDestination());
        cluster.dropTenant("tenant1");
        cluster.dropTenant("tenant2");
        refused(
                400,
                "OB.Backup.NoUserTenants",
                "No user tenants found",
                client.post(CLUSTER_CONFIG, "{\"backup_base_uri\":\"file:///backup\"}"));
    }
}
