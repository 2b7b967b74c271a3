package io.jenkins.plugins.obshell.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.ClusterInfo;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.model.RecycledTenant;
import io.jenkins.plugins.obshell.client.model.ResourcePool;
import io.jenkins.plugins.obshell.client.model.RestoreStart;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import io.jenkins.plugins.obshell.client.model.SubTask;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.client.model.TenantDetail;
import io.jenkins.plugins.obshell.client.model.UnitConfig;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may rely on, against a simulated cluster over real HTTP and real encryption. */
class ObshellClientTest {

    private static final String ROOT = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();
    private static final BackupScope TENANT = BackupScope.tenant("tenant1");
    private static final BackupSettings DESTINATIONS =
            BackupSettingsBuilder.destinations("file:///data/backup/data", "file:///data/backup/archive");
    private static final BackupStart FULL = new BackupStart("full", null, null);

    private final ManualClock clock = new ManualClock();
    private final ManualClock controllerClock = new ManualClock();
    private final OkHttpClient http = new OkHttpClient();
    private final AtomicReference<ObshellPassword> password =
            new AtomicReference<>(new ObshellPassword(PasswordKind.ROOT_SYS, ROOT));
    private SimulatedCluster cluster;

    @AfterEach
    void close() {
        if (cluster != null) {
            cluster.close();
        }
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    private SimulatedCluster.Builder ordinary() {
        return SimulatedCluster.builder()
                .clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .agents(3)
                .rootPassword(ROOT)
                .tenants("tenant1", "tenant2");
    }

    private ObshellClient start(SimulatedCluster.Builder builder) {
        cluster = builder.start();
        return client(Locale.ENGLISH, cluster.endpoints());
    }

    private ObshellClient start() {
        return start(ordinary());
    }

    private ObshellClient client(Locale language, List<String> endpoints) {
        return client(language, endpoints, Duration.ofSeconds(30));
    }

    private ObshellClient client(Locale language, List<String> endpoints, Duration callTimeout) {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(5), callTimeout, controllerClock),
                new EndpointDirectory(endpoints.stream().map(Endpoint::parse).toList()),
                password::get,
                language);
    }

    private static <T extends Throwable> T failure(Class<T> type, CompletableFuture<?> call) {
        CompletionException e = assertThrows(CompletionException.class, call::join);
        return assertInstanceOf(type, e.getCause());
    }

    private Dag followed(ObshellClient client, Dag dag) {
        clock.advance(Duration.ofHours(2));
        return client.dag(dag.id(), true).join();
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 1024, 2048})
    void aTenantIsConfiguredAndBackedUpWithEverySizeOfKey(int bits) {
        ObshellClient client = start(ordinary().keyBits(bits));

        assertTrue(followed(client, client.configureBackup(TENANT, DESTINATIONS).join())
                .isSucceeded());
        Dag backup = followed(client, client.startBackup(TENANT, FULL).join());

        assertEquals("Obcluster start full backup for tenant1", backup.name());
        assertEquals(4, backup.nodes().size());
        assertFalse(backup.nodes().get(0).subTasks().isEmpty());
        BackupTask task = client.overview(TENANT).join().get(0);
        assertTrue(task.isCompleted());
        assertEquals(task.tabletCount(), task.finishTabletCount());
        assertEquals(
                task.jobId(),
                client.tasks("tenant1", 1, 10).join().contents().get(0).jobId());
    }

    @ParameterizedTest
    @ValueSource(longs = {200, -200, 24L * 365 * 7000})
    void nothingIsSealedForATimeThatIsFarOff(long hours) {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        assertEquals(List.of(), client.unfinishedDags().join());
        for (int i = 0; i < 3; i++) {
            cluster.agent(i).setClockOffset(Duration.ofHours(hours));
        }
        client.info().join();
        int sealed = cluster.requests().count("GET", ".*/unfinish");

        UnreachableException told = failure(UnreachableException.class, client.startBackup(TENANT, FULL));
        WrongClockException wrong = assertInstanceOf(WrongClockException.class, told.getCause());
        assertTrue(
                wrong.getMessage().contains(Math.abs(hours) + " hours off")
                        || wrong.getMessage().contains(String.format(Locale.ENGLISH, "%,d hours off", Math.abs(hours))),
                wrong.getMessage());
        assertFalse(told.mayHaveArrived());
        assertEquals(0, cluster.requests().count("POST", ".*"));
        assertEquals(sealed, cluster.requests().count("GET", ".*/unfinish"));

        for (int i = 0; i < 3; i++) {
            cluster.agent(i).setClockOffset(Duration.ofDays(6));
        }
        client.info().join();
        assertTrue(followed(client, client.startBackup(TENANT, FULL).join()).isSucceeded());
    }

    @Test
    void everyRouteThatBackupsNeedIsThere() {
        ObshellClient client = start();

        assertTrue(client.info().join().isClusterAgent());
        assertEquals(
                Duration.ZERO,
                client.clockOffset(client.directory().endpoints().get(0)).join());
        followed(client, client.configureBackup(TENANT, DESTINATIONS).join());
        BackupSettings concurrency =
                new BackupSettingsBuilder().logArchiveConcurrency(7).build();
        followed(client, client.changeBackupConfiguration(TENANT, concurrency).join());
        assertEquals("7", cluster.tenant("tenant1").parameters().get("log_archive_concurrency"));
        assertTrue(client.storageConfig("tenant1").join().dataBaseUri().startsWith("file:///data/backup/data"));
        Dag dag = client.startBackup(TENANT, new BackupStart("full", true, "secret"))
                .join();
        assertEquals(
                List.of(dag.id()),
                client.unfinishedDags().join().stream().map(Dag::id).toList());
        clock.advance(Duration.ofMinutes(5));
        SubTask first =
                client.dag(dag.id(), true).join().nodes().get(2).subTasks().get(0);
        assertFalse(first.taskLogs().isEmpty());
        client.cancelBackup(TENANT).join();
        client.operate(dag.id(), DagOperator.CANCEL).join();
        clock.advance(Duration.ofMinutes(5));
        assertEquals("CANCELED", client.overview(TENANT).join().get(0).status());
        assertTrue(client.dag(dag.id(), false).join().isOver());
        assertEquals("1002", client.backupInfo("tenant1").join().tenantId());
    }

    @Test
    void theRoundOfTheLogArchiveIsReported() {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        assertEquals(List.of(), client.archiveTasks("tenant1").join());
        cluster.tenant("tenant1").archivingLog();
        clock.advance(Duration.ofMinutes(1));

        List<ArchiveTask> rounds = client.archiveTasks("tenant1").join();

        assertEquals(1, rounds.size());
        ArchiveTask round = rounds.get(0);
        assertEquals("1002", round.tenantId());
        assertEquals("1", round.roundId());
        assertEquals("DOING", round.status());
        assertEquals("file:///data/backup/tenant1/archive", round.path());
        assertEquals(5.0, round.delay());
        assertEquals(
                clock.instant().minusSeconds(5).truncatedTo(ChronoUnit.MICROS),
                round.checkpoint().truncatedTo(ChronoUnit.MICROS));
        assertTrue(round.startTime().isBefore(round.checkpoint()), round.toString());
    }

    @Test
    void anObshellThatIsTooOldForTheRoundsOfTheLogArchiveDoesNotFindThem() {
        ObshellClient client = start(ordinary().serverVersion("4.3.1.0"));

        RefusedException e = failure(RefusedException.class, client.archiveTasks("tenant1"));

        assertTrue(e.isNotFound(), e.getMessage());
    }

    @Test
    void aBackupHasTheScnsFromWhichItCanBeRestored() {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        followed(
                client,
                client.startBackup(TENANT, new BackupStart("full", true, "secret"))
                        .join());

        BackupTask task = client.overview(TENANT).join().get(0);
        BackupTask listed = client.tasks("tenant1", 1, 10).join().contents().get(0);

        assertEquals(19, String.valueOf(task.endScn()).length());
        assertTrue(task.startScn() < task.endScn(), task.toString());
        assertTrue(task.userLsStartScn() < task.endScn(), task.toString());
        assertEquals("PASSWORD", task.encryptionMode());
        assertNull(task.backupType());
        assertEquals("FULL", listed.backupType());
        assertEquals("ON", listed.plusArchivelog());
        assertNull(listed.endScn());
        assertEquals(task.path(), listed.path());
    }

    @Test
    void allTenantsAreConfiguredAndBackedUpAtOnce() {
        ObshellClient client = start();
        BackupSettings root =
                new BackupSettingsBuilder().backupBaseUri("file:///data").build();

        followed(client, client.configureBackup(BackupScope.ALL_TENANTS, root).join());
        followed(client, client.startBackup(BackupScope.ALL_TENANTS, FULL).join());

        List<BackupTask> tasks = client.overview(BackupScope.ALL_TENANTS).join();
        assertEquals(2, tasks.size());
        assertTrue(tasks.stream().allMatch(BackupTask::isCompleted));
    }

    @Test
    void longIdsStayText() {
        ObshellClient client = start(ordinary().longIds());
        cluster.tenant("tenant1").configured();

        String id = client.startBackup(TENANT, FULL).join().id();

        assertTrue(id.length() > 19, id);
        assertEquals(id, client.dag(id, false).join().id());
    }

    @Test
    void aNewKeyOfTheAgentIsFetchedAndTheCallRepeatedOnce() {
        ObshellClient client = start(ordinary().agents(1));
        client.unfinishedDags().join();

        cluster.agent(0).newKey(512);

        assertEquals(List.of(), client.unfinishedDags().join());
        assertEquals(2, cluster.requests().count("GET", "/api/v1/secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.4.2.0", "4.2.5.0"})
    void aControllerWhoseClockIsBehindLogsInAllTheSame(String version) {
        ObshellClient client = start(ordinary().agents(1).serverVersion(version));
        controllerClock.set(clock.instant().minus(Duration.ofHours(1)));

        assertEquals(List.of(), client.unfinishedDags().join());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.4.2.0", "4.2.5.0"})
    void aClockThatJumpsIsCorrectedOnce(String version) {
        ObshellClient client = start(ordinary().agents(1).serverVersion(version));
        client.unfinishedDags().join();

        cluster.agent(0).setClockOffset(Duration.ofHours(1));

        assertEquals(List.of(), client.unfinishedDags().join());
        assertEquals(
                Duration.ofHours(1),
                client.directory().clockOffset(client.directory().endpoints().get(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.4.2.0", "4.2.5.0"})
    void aWrongPasswordIsSentOnceAndNeverAgain(String version) {
        ObshellClient client = start(ordinary().serverVersion(version));
        password.set(new ObshellPassword(PasswordKind.ROOT_SYS, "wrong"));

        RefusedException first = failure(RefusedException.class, client.unfinishedDags());
        RefusedException second = failure(RefusedException.class, client.unfinishedDags());

        assertTrue(first.isWrongPassword(), first.getMessage());
        assertTrue(second.isWrongPassword());
        assertEquals(1, cluster.requests().count("GET", "/api/v1/task/dag/ob/unfinish.*"));
        password.set(new ObshellPassword(PasswordKind.ROOT_SYS, ROOT));
        assertEquals(List.of(), client.unfinishedDags().join());
    }

    @Test
    void theOtherKindOfPasswordIsToldFromTheRightOne() {
        ObshellClient client = start();
        password.set(new ObshellPassword(PasswordKind.AGENT, ROOT));

        RefusedException refused = failure(RefusedException.class, client.unfinishedDags());

        assertTrue(refused.isWrongPassword(), refused.getMessage());
    }

    @Test
    void theEndpointThatAnsweredLastIsAskedFirst() {
        ObshellClient client = start();
        cluster.agent(0).stop();
        client.unfinishedDags().join();
        cluster.agent(0).start();
        cluster.requests().clear();

        client.unfinishedDags().join();

        assertTrue(cluster.requests().all().stream().allMatch(request -> request.agent() == 1));
    }

    @Test
    void aStartThatWasNeverSentGoesToTheNextEndpoint() {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        cluster.agent(0).stop();
        cluster.agent(1).stop();

        client.startBackup(TENANT, FULL).join();

        assertEquals(1, cluster.requests().count("POST", ".*/backup"));
    }

    @Test
    void aStartThatMayHaveArrivedIsNotSentAgain() {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        cluster.faults().add(FaultRule.of(FaultAction.loseAnswer()).on("POST", ".*/backup"));

        UnreachableException lost = failure(UnreachableException.class, client.startBackup(TENANT, FULL));

        assertTrue(lost.mayHaveArrived());
        assertEquals(1, cluster.requests().count("POST", ".*/backup"));
    }

    @Test
    void aReadGoesOnToTheNextEndpointWhateverTheFirstDoes() {
        ObshellClient client = start();
        List<FaultAction> faults = List.of(
                FaultAction.reset(),
                FaultAction.badGateway(),
                FaultAction.html(),
                FaultAction.halfJson(),
                FaultAction.brokenTransfer(),
                FaultAction.empty(),
                FaultAction.wrongShape(),
                FaultAction.enormous(6_000_000),
                FaultAction.redirect("http://127.0.0.1:1/"));
        for (FaultAction fault : faults) {
            cluster.faults().clear();
            cluster.faults().add(FaultRule.of(fault).onAgent(0));
            ObshellClient fresh = client(Locale.ENGLISH, cluster.endpoints());
            assertEquals(List.of(), fresh.unfinishedDags().join(), fault.toString());
        }
        assertTrue(client.info().join().isClusterAgent());
    }

    record Broken(FaultAction action, UnexpectedResponseException.Reason reason) {}

    static List<Broken> brokenAnswers() {
        return List.of(
                new Broken(FaultAction.badGateway(), UnexpectedResponseException.Reason.NOT_JSON),
                new Broken(FaultAction.html(), UnexpectedResponseException.Reason.NOT_JSON),
                new Broken(FaultAction.halfJson(), UnexpectedResponseException.Reason.TRUNCATED),
                new Broken(FaultAction.brokenTransfer(), UnexpectedResponseException.Reason.TRUNCATED),
                new Broken(FaultAction.wrongShape(), UnexpectedResponseException.Reason.WRONG_SHAPE),
                new Broken(FaultAction.enormous(6_000_000), UnexpectedResponseException.Reason.TOO_LARGE),
                new Broken(FaultAction.redirect("http://127.0.0.1:1/"), UnexpectedResponseException.Reason.REDIRECT));
    }

    @ParameterizedTest
    @MethodSource("brokenAnswers")
    void anAnswerThatIsNotObshellsIsToldAsWhatItIs(Broken broken) {
        ObshellClient client = start(ordinary().agents(1));
        client.unfinishedDags().join();
        cluster.faults().add(FaultRule.of(broken.action()).on("GET", ".*/overview"));

        UnexpectedResponseException e = failure(UnexpectedResponseException.class, client.overview(TENANT));

        assertEquals(broken.reason(), e.reason(), e.getMessage());
        assertTrue(e.getMessage().contains(cluster.endpoints().get(0)), e.getMessage());
        assertTrue(e.getMessage().length() < 600, e.getMessage());
    }

    @Test
    void anAnswerThatComesTooSlowlyIsToldAsSlowAndNotAsBroken() {
        start(ordinary().agents(1));
        ObshellClient client = client(Locale.ENGLISH, cluster.endpoints(), Duration.ofMillis(300));
        client.unfinishedDags().join();
        cluster.faults()
                .add(FaultRule.of(FaultAction.slow(1, Duration.ofMillis(10))).on("GET", ".*/overview"));

        UnreachableException e = failure(UnreachableException.class, client.overview(TENANT));

        assertEquals(UnreachableException.Reason.ANSWER_TIMEOUT, e.reason(), e.getMessage());
    }

    @Test
    void aRefusalTellsWhatObshellSaid() {
        ObshellClient client = start();

        RefusedException e = failure(RefusedException.class, client.startBackup(BackupScope.tenant("nobody"), FULL));

        assertEquals("OB.Tenant.NotExist", e.errCode());
        assertEquals(400, e.httpStatus());
        assertFalse(e.mayHaveArrived());
        assertTrue(e.getMessage().contains("OB.Tenant.NotExist"), e.getMessage());
        assertTrue(e.getMessage().contains(e.traceId()), e.getMessage());
        assertTrue(e.getMessage().contains(e.endpoint().toString()), e.getMessage());
    }

    @Test
    void obshellIsAskedToSpeakTheCallersLanguage() {
        start();
        ObshellClient chinese = client(Locale.SIMPLIFIED_CHINESE, cluster.endpoints());

        RefusedException e = failure(RefusedException.class, chinese.startBackup(BackupScope.tenant("nobody"), FULL));

        assertTrue(e.obshellMessage().codePoints().anyMatch(c -> c > 0x4e00), e.obshellMessage());
    }

    @Test
    void anAgentThatIsNotInTheClusterIsPassedOver() {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        cluster.agent(0).setIdentity(Identity.SINGLE);

        assertEquals(
                "Obcluster start full backup for tenant1",
                client.startBackup(TENANT, FULL).join().name());
    }

    @Test
    void aDagIsUnknownOnlyWhereEveryEndpointSaysSo() {
        ObshellClient client = start();
        cluster.tenant("tenant1").configured();
        String id = client.startBackup(TENANT, FULL).join().id();
        cluster.faults()
                .add(FaultRule.of(FaultAction.taskNotFound())
                        .on("GET", ".*/task/dag/.*")
                        .onAgent(0));

        assertEquals(id, client.dag(id, false).join().id());
        assertTrue(failure(RefusedException.class, client.dag("19999", false)).isNotFound());
    }

    @Test
    void nothingListensOnThePort() {
        ObshellClient client = start(ordinary().agents(1));
        cluster.agent(0).stop();

        UnreachableException e = failure(UnreachableException.class, client.info());

        assertEquals(UnreachableException.Reason.REFUSED, e.reason());
        assertFalse(e.mayHaveArrived());
    }

    @Test
    void aHostThatHasNoAddress() {
        ObshellClient client = client(Locale.ENGLISH, List.of("no-such-host.invalid"));

        UnreachableException e = failure(UnreachableException.class, client.info());

        assertEquals(UnreachableException.Reason.UNKNOWN_HOST, e.reason(), e.getMessage());
    }

    @Test
    void aConnectionThatIsAcceptedAndSilentEndsInTime() {
        start(ordinary().agents(1));
        ObshellClient client = client(Locale.ENGLISH, cluster.endpoints(), Duration.ofMillis(300));
        cluster.faults().add(FaultRule.of(FaultAction.silence()));

        UnreachableException e = failure(UnreachableException.class, client.info());

        assertEquals(UnreachableException.Reason.ANSWER_TIMEOUT, e.reason());
    }

    @Test
    void httpsAgainstHttpSaysSo() {
        start(ordinary().agents(1));
        String https = cluster.endpoints().get(0).replace("http:", "https:");
        ObshellClient client = client(Locale.ENGLISH, List.of(https), Duration.ofMillis(500));

        UnreachableException e = failure(UnreachableException.class, client.info());

        assertEquals(UnreachableException.Reason.TLS, e.reason(), e.getMessage());
    }

    @Test
    void whenAllEndpointsAreDownEachIsNamed() {
        ObshellClient client = start();
        for (int i = 0; i < 3; i++) {
            cluster.agent(i).stop();
        }

        UnreachableException e = failure(UnreachableException.class, client.unfinishedDags());

        cluster.endpoints().forEach(endpoint -> assertTrue(e.getMessage().contains(endpoint), e.getMessage()));
        assertFalse(e.mayHaveArrived());
    }

    @Test
    void aMissingPasswordSendsNothing() {
        start();
        ObshellClient client = new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), controllerClock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> {
                    throw new PasswordUnavailableException("The credentials are gone.");
                },
                Locale.ENGLISH);

        assertEquals(
                "The credentials are gone.",
                failure(PasswordUnavailableException.class, client.unfinishedDags())
                        .getMessage());
        assertEquals(0, cluster.requests().count("GET", "/api/v1/task.*"));
    }

    @Test
    void noSecretIsEverPrinted() {
        String secret = "s3cr3t";
        assertFalse(new ObshellPassword(PasswordKind.AGENT, secret).toString().contains(secret));
        assertFalse(new BackupStart("full", null, secret).toString().contains(secret));
        assertFalse(new BackupSettingsBuilder()
                .dataBaseUri(secret)
                .archiveBaseUri(secret)
                .backupBaseUri(secret)
                .build()
                .toString()
                .contains(secret));
    }

    @Test
    void whatAServerSaysCannotForgeLines() {
        assertEquals("a b c", PlainText.line("a\r\nb\u001b\u009bc\u202e"));
        assertEquals(160, PlainText.excerpt("x".repeat(5000)).length());
    }

    @Test
    void theTenantsOfTheClusterAreListedWithTheirStatusAndTheirAge() {
        ObshellClient client = start(ordinary().databaseClockOffset(Duration.ofHours(8)));
        cluster.tenant("tenant2").status("RESTORE");
        cluster.tenant("scratch");
        cluster.recycleTenant("scratch");
        clock.advance(Duration.ofHours(3));
        cluster.dropTenant("tenant1");
        cluster.tenant("tenant9");

        List<Tenant> tenants = client.tenants().join();

        assertEquals(
                List.of("sys", "tenant2", "tenant9"),
                tenants.stream().map(Tenant::name).toList());
        assertEquals(
                List.of(false, true, true), tenants.stream().map(Tenant::isUser).toList());
        assertTrue(tenants.get(1).isBeingRestored());
        assertEquals("NORMAL", tenants.get(2).status());
        assertEquals("NO", tenants.get(2).locked());
        assertEquals(
                Duration.ofHours(3),
                Duration.between(tenants.get(1).createdTime(), tenants.get(2).createdTime()));
        assertEquals(
                clock.instant().plus(Duration.ofHours(8)).truncatedTo(ChronoUnit.MICROS),
                tenants.get(2).createdTime());
        List<RecycledTenant> recycled = client.recycledTenants().join();
        assertEquals(1, recycled.size());
        assertEquals("scratch", recycled.get(0).originalName());
        assertTrue(recycled.get(0).name().startsWith("__recycle_$_1_"), recycled.toString());
    }

    @Test
    void anObshellBefore424DoesNotListTenants() {
        ObshellClient client = start(ordinary().serverVersion("4.2.3.0"));

        assertTrue(failure(RefusedException.class, client.tenants()).isNotFound());
        assertTrue(failure(RefusedException.class, client.recycledTenants()).isNotFound());
    }

    @Test
    void aTenantIsRestoredAndDroppedAgain() {
        ObshellClient client = start();
        cluster.tenant("tenant1")
                .configured()
                .archivingLogSince(clock.instant().minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), clock.instant().minus(Duration.ofHours(2)));
        long scn = client.overview(TENANT).join().get(0).endScn();
        RestoreStart start = new RestoreStart(
                "file:///data/backup/tenant1/data",
                "file:///data/backup/tenant1/archive",
                "scratch",
                scn,
                List.of(new RestoreStart.Zone("zone1", "drill_2c8g", 1)),
                List.of("the-password"));
        assertFalse(
                start.toString().contains("the-password") || start.toString().contains("file:"), start.toString());

        Dag restore = client.startRestore(start).join();
        assertEquals("Restore backup_scratch", restore.name());
        assertEquals("scratch", restore.maintenanceKey());
        clock.advance(Duration.ofMinutes(5));
        RestoreTask running = client.restoreTasks().join().get(0);
        assertTrue(running.isRunning() && running.finishBytes() > 0, running.toString());
        assertEquals(5, followed(client, restore).nodes().size());
        RestoreTask task = client.restoreTasks().join().get(0);
        assertTrue(task.isSuccessful(), task.toString());
        assertEquals(scn, task.scn());

        TenantDetail tenant = client.tenant("scratch").join();
        assertEquals(task.tenantId(), tenant.id());
        assertEquals(List.of("zone1"), tenant.zones());
        assertEquals(1, tenant.unitNum());
        String pool = tenant.pools().get(0).name();
        assertEquals(
                "OB.Resource.Pool.Granted",
                failure(RefusedException.class, client.dropResourcePool(pool)).errCode());
        assertTrue(followed(client, client.dropTenant("scratch").join()).isSucceeded());
        assertNull(client.dropTenant("scratch").join());
        assertTrue(client.resourcePools().join().stream().noneMatch(each -> pool.equals(each.name())));
        assertTrue(client.restoreTasks().join().get(0).isSuccessful());
    }

    @Test
    void aRestoreIsCancelledAndThereIsNothingToCancelTwice() {
        ObshellClient client = start();
        client.cancelRestore("scratch").join();
        assertEquals(
                "OB.Restore.NotRecovering",
                failure(RefusedException.class, client.cancelRestore("tenant1")).errCode());
        assertEquals(
                "OB.Tenant.NotExist",
                failure(RefusedException.class, client.tenant("scratch")).errCode());
    }

    @Test
    void aClusterShowsWhatItHasRoomFor() {
        ObshellClient client = start();
        ClusterInfo info = client.clusterInfo().join();
        UnitConfig unit = client.unitConfig("drill_2c8g").join();

        assertEquals("4.3.5.3", info.version());
        assertEquals(
                List.of("zone1", "zone2", "zone3"),
                info.zones().stream().map(ClusterInfo.Zone::name).toList());
        assertTrue(info.zones().get(0).servers().get(0).hasRoomFor(unit));
        assertFalse(info.zones().get(0).servers().get(0).hasRoomFor(new UnitConfig("big", 1, 1L << 40)));
        assertFalse(info.zones().get(0).servers().get(0).hasRoomFor(new UnitConfig("wide", 64, 1)));
        assertFalse(new ClusterInfo.Server(null, 0, 0, null).hasRoomFor(unit));
        ResourcePool held = client.resourcePools().join().get(0);
        assertFalse(held.isFree(), held.toString());
        assertEquals(
                "OB.Resource.UnitConfig.NotExist",
                failure(RefusedException.class, client.unitConfig("none")).errCode());
    }
}
