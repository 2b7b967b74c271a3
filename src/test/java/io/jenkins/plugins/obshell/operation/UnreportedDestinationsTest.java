package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** obshell before 4.3.2 cannot report its destinations, so a nightly backup must not set them again and again. */
class UnreportedDestinationsTest {

    private static final String CONFIG = ".*/backup/config";
    private static final String DATA = "file:///data/backup/tenant1/data";
    private static final String ARCHIVE = "file:///data/backup/tenant1/archive";

    private SimulatedOperations simulated;
    private OperationPlayer player;

    @AfterEach
    void close() {
        simulated.close();
    }

    private void start(String version) {
        simulated = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants("tenant1").serverVersion(version));
        player = simulated.player();
    }

    private Operation backup() {
        return simulated.backup(new BackupRequestBuilder("tenant1")
                .configuration(
                        new ConfigurationRequestBuilder("tenant1", BackupSettingsBuilder.destinations(DATA, ARCHIVE))
                                .onlyIfChanged(true)
                                .build())
                .build());
    }

    private int configurations() {
        return simulated.cluster.requests().count("POST", CONFIG)
                + simulated.cluster.requests().count("PATCH", CONFIG);
    }

    private static void assertSuccess(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.5.0", "4.3.1.0"})
    void threeNightsSetThemOnce(String version) {
        start(version);

        for (int night = 0; night < 3; night++) {
            assertSuccess(player.play(backup()));
            player.advance(Duration.ofHours(24));
        }

        assertEquals(1, configurations());
        assertEquals(3, simulated.cluster.tenant("tenant1").backups().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.5.0", "4.3.1.0"})
    void aTenantThatHasThemIsNotConfigured(String version) {
        start(version);
        simulated.cluster.tenant("tenant1").configured(DATA, ARCHIVE);

        assertSuccess(player.play(backup()));

        assertEquals(0, configurations());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.5.0", "4.3.1.0"})
    void aBackupThatWentElsewhereSaysHowToMoveIt(String version) {
        start(version);
        simulated.cluster.tenant("tenant1").configured("file:///elsewhere", ARCHIVE);

        Outcome outcome = player.play(backup());

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("Set them once with obshellBackupConfig"), outcome.message());
        assertEquals(0, configurations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.5.0", "4.3.1.0"})
    void lostAnswersAndAKilledControllerMakeNoSecondOne(String version) {
        start(version);
        for (String path : new String[] {CONFIG, ".*/backup"}) {
            simulated
                    .cluster
                    .faults()
                    .add(FaultRule.of(FaultAction.loseAnswer()).on("POST", path).once());
        }
        OperationState state = backup().begin();
        Outcome outcome = null;
        for (int turns = 0; outcome == null && turns < 2000; turns++) {
            Turn turn = backup().advance(state).join();
            outcome = turn.outcome();
            state = OperationState.fromJson(turn.state().toJson());
            player.advance(turn.pause());
        }

        assertSuccess(outcome);
        assertEquals(1, simulated.cluster.tenant("tenant1").backups().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.5.0", "4.3.1.0"})
    void aConfigurationThatFailsIsTheOutcome(String version) {
        start(version);
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));

        Outcome outcome = player.play(backup());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("[X]: broken"), outcome.message());
        assertEquals(1, configurations());
    }
}
