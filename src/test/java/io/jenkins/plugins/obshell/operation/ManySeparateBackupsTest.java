package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two hundred tenants, one by one: what is asked, told and stored stays in proportion. */
@Timeout(600)
class ManySeparateBackupsTest {

    private static final int TENANTS = 200;
    private static final String[] NAMES =
            IntStream.rangeClosed(1, TENANTS).mapToObj(i -> "tenant" + i).toArray(String[]::new);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants(NAMES));
    private final OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    @Test
    void twoHundredTenantsInOneStep() {
        int[] longest = {0};
        for (String name : NAMES) {
            BackupPlan plan = BackupPlan.ordinary().withDuration(Duration.ofMinutes(5));
            int number = Integer.parseInt(name.substring("tenant".length()));
            simulated.cluster.tenant(name).configured().everyBackup(number % 10 == 0 ? plan.failing() : plan);
        }
        simulated.cluster.tenant("scratch");
        player.beforeEachTurn(
                state -> longest[0] = Math.max(longest[0], state.toJson().length()));

        Outcome outcome = player.play(simulated.backup(BackupRequestBuilder.allExcept("scratch")
                .timing(new TimingBuilder().timeout(Duration.ofDays(2)).build())
                .build()));

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("20 of 200 tenants. tenant10 failed"), outcome.message());
        assertTrue(outcome.message().contains("COMPLETED backups: 180, after "), outcome.message());
        assertTrue(
                outcome.message().length() < 4000,
                "message: " + outcome.message().length());
        assertEquals(
                TENANTS, outcome.result().tenants().size() + outcome.result().omittedTenants());
        assertEquals("FAILED", outcome.result().tenants().get(19).status());
        assertEquals(TENANTS, simulated.backupsPosted());
        int requests = simulated.cluster.requests().size();
        assertTrue(requests < 70 * TENANTS, requests + " requests");
        ConsoleLines lines = new ConsoleLines();
        List<String> console = player.events().stream()
                .flatMap(event -> lines.lines(event).stream())
                .toList();
        assertTrue(console.size() < 3 * TENANTS, console.size() + " lines");
        assertTrue(longest[0] < 110_000, "a state of " + longest[0]);
        assertTrue(StoredJson.write(outcome).length() < 90_000);
        System.out.println(requests + " requests, " + console.size() + " lines, state " + longest[0]);
    }
}
