package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import okhttp3.OkHttpClient;

/** A simulated cluster under a virtual clock, with operations that talk to it over real HTTP. */
public final class SimulatedOperations implements AutoCloseable {

    static final String PASSWORD = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();

    private final OkHttpClient http = new OkHttpClient();
    private final TlsClients clients = new TlsClients(http);
    private final TransportTrust trust;
    private final List<OperationState> journal = new ArrayList<>();
    private volatile String password = PASSWORD;

    /** The clock of the cluster. */
    final ManualClock clock = new ManualClock();

    /** The clock of the controller, which can be put wrong without the cluster's. */
    final ManualClock controllerClock = new ManualClock();

    public final SimulatedCluster cluster;

    SimulatedOperations(SimulatedCluster.Builder builder) {
        this(builder, () -> TlsSettings.JAVA);
    }

    /**
     * @param builder the cluster
     * @param trust   whom to trust where it serves https
     */
    SimulatedOperations(SimulatedCluster.Builder builder, TransportTrust trust) {
        this.trust = trust;
        cluster = builder.clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .rootPassword(PASSWORD)
                .start();
    }

    public static SimulatedOperations threeObshells() {
        return new SimulatedOperations(SimulatedCluster.builder().agents(3).tenants("tenant1", "tenant2"));
    }

    public OperationPlayer player() {
        return new OperationPlayer(clock, controllerClock);
    }

    List<OperationState> journal() {
        return journal;
    }

    void setPassword(String changed) {
        password = changed;
    }

    ObshellClient client(String... endpoints) {
        return client(Duration.ofMillis(1500), endpoints);
    }

    /** A client that masks these secrets beside its password. */
    ObshellClient client(SecretSource secrets) {
        return client(Duration.ofMillis(1500), secrets);
    }

    ObshellClient client(Duration callTimeout, String... endpoints) {
        return client(callTimeout, SecretSource.NONE, endpoints);
    }

    private ObshellClient client(Duration callTimeout, SecretSource secrets, String... endpoints) {
        List<String> urls = endpoints.length == 0 ? cluster.endpoints() : List.of(endpoints);
        HttpTransport transport =
                new HttpTransport(clients, trust, Duration.ofSeconds(2), callTimeout, controllerClock);
        return new ObshellClient(
                transport,
                new EndpointDirectory(urls.stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, password),
                Locale.ENGLISH,
                secrets::known);
    }

    OperationContext context() {
        return context(client(), journal::add, SecretSource.NONE);
    }

    OperationContext context(ObshellClient client, Journal stored, SecretSource secrets) {
        return new OperationContext(client, controllerClock, stored, secrets, seen -> {});
    }

    public Operation backup(BackupRequest request) {
        return BackupOperation.of(context(), request);
    }

    public Operation fullBackup() {
        return backup(fullBackupRequest(IfBackupRunning.FAIL));
    }

    BackupRequest fullBackupRequest(IfBackupRunning ifRunning) {
        return new BackupRequestBuilder("tenant1").ifBackupRunning(ifRunning).build();
    }

    public BackupRequest allTenants() {
        return new BackupRequestBuilder(BackupScope.ALL_TENANTS).build();
    }

    public ConfigurationOperation configuration(ConfigurationRequest request) {
        return new ConfigurationOperation(context(), request);
    }

    public CheckOperation check(CheckRequest request) {
        return new CheckOperation(context(), request);
    }

    /** The request of the manual's page. */
    public static ConfigurationRequest seedConfiguration(IfBackupRunning ifRunning, boolean onlyIfChanged) {
        return new ConfigurationRequestBuilder(
                        "tenant1",
                        new BackupSettingsBuilder()
                                .dataBaseUri("file:///data/backup/tenant/data")
                                .archiveBaseUri("file:///data/backup/tenant/archive")
                                .pieceSwitchInterval("3d")
                                .logArchiveConcurrency(50)
                                .archiveLagTarget("1h")
                                .haLowThreadScore(18)
                                .deletePolicy("", "2d")
                                .build())
                .ifBackupRunning(ifRunning)
                .onlyIfChanged(onlyIfChanged)
                .build();
    }

    public int backupsPosted() {
        return cluster.requests().count("POST", ".*/backup");
    }

    /** Makes everything as new, but for the clocks, which agree. */
    void reset() {
        controllerClock.set(clock.instant());
        cluster.reset();
        journal.clear();
        password = PASSWORD;
    }

    KeyPair anotherKey(int index) {
        return KEYS.get(512, 3 + index);
    }

    /** A client of somebody who always has the right password and the right time. */
    ObshellClient operatorsClient() {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, password),
                Locale.ENGLISH);
    }

    /** Else a request could be sent over a connection that its other side has closed. */
    void closeIdleConnections() {
        http.connectionPool().evictAll();
    }

    @Override
    public void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
