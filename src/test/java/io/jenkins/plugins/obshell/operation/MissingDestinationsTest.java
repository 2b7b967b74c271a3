package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tenants that obshell could not back up are named before anything is started. */
class MissingDestinationsTest {

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().tenants("tenant1", "tenant2", "tenant3", "tenant4"));
    private final OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    private void configureTwo() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant3").configured();
    }

    private static void assertFailure(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    @Test
    void aBackupOfAllTenantsNamesAllOfThemAndStartsNothing() {
        configureTwo();

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertFailure(outcome, "Nothing was started", ": tenant2, tenant4.", "except");
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void theOthersAreBackedUpIfTheyAreExcepted() {
        configureTwo();

        Outcome outcome = player.play(simulated.backup(
                BackupRequestBuilder.allExcept("tenant2", "tenant4").build()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, simulated.backupsPosted());
    }

    @Test
    void oneThatIsNotExceptedIsSaidBeforeTheOthersAreBackedUpAndMakesItRed() {
        configureTwo();
        Operation operation =
                simulated.backup(BackupRequestBuilder.allExcept("tenant2").build());
        player.playUntil(operation, ProgressEvent.TenantEnded.class);
        assertEquals(0, simulated.backupsPosted());

        Outcome outcome = player.resume(operation);

        assertFailure(
                outcome, "1 of 3 tenants. tenant4: tenant4 has no backup destination", "COMPLETED backups: 2, after ");
        assertEquals(2, simulated.backupsPosted());
        assertEquals(
                List.of("tenant4"),
                player.events(ProgressEvent.TenantEnded.class).stream()
                        .map(ProgressEvent.TenantEnded::tenant)
                        .toList());
    }

    @Test
    void oneWhoseDestinationObshellCannotShowIsNotSaidToHaveNone() {
        for (int i = 1; i <= 4; i++) {
            simulated.cluster.tenant("tenant" + i).configured();
        }
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "OB.Storage.URI.Invalid", "obs://"))
                        .on("GET", ".*/tenant2/backup/config/storage"));

        Outcome outcome = player.play(simulated.backup(simulated.allTenants()));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void anObshellThatDoesNotReportThemRefusesTheBackupItself() {
        try (SimulatedOperations old = new SimulatedOperations(
                SimulatedCluster.builder().tenants("tenant1", "tenant2").serverVersion("4.2.5.0"))) {
            old.cluster.tenant("tenant1").configured();

            Outcome outcome = old.player().play(old.backup(old.allTenants()));

            assertFailure(outcome, "tenant2");
            assertEquals(1, old.cluster.requests().count("GET", ".*/config/storage"));
        }
    }
}
