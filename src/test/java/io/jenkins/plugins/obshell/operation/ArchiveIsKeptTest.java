package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A configuration that stops the log archive can start it again, and an interrupted archive is reported with its cure. */
class ArchiveIsKeptTest {

    private static final String LOG = ".*/backup/log";
    private static final String DATA = "file:///data/backup/tenant1/data";
    private static final String ARCHIVE = "file:///data/backup/tenant1/archive";
    private static final BackupSettings CONCURRENCY =
            new BackupSettingsBuilder().logArchiveConcurrency(10).build();

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void archive() {
        simulated.cluster.tenant("tenant1").configured(DATA, ARCHIVE).archivingLog();
        player.advance(Duration.ofMinutes(1));
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Outcome configure(BackupScope scope, BackupSettings settings, boolean opensArchive) {
        return player.play(simulated.configuration(new ConfigurationRequestBuilder(scope, settings)
                .onlyIfChanged(true)
                .opensArchive(opensArchive)
                .build()));
    }

    private Outcome configure(BackupSettings settings, boolean opensArchive) {
        return configure(BackupScope.tenant("tenant1"), settings, opensArchive);
    }

    private String archiveStatus() {
        player.advance(Duration.ofMinutes(1));
        return simulated.cluster.tenant("tenant1").archiveLogStatus();
    }

    private static void assertSuccess(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void anotherConcurrencyLeavesTheArchiveStoppedUnlessItIsToBeOn() {
        assertSuccess(configure(CONCURRENCY, false));
        assertEquals("STOP", archiveStatus());

        Outcome outcome = configure(CONCURRENCY, true);

        assertSuccess(outcome);
        assertTrue(outcome.message().contains("Log archiving is started."), outcome.message());
        assertEquals("DOING", archiveStatus());
    }

    @Test
    void anArchiveThatSomebodyStoppedIsStartedThoughNothingElseChanges() {
        assertSuccess(configure(CONCURRENCY, false));
        assertEquals("STOP", archiveStatus());

        Outcome outcome = configure(BackupSettingsBuilder.destinations(DATA, ARCHIVE), true);

        assertSuccess(outcome);
        assertEquals("UNCHANGED", outcome.result().status());
        assertEquals("DOING", archiveStatus());
    }

    @Test
    void theArchivesOfAllTenantsAreStartedByOneCall() {
        assertSuccess(configure(BackupScope.ALL_TENANTS, CONCURRENCY, true));

        assertEquals("DOING", archiveStatus());
        assertEquals(1, simulated.cluster.requests().count("PATCH", "/api/v1/obcluster/backup/log"));
    }

    @Test
    void aBrokenWayDelaysTheStart() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("PATCH", LOG).times(5));

        assertSuccess(configure(CONCURRENCY, true));
        assertEquals("DOING", archiveStatus());
    }

    @Test
    void aFailedConfigurationStartsNothing() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Check backup config", "[X]: broken"));

        assertEquals(Verdict.FAILURE, configure(CONCURRENCY, true).verdict());
        assertEquals(0, simulated.cluster.requests().count("PATCH", LOG));
    }

    @Test
    void anInterruptedArchiveIsReportedWithTheCureAndTheCureWorks() {
        simulated.cluster.tenant("tenant1").interruptArchiveLog();

        Outcome refused = configure(BackupSettingsBuilder.destinations(DATA, ARCHIVE), true);
        Outcome backup = player.play(simulated.fullBackup());

        for (Outcome outcome : new Outcome[] {refused, backup}) {
            assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
            assertTrue(
                    outcome.message()
                            .contains("Set the same archive destination once more with obshellBackupConfig, without"
                                    + " onlyIfChanged, then make a full backup."),
                    outcome.message());
        }

        assertSuccess(player.play(simulated.configuration(
                new ConfigurationRequestBuilder("tenant1", BackupSettingsBuilder.destinations(DATA, ARCHIVE))
                        .build())));
        assertSuccess(player.play(simulated.fullBackup()));
    }
}
