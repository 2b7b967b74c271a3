package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.demo.Demo;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the demo records can be played to the simulator, as the recordings of the real obshell are. */
class RecordedDemoTest {

    @TempDir
    private Path folder;

    private static RecordingPlayer backedUp(Map<Integer, Recording> recordings, KeyPairs keys) {
        RecordingPlayer player = new RecordingPlayer(recordings, keys, 2).configured();
        player.tenant(1).hadBackup(BackupPlan.ordinary(), ManualClock.START.minus(Duration.ofHours(2)));
        return player;
    }

    @Test
    void aRecordedCheckIsAnsweredAlikeByAClusterInTheSameState() throws Exception {
        KeyPairs keys = new KeyPairs();
        Path record = folder.resolve("record.jsonl");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (RecordingPlayer recorded = backedUp(Map.of(), keys)) {
            Demo demo = new Demo(
                    Map.of("OBSHELL_PASSWORD", "root-password"),
                    new PrintStream(printed, true, StandardCharsets.UTF_8),
                    recorded.clock(),
                    recorded.clock()::advance);
            String endpoints = String.join(",", recorded.cluster().endpoints());
            int exit = demo.run("--endpoints", endpoints, "--tenant", "tenant1", "--record", record.toString());
            assertEquals(0, exit, printed.toString(StandardCharsets.UTF_8));
        }
        Map<Integer, Recording> recordings;
        try (Reader file = Files.newBufferedReader(record)) {
            recordings = Recording.read(file);
        }
        assertTrue(recordings.size() > 2, "Recorded: " + recordings.size());
        try (RecordingPlayer player = backedUp(recordings, keys)) {
            for (int line : recordings.keySet()) {
                player.play(line);
            }
            player.differences().forEach((line, found) -> assertEquals(List.of(), found, "line " + line));
        }
    }
}
