package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Binding and piece interval go with the archive destination: obshell resets them if they are left out, and reports neither. */
class ArchiveSettingsTest {

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    private static BackupSettingsBuilder destinations() {
        return new BackupSettingsBuilder()
                .dataBaseUri("file:///data/backup/data")
                .archiveBaseUri("file:///data/backup/archive");
    }

    private static ConfigurationRequest ifChanged(BackupSettings settings) {
        return new ConfigurationRequestBuilder("tenant1", settings)
                .onlyIfChanged(true)
                .build();
    }

    private void assertSuccess(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    private String parameter(String name) {
        return simulated.cluster.tenant("tenant1").parameters().get(name);
    }

    @Test
    void aNightlyBackupSetsThemOnceTogetherWithItsDestinations() {
        ConfigurationRequest first = ifChanged(
                destinations().binding("mandatory").pieceSwitchInterval("3d").build());
        for (int night = 0; night < 3; night++) {
            assertSuccess(player.play(simulated.backup(
                    new BackupRequestBuilder("tenant1").configuration(first).build())));
            player.advance(Duration.ofHours(24));
        }

        assertEquals(1, simulated.cluster.requests().count("POST", ".*/backup/config"));
        assertEquals("MANDATORY", parameter("binding"));
        assertEquals("3d", parameter("piece_switch_interval"));
        assertEquals(0, player.events(ProgressEvent.ArchiveSettingsReset.class).size());
        assertEquals(
                List.of(true, true),
                player.events(ProgressEvent.AlreadyConfigured.class).stream()
                        .map(ProgressEvent.AlreadyConfigured::notSent)
                        .toList());
    }

    @Test
    void whatANewArchiveDestinationResetsIsReportedOnce() {
        assertSuccess(player.play(simulated.configuration(ifChanged(
                destinations().binding("mandatory").pieceSwitchInterval("3d").build()))));

        assertSuccess(player.play(simulated.configuration(ifChanged(new BackupSettingsBuilder()
                .archiveBaseUri("file:///elsewhere")
                .pieceSwitchInterval("2d")
                .build()))));

        assertEquals(
                List.of(new ProgressEvent.ArchiveSettingsReset(List.of("binding: 'optional'"))),
                player.events(ProgressEvent.ArchiveSettingsReset.class));
        assertEquals(
                Map.of("binding", "OPTIONAL", "piece_switch_interval", "2d"),
                simulated.cluster.tenant("tenant1").parameters());
    }

    @Test
    void nothingIsResetByADataDestination() {
        assertSuccess(player.play(simulated.configuration(ifChanged(
                new BackupSettingsBuilder().dataBaseUri("file:///elsewhere").build()))));

        assertEquals(0, player.events(ProgressEvent.ArchiveSettingsReset.class).size());
    }
}
