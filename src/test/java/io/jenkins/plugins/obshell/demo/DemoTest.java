package io.jenkins.plugins.obshell.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DemoTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final Map<String, String> PASSWORD = Map.of("OBSHELL_PASSWORD", "root-password");
    private static final BackupPlan TEN_MINUTES = BackupPlan.ordinary().withDuration(Duration.ofMinutes(10));

    private final ManualClock clock = new ManualClock();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private SimulatedCluster cluster;

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private SimulatedCluster start() {
        cluster = SimulatedCluster.builder().clock(clock).keys(KEYS).start();
        return cluster;
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new Demo(environment, new PrintStream(printed, true, StandardCharsets.UTF_8), clock, clock::advance)
                .run(arguments);
    }

    private int onTenant1(Map<String, String> environment, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--endpoints", String.join(",", cluster.endpoints()), "--tenant", "tenant1"));
        arguments.addAll(List.of(more));
        return run(environment, arguments.toArray(String[]::new));
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private String file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private long writes() {
        return cluster.requests().all().stream()
                .filter(request -> !request.method().equals("GET"))
                .count();
    }

    @Test
    void withoutAWordItOnlyLooks() {
        start().tenant("tenant1")
                .configured()
                .hadBackup(TEN_MINUTES, clock.instant().minus(Duration.ofHours(1)));
        assertEquals(0, onTenant1(PASSWORD), printed());
        assertTrue(printed().contains("[obshell] obshell 4.4.2.0-0 at 127.0.0.1:"), printed());
        assertTrue(printed().contains("COMPLETED"), printed());
        assertEquals(0, writes());
    }

    @Test
    void whatHasNoBackupIsNoSuccess() {
        start();
        assertEquals(1, onTenant1(PASSWORD), printed());
        assertTrue(printed().contains("tenant1"), printed());
        assertEquals(0, writes());
    }

    @Test
    void aCheckDoesNotWaitForWhatIsRunning() {
        start().tenant("tenant1").configured().startForeignBackup(TEN_MINUTES);
        Instant before = clock.instant();
        assertEquals(1, onTenant1(PASSWORD, "check"), printed());
        assertTrue(Duration.between(before, clock.instant()).compareTo(Duration.ofMinutes(1)) < 0, printed());
    }

    @Test
    void itConfiguresAndBacksUpAndSaysHowToRestore() throws Exception {
        start().tenant("tenant1").everyBackup(TEN_MINUTES);
        String password = file("password", "root-password\n");
        int exit = onTenant1(
                Map.of(),
                "--password-file",
                password,
                "configure",
                "backup",
                "check",
                "--data-destination",
                "file:///data/t1/data",
                "--archive-destination",
                "file:///data/t1/archive");
        assertEquals(0, exit, printed());
        assertEquals("file:///data/t1/data/", cluster.tenant("tenant1").dataDestination());
        assertEquals("COMPLETED", cluster.tenant("tenant1").backups().get(0).status());
        assertTrue(printed().contains("tenant1: COMPLETED (job 1, backup set 1)"), printed());
        assertTrue(printed().contains("obshell tenant restore <new-tenant>"), printed());
    }

    @Test
    void destinationsThatAreSetAreNotSetAgain() {
        start().tenant("tenant1").configured("file:///data/t1/data/", "file:///data/t1/archive/");
        assertEquals(
                0,
                onTenant1(
                        PASSWORD,
                        "configure",
                        "--data-destination",
                        "file:///data/t1/data",
                        "--archive-destination",
                        "file:///data/t1/archive"),
                printed());
        assertEquals(0, writes());
    }

    @Test
    void afterAFailureItGoesNoFurther() {
        start().tenant("tenant1").everyBackup(TEN_MINUTES.failing()).configured();
        assertEquals(1, onTenant1(PASSWORD, "backup", "check"), printed());
        assertTrue(printed().contains("obshellBackup tenant: 'tenant1'"), printed());
        assertFalse(printed().contains("obshellBackupStatus"), printed());
    }

    @Test
    void allTenantsAreBackedUpIncrementally() {
        start();
        List.of("tenant1", "tenant2")
                .forEach(name -> cluster.tenant(name)
                        .configured()
                        .archivingLog()
                        .everyBackup(TEN_MINUTES)
                        .hadBackup(TEN_MINUTES, clock.instant().minus(Duration.ofHours(1))));
        String endpoints = String.join(",", cluster.endpoints());
        assertEquals(0, run(PASSWORD, "backup", "--all-tenants", "--incremental", "--endpoints", endpoints), printed());
        assertEquals("{\"mode\":\"incremental\"}", bodies("/api/v1/obcluster/backup"));
    }

    private String bodies(String path) {
        return cluster.requests().matching("POST", path).stream()
                .map(ReceivedRequest::body)
                .collect(Collectors.joining());
    }

    @Test
    void aWrongPasswordIsNotPrinted() {
        start();
        assertEquals(1, onTenant1(Map.of("OBSHELL_PASSWORD", "not-the-password")), printed());
        assertTrue(printed().contains("IncorrectOceanbasePassword"), printed());
        assertFalse(printed().contains("not-the-password"), printed());
    }

    @Test
    void aServerIsTrustedForItsAuthority() throws Exception {
        HeldCertificate certificate = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        HandshakeCertificates tls =
                new HandshakeCertificates.Builder().heldCertificate(certificate).build();
        cluster = SimulatedCluster.builder()
                .clock(clock)
                .keys(KEYS)
                .https(tls.sslSocketFactory())
                .start();
        cluster.tenant("tenant1")
                .configured()
                .hadBackup(TEN_MINUTES, clock.instant().minus(Duration.ofHours(1)));
        assertEquals(1, onTenant1(PASSWORD), printed());
        assertEquals(0, onTenant1(PASSWORD, "--ca", file("ca.pem", certificate.certificatePem())), printed());
    }

    @Test
    void aRecordHoldsWhatWasSaidWithoutSecrets() throws Exception {
        start().tenant("tenant1").everyBackup(TEN_MINUTES);
        Path record = folder.resolve("record.jsonl");
        int exit = onTenant1(
                Map.of(
                        "OBSHELL_PASSWORD", "root-password",
                        "OBSHELL_ACCESS_ID", "storage-id",
                        "OBSHELL_ACCESS_KEY", "storage/key",
                        "OBSHELL_BACKUP_SET_PASSWORD", "set-password"),
                "configure",
                "backup",
                "--data-destination",
                "oss://bucket/t1/data?host=oss.example.com",
                "--archive-destination",
                "oss://bucket/t1/archive?host=oss.example.com",
                "--record",
                record.toString());
        assertEquals(0, exit, printed());
        assertTrue(bodies("/api/v1/tenant/tenant1/backup/config").contains("access_key=storage%2Fkey"));
        assertTrue(bodies("/api/v1/tenant/tenant1/backup").contains("set-password"));
        String text = Files.readString(record);
        for (String secret : List.of("root-password", "storage-id", "storage/key", "storage%2F", "set-password")) {
            assertFalse(text.contains(secret), secret);
        }
        List<JsonNode> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertEquals(cluster.requests().size(), lines.size());
        JsonNode key = lines.get(1);
        assertEquals("/api/v1/secret", key.at("/request/uri").asText());
        assertFalse(key.at("/request/encrypted").asBoolean());
        assertEquals("****", key.at("/response/body/data/public_key").asText());
        JsonNode start = lines.stream()
                .filter(line -> line.at("/request/body").has("mode"))
                .findFirst()
                .orElseThrow();
        assertEquals("agent1", start.path("server").asText());
        assertEquals("POST", start.at("/request/method").asText());
        assertTrue(start.at("/request/encrypted").asBoolean());
        assertEquals(
                "{\"mode\":\"full\",\"encryption\":\"****\"}",
                start.at("/request/body").toString());
        assertEquals(200, start.at("/response/status").asInt());
        assertEquals("application/json", start.at("/response/contentType").asText());
        assertTrue(start.at("/response/body/data").has("id"));
    }

    @Test
    void aRecordSaysWhoDidNotAnswer() throws Exception {
        start().agent(0).stop();
        Path record = folder.resolve("record.jsonl");
        onTenant1(PASSWORD, "--record", record.toString());
        JsonNode first = new ObjectMapper().readTree(Files.readAllLines(record).get(0));
        assertEquals("agent1", first.path("server").asText());
        assertTrue(first.path("note").asText().startsWith("no response: "), first.toString());
        assertTrue(first.path("response").isNull());
    }

    @Test
    void helpIsNoMistake() {
        assertEquals(0, run(Map.of(), "--help"));
        assertTrue(printed().contains("--password-file FILE"), printed());
        assertFalse(printed().contains("Unknown"), printed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--endpoint a|Unknown: --endpoint",
                "--endpoints|--endpoints needs a value",
                "--endpoints --tenant|--endpoints needs a value",
                "check|check needs --endpoints",
                "--tenant tenant1|--tenant needs --endpoints",
                "--endpoints a --endpoints b|--endpoints is given twice",
                "--endpoints a|Give either --tenant or --all-tenants",
                "--endpoints a --tenant b --all-tenants|Give either --tenant or --all-tenants",
                "--endpoints a --tenant b --failing|--failing is for simulated obshells only",
                "--endpoints a --tenant b configure|configure and a destination belong together",
                "--endpoints a --tenant b --data-destination file:///d|configure and a destination belong together",
                "--endpoints a --tenant b|Give --password-file or set OBSHELL_PASSWORD",
                "--endpoints a --tenant b --password-file /nowhere|Cannot read /nowhere",
            })
    void wrongArgumentsAreAnsweredWithALineAndTheOptions(String arguments, String line) {
        assertEquals(2, run(Map.of(), arguments.split(" ")));
        assertEquals(line, printed().lines().findFirst().orElseThrow());
        assertTrue(printed().contains("--password-file FILE"), printed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--endpoints a:b:c --tenant b",
                "--endpoints a --tenant sys",
                "--endpoints a --tenant b --record /nowhere/record",
                "--endpoints a --tenant b configure --data-destination ftp://d",
            })
    void whatObshellWouldRefuseIsAWrongArgument(String arguments) {
        assertEquals(2, run(PASSWORD, arguments.split(" ")));
        assertTrue(printed().contains("--password-file FILE"), printed());
    }

    @Test
    void halfAStorageKeyIsRefused() {
        start();
        assertEquals(2, onTenant1(Map.of("OBSHELL_PASSWORD", "p", "OBSHELL_ACCESS_KEY", "storage-key")), printed());
        assertFalse(printed().contains("storage-key"), printed());
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "--incremental, 0", "--all-tenants, 0", "--failing, 1"})
    void withoutAClusterItShowsSimulatedObshells(String argument, int exit) {
        assertEquals(exit, run(Map.of(), argument), printed());
        assertTrue(printed().startsWith("Three simulated obshells"), printed());
    }
}
