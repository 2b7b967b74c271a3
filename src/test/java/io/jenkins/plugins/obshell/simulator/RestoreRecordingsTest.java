package io.jenkins.plugins.obshell.simulator;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.DagView;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The simulated obshell restores and drops tenants as a real obshell 4.5.0 did, request by request. */
class RestoreRecordingsTest {

    /** A little later than the point that the recorded requests restore to. */
    private static final Instant NOW = Instant.parse("2026-11-27T17:30:00Z");

    private static final RestorePlan SHORT = RestorePlan.ordinary().withDuration(Duration.ofMinutes(1));

    private RecordingPlayer one;

    @Test
    void everyRequestIsAnsweredAsRecorded() throws Exception {
        Map<Integer, Recording> recordings = Recording.all("restores-4.5.0.jsonl");
        try (RecordingPlayer player = new RecordingPlayer(recordings, new KeyPairs(), 1)) {
            one = player;
            backedUp().play(IntStream.rangeClosed(1, 32).toArray());
            restoredAndDropped();
            cancelled();
            cancelledTwice();
            refused();
            failed();
            cancelledWhileActivated();
            Map<Integer, List<String>> differences = one.differences();
            assertEquals(recordings.keySet(), differences.keySet());
            assertAll(differences.entrySet().stream()
                    .map(line -> () -> assertEquals(List.of(), line.getValue(), "line " + line.getKey())));
        }
    }

    private RecordingPlayer backedUp() {
        one.clock().set(NOW);
        one.fresh()
                .tenant(1)
                .configured()
                .archivingLogSince(NOW.minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), NOW.minus(Duration.ofHours(2)));
        return one;
    }

    private RecordingPlayer backedUp(RestorePlan plan) {
        backedUp().cluster().nextRestore(plan);
        return one;
    }

    private void cancel(String tenant) throws Exception {
        one.client(0).sealed("DELETE", "/api/v1/tenant/" + tenant + "/restore", null);
    }

    private void restoredAndDropped() throws Exception {
        backedUp(SHORT).play(33, 34, 35);
        String restore = one.newest();
        one.watch(restore, 15, 36).play(37).pass(20).playOn(restore, 38).play(39, 40);
        one.pass(120).playOn(restore, 41).play(42, 43, 44, 45);
        one.pass(60).playOn(one.newest(), 46).play(47, 48);
    }

    private void cancelled() throws Exception {
        backedUp().play(49).pass(60);
        cancel("scratch2");
        one.pass(30).playOn(one.newest(), 50).play(51);
    }

    private void cancelledTwice() throws Exception {
        backedUp(RestorePlan.ordinary().withCancelDuration(Duration.ofMinutes(1)))
                .play(52)
                .pass(60);
        cancel("scratch3");
        one.watch(one.newest(), 20, 53)
                .play(54)
                .pass(120)
                .playOn(one.newest(), 55)
                .play(56);
    }

    private void refused() throws Exception {
        one.fresh().play(57).pass(20).playOn(one.newest(), 58);
    }

    private void failed() throws Exception {
        backedUp(SHORT.failing()).play(59).pass(120).playOn(one.newest(), 60).play(61, 62);
    }

    private void cancelledWhileActivated() throws Exception {
        backedUp(SHORT).play(63);
        while (stage() < 4) {
            one.pass(1);
        }
        one.pass(2).play(64).pass(5).playOn(one.newest(), 65);
    }

    private int stage() {
        List<DagView> dags = one.cluster().dags();
        return dags.get(dags.size() - 1).stage();
    }
}
