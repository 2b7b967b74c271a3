package io.jenkins.plugins.obshell.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.SealingClient;
import io.jenkins.plugins.obshell.simulator.http.SealingClient.Got;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Sends recorded requests to a simulated cluster and remembers what differs in the answers. */
final class RecordingPlayer implements AutoCloseable {

    private static final Duration STEP = Duration.ofMillis(500);

    private final Map<Integer, Recording> recordings;
    private final Map<Integer, List<String>> differences = new TreeMap<>();
    private final Map<Integer, SealingClient> clients = new HashMap<>();
    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster;

    RecordingPlayer(Map<Integer, Recording> recordings, KeyPairs keys, int agents) {
        this.recordings = recordings;
        this.cluster = SimulatedCluster.builder()
                .agents(agents)
                .clock(clock)
                .keys(keys)
                .serverVersion("4.5.0.0")
                .start();
    }

    @Override
    public void close() {
        cluster.close();
    }

    SimulatedCluster cluster() {
        return cluster;
    }

    /** What differs in the answers to the recordings that were played, by their lines. */
    Map<Integer, List<String>> differences() {
        return differences;
    }

    /** A new cluster whose two tenants were never backed up. */
    RecordingPlayer fresh() {
        cluster.reset();
        return this;
    }

    /** A new cluster whose two tenants are configured and archive their logs. */
    RecordingPlayer configured() {
        fresh();
        tenant(1).configured().archivingLog();
        tenant(2).configured().archivingLog();
        return pass(10);
    }

    SimulatedTenant tenant(int number) {
        return cluster.tenant("tenant" + number);
    }

    RecordingPlayer pass(int seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        return this;
    }

    /** Sends the requests one after another; each must be answered as recorded. */
    RecordingPlayer play(int... lines) throws Exception {
        for (int line : lines) {
            compare(line, send(recordings.get(line), recordings.get(line).uri(), header -> header));
        }
        return this;
    }

    /** Sends the requests with a header that is spoilt, or has another password. */
    RecordingPlayer play(UnaryOperator<ObjectNode> spoiling, int... lines) throws Exception {
        for (int line : lines) {
            compare(line, send(recordings.get(line), recordings.get(line).uri(), spoiling));
        }
        return this;
    }

    /** Sends the request of this line to another target than its header says. */
    RecordingPlayer playAt(String target, int line) throws Exception {
        Recording recording = recordings.get(line);
        SealingClient client = client(recording.agent());
        ObjectNode header = client.header(recording.uri());
        compare(line, client.sealed(recording.method(), target, recording.body(), header));
        return this;
    }

    /** Sends requests about a DAG, whatever its number was when they were recorded. */
    RecordingPlayer playOn(String dag, int... lines) throws Exception {
        for (int line : lines) {
            compare(line, sendOn(dag, line));
        }
        return this;
    }

    /** Lets so many seconds pass. By their end each request, about a DAG or not, must have been answered as recorded. */
    RecordingPlayer watch(String dag, int seconds, int... lines) throws Exception {
        Map<Integer, List<String>> fewest = new TreeMap<>();
        for (Duration left = Duration.ofSeconds(seconds); !left.isNegative(); left = left.minus(STEP)) {
            for (int line : lines) {
                if (!List.of().equals(fewest.get(line))) {
                    fewest.merge(line, differences(line, sendOn(dag, line)), RecordingPlayer::shorter);
                }
            }
            clock.advance(STEP);
        }
        fewest.forEach(this::record);
        return this;
    }

    /** The id of the DAG that was made last. */
    String newest() {
        var dags = cluster.dags();
        return dags.get(dags.size() - 1).id();
    }

    /** Sends a request about a DAG. */
    Got sendOn(String dag, int line) throws Exception {
        Recording recording = recordings.get(line);
        return send(recording, recording.uri().replaceFirst("/task/dag/\\d+", "/task/dag/" + dag), header -> header);
    }

    private Got send(Recording recording, String uri, UnaryOperator<ObjectNode> spoiling) throws Exception {
        SealingClient client = client(recording.agent());
        Map<String, String> language =
                recording.language() == null ? Map.of() : Map.of("Accept-Language", recording.language());
        return recording.sealed()
                ? client.sealed(recording.method(), uri, recording.body(), spoiling.apply(client.header(uri)), language)
                : client.send(recording.method(), uri, language, recording.body());
    }

    /** A client with the password of root@sys. */
    SealingClient client(int agent) {
        return clients.computeIfAbsent(
                agent, key -> new SealingClient(cluster.endpoints().get(key), clock, "root-password"));
    }

    ManualClock clock() {
        return clock;
    }

    /** Starts a full backup of a tenant, and returns the id of its DAG. */
    String startBackup(int tenant, int agent) throws Exception {
        return start(agent, "tenant/tenant" + tenant, "full");
    }

    /** Starts a backup, and returns the id of its DAG. */
    String start(int agent, String of, String mode) throws Exception {
        return id(client(agent).post("/api/v1/" + of + "/backup", "{\"mode\":\"" + mode + "\"}"));
    }

    /** Changes the configuration of a tenant, and returns the id of the DAG. */
    String configure(int tenant, int agent, String settings) throws Exception {
        return id(client(agent).patch("/api/v1/tenant/tenant" + tenant + "/backup/config", settings));
    }

    private static String id(Got got) {
        if (got.status() != 200) {
            throw new IllegalStateException(got.text());
        }
        return got.data().path("id").asText();
    }

    /** Gives a DAG an order. */
    RecordingPlayer operate(String dag, String operator) throws Exception {
        client(0).post("/api/v1/task/dag/" + dag, "{\"operator\":\"" + operator + "\"}");
        return this;
    }

    long now() {
        return clock.instant().getEpochSecond();
    }

    /** Holds an answer against a recording. */
    RecordingPlayer compare(int line, Got got) {
        compare(line, List.of(got));
        return this;
    }

    /** Holds answers against a recording: one of them must be as it. */
    void compare(int line, List<Got> answers) {
        record(
                line,
                answers.stream()
                        .map(got -> differences(line, got))
                        .reduce(RecordingPlayer::shorter)
                        .orElseThrow());
    }

    private List<String> differences(int line, Got got) {
        Recording recording = recordings.get(line);
        return AnswerShape.of(recording.status(), recording.contentType(), recording.answer())
                .differences(AnswerShape.of(
                        got.status(), got.headers().firstValue("Content-Type").orElse(""), got.json()));
    }

    private static List<String> shorter(List<String> one, List<String> other) {
        return one.size() <= other.size() ? one : other;
    }

    private void record(int line, List<String> found) {
        if (differences.put(line, found) != null) {
            throw new IllegalStateException("The recording " + line + " was played already");
        }
    }
}
