package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A state that an older version stored still loads. The fixtures were written by {@link #writeFixtures}, which
 * {@code obshell.writeFixtures=DIRECTORY} runs for a new version; those of older versions stay.
 */
class StoredStateTest {

    private static final String VERSION = "2";
    private static final List<String> MOMENTS = List.of("starting", "following", "verifying", "over");

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

    @Test
    void writeFixtures() throws IOException {
        String directory = System.getProperty("obshell.writeFixtures");
        if (directory == null) {
            return;
        }
        for (String moment : MOMENTS) {
            simulated.reset();
            configure();
            OperationState state = at(moment);
            Path json = Path.of(directory, "state-" + VERSION + "-" + moment + ".json");
            Files.writeString(json, state.toJson() + "\n");
            Files.write(Path.of(directory, "state-" + VERSION + "-" + moment + ".ser"), serialized(state));
        }
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

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = StoredStateTest.class.getResourceAsStream(name)) {
            assertNotNull(in, name);
            return in.readAllBytes();
        }
    }

    static List<Arguments> stored() {
        return Stream.of("1", VERSION)
                .flatMap(version -> MOMENTS.stream().map(moment -> Arguments.of(version, moment)))
                .toList();
    }

    @ParameterizedTest(name = "version {0}, {1}")
    @MethodSource("stored")
    void aStoredStateLoadsFromJson(String version, String moment) throws IOException {
        String json = new String(fixture("state-" + version + "-" + moment + ".json"), StandardCharsets.UTF_8).strip();

        OperationState state = OperationState.fromJson(json);

        assertEquals(moment.toUpperCase(java.util.Locale.ROOT), state.phase().name());
        assertNotNull(state.deadline());
        assertEquals("starting".equals(moment), state.dagId() == null);
        assertEquals(state, OperationState.fromJson(state.toJson()));
    }

    @ParameterizedTest(name = "version {0}, {1}")
    @MethodSource("stored")
    void aStoredStateLoadsFromItsSerializedForm(String version, String moment)
            throws IOException, ClassNotFoundException {
        String name = "state-" + version + "-" + moment;
        String json = new String(fixture(name + ".json"), StandardCharsets.UTF_8).strip();

        assertEquals(OperationState.fromJson(json), deserialized(fixture(name + ".ser")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "following", "verifying", "over"})
    void theFixturesOfThisVersionHoldWhatItStores(String moment) throws IOException {
        String stored = new String(fixture("state-" + VERSION + "-" + moment + ".json"), StandardCharsets.UTF_8);

        assertEquals(fields(at(moment).toJson()), fields(stored), "write fixtures for a new version");
    }

    /** The names of all fields, at whatever depth. */
    private static Set<String> fields(String json) {
        return Pattern.compile("\"([a-zA-Z]+)\":")
                .matcher(json)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"starting", "following", "verifying", "over"})
    void aStateIsTheSameAfterEachWayOfStoringIt(String moment) throws IOException, ClassNotFoundException {
        OperationState state = at(moment);

        assertEquals(state, OperationState.fromJson(state.toJson()));
        assertEquals(state, deserialized(serialized(state)));
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
                        + "\"contacted\":true,\"dag\":{\"id\":\"11\"}}");

        assertEquals("11", state.dagId());
        assertNull(state.attempt());
        assertTrue(state.jobs().isEmpty());
    }

    @Test
    void aStateWithoutItsNewerFieldsIsFollowedToTheEnd() {
        String json = at("following")
                .toJson()
                .replaceAll(
                        "\"(admitted|turnEndedAt|pauseMillis|backupStartedFrom|operator|serverSentBy)\":[^,}]+,?", "")
                .replace(",}", "}");
        player.setState(OperationState.fromJson(json));

        Outcome outcome = player.resume(simulated.fullBackup());

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void anEndThatWasNotStoredIsLookedForAgainAndNothingIsBegun() {
        OperationState over = at("over");
        player.setState(over.with(draft -> draft.outcome = null));

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
        SecretSource secrets = new SecretSource() {
            @Override
            public String encryptionPassword() {
                return "the-encryption-password";
            }

            @Override
            public StorageKey storageKey() {
                return new StorageKey("the-access-id", "the-access-key", false);
            }
        };
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
