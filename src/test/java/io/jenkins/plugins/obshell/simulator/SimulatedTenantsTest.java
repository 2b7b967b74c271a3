package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The routes of backups take every user tenant for one; the list of tenants leaves out those in the recycle bin. */
class SimulatedTenantsTest {

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .keys(new KeyPairs())
            .keyBits(512)
            .tenants("tenant1", "tenant2", "tenant3")
            .start();
    private final SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<String> ids(String route, String list) throws Exception {
        List<String> ids = new ArrayList<>();
        for (JsonNode each : client.get(route).data().path(list)) {
            ids.add(each.path("tenant_id").asText());
        }
        return ids;
    }

    @Test
    void aTenantInTheRecycleBinKeepsItsBackupAndIsNotListed() throws Exception {
        cluster.tenant("tenant2").configured().hadBackup(BackupPlan.ordinary(), clock.instant());
        cluster.recycleTenant("tenant2");

        assertEquals(List.of("1", "1002", "1006"), ids("/api/v1/tenants/overview", "contents"));
        assertEquals(List.of("1004"), ids("/api/v1/obcluster/backup/overview", "statuses"));
        JsonNode recycled =
                client.get("/api/v1/recyclebin/tenants").data().path("contents").path(0);
        assertEquals("tenant2", recycled.path("original_tenant_name").asText());
        assertEquals(
                200,
                client.get("/api/v1/tenant/" + recycled.path("object_name").asText() + "/backup/overview")
                        .status());
    }

    @Test
    void aTenantInTheRecycleBinThatHasNoDestinationStopsABackupOfAll() throws Exception {
        cluster.tenant("tenant1").configured();
        cluster.tenant("tenant3").configured();
        cluster.recycleTenant("tenant2");

        String refusal =
                client.post("/api/v1/obcluster/backup", "{\"mode\":\"full\"}").text();

        assertTrue(refusal.contains("OB.Backup.ArchiveDestEmpty"), refusal);
        assertTrue(refusal.contains("__recycle_$_1_"), refusal);
    }

    @Test
    void aTenantThatIsMadeAgainHasAnotherId() throws Exception {
        cluster.dropTenant("tenant3");
        clock.advance(Duration.ofMinutes(1));
        cluster.tenant("tenant3");
        cluster.tenant("tenant4");

        assertEquals(List.of("1", "1002", "1004", "1008", "1010"), ids("/api/v1/tenants/overview", "contents"));
    }
}
