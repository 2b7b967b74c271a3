package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatedBackupsTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";
    private static final String CLUSTER = "/api/v1/obcluster/backup";

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keys(KEYS).keyBits(512).start();
    private final SimulatedTenant tenant = cluster.tenant("tenant1").configured();
    private final SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");

    @AfterEach
    void close() {
        cluster.close();
    }

    private String backUp(BackupPlan plan) throws Exception {
        tenant.nextBackup(plan);
        Got got = client.post(BACKUP, "{}");
        assertEquals(200, got.status(), got.text());
        return got.data().path("id").asText();
    }

    private JsonNode dag(String id) throws Exception {
        return client.get("/api/v1/task/dag/" + id).data();
    }

    private JsonNode overview() throws Exception {
        return client.get(BACKUP + "/overview").data().path("status");
    }

    @ParameterizedTest
    @CsvSource({"FAILED,-9082", "CANCELED,-4072", "SOMETHING_NEW,0"})
    void aDagSucceedsOverABackupThatDidNot(String status, int result) throws Exception {
        String id = backUp(BackupPlan.ordinary().withEnd(status, result, "because"));
        clock.advance(Duration.ofHours(1));
        assertEquals("SUCCEED", dag(id).path("state").asText());
        assertEquals(status, overview().path("status").asText());
        assertEquals(result, overview().path("result").asInt());
        assertEquals("because", overview().path("comment").asText());
    }

    @Test
    void aBackupOfMoreThanAnHourOutlivesItsDag() throws Exception {
        String id = backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(90)));
        clock.advance(Duration.ofMinutes(62));
        JsonNode dag = dag(id);
        assertEquals("FAILED", dag.path("state").asText());
        assertEquals(4, dag.path("stage").asInt());
        JsonNode logs = dag.path("nodes").path(3).path("sub_tasks").path(0).path("task_logs");
        assertTrue(
                logs.path(logs.size() - 1)
                        .asText()
                        .matches("ERROR: \\[Common.Unexpected]: Unexpected error: task \\d+ timeout"),
                logs.toString());
        assertEquals("BACKUP_USER_DATA", overview().path("status").asText());
        clock.advance(Duration.ofMinutes(30));
        assertEquals("COMPLETED", overview().path("status").asText());
    }

    @Test
    void aNewDataDestinationCancelsTheRunningBackupAndWaits() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(10));
        Got config = client.patch(BACKUP + "/config", "{\"data_base_uri\":\"file:///new\"}");
        clock.advance(Duration.ofSeconds(7));
        assertEquals("CANCELING", overview().path("status").asText());
        assertEquals(
                "RUNNING", dag(config.data().path("id").asText()).path("state").asText());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("CANCELED", overview().path("status").asText());
        assertEquals(
                "SUCCEED", dag(config.data().path("id").asText()).path("state").asText());
        assertEquals("SUCCEED", dag(id).path("state").asText());
        assertEquals("file:///new/", tenant.dataDestination());
    }

    @ParameterizedTest
    @CsvSource({"'{\"archive_base_uri\":\"file:///new\"}'", "'{\"log_archive_concurrency\":7}'"})
    void aNewArchiveDestinationOrConcurrencyStopsArchivingUntilTheNextBackup(String body) throws Exception {
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofHours(1));
        assertEquals("DOING", tenant.archiveLogStatus());
        client.patch(BACKUP + "/config", body);
        clock.advance(Duration.ofMinutes(1));
        assertEquals("STOP", tenant.archiveLogStatus());
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("DOING", tenant.archiveLogStatus());
    }

    @Test
    void otherSettingsInterruptNothing() throws Exception {
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(5));
        client.patch(BACKUP + "/config", "{\"ha_low_thread_score\":5,\"archive_lag_target\":\"1h\"}");
        clock.advance(Duration.ofMinutes(1));
        assertEquals("DOING", tenant.archiveLogStatus());
        assertEquals("BACKUP_USER_DATA", overview().path("status").asText());
    }

    @Test
    void aSecondBackupFailsInStageStartBackupWhileOneRuns() throws Exception {
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        String second = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        JsonNode dag = dag(second);
        assertEquals("FAILED", dag.path("state").asText());
        assertEquals(3, dag.path("stage").asInt());
        assertTrue(
                dag.path("nodes")
                        .path(2)
                        .toString()
                        .contains("ERROR: [MySQL.Error]: MySQL error: start full backup: Error 9012 (HY000)"),
                dag.toString());
        assertEquals(1, tenant.backups().size());
    }

    @Test
    void aSecondBackupStartsWhenTheFirstIsOver() throws Exception {
        backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(5));
        backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(5));
        assertEquals(
                List.of(1L, 2L),
                tenant.backups().stream().map(SimulatedTenant.BackupView::setId).toList());
    }

    @Test
    void aBackupThatSomebodyElseStartedIsShownWithoutADag() throws Exception {
        long job = tenant.startForeignBackup();
        assertEquals(job, overview().path("job_id").asLong());
        assertEquals(
                "2026-11-22T10:03:04.56789+08:00",
                overview().path("start_timestamp").asText());
        assertEquals("0001-01-01T00:00:00Z", overview().path("end_timestamp").asText());
        assertTrue(cluster.dags().isEmpty());
        assertThrows(IllegalStateException.class, tenant::startForeignBackup);
    }

    @Test
    void aRecordThatComesLateLeavesTheOverviewWithTheBackupBefore() throws Exception {
        assertEquals("Task.NotFound", client.get(BACKUP + "/overview").errCode());
        backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(5));
        backUp(BackupPlan.ordinary().withRecordLate(Duration.ofMinutes(2)));
        clock.advance(Duration.ofMinutes(1));
        assertEquals(1, overview().path("job_id").asInt());
        clock.advance(Duration.ofMinutes(2));
        assertEquals(2, overview().path("job_id").asInt());
    }

    @Test
    void unknownStatusesAreShownOnTheWay() throws Exception {
        backUp(BackupPlan.ordinary().withUnknownStatuses("FIRST_NEW", "SECOND_NEW"));
        List<String> seen = IntStream.range(0, 45)
                .mapToObj(minute -> {
                    clock.advance(Duration.ofMinutes(1));
                    return tenant.backups().get(0).status();
                })
                .distinct()
                .toList();
        assertTrue(seen.containsAll(List.of("FIRST_NEW", "SECOND_NEW", "COMPLETED")), seen.toString());
    }

    @Test
    void tabletsAndBytesGrowWithTime() throws Exception {
        backUp(BackupPlan.ordinary().withSize(1000, 1000L << 20));
        clock.advance(Duration.ofMinutes(10));
        JsonNode early = overview();
        clock.advance(Duration.ofMinutes(10));
        JsonNode later = overview();
        for (String field : List.of("finish_tablet_count", "finish_macro_block_count", "input_bytes", "output_bytes")) {
            assertTrue(early.path(field).asLong() > 0, field);
            assertTrue(later.path(field).asLong() > early.path(field).asLong(), field);
        }
        assertTrue(later.path("output_rate_bytes").asDouble() > 0);
        assertEquals(1000, later.path("tablet_count").asInt());
        clock.advance(Duration.ofHours(1));
        assertEquals(1000, overview().path("finish_tablet_count").asInt());
        assertEquals("file:///data/backup/tenant1/data", overview().path("path").asText());
    }

    @Test
    void aCancelledBackupPassesThroughCanceling() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(10));
        Got got = client.patch(BACKUP, "{\"status\":\"Canceled\"}");
        assertEquals(200, got.status());
        assertTrue(got.json().path("data").isMissingNode());
        assertEquals("CANCELING", overview().path("status").asText());
        clock.advance(Duration.ofSeconds(15));
        assertEquals("CANCELED", overview().path("status").asText());
        assertEquals("SUCCEED", dag(id).path("state").asText());
        assertEquals(200, client.patch(BACKUP, null).status());
        assertEquals(
                "OB.Backup.Status.Invalid",
                client.patch(BACKUP, "{\"status\":\"stop\"}").errCode());
    }

    @Test
    void theModeEncryptionAndLogsOfABackupAreKept() throws Exception {
        tenant.hadBackup(BackupPlan.ordinary(), clock.instant().minus(Duration.ofHours(3)));
        client.post(BACKUP, "{\"mode\":\"Incremental\",\"plus_archive\":true,\"encryption\":\"s3cr\\\"et\"}");
        clock.advance(Duration.ofMinutes(1));
        SimulatedTenant.BackupView backup = tenant.backups().get(1);
        assertTrue(backup.incremental());
        assertTrue(backup.plusArchive());
        assertEquals("s3cr\"et", backup.encryption());
        assertEquals(
                "Obcluster start increment backup for tenant1",
                cluster.dags().get(0).name());
        assertEquals(
                "OB.Backup.Mode.Invalid",
                client.post(BACKUP, "{\"mode\":\"half\"}").errCode());
    }

    @Test
    void aTenantWithoutDestinationsIsRefused() throws Exception {
        Got got = client.post("/api/v1/tenant/tenant2/backup", "{}");
        assertEquals(400, got.status());
        assertEquals("OB.Backup.ArchiveDestEmpty", got.errCode());
        assertEquals("Archive destination is empty, tenant: tenant2(1004)", got.message());
        cluster.tenant("tenant2").configured("", "file:///a");
        assertEquals(
                "OB.Backup.DataDestEmpty",
                client.post("/api/v1/tenant/tenant2/backup", "{}").errCode());
        assertEquals("OB.Backup.DataDestEmpty", client.post(CLUSTER, "{}").errCode());
    }

    @Test
    void allTenantsAreBackedUpByOneDag() throws Exception {
        assertEquals("Common.NotFound", client.get(CLUSTER + "/overview").errCode());
        cluster.tenant("tenant2")
                .configured()
                .nextBackup(BackupPlan.ordinary().failing().withDuration(Duration.ofMinutes(50)));
        Got got = client.post(CLUSTER, "{}");
        assertEquals("Obcluster start full backup", got.data().path("name").asText());
        String id = got.data().path("id").asText();
        clock.advance(Duration.ofMinutes(45));
        assertEquals("RUNNING", dag(id).path("state").asText());
        clock.advance(Duration.ofMinutes(10));
        assertEquals("SUCCEED", dag(id).path("state").asText());
        JsonNode statuses = client.get(CLUSTER + "/overview").data().path("statuses");
        assertEquals(2, statuses.size());
        assertEquals("COMPLETED", statuses.path(0).path("status").asText());
        assertEquals("FAILED", statuses.path(1).path("status").asText());
        client.post(CLUSTER, "{}");
        clock.advance(Duration.ofMinutes(1));
        assertEquals(200, client.patch(CLUSTER, "{\"status\":\"canceled\"}").status());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("CANCELED", cluster.tenant("tenant2").backups().get(1).status());
    }

    @Test
    void archivingIsStoppedStartedAndSuspended() throws Exception {
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        for (String[] step : new String[][] {
            {"stop", "STOP"}, {"doing", "DOING"}, {"Suspend", "SUSPEND"}, {"DOING", "DOING"}, {"", "STOP"}
        }) {
            assertEquals(
                    200,
                    client.patch(BACKUP + "/log", "{\"status\":\"" + step[0] + "\"}")
                            .status());
            clock.advance(Duration.ofSeconds(10));
            assertEquals(step[1], tenant.archiveLogStatus());
        }
        assertEquals(
                "OB.Backup.ArchiveLogStatus.Invalid",
                client.patch(CLUSTER + "/log", "{\"status\":\"pause\"}").errCode());
        assertEquals(
                200, client.patch(CLUSTER + "/log", "{\"status\":\"doing\"}").status());
        tenant.interruptArchiveLog();
        assertEquals(
                "Common.Unexpected",
                client.patch(BACKUP + "/log", "{\"status\":\"stop\"}").errCode());
    }

    @Test
    void anInterruptedArchiveLogFailsTheBackup() throws Exception {
        backUp(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        clock.advance(Duration.ofMinutes(5));
        tenant.interruptArchiveLog();
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("FAILED", dag(id).path("state").asText());
        assertEquals(2, dag(id).path("stage").asInt());
    }

    @Test
    void jobsAreListedByPages() throws Exception {
        for (int i = 0; i < 5; i++) {
            BackupPlan plan = BackupPlan.ordinary().withDuration(Duration.ofMinutes(1));
            backUp(i % 2 == 0 ? plan : plan.failing());
            clock.advance(Duration.ofMinutes(5));
        }
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(5));
        Got page = client.get(BACKUP + "/tasks?page=2&size=4");
        assertEquals(2, page.data().path("contents").size());
        assertEquals(2, page.data().path("contents").path(0).path("job_id").asInt());
        assertEquals(6, page.data().path("page").path("total_elements").asInt());
        assertEquals(2, page.data().path("page").path("total_pages").asInt());
        Got first = client.get(BACKUP + "/tasks");
        JsonNode running = first.data().path("contents").path(0);
        assertEquals("DOING", running.path("status").asText());
        assertTrue(running.path("end_timestamp").isMissingNode());
        Got failed = client.get(BACKUP + "/tasks?status=failed&sort=start_timestamp,asc");
        assertEquals(
                List.of("2", "4"),
                IntStream.range(0, 2)
                        .mapToObj(i -> failed.data()
                                .path("contents")
                                .path(i)
                                .path("job_id")
                                .asText())
                        .toList());
        assertEquals(
                "Common.BindJsonFailed", client.get(BACKUP + "/tasks?page=x").errCode());
    }

    @Test
    void theInfoTellsHowOldTheLastBackupAndTheLogsAre() throws Exception {
        JsonNode before = client.get(BACKUP + "/info").data();
        assertEquals(1, before.size());
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(10));
        JsonNode info = client.get(BACKUP + "/info").data();
        assertEquals(5.0, info.path("archive_log_delay").asDouble());
        assertEquals(overview().path("start_timestamp"), info.path("lastest_data_backup_time"));
        tenant.archiveLag(Duration.ofMinutes(30));
        clock.advance(Duration.ofMinutes(30));
        assertEquals(
                1800.0,
                client.get(BACKUP + "/info").data().path("archive_log_delay").asDouble());
        Got tasks = client.get(BACKUP + "/log/tasks");
        assertEquals(
                "DOING", tasks.data().path("contents").path(0).path("status").asText());
    }

    @Test
    void aTenantMayHaveAHistory() throws Exception {
        tenant.hadBackup(BackupPlan.ordinary().failing(), clock.instant().minus(Duration.ofDays(3)));
        assertEquals("FAILED", overview().path("status").asText());
        assertEquals(
                "2026-11-19T10:43:04.56789+08:00",
                overview().path("end_timestamp").asText());
        backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(1));
        assertEquals(2, overview().path("backup_set_id").asInt());
    }

    @Test
    void aClockThatGoesBackLetsNothingHappenTwice() throws Exception {
        String id = backUp(BackupPlan.ordinary());
        clock.advance(Duration.ofMinutes(50));
        assertEquals("SUCCEED", dag(id).path("state").asText());
        clock.set(ManualClock.START);
        assertEquals("SUCCEED", dag(id).path("state").asText());
        assertEquals("COMPLETED", overview().path("status").asText());
    }

    @Test
    void aResetClusterIsAsNewOnTheSamePorts() throws Exception {
        backUp(BackupPlan.ordinary());
        cluster.changeRootPassword("other");
        cluster.faults().add(FaultRule.of(FaultAction.reset()));
        List<String> endpoints = cluster.endpoints();
        cluster.agent(1).stop();
        cluster.reset();
        assertEquals(endpoints, cluster.endpoints());
        assertTrue(cluster.dags().isEmpty());
        assertEquals(0, cluster.requests().size());
        assertEquals("OB.Backup.ArchiveDestEmpty", client.post(BACKUP, "{}").errCode());
    }
}
