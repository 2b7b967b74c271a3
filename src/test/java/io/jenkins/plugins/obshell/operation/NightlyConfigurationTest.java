package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that runs every night changes the archive of a tenant once, however its URIs are written. */
class NightlyConfigurationTest {

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();

    @AfterEach
    void close() {
        simulated.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/%s?s3_region=r1&host=s3.example.com",
                "cos://bucket/%s?appid=1&host=cos.example.com",
                "oss://bucket/%s/?host=oss.example.com",
                "oss://bucket/%s?delete_mode=tagging&host=oss.example.com%%3A9000",
                "file:///data/backup/%s",
                "file:///data/backup/%s/"
            })
    void threeNightsPostOneConfiguration(String uri) {
        OperationPlayer player = simulated.player();
        for (int night = 0; night < 3; night++) {
            Outcome outcome = player.play(simulated.configuration(new ConfigurationRequest(
                    BackupScope.tenant("tenant1"),
                    new BackupSettings(
                            uri.formatted("data"), uri.formatted("archive"), null, null, null, null, null, null, null),
                    IfBackupRunning.FAIL,
                    true,
                    false,
                    TimingBuilder.TWELVE_HOURS)));
            assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
            player.advance(Duration.ofHours(24));
        }

        assertEquals(1, simulated.cluster.requests().count("POST", ".*/backup/config"));
        assertEquals(0, simulated.cluster.requests().count("PATCH", ".*/backup/config"));
    }
}
