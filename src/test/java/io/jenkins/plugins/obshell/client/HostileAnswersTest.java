package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No answer, however large, deep, slow or odd, costs more than a bounded effort, or is taken for something that it is not. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HostileAnswersTest {

    private static final KeyPairs KEYS = new KeyPairs();
    private static final String ROOT = "root-password";
    private static final BackupScope TENANT = BackupScope.tenant("tenant1");
    private static final String OVERVIEW = ".*/overview";
    private static final String DAG = ".*/task/dag/1";
    private static final Duration SHORT = Duration.ofMillis(500);

    private final ManualClock clock = new ManualClock();
    private final OkHttpClient http = new OkHttpClient();
    private SimulatedCluster cluster;
    private ObshellClient client;

    @BeforeEach
    void start() {
        cluster = SimulatedCluster.builder()
                .clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .agents(1)
                .rootPassword(ROOT)
                .tenants("tenant1")
                .start();
        client = client(Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private ObshellClient client(Duration callTimeout) {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(5), callTimeout, clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, ROOT),
                Locale.ENGLISH);
    }

    private void befall(String path, FaultAction action) {
        cluster.faults().add(FaultRule.of(action).on("GET", path));
    }

    private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> call) {
        CompletionException e = assertThrows(CompletionException.class, call::join);
        return assertInstanceOf(type, e.getCause());
    }

    private static void assertTooLarge(CompletableFuture<?> call) {
        UnexpectedResponseException e = failure(UnexpectedResponseException.class, call);
        assertEquals(UnexpectedResponseException.Reason.TOO_LARGE, e.reason(), e.getMessage());
        assertTrue(e.isTransient());
        assertTrue(e.getMessage().length() < 600, e.getMessage());
    }

    private static String repeated(String element, int count) {
        return "[" + String.join(",", Collections.nCopies(count, element)) + "]";
    }

    static List<FaultAction> tooMuch() {
        return List.of(
                FaultAction.enormous(ResponseLimits.MOST_BYTES + 1),
                FaultAction.squeezed(ResponseLimits.MOST_BYTES + 1),
                FaultAction.squeezed(200L * 1024 * 1024),
                FaultAction.data("[".repeat(65) + "]".repeat(65)),
                FaultAction.data("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
                FaultAction.data("{\"status\":{\"comment\":\"" + "x".repeat(300_000) + "\"}}"),
                FaultAction.data("{\"status\":{\"job_id\":" + "1".repeat(129) + "}}"),
                FaultAction.data("{\"" + "x".repeat(2000) + "\":1}"),
                FaultAction.data(repeated("[]", 1_000_000)));
    }

    @ParameterizedTest
    @MethodSource
    void tooMuch(FaultAction answer) {
        befall(OVERVIEW, answer);

        assertTooLarge(client.overview(TENANT));
    }

    @Test
    void asMuchAsObshellMaySendIsRead() {
        String lines = repeated("\"" + "x".repeat(500) + "\"", 5000);
        befall(DAG, FaultAction.data("{\"id\":\"1\",\"nodes\":[{\"sub_tasks\":[{\"task_logs\":" + lines + "}]}]}"));

        Dag dag = client.dag("1", true).join();

        assertFalse(dag.nodes().get(0).subTasks().get(0).taskLogs().isEmpty());
    }

    @Test
    void ofALogTheEndIsKept() {
        String lines = IntStream.range(0, 5000)
                .mapToObj(i -> "\"" + i + " " + "x".repeat(i == 4999 ? 100_000 : 10) + "\"")
                .collect(Collectors.joining(","));
        befall(DAG, FaultAction.data("{\"id\":\"1\",\"nodes\":[{\"sub_tasks\":[{\"task_logs\":[" + lines + "]}]}]}"));

        List<String> log =
                client.dag("1", true).join().nodes().get(0).subTasks().get(0).taskLogs();

        assertEquals(4096, log.size());
        assertTrue(log.get(0).startsWith("904 "), log.get(0));
        assertEquals(4096, log.get(4095).length());
        assertTrue(log.get(4095).startsWith("4999 "));
    }

    @Test
    void aTimeThatIsNotYetIsNull() {
        befall(DAG, FaultAction.data("{\"id\":\"1\",\"end_time\":\"0001-01-01T00:00:00Z\"}"));

        assertNull(client.dag("1", true).join().endTime());
    }

    @ParameterizedTest
    @ValueSource(ints = {4084, 4090, 4094})
    void noPartOfASecretIsLeftWhereALogLineIsCut(int before) {
        String line = "x".repeat(before) + " " + ROOT;
        befall(
                DAG,
                FaultAction.data("{\"id\":\"1\",\"nodes\":[{\"sub_tasks\":[{\"task_logs\":[\"" + line + "\"]}]}]}"));

        String cut = client.dag("1", true)
                .join()
                .nodes()
                .get(0)
                .subTasks()
                .get(0)
                .taskLogs()
                .get(0);

        assertTrue(cut.length() <= 4096, cut);
        assertFalse(cut.contains(" " + ROOT.charAt(0)), cut.substring(4070));
    }

    @Test
    void moreTenantsThanAClusterHasAreNotTakenForSome() {
        String task = "{\"tenant_id\":\"1\",\"status\":\"COMPLETED\"}";
        befall(OVERVIEW, FaultAction.data("{\"statuses\":" + repeated(task, 5000) + "}"));

        assertTooLarge(client.overview(BackupScope.ALL_TENANTS));
    }

    @Test
    void moreDagsThanObshellCanListAreNotKept() {
        befall(".*/unfinish", FaultAction.data("{\"contents\":" + repeated("{}", 20_001) + "}"));
        befall(".*/dags/ob", FaultAction.data("{\"contents\":" + repeated("{}", 20_000) + "}"));

        assertTooLarge(client.unfinishedDags());
        assertEquals(20_000, client.allDags().join().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"nodes\":%s}", "{\"nodes\":[{\"sub_tasks\":%s}]}"})
    void moreNodesThanADagHasAreNotTakenForSome(String dag) {
        befall(DAG, FaultAction.data(dag.formatted(repeated("{}", 5000))));

        assertTooLarge(client.dag("1", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"statuses\":[null]}",
                "{\"statuses\":[[]]}",
                "{\"statuses\":[{\"job_id\":\"%s\"}]}",
                "{\"statuses\":[{\"tenant_id\":\"%s\"}]}",
                "{\"statuses\":[{\"backup_set_id\":\"%s\"}]}"
            })
    void whatIsNoRecordOfABackupIsNotTakenForOne(String data) {
        befall(OVERVIEW, FaultAction.data(data.formatted("1".repeat(129))));

        UnexpectedResponseException e =
                failure(UnexpectedResponseException.class, client.overview(BackupScope.ALL_TENANTS));

        assertEquals(UnexpectedResponseException.Reason.WRONG_SHAPE, e.reason(), e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "0",
                "-1",
                "\"\"",
                "\"soon\"",
                "1.7e18",
                "true",
                "[1]",
                "{\"scn\":1}",
                "9223372036854775808",
                "\"99999999999999999999\""
            })
    void anScnThatIsNoneSpoilsNoBackup(String scn) {
        String fields = "\"start_scn\":%s,\"user_ls_start_scn\":%s,\"end_scn\":%s".formatted(scn, scn, scn);
        befall(OVERVIEW, FaultAction.data("{\"status\":{" + fields + ",\"job_id\":\"7\",\"status\":\"COMPLETED\"}}"));

        BackupTask task = client.overview(TENANT).join().get(0);

        assertTrue(task.isCompleted());
        assertEquals("7", task.jobId());
        assertNull(task.startScn());
        assertNull(task.userLsStartScn());
        assertNull(task.endScn());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9223372036854775807", "\"9223372036854775807\""})
    void theLargestScnIsRead(String scn) {
        befall(OVERVIEW, FaultAction.data("{\"status\":{\"end_scn\":" + scn + ",\"status\":\"COMPLETED\"}}"));

        assertEquals(Long.MAX_VALUE, client.overview(TENANT).join().get(0).endScn());
    }

    @Test
    void aRoundOfTheLogArchiveIsReadAsFarAsItIsThere() {
        String hostile = "{\"status\":\"%s\",\"checkpoint\":\"soon\",\"start_time\":{}}".formatted("x".repeat(5000));
        befall(".*/log/tasks", FaultAction.data("{\"contents\":[{}," + hostile + "]}"));

        List<ArchiveTask> rounds = client.archiveTasks("tenant1").join();

        assertEquals(new ArchiveTask(null, null, null, null, null, null, null), rounds.get(0));
        assertEquals(4096, rounds.get(1).status().length());
        assertNull(rounds.get(1).checkpoint());
        assertNull(rounds.get(1).startTime());
    }

    @Test
    void moreRoundsThanATenantHasAreNotTakenForSome() {
        befall(".*/log/tasks", FaultAction.data("{\"contents\":" + repeated("{}", 5000) + "}"));

        assertTooLarge(client.archiveTasks("tenant1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"contents\":[null]}", "{\"contents\":[{\"round_id\":\"%s\"}]}"})
    void whatIsNoRoundIsNotTakenForOneAndNotForNone(String data) {
        befall(".*/log/tasks", FaultAction.data(data.formatted("1".repeat(129))));

        failure(UnexpectedResponseException.class, client.archiveTasks("tenant1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"%s\"}", "{\"nodes\":[null]}", "{\"nodes\":[{\"sub_tasks\":[null]}]}"})
    void whatIsNoDagIsNotTakenForOne(String data) {
        befall(DAG, FaultAction.data(data.formatted("1".repeat(129))));

        UnexpectedResponseException e = failure(UnexpectedResponseException.class, client.dag("1", true));

        assertEquals(UnexpectedResponseException.Reason.WRONG_SHAPE, e.reason(), e.getMessage());
    }

    @Test
    void aDagHasTheIdByWhichItWasAskedFor() {
        befall(DAG, FaultAction.data("{\"name\":\"x\"}"));

        assertEquals("1", client.dag("1", false).join().id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".."})
    void noNameLeadsToAnotherRoute(String tenant) {
        assertThrows(IllegalArgumentException.class, () -> client.backupInfo(tenant));
        assertEquals(List.of(), cluster.requests().all());
    }

    @Test
    void whatIsNoDagInAListIsNotTakenForOne() {
        befall(".*/unfinish", FaultAction.data("{\"contents\":[null]}"));

        UnexpectedResponseException e = failure(UnexpectedResponseException.class, client.unfinishedDags());

        assertEquals(UnexpectedResponseException.Reason.WRONG_SHAPE, e.reason(), e.getMessage());
    }

    @Test
    void ofLongWordsTheBeginningIsKept() {
        String word = "x".repeat(100_000);
        befall(
                OVERVIEW,
                FaultAction.data("{\"status\":{\"status\":\"%s\",\"comment\":\"%s\",\"path\":\"%s\"}}"
                        .formatted(word, word, word)));
        befall(
                DAG,
                FaultAction.data("{\"name\":\"%s\",\"state\":\"%s\",\"operator\":\"%s\",\"nodes\":[{\"name\":\"%s\"}]}"
                        .formatted(word, word, word, word)));

        BackupTask task = client.overview(TENANT).join().get(0);
        Dag dag = client.dag("1", true).join();

        for (String kept : List.of(
                task.status(),
                task.comment(),
                task.path(),
                dag.name(),
                dag.state(),
                dag.operator(),
                dag.nodes().get(0).name())) {
            assertEquals(4096, kept.length());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"+999999999-12-31T23:59:59Z", "-999999999-01-01T00:00:00Z", "10000-01-01T00:00:00Z"})
    void aTimeThatNoCalendarHasIsNone(String time) {
        befall(OVERVIEW, FaultAction.data("{\"status\":{\"status\":\"DOING\",\"end_timestamp\":\"" + time + "\"}}"));

        assertNull(client.overview(TENANT).join().get(0).endTimestamp());
    }

    @Test
    void theNameOfAClassInAnAnswerIsOnlyAFieldThatNobodyKnows() {
        String type = "\"@class\":\"javax.swing.JEditorPane\",\"@type\":\"java.net.URL\"";
        befall(OVERVIEW, FaultAction.data("{\"status\":{" + type + ",\"job_id\":\"7\",\"status\":\"DOING\"}}"));
        befall(".*/time", FaultAction.data("[\"java.net.URL\",\"http://127.0.0.1:1/\"]"));

        assertEquals("7", client.overview(TENANT).join().get(0).jobId());
        assertNotNull(client.clockOffset(client.directory().endpoints().get(0)).join());
        assertEquals(
                List.of("java.util.ArrayList", "java.lang.String"),
                List.of(
                        read("[\"java.net.URL\",\"x\"]").getClass().getName(),
                        ((List<?>) read("[\"java.net.URL\",\"x\"]"))
                                .get(1)
                                .getClass()
                                .getName()));
    }

    private static Object read(String json) {
        try {
            return Json.mapper().readValue(json, Object.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerInDropsEndsWithTheTimeOfACall() {
        client.overview(TENANT).handle((tasks, error) -> null).join();
        befall(OVERVIEW, FaultAction.slow(1, Duration.ofMillis(100)));

        UnreachableException e =
                failure(UnreachableException.class, client(SHORT).overview(TENANT));

        assertEquals(UnreachableException.Reason.ANSWER_TIMEOUT, e.reason(), e.getMessage());
    }

    @Test
    void noAnswerAtAllEndsWithTheTimeOfACall() {
        befall(OVERVIEW, FaultAction.silence());

        UnreachableException e =
                failure(UnreachableException.class, client(SHORT).overview(TENANT));

        assertEquals(UnreachableException.Reason.ANSWER_TIMEOUT, e.reason(), e.getMessage());
    }

    @Test
    void headersWithoutEndAreNotRead() {
        befall(OVERVIEW, FaultAction.longHeader(300 * 1024));

        UnreachableException e = failure(UnreachableException.class, client.overview(TENANT));

        assertEquals(UnreachableException.Reason.BROKEN, e.reason(), e.getMessage());
        assertTrue(e.getMessage().length() < 600, e.getMessage());
    }

    @Test
    void aRedirectionWithoutEndIsNotFollowedOnce() {
        befall(OVERVIEW, FaultAction.redirect("/api/v1/tenant/tenant1/backup/overview"));

        UnexpectedResponseException e = failure(UnexpectedResponseException.class, client.overview(TENANT));

        assertEquals(UnexpectedResponseException.Reason.REDIRECT, e.reason());
        assertEquals(1, cluster.requests().count("GET", OVERVIEW));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 102, 103})
    void thatAnAnswerWillComeIsNoAnswer(int status) {
        befall(".*/unfinish", FaultAction.informational(status, 100));

        assertEquals(List.of(), client.unfinishedDags().join());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103})
    void thatAnAnswerWillComeIsNotReadForEver(int status) {
        befall(OVERVIEW, FaultAction.informational(status, 400_000));

        UnreachableException e = failure(UnreachableException.class, client.overview(TENANT));

        assertEquals(UnreachableException.Reason.BROKEN, e.reason(), e.getMessage());
    }

    @Test
    void whatStandsBesideTheLengthOfAChunkIsBoundedToo() {
        befall(OVERVIEW, FaultAction.chunkExtension(20L * 1024 * 1024));

        assertTooLarge(client.overview(TENANT));
    }

    static List<FaultAction> noAnswersOfObshell() {
        return List.of(
                FaultAction.body(101, ""),
                FaultAction.body(204, ""),
                FaultAction.body(204, "{}"),
                FaultAction.body(304, ""),
                FaultAction.body(599, ""),
                FaultAction.body(999, "{}"),
                FaultAction.body(200, ""),
                FaultAction.body(200, "null"),
                FaultAction.body(200, "17"),
                FaultAction.body(200, "{} {}"),
                FaultAction.body(200, "\ufeff{}"),
                FaultAction.body(200, "{\"successful\":true}"),
                FaultAction.body(200, "{\"successful\":false,\"error\":null}"),
                FaultAction.body(500, "{\"successful\":true,\"data\":{\"status\":{\"status\":\"COMPLETED\"}}}"),
                FaultAction.statusLine("HTTP/1.1 COMPLETED"),
                FaultAction.statusLine("\u001b[8mFinished: SUCCESS" + "x".repeat(100_000)),
                FaultAction.html());
    }

    @ParameterizedTest
    @MethodSource
    void noAnswersOfObshell(FaultAction answer) {
        befall(OVERVIEW, answer);

        CompletionException e = assertThrows(CompletionException.class, client.overview(TENANT)::join);

        ObshellException told = assertInstanceOf(ObshellException.class, e.getCause());
        assertTrue(told.isTransient(), told.getMessage());
        assertEquals(PlainText.line(told.getMessage()), told.getMessage());
        assertTrue(told.getMessage().length() < 600, told.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 50_000})
    void aKeyThatIsNestedWithoutEndIsNone(int depth) {
        befall(".*/secret", FaultAction.data("{\"public_key\":\"" + base64("3080".repeat(depth)) + "\"}"));

        assertEquals(
                UnexpectedResponseException.Reason.NO_KEY,
                failure(UnexpectedResponseException.class, client.overview(TENANT))
                        .reason());
    }

    @Test
    void aKeyThatTakesMinutesToUseIsNone() throws IOException {
        BigInteger huge = BigInteger.ONE.shiftLeft(65_535).add(BigInteger.ONE);
        String key = Base64.getEncoder().encodeToString(new RSAPublicKey(huge, huge).getEncoded());
        befall(".*/secret", FaultAction.data("{\"public_key\":\"" + key + "\"}"));

        assertEquals(
                UnexpectedResponseException.Reason.NO_KEY,
                failure(UnexpectedResponseException.class, client.overview(TENANT))
                        .reason());
    }

    private static String base64(String hex) {
        return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
    }
}
