package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.obshell.simulator.SealingClient.Got;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulatedDagsTest {

    private static final String CONFIG = "/api/v1/tenant/tenant1/backup/config";
    private static final String BACKUP = "/api/v1/tenant/tenant1/backup";
    private static final String DESTINATIONS =
            "{\"data_base_uri\":\"file:///data/backup/data\",\"archive_base_uri\":\"file:///data/backup/archive\"}";

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster =
            SimulatedCluster.builder().clock(clock).keyBits(512).start();
    private final SealingClient client = new SealingClient(cluster.endpoints().get(0), clock, "root-password");

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aConfigurationRunsThroughItsTwoStagesAndSetsTheDestinations() throws Exception {
        Got posted = client.post(CONFIG, DESTINATIONS);
        assertEquals(200, posted.status(), posted.text());
        JsonNode dag = posted.data();
        assertEquals("Set obcluster backup config for tenant1", dag.path("name").asText());
        assertEquals("READY", dag.path("state").asText());
        assertEquals("0001-01-01T00:00:00Z", dag.path("start_time").asText());
        assertTrue(dag.path("nodes").isNull());
        assertEquals(2, dag.path("max_stage").asInt());
        assertEquals(3, dag.path("maintenance_type").asInt());

        clock.advance(Duration.ofSeconds(2));
        assertEquals("RUNNING", dag(dag).path("state").asText());
        clock.advance(Duration.ofMinutes(1));
        JsonNode over = dag(dag);
        assertEquals("SUCCEED", over.path("state").asText());
        assertEquals(
                List.of("Check backup config", "Set backup config"),
                over.path("nodes").findValuesAsText("name").stream().distinct().toList());
        assertEquals(3, over.path("nodes").path(0).path("sub_tasks").size());
        assertEquals(1, over.path("nodes").path(1).path("sub_tasks").size());
        assertEquals("file:///data/backup/data/", cluster.tenant("tenant1").dataDestination());
    }

    @Test
    void aBackupRunsThroughFourStagesAndTheOverviewFollowsIt() throws Exception {
        cluster.tenant("tenant1").configured();
        JsonNode dag = client.post(BACKUP, "{\"mode\":\"full\"}").data();
        assertEquals("Obcluster start full backup for tenant1", dag.path("name").asText());

        List<String> statuses = new ArrayList<>();
        List<Integer> stages = new ArrayList<>();
        for (int i = 0; i < 3000 && !dag(dag).path("state").asText().equals("SUCCEED"); i += 3) {
            clock.advance(Duration.ofSeconds(3));
            stages.add(dag(dag).path("stage").asInt());
            Got overview = client.get(BACKUP + "/overview");
            if (overview.status() == 200) {
                statuses.add(overview.data().path("status").path("status").asText());
            }
        }
        assertEquals(List.of(1, 2, 3, 4), with(1, stages).stream().distinct().toList());
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

    private static List<Integer> with(int first, List<Integer> rest) {
        List<Integer> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return all;
    }

    private JsonNode dag(JsonNode dag) throws Exception {
        return client.get("/api/v1/task/dag/" + dag.path("id").asText()).data();
    }
}
