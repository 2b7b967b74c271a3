package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However many tenants fail, and whatever is remarked on them: all of them count, and what is told and stored stays small. */
@Timeout(600)
class ManyTenantsTest {

    /** The most that an answer may hold. */
    private static final int TENANTS = 4096;

    private static final String[] NAMES =
            IntStream.rangeClosed(1, TENANTS).mapToObj(i -> "tenant" + i).toArray(String[]::new);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().tenants(NAMES));
    private final OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    private static CheckRequest check(boolean awaitEnd, Duration maxAge) {
        Timing timing = new TimingBuilder()
                .timeout(Duration.ofHours(12))
                .pollInterval(Duration.ofMinutes(5))
                .build();
        return new CheckRequestBuilder(BackupScope.ALL_TENANTS)
                .awaitEnd(awaitEnd)
                .maxAge(maxAge)
                .timing(timing)
                .build();
    }

    private void begin(BackupPlan plan) {
        for (String name : NAMES) {
            simulated.cluster.tenant(name).configured().startForeignBackup(plan);
        }
        player.advance(Duration.ofMinutes(39));
    }

    private void had(Function<String, BackupPlan> plans, Duration ago) {
        for (String name : NAMES) {
            simulated
                    .cluster
                    .tenant(name)
                    .configured()
                    .hadBackup(plans.apply(name), simulated.clock.instant().minus(ago));
        }
    }

    private String console(Outcome outcome) {
        ConsoleLines lines = new ConsoleLines();
        StringBuilder console = new StringBuilder();
        player.events()
                .forEach(event ->
                        lines.lines(event).forEach(line -> console.append(line).append('\n')));
        lines.lines(outcome).forEach(line -> console.append(line).append('\n'));
        return console.toString();
    }

    private void assertSmall(Outcome outcome) {
        int stored = StoredJson.write(outcome).length();
        assertTrue(stored < 200_000, "stored: " + stored);
        assertTrue(
                outcome.message().length() < 5_000,
                "message: " + outcome.message().length());
        int told = console(outcome).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(told < 64 * 1024, "console: " + told);
    }

    @Test
    void allOfThemFailWithRemarksOfQuotes() {
        begin(BackupPlan.ordinary().withEnd("FAILED", -9082, "\"".repeat(150)));

        Outcome outcome = player.play(simulated.check(check(true, null)));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("4,096 of 4,096 backups"), outcome.message());
        assertTrue(outcome.message().contains("; and 4,086 more"), outcome.message());
        assertTrue(outcome.message().contains("Remove the cause"), outcome.message());
        assertSmall(outcome);
    }

    @Test
    void allOfThemAreTooOldOrFailedWhereTheirAgeIsAskedFor() {
        BackupPlan failing = BackupPlan.ordinary().withEnd("FAILED", -9082, "\"".repeat(150));
        had(name -> failing, Duration.ofDays(3));

        Outcome outcome = player.play(simulated.check(check(false, Duration.ofDays(1))));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertSmall(outcome);
    }

    @Test
    void onlyTheThreeThousandthFails() {
        had(
                name -> "tenant3000".equals(name) ? BackupPlan.ordinary().failing() : BackupPlan.ordinary(),
                Duration.ofDays(1));

        Outcome outcome = player.play(simulated.check(check(false, null)));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("1 of 4,096 backups"), outcome.message());
        assertTrue(outcome.message().contains("out of space"), outcome.message());
        TenantBackup first = outcome.result().tenants().get(0);
        assertEquals(
                Integer.toString(simulated.cluster.tenant("tenant3000").id()), first.tenantId(), outcome.message());
        assertEquals("FAILED", outcome.result().status());
        assertSmall(outcome);
    }

    @Test
    void onlyTheThreeThousandthIsTooOld() {
        for (String name : NAMES) {
            simulated
                    .cluster
                    .tenant(name)
                    .configured()
                    .archivingLog()
                    .hadBackup(
                            BackupPlan.ordinary(),
                            simulated.clock.instant().minus(Duration.ofHours("tenant3000".equals(name) ? 50 : 5)));
        }

        Outcome outcome = player.play(simulated.check(check(false, Duration.ofDays(1))));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains(" tenant3000 "), outcome.message());
        assertSmall(outcome);
    }

    @Test
    void allOfThemAreCompleted() {
        begin(BackupPlan.ordinary());

        Outcome outcome = player.play(simulated.check(check(true, null)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        OperationResult result = outcome.result();
        assertEquals(TENANTS, result.tenants().size() + result.omittedTenants());
        assertEquals(TENANTS * result.tenants().get(0).outputBytes(), result.outputBytes());
        assertEquals(50, player.events(ProgressEvent.TenantOver.class).size());
        assertTrue(console(outcome).contains("4,046 more tenants, 0 of them not COMPLETED"), console(outcome));
        assertTrue(outcome.message().contains("all 4,096 tenants"), outcome.message());
        assertSmall(outcome);
    }

    @Test
    void eachSaysAnotherWordForHowItStands() {
        for (String name : NAMES) {
            simulated
                    .cluster
                    .tenant(name)
                    .configured()
                    .startForeignBackup(BackupPlan.ordinary().withUnknownStatuses("DOING_" + name + "_".repeat(100)));
        }
        player.advance(Duration.ofMinutes(30));
        player.playUntil(simulated.check(check(true, null)), ProgressEvent.BackupProgress.class);

        String told = player.events(ProgressEvent.BackupProgress.class).toString();
        assertTrue(told.contains("1 DOING_tenant"), told);
        assertTrue(told.length() < 16 * 1024, "told: " + told.length());
    }
}
