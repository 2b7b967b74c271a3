package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restores and drops are as strict and as surprising as those of obshell's sources. */
class SimulatedRestoresTest {

    private static final String BODY = "{\"data_backup_uri\":\"file:///data/backup/tenant1/data\","
            + "\"archive_log_uri\":\"file:///data/backup/tenant1/archive\",\"restore_tenant_name\":\"scratch\","
            + "\"scn\":%d,\"zone_list\":%s}";
    private static final String ZONE = "{\"name\":\"zone1\",\"unit_config_name\":\"drill_2c8g\",\"unit_num\":1}";

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .keys(new KeyPairs())
            .keyBits(512)
            .tenants("tenant1")
            .start();
    private final SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");
    private long scn;

    @BeforeEach
    void backUp() {
        cluster.tenant("tenant1")
                .configured()
                .archivingLogSince(clock.instant().minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), clock.instant().minus(Duration.ofHours(2)));
        scn = cluster.tenant("tenant1").restoreModel().sets().get(0).endScn();
    }

    @AfterEach
    void close() {
        cluster.close();
    }

    private SealingClient.Got restore(String zones) throws Exception {
        return client.post("/api/v1/tenant/restore", BODY.formatted(scn, zones));
    }

    private String restore() throws Exception {
        return restore("[" + ZONE + "]").data().path("id").asText();
    }

    private JsonNode dag(String id) throws Exception {
        return client.get("/api/v1/task/dag/" + id).data();
    }

    private String status() throws Exception {
        return client.get("/api/v1/restore/tasks")
                .data()
                .path("contents")
                .path(0)
                .path("status")
                .asText();
    }

    private SealingClient.Got cancel() throws Exception {
        return client.sealed("DELETE", "/api/v1/tenant/scratch/restore", null);
    }

    private SealingClient.Got operate(String id, String operator) throws Exception {
        return client.post("/api/v1/task/dag/" + id, "{\"operator\":\"" + operator + "\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | OB.Tenant.ZoneList.Empty",
                "[Z,Z] | OB.Tenant.Zone.Repeated",
                "[{\"name\":\"east\",\"unit_config_name\":\"drill_2c8g\",\"unit_num\":1}] | OB.Zone.NotExist",
                "[{\"name\":\"zone1\",\"unit_config_name\":\"none\",\"unit_num\":1}] | OB.Resource.UnitConfig.NotExist",
                "[{\"name\":\"zone1\",\"unit_num\":1}] | OB.Resource.UnitConfig.Name.Empty",
                "[{\"name\":\"zone1\",\"unit_config_name\":\"drill_2c8g\"}] | OB.Tenant.UnitNum.Invalid",
                "[{\"name\":\"zone1\",\"unit_config_name\":\"drill_2c8g\",\"unit_num\":2}] | OB.Tenant.UnitNum.ExceedsLimit",
                "[Z,{\"name\":\"zone2\",\"unit_config_name\":\"drill_2c8g\",\"unit_num\":2}] | OB.Tenant.UnitNum.Inconsistent",
                "null | Common.BindJsonFailed"
            })
    void aRestoreIntoImpossibleZonesIsRefused(String zones, String code) throws Exception {
        assertEquals(code, restore(zones.replace("Z", ZONE)).errCode());
        assertTrue(cluster.dags().isEmpty());
    }

    @Test
    void aTenantThatExistsOrIsBeingRestoredIsRefused() throws Exception {
        String dag = restore();

        assertEquals("OB.Tenant.UnderMaintenance", restore("[" + ZONE + "]").errCode());
        clock.advance(Duration.ofHours(1));
        assertEquals("SUCCEED", dag(dag).path("state").asText());
        assertEquals("OB.Tenant.Existed", restore("[" + ZONE + "]").errCode());
    }

    @Test
    void theHourOfADagDoesNotEndItsRestoreAndARetryGoesOn() throws Exception {
        cluster.nextRestore(RestorePlan.ordinary().withDuration(Duration.ofHours(2)));
        String dag = restore();
        clock.advance(Duration.ofMinutes(90));

        assertEquals("FAILED", dag(dag).path("state").asText());
        assertEquals(3, dag(dag).path("stage").asInt());
        assertEquals(0, dag(dag).path("additional_data").path("restore_job_id").asInt(-1));
        assertEquals("RESTORING", status());
        clock.advance(Duration.ofHours(1));
        assertEquals("SUCCESS", status());
        assertEquals(200, operate(dag, "retry").status());
        clock.advance(Duration.ofMinutes(2));
        assertEquals("SUCCEED", dag(dag).path("state").asText());
    }

    /** It has let go of its tenant, and stays among the unfinished ones. */
    @Test
    void aDagThatFailedHoldsNoLock() throws Exception {
        cluster.nextRestore(RestorePlan.ordinary().failing());
        String failed = restore();
        clock.advance(Duration.ofHours(1));

        assertEquals("FAIL", status());
        assertEquals(4, dag(failed).path("stage").asInt());
        assertEquals(
                failed,
                client.get("/api/v1/task/dag/ob/unfinish")
                        .data()
                        .path("contents")
                        .path(0)
                        .path("id")
                        .asText());
        assertEquals("Task.Dag.Operator.RollbackNotAllowed", cancel().errCode());
        assertEquals(
                200,
                client.sealed("DELETE", "/api/v1/tenant/scratch", "{\"need_recycle\":false}")
                        .status());
        clock.advance(Duration.ofMinutes(2));
        assertFalse(cluster.tenantIds().containsKey("scratch"));
        assertEquals("Task.Expired", operate(failed, "retry").errCode());
        assertEquals(200, operate(failed, "pass").status());
        assertTrue(client.get("/api/v1/task/dag/ob/unfinish")
                .data()
                .path("contents")
                .isEmpty());
    }

    @Test
    void aCancelledRestoreLeavesNeitherTenantNorPools() throws Exception {
        String dag = restore();
        clock.advance(Duration.ofMinutes(5));
        assertTrue(cluster.tenantIds().containsKey("scratch"));

        assertEquals(200, cancel().status());
        clock.advance(Duration.ofMinutes(1));
        assertEquals("ROLLBACK", dag(dag).path("operator").asText());
        assertEquals("SUCCEED", dag(dag).path("state").asText());
        assertEquals("FAIL", status());
        assertFalse(cluster.tenantIds().containsKey("scratch"));
        assertTrue(cluster.freePools().isEmpty());
        assertEquals("Task.Dag.Operator.RollbackNotFailedDag", cancel().errCode());
    }

    @Test
    void aDagThatIsNotYetAtWorkCannotBeCancelled() throws Exception {
        String dag = restore();

        assertEquals("Task.Dag.Operator.RollbackNotFailedDag", cancel().errCode());
        assertEquals("READY", dag(dag).path("state").asText());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(200, cancel().status());
        clock.advance(Duration.ofSeconds(5));
        assertEquals("ROLLBACK", dag(dag).path("operator").asText());
        assertEquals("SUCCEED", dag(dag).path("state").asText());
    }

    /** It stops the DAG, and nothing undoes what it has done. */
    @Test
    void aDagThatActivatesItsTenantIsStoppedAndNotUndone() throws Exception {
        String dag = restore();
        while (dag(dag).path("stage").asInt() < 4) {
            clock.advance(Duration.ofSeconds(1));
        }
        clock.advance(Duration.ofSeconds(1));

        SealingClient.Got refused = cancel();
        assertEquals("Task.Dag.Operator.RollbackNotAllowed", refused.errCode());
        assertEquals("Failed to set DAG rollback: node Active tenant cannot rollback", refused.message());
        clock.advance(Duration.ofSeconds(5));
        assertEquals("CANCEL", dag(dag).path("operator").asText());
        assertEquals("FAILED", dag(dag).path("state").asText());
        assertTrue(cluster.tenantIds().containsKey("scratch"));
    }

    /** It stops the undoing after the node that is being undone; the restore goes on if that was not the one that began it. */
    @Test
    void aSecondCancellingTurnsTheUndoingAround() throws Exception {
        cluster.nextRestore(RestorePlan.ordinary().withCancelDuration(Duration.ofMinutes(5)));
        String dag = restore();
        clock.advance(Duration.ofMinutes(5));
        cancel();
        clock.advance(Duration.ofMinutes(1));
        assertEquals(2, dag(dag).path("stage").asInt());
        assertEquals(
                "Try cancel restore job",
                dag(dag).at("/nodes/1/sub_tasks/0/task_logs").path(5).asText());

        SealingClient.Got second = cancel();
        assertEquals(500, second.status());
        assertEquals("Unexpected error: failed to set dag rollback: no node failed", second.message());
        clock.advance(Duration.ofMinutes(5));
        assertEquals("CANCEL", dag(dag).path("operator").asText());
        assertEquals("FAILED", dag(dag).path("state").asText());
        assertEquals(4, dag(dag).path("stage").asInt());
        assertEquals("Common.Unexpected", cancel().errCode());
    }

    @Test
    void anotherDagThanTheOneOfTheRestoreIsNotCancelled() throws Exception {
        client.sealed("DELETE", "/api/v1/tenant/tenant1", "{\"need_recycle\":false}");
        clock.advance(Duration.ofMinutes(1));

        SealingClient.Got refused = client.sealed("DELETE", "/api/v1/tenant/tenant1/restore", null);
        assertEquals("OB.Restore.Task.NotExist", refused.errCode());
        assertEquals("there is no restore dag: Drop tenant(1) is not the restore dag", refused.message());
    }

    /** A retry of the second node cancels the restore that it began. */
    @Test
    void aRetryOfTheSecondNodeBeginsAnotherRestore() throws Exception {
        String dag = restore();
        clock.advance(Duration.ofSeconds(10));
        cluster.agentBack(0);
        clock.advance(Duration.ofMinutes(1));
        assertEquals(2, dag(dag).path("stage").asInt());
        assertEquals("RESTORING", status());
        operate(dag, "retry");
        clock.advance(Duration.ofMinutes(1));

        assertEquals("RESTORING", status());
        JsonNode restores = client.get("/api/v1/restore/tasks").data().path("contents");
        assertEquals(2, restores.size());
        assertEquals("FAIL", restores.path(1).path("status").asText());
    }

    @Test
    void aTenantThatIsThereByThenIsTakenForTheRestoredOne() throws Exception {
        String dag = restore();
        cluster.tenant("scratch");
        clock.advance(Duration.ofMinutes(5));

        assertEquals("SUCCEED", dag(dag).path("state").asText());
        assertTrue(client.get("/api/v1/restore/tasks").data().path("contents").isEmpty());
    }

    @Test
    void aCancelOfARestoreThatHasNotBegunDropsTheTenantOfThatName() throws Exception {
        restore();
        cluster.tenant("scratch");
        clock.advance(Duration.ofSeconds(4));

        client.sealed("DELETE", "/api/v1/tenant/scratch/restore", null);
        clock.advance(Duration.ofMinutes(1));

        assertFalse(cluster.tenantIds().containsKey("scratch"));
    }

    @Test
    void aDropThatFailedIsRetried() throws Exception {
        cluster.nextDropFails(StageFailure.of("Drop resource pools", "[MySQL.Error]: MySQL error: busy"));
        String drop = client.sealed("DELETE", "/api/v1/tenant/tenant1", "{\"need_recycle\":false}")
                .data()
                .path("id")
                .asText();
        clock.advance(Duration.ofMinutes(1));

        assertEquals("FAILED", dag(drop).path("state").asText());
        assertEquals("tenant1", dag(drop).path("maintenance_key").asText());
        assertEquals(3, cluster.freePools().size());
        operate(drop, "retry");
        clock.advance(Duration.ofMinutes(1));
        assertTrue(cluster.freePools().isEmpty());
        assertEquals(
                204,
                client.sealed("DELETE", "/api/v1/tenant/tenant1", "{\"need_recycle\":false}")
                        .status());
    }
}
