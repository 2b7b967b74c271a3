package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.SqlAddress;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A state survives being stored, in each way in which Jenkins stores it. */
class StoredStateTest {

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private OperationState at(String moment) {
        Operation operation = simulated.fullBackup();
        switch (moment) {
            case "starting" -> {
                player.playUntil(operation, ProgressEvent.DagStarted.class);
                return simulated.journal().get(0);
            }
            case "following" -> player.playUntil(operation, ProgressEvent.BackupProgress.class);
            case "verifying" -> {
                simulated
                        .cluster
                        .tenant("tenant1")
                        .nextBackup(io.jenkins.plugins.obshell.simulator.state.BackupPlan.ordinary()
                                .withDuration(java.time.Duration.ofHours(2)));
                player.playUntil(operation, ProgressEvent.DagEndedBeforeBackup.class);
            }
            default -> player.play(operation);
        }
        return player.state();
    }

    private static byte[] serialized(OperationState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(state);
        }
        return bytes.toByteArray();
    }

    private static OperationState deserialized(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (OperationState) in.readObject();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "following", "verifying", "over"})
    void aStateIsTheSameAfterEachWayOfStoringIt(String moment) throws IOException, ClassNotFoundException {
        OperationState state = at(moment);

        assertEquals(state, OperationState.fromJson(state.toJson()));
        assertEquals(state, deserialized(serialized(state)));
    }

    @Test
    void everyComponentIsStored() throws IOException, ClassNotFoundException {
        Instant now = Instant.parse("2026-11-22T02:00:00.123Z");
        OperationState whole = new OperationState(
                Phase.CANCELLING,
                now,
                now.plusSeconds(1),
                now.plusSeconds(2),
                new Contact(true, true, now.plusSeconds(3), 4, now.plusSeconds(5), true, 28_800_000L),
                new Pace(1, 9, 2, 3, 4, now.plusSeconds(6), 7, now.plusSeconds(8)),
                new Reported("key", "what", 9, now.plusSeconds(9)),
                new StartAttempt(
                        1, now, now.plusSeconds(1), List.of("11"), now, now.plusSeconds(20), now, 3, true, "lost"),
                FollowedDag.ofId("12"),
                new Backups(
                        Map.of("1", "2"),
                        Map.of("3", "4"),
                        Map.of("3", "1/a"),
                        Map.of("5", "six"),
                        Map.of("7", "eight"),
                        true,
                        now.plusSeconds(10),
                        now.plusSeconds(12),
                        "3"),
                new Cancellation(now.plusSeconds(11), true, true),
                OperationState.begin(now, Duration.ofHours(1)),
                new AwaitedArchive(
                        new Outcome(Verdict.SUCCESS, "completed", OperationResult.NONE),
                        now.plusSeconds(13),
                        true,
                        now.plusSeconds(14),
                        60_000L,
                        List.of(new LogNeed("1", "tenant1", "4", 2, 3, now, now.plusSeconds(15), true)),
                        now.plusSeconds(16)),
                new SeparateBackups(
                        List.of("eight"),
                        true,
                        List.of("nine"),
                        List.of(new SeparateBackups.Begun("ten", OperationState.begin(now, Duration.ofHours(1)))),
                        new EndedBackups(
                                1,
                                2,
                                new FirstFew(List.of("failed"), 3),
                                new FirstFew(List.of("warned"), 4),
                                new FirstFew(List.of("started"), 5),
                                new FirstFew(List.of("left out"), 6),
                                new FirstFew(List.of("dropped"), 7),
                                new FirstFew(List.of("not begun"), 8),
                                OperationResult.NONE)),
                new Drill(
                        new ScratchTenant("drill_tenant1_1", "1004", 5, List.of("6"), "12", now.plusSeconds(17)),
                        new RestoredBackup(
                                "tenant1", "1", "2", 5, now, "4.2.1", "4.3.5", 6, new SqlAddress("10.0.0.1", 2881)),
                        8,
                        now.plusSeconds(18),
                        now.plusSeconds(19)),
                new Outcome(Verdict.WARNING, "message", OperationResult.NONE));

        assertEquals(whole, OperationState.fromJson(whole.toJson()));
        assertEquals(whole, deserialized(serialized(whole)));
    }

    @Test
    void unknownFieldsAreIgnored() {
        String json = at("following").toJson();
        String newer = json.replaceFirst("\\{", "{\"ofALaterVersion\":{\"x\":[1,2]},")
                .replace("\"dag\":{", "\"dag\":{\"alsoLater\":true,");

        assertEquals(OperationState.fromJson(json), OperationState.fromJson(newer));
    }

    @Test
    void missingFieldsAreLeftAsTheyWereBefore() {
        OperationState state = OperationState.fromJson(
                "{\"phase\":\"FOLLOWING\",\"begunAt\":\"2026-11-22T02:00:00Z\",\"deadline\":\"2026-11-23T02:00:00Z\","
                        + "\"contact\":{\"made\":true},\"dag\":{\"id\":\"11\"}}");

        assertEquals("11", state.dagId());
        assertNull(state.attempt());
        assertTrue(state.backups().jobs().isEmpty());
    }

    @Test
    void aStateWithoutItsNewerFieldsIsFollowedToTheEnd() {
        String json = at("following")
                .toJson()
                .replaceAll("\"(passwordAccepted|turnEndedAt|pauseMillis|backupStartedFrom)\":[^,}]+,?", "")
                .replace(",}", "}");
        player.setState(OperationState.fromJson(json));

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void anEndThatWasNotStoredIsLookedForAgainAndNothingIsBegun() {
        OperationState over = at("over");
        player.setState(over.withOutcome(null));

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        player.setState(simulated.fullBackup().begin().in(Phase.OVER));
        assertEquals(Verdict.FAILURE, player.resume(simulated.fullBackup()).verdict());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void whatIsNoStateIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> OperationState.fromJson("not a state"));
        assertThrows(IllegalArgumentException.class, () -> OperationState.fromJson("{\"phase\":\"NO_SUCH\"}"));
    }

    @Test
    void aStateBeforeTheFirstProgressIsSmallAndHoldsNoSecret() {
        SecretSource secrets =
                new FixedSecrets("the-encryption-password", new StorageKey("the-access-id", "the-access-key", false));
        BackupRequest request = new BackupRequestBuilder("tenant1")
                .plusArchive(true)
                .configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false))
                .build();
        Operation operation =
                new BackupOperation(simulated.context(simulated.client(), simulated.journal()::add, secrets), request);
        player.playUntil(operation, ProgressEvent.BackupProgress.class);

        String json = player.state().toJson();
        assertTrue(json.getBytes(StandardCharsets.UTF_8).length <= 4096, json);
        String stored =
                json + simulated.journal().stream().map(OperationState::toJson).toList();
        for (String secret :
                List.of("the-encryption-password", "the-access-id", "the-access-key", SimulatedOperations.PASSWORD)) {
            assertFalse(stored.contains(secret), secret);
        }
        assertEquals(
                "the-encryption-password",
                simulated.cluster.tenant("tenant1").backups().get(0).encryption());
    }
}
