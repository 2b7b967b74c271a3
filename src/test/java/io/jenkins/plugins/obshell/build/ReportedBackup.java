package io.jenkins.plugins.obshell.build;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.report.ConsoleLines;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import okhttp3.OkHttpClient;

/** A backup in the simulator, with what a build would print and store of it. */
public final class ReportedBackup implements AutoCloseable {

    private static final String PASSWORD = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();

    private final ManualClock clock = new ManualClock();
    private final OkHttpClient http = new OkHttpClient();
    private final List<String> console = new ArrayList<>();
    private final ConsoleLines lines = new ConsoleLines();
    private final BackupScope scope;
    private ObservedReport report = ObservedReport.EMPTY;
    private StoredOperation stored;
    private IfBackupRunning ifRunning = IfBackupRunning.FAIL;
    private Operation operation;
    private Turn last;

    public final SimulatedCluster cluster;

    /** A cluster of so many obshells with these tenants, all of them configured. */
    public ReportedBackup(BackupScope scope, int obshells, String... tenants) {
        this(scope, SimulatedCluster.builder().agents(obshells), tenants);
    }

    /** A cluster of this kind with these tenants, all of them configured. */
    public ReportedBackup(BackupScope scope, SimulatedCluster.Builder kind, String... tenants) {
        this.scope = scope;
        stored = new StoredOperation("1", "obshellBackup", "prod", scope.tenant());
        cluster = kind.clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .rootPassword(PASSWORD)
                .tenants(tenants)
                .start();
        for (String tenant : tenants) {
            cluster.tenant(tenant).configured();
        }
    }

    /** Joins the backup that is running rather than starting one. */
    public ReportedBackup joining() {
        ifRunning = IfBackupRunning.JOIN;
        return this;
    }

    /** Plays to the end. */
    public Outcome play() {
        playUntil(turn -> false);
        return last.outcome();
    }

    /** Plays on until so much time has passed since the beginning. */
    public void playFor(Duration time) {
        Instant until = ManualClock.START.plus(time);
        playUntil(turn -> !clock.instant().isBefore(until));
    }

    private void playUntil(Predicate<Turn> enough) {
        if (operation == null) {
            operation = operation();
        }
        do {
            last = operation
                    .advance(last == null ? operation.begin() : last.state())
                    .join();
            last.events().forEach(event -> console.addAll(lines.lines(event)));
            stored = stored.at(stored.getRevision() + 1, last.state());
            if (last.isOver()) {
                console.addAll(lines.lines(last.outcome()));
                console.addAll(lines.restore(last.outcome()));
                stored = stored.ended(last.outcome());
                return;
            }
            clock.advance(last.pause());
        } while (!enough.test(last));
    }

    private Operation operation() {
        return new BackupOperation(
                new OperationContext(
                        client(),
                        clock,
                        state -> stored = stored.at(stored.getRevision() + 1, state),
                        SecretSource.NONE,
                        observation -> report = report.with(observation)),
                new BackupRequestBuilder(scope)
                        .ifBackupRunning(ifRunning)
                        .timing(Timing.DEFAULT)
                        .build());
    }

    private ObshellClient client() {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD),
                Locale.ENGLISH);
    }

    /** What was printed; the ports of the obshells, which differ from run to run, are 1, 2 and so on. */
    public List<String> console() {
        return console.stream().map(this::withoutPorts).toList();
    }

    private String withoutPorts(String line) {
        String text = line;
        for (int i = 0; i < cluster.endpoints().size(); i++) {
            String endpoint = cluster.endpoints().get(i);
            text = text.replace(endpoint.substring(endpoint.lastIndexOf(':')), ":" + (i + 1));
        }
        return text;
    }

    /** What was observed. */
    public ObservedReport report() {
        return report;
    }

    /** What the build stores. */
    public StoredOperation stored() {
        return stored;
    }

    /** Whether the build is still running. */
    public boolean isBuilding() {
        return !last.isOver();
    }

    /** The time, by the clock of the controller. */
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }
}
