package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.report.ShownOperation;
import io.jenkins.plugins.obshell.secrets.Canaries;
import io.jenkins.plugins.obshell.secrets.EverythingLogged;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every operation, with an obshell that repeats every secret wherever it can, and everything that comes of it. */
@Timeout(600)
class SecretsNeverLeaveTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final Timing TIMING = new TimingBuilder()
            .timeout(Duration.ofHours(3))
            .toleratedOutage(Duration.ofMinutes(2))
            .build();
    private static final String DATA = "oss://bucket/data?host=oss.example.com";
    private static final String ARCHIVE = "oss://bucket/archive?host=oss.example.com";
    private static final StorageKey KEY = new StorageKey(Canaries.ACCESS_ID, Canaries.ACCESS_KEY, false);

    /** What of a stored state is there for finding things again, and is shown nowhere as it is. */
    private static final Set<String> FOR_FINDING =
            Set.of("jobs", "earlierJobs", "fingerprints", "tenantNames", "id", "name", "historiesReadTo");

    private final AtomicReference<String> encryption = new AtomicReference<>(Canaries.ENCRYPTION);
    private final SecretSource secrets = new SecretSource() {
        @Override
        public String encryptionPassword() {
            return encryption.get();
        }

        @Override
        public StorageKey storageKey() {
            return KEY;
        }
    };

    private final ManualClock clock = new ManualClock();
    private final StringBuffer written = new StringBuffer();
    private final Set<String> threads = new ConcurrentSkipListSet<>();
    private final OkHttpClient http = new OkHttpClient.Builder()
            .addInterceptor(chain -> {
                Thread[] running = new Thread[2 * Thread.activeCount()];
                Stream.of(running)
                        .limit(Thread.enumerate(running))
                        .map(Thread::getName)
                        .forEach(threads::add);
                return chain.proceed(chain.request());
            })
            .build();
    private final List<Observation> observations = new ArrayList<>();
    private EverythingLogged logs;
    private SimulatedCluster cluster;

    /** Whether nothing at all of a state may hold a secret, or what is for finding things again may. */
    private boolean inStatesToo = true;

    @BeforeEach
    void begin() {
        logs = new EverythingLogged();
        start(builder());
        cluster.say(Canaries.repeated(), "message", "traceId", "task_logs", "comment", "path");
    }

    private SimulatedCluster.Builder builder() {
        return SimulatedCluster.builder()
                .agents(2)
                .clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .tenants("tenant1")
                .rootPassword(Canaries.ROOT);
    }

    private void start(SimulatedCluster.Builder builder) {
        cluster = builder.start();
        cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void end() {
        logs.close();
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private ObshellClient client(List<String> endpoints) {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofMillis(1500), clock),
                new EndpointDirectory(endpoints.stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, Canaries.ROOT),
                Locale.ENGLISH,
                secrets::known);
    }

    private static BackupRequest backup() {
        BackupSettings settings = BackupSettingsBuilder.destinations(DATA, ARCHIVE);
        ConfigurationRequest first = new ConfigurationRequestBuilder("tenant1", settings)
                .timing(TIMING)
                .build();
        return new BackupRequestBuilder("tenant1")
                .plusArchive(true)
                .configuration(first)
                .timing(TIMING)
                .build();
    }

    /** What befalls a backup with everything in it. */
    enum Course {
        GOOD(cluster -> {}),
        FAILED(cluster -> cluster.tenant("tenant1")
                .nextBackup(BackupPlan.ordinary().withEnd("FAILED", -4184, Canaries.repeated()))),
        NODE_FAILED(cluster -> cluster.tenant("tenant1")
                .nextBackup(
                        BackupPlan.ordinary().withFailure(StageFailure.of("Check destination", Canaries.repeated())))),
        CONFIGURATION_FAILED(cluster ->
                cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", Canaries.repeated()))),
        CONFIGURATION_REFUSED(cluster ->
                befall(cluster, "POST", ".*/config", FaultAction.error(400, "OB.Backup.Invalid", Canaries.repeated()))),
        START_REFUSED(cluster ->
                befall(cluster, "POST", ".*/backup", FaultAction.error(400, "OB.Refused", Canaries.repeated()))),
        ANSWER_LOST(cluster -> befall(cluster, "POST", ".*/backup", FaultAction.loseAnswer())),
        ERROR_AFTER_ACTING(cluster -> befall(cluster, "POST", ".*/backup", FaultAction.errorAfterActing())),
        UNDER_MAINTENANCE(cluster -> cluster.faults()
                .add(FaultRule.of(FaultAction.error(500, "OB.Tenant.UnderMaintenance", Canaries.repeated()))
                        .on("POST", ".*/backup")
                        .times(3))),
        OUT_OF_CONTACT(cluster ->
                befall(cluster, "GET", ".*/dag/[0-9]+", FaultAction.error(502, "Proxy", Canaries.repeated()))),
        REDIRECTED(cluster -> befall(
                cluster,
                "GET",
                ".*/dag/[0-9]+",
                FaultAction.redirect(
                        "http://elsewhere/?p=" + java.net.URLEncoder.encode(Canaries.ROOT, StandardCharsets.UTF_8)))),
        PASSWORD_CHANGED(cluster -> cluster.changeRootPassword("another")),
        WRONG_SHAPE(cluster -> befall(cluster, "GET", ".*/overview", FaultAction.wrongShape()));

        private final Consumer<SimulatedCluster> befalls;

        Course(Consumer<SimulatedCluster> befalls) {
            this.befalls = befalls;
        }

        private static void befall(SimulatedCluster cluster, String method, String path, FaultAction action) {
            cluster.faults().add(FaultRule.of(action).on(method, path));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatComesOfABackupHoldsASecret(Course course) {
        course.befalls.accept(cluster);
        play(context -> new BackupOperation(context, backup()));
        assertNoSecretLeft();
    }

    @Test
    void nothingThatComesOfACheckHoldsASecret() {
        cluster.tenant("tenant1")
                .hadBackup(
                        BackupPlan.ordinary().withEnd("FAILED", -4184, Canaries.repeated()),
                        clock.instant().minus(Duration.ofHours(5)));
        play(context -> new CheckOperation(
                context,
                new CheckRequestBuilder("tenant1")
                        .maxAge(Duration.ofDays(1))
                        .maxArchiveLag(Duration.ofHours(1))
                        .failUnlessCompleted(false)
                        .timing(TIMING)
                        .build()));
        assertNoSecretLeft();
    }

    @Test
    void nothingOfACancelledBackupHoldsASecret() {
        OperationContext context = context(client(cluster.endpoints()));
        Operation operation = new BackupOperation(context, backup());
        Turn turn = take(operation, operation.begin());
        while (!turn.isOver() && cluster.requests().count("POST", ".*/backup") == 0) {
            clock.advance(turn.pause());
            turn = take(operation, turn.state());
        }
        cluster.faults()
                .add(FaultRule.of(FaultAction.error(400, "OB.Refused", Canaries.repeated()))
                        .on("PATCH", ".*"));
        note(operation.abandon(turn.state()));
        turn = take(operation, operation.cancel(turn.state()));
        while (!turn.isOver()) {
            clock.advance(turn.pause());
            turn = take(operation, turn.state());
        }
        assertEquals(Verdict.ABORTED, turn.outcome().verdict());
        assertNoSecretLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "errCode",
                "name",
                "state",
                "operator",
                "ip",
                "version",
                "obVersion",
                "identity",
                "status",
                "job_id",
                "tenant_id",
                "backup_set_id",
                "data_base_uri",
                "id"
            })
    void nothingThatIsShownHoldsASecretFromAnyField(String field) {
        inStatesToo = false;
        cluster.say(Canaries.briefly(), field);
        BackupRequest whole = backup();
        playAndAbandon(context -> new BackupOperation(context, whole));
        cluster.faults()
                .add(FaultRule.of(FaultAction.error(500, "OB.Tenant.UnderMaintenance", Canaries.repeated()))
                        .on("POST", ".*/backup")
                        .times(3));
        playAndAbandon(context -> new BackupOperation(context, whole));
        playAndAbandon(context -> new ConfigurationOperation(context, whole.configuration()));
        cluster.tenant("tenant1").startForeignBackup();
        playAndAbandon(context -> new BackupOperation(context, joining()));
        playAndAbandon(context -> new CheckOperation(
                context,
                new CheckRequestBuilder("tenant1")
                        .maxAge(Duration.ofDays(1))
                        .failUnlessCompleted(false)
                        .timing(TIMING)
                        .build()));
        assertNoSecretLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant1", "COMPLETED", "SUCCEED", "FAILED", "Obcluster", "backup", "1001"})
    void noPasswordIsSuchThatHidingItChangesADecision(String password) {
        cluster.say("");
        encryption.set(password);
        assertEquals(
                Verdict.SUCCESS,
                play(context -> new BackupOperation(context, backup()))
                        .outcome()
                        .verdict());
        String dag = cluster.dags().stream()
                .filter(made -> made.name().contains("full backup"))
                .findFirst()
                .orElseThrow()
                .id();
        CheckRequest attached =
                new CheckRequestBuilder("tenant1").dagId(dag).timing(TIMING).build();
        assertEquals(
                Verdict.SUCCESS,
                play(context -> new CheckOperation(context, attached)).outcome().verdict());
        cluster.tenant("tenant1")
                .nextBackup(BackupPlan.ordinary().withFailure(StageFailure.of("Check destination", "no space")));
        assertEquals(
                Verdict.FAILURE,
                play(context -> new BackupOperation(context, backup()))
                        .outcome()
                        .verdict());
    }

    @Test
    void anIdThatIsTheSecretIsShownNowhere() {
        cluster.close();
        start(builder().longIds());
        OperationContext context = context(client(cluster.endpoints()));
        Operation first = new BackupOperation(context, backup());
        Turn begun = take(first, first.begin());
        while (begun.state().backups().jobs().isEmpty()) {
            clock.advance(begun.pause());
            begun = take(first, begun.state());
        }
        String dag = begun.state().dag().id();
        encryption.set(dag);
        Operation second = new BackupOperation(context, joining());
        Turn turn = second.advance(second.begin()).join();
        assertEquals(dag, turn.state().dag().id());
        StringBuilder shown = new StringBuilder();
        while (!turn.isOver()) {
            shown.append(turn.events())
                    .append(turn.state().dagId())
                    .append(second.abandon(turn.state()))
                    .append(ShownOperation.text(
                            new StoredOperation("1", "obshellBackup", "prod", "tenant1").at(1, turn.state()),
                            List.of(),
                            true,
                            clock.instant()));
            clock.advance(turn.pause());
            turn = second.advance(turn.state()).join();
        }
        shown.append(turn.events()).append(turn.outcome());
        assertEquals(Verdict.SUCCESS, turn.outcome().verdict());
        assertFalse(shown.toString().contains(dag), shown.toString());
    }

    @Test
    void whatIsNoHttpAtAllIsToldWithoutTheSecretsInIt() throws IOException {
        for (String said : List.of(
                "HTTP/1.1 banana " + Canaries.repeated() + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: x" + Canaries.repeated() + "\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<p>" + Canaries.repeated(),
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{\"successful\":true,\"data\":{\"port\":\""
                        + "x".repeat(90) + Canaries.repeatedInJson() + "\"}}",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "y".repeat(630) + Canaries.repeatedInJson())) {
            try (Parrot parrot = new Parrot(said)) {
                ObshellClient client = client(List.of("http://127.0.0.1:" + parrot.port()));
                note(failure(client));
                Operation operation = new BackupOperation(context(client), backup());
                assertTrue(take(operation, operation.begin()).isOver());
            }
        }
        assertNoSecretLeft();
    }

    @Test
    void theErrorsOfTheClientHoldNoSecretOfTheRequest() {
        ObshellClient client = client(cluster.endpoints());
        BackupSettings settings = BackupSettingsBuilder.destinations(KEY.addTo(DATA), KEY.addTo(ARCHIVE));
        BackupStart start = new BackupStart("full", null, Canaries.ENCRYPTION);
        note(settings);
        note(start);
        note(KEY);
        note(new ObshellPassword(PasswordKind.ROOT_SYS, Canaries.ROOT));
        note(new ConfigurationRequestBuilder("tenant1", BackupSettingsBuilder.destinations(DATA, ARCHIVE))
                .timing(TIMING)
                .build());
        note(context(client));
        cluster.faults()
                .add(FaultRule.of(FaultAction.error(400, "OB.Refused", Canaries.repeated()))
                        .onPath(".*/(backup|config)"));
        note(failure(() ->
                client.configureBackup(BackupScope.tenant("tenant1"), settings).join()));
        note(failure(
                () -> client.startBackup(BackupScope.tenant("tenant1"), start).join()));
        assertNoSecretLeft();
    }

    @Test
    void theSearchFindsWhatItLooksFor() {
        for (String part : Canaries.repeated().split(", was told ")) {
            assertFalse(Canaries.in(part).isEmpty(), part);
        }
        assertEquals(List.of(), Canaries.in("rootCanary, **** and keyCanary"));
    }

    private static Throwable failure(ObshellClient client) {
        return failure(() -> client.info().join());
    }

    private static Throwable failure(Runnable call) {
        try {
            call.run();
        } catch (CompletionException e) {
            return e;
        }
        throw new AssertionError("No failure");
    }

    private OperationContext context(ObshellClient client) {
        return new OperationContext(client, clock, this::note, secrets, this::see);
    }

    private static BackupRequest joining() {
        return new BackupRequestBuilder("tenant1")
                .ifBackupRunning(IfBackupRunning.JOIN)
                .timing(TIMING)
                .build();
    }

    private Turn play(Function<OperationContext, Operation> face) {
        return play(face, (operation, state) -> {});
    }

    /** Plays to the end, and has it abandoned after every turn beside. */
    private void playAndAbandon(Function<OperationContext, Operation> face) {
        play(face, (operation, state) -> note(operation.abandon(state)));
    }

    private Turn play(Function<OperationContext, Operation> face, BiConsumer<Operation, OperationState> afterEachTurn) {
        Operation operation = face.apply(context(client(cluster.endpoints())));
        observations.clear();
        Turn turn = take(operation, operation.begin());
        for (int turns = 0; turns < 1000 && !turn.isOver(); turns++) {
            afterEachTurn.accept(operation, turn.state());
            clock.advance(turn.pause());
            turn = take(operation, turn.state());
        }
        assertTrue(turn.isOver(), () -> written.toString());
        return turn;
    }

    /** One turn, and everything that a host does with it. */
    private Turn take(Operation operation, OperationState state) {
        Turn turn = operation.advance(state).join();
        ConsoleLines console = new ConsoleLines();
        note(turn.events());
        note(turn.state());
        StoredOperation started = new StoredOperation("1", "obshellBackup", "prod", "tenant1").at(1, turn.state());
        turn.events().forEach(event -> console.lines(event).forEach(this::note));
        note(ShownOperation.text(started, lately(), true, clock.instant()));
        if (turn.isOver()) {
            console.lines(turn.outcome()).forEach(this::note);
            note(turn.outcome());
            noteStored(new StoredOperation("1", "obshellBackup", "prod", "tenant1").ended(turn.outcome()));
            note(StoredJson.write(turn.outcome()));
            note(ShownOperation.text(started.ended(turn.outcome()), lately(), false, clock.instant()));
        }
        return turn;
    }

    private List<Observation> lately() {
        return observations.subList(Math.max(0, observations.size() - 10), observations.size());
    }

    private void see(Observation observation) {
        observations.add(observation);
        note(observation);
    }

    private void note(OperationState state) {
        if (inStatesToo) {
            written.append(state).append('\n');
            noteStored(state);
            noteStored(new StoredOperation("1", "obshellBackup", "prod", "tenant1").at(1, state));
        }
        try {
            JsonNode json = new ObjectMapper().readTree(state.toJson());
            if (!inStatesToo) {
                withoutWhatIsForFinding(json);
            }
            written.append(json).append('\n');
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void withoutWhatIsForFinding(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.remove(FOR_FINDING);
        }
        json.forEach(SecretsNeverLeaveTest::withoutWhatIsForFinding);
    }

    private void note(Object value) {
        written.append(value).append('\n');
        if (value instanceof Observation) {
            written.append(StoredJson.write(value)).append('\n');
        } else if (value instanceof Throwable error) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            written.append(trace).append('\n');
        }
    }

    private void noteStored(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.append(bytes.toString(StandardCharsets.UTF_8)).append('\n');
    }

    private void assertNoSecretLeft() {
        assertTrue(logs.loggers().stream().anyMatch(name -> name.startsWith("okhttp3")), "OkHttp logged nothing");
        assertFalse(threads.isEmpty());
        List<String> found = new ArrayList<>();
        found.addAll(Canaries.in(written.toString()));
        found.addAll(logs.secrets());
        found.addAll(Canaries.in(String.join("\n", threads)));
        assertEquals("", String.join("\n", found));
    }

    /** Says the same to everybody, whatever it is asked. */
    private static final class Parrot implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        Parrot(String said) throws IOException {
            Thread thread = new Thread(() -> {
                while (!server.isClosed()) {
                    try (Socket socket = server.accept()) {
                        socket.getInputStream().read(new byte[8192]);
                        socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
                        socket.getOutputStream().flush();
                    } catch (IOException e) {
                        // The next one, or none when it is closed.
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
