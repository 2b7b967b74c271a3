package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.BackupScope;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellPassword;
import io.jenkins.plugins.obshell.client.PasswordKind;
import io.jenkins.plugins.obshell.operation.BackupMode;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.BackupRequest;
import io.jenkins.plugins.obshell.operation.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.Outcome;
import io.jenkins.plugins.obshell.operation.SecretSource;
import io.jenkins.plugins.obshell.operation.StoredJson;
import io.jenkins.plugins.obshell.operation.Timing;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.Verdict;
import io.jenkins.plugins.obshell.simulator.BackupPlan;
import io.jenkins.plugins.obshell.simulator.KeyPairs;
import io.jenkins.plugins.obshell.simulator.ManualClock;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of ten hours, from the simulator to the console and to the build's file: neither grows with the hours. */
class TenHourBackupTest {

    private static final String PASSWORD = "root-password";
    private static final int MOST_LINES = 300;
    private static final int MOST_BYTES = 64 * 1024;

    private final ManualClock clock = new ManualClock();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .clock(clock)
            .agents(1)
            .keys(new KeyPairs())
            .keyBits(512)
            .rootPassword(PASSWORD)
            .tenants(IntStream.rangeClosed(1, 12).mapToObj(i -> "tenant" + i).toArray(String[]::new))
            .start();
    private final OkHttpClient http = new OkHttpClient();
    private final List<String> console = new ArrayList<>();
    private BackupReport report = BackupReport.EMPTY;
    private StartedOperation stored;

    @BeforeEach
    void prepare() {
        BackupPlan tenHours = BackupPlan.ordinary().withDuration(Duration.ofHours(10));
        IntStream.rangeClosed(1, 12)
                .forEach(i -> cluster.tenant("tenant" + i).configured().nextBackup(tenHours));
    }

    @AfterEach
    void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    @ParameterizedTest(name = "all tenants: {0}")
    @ValueSource(booleans = {false, true})
    void itsConsoleAndItsRecordStaySmall(boolean allTenants) {
        Outcome outcome = backUp(allTenants ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1"));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(console.size() < MOST_LINES, console.size() + " lines");
        long bytes = ReportBounds.sizeInXml(report.toJson()) + ReportBounds.sizeInXml(StoredJson.write(outcome));
        assertTrue(bytes + stored.state().toJson().length() < MOST_BYTES, bytes + " bytes");
        assertEquals(report, BackupReport.fromJson(report.toJson()));
    }

    private Outcome backUp(BackupScope scope) {
        stored = new StartedOperation("1", "obshellBackup", "prod", scope.tenant());
        ConsoleLines lines = new ConsoleLines();
        Operation operation = new BackupOperation(
                new OperationContext(
                        client(),
                        clock,
                        state -> stored = stored.at(1, state),
                        SecretSource.NONE,
                        sighting -> report = report.with(sighting)),
                new BackupRequest(
                        scope, BackupMode.FULL, false, null, IfBackupRunning.FAIL, null, true, Timing.DEFAULT));
        OperationState state = operation.begin();
        for (Turn turn = operation.advance(state).join();
                ;
                turn = operation.advance(turn.state()).join()) {
            turn.events().forEach(event -> console.addAll(lines.lines(event)));
            stored = stored.at(1, turn.state());
            if (turn.isOver()) {
                console.addAll(lines.lines(turn.outcome()));
                return turn.outcome();
            }
            clock.advance(turn.pause());
        }
    }

    private ObshellClient client() {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(2), Duration.ofSeconds(2), clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD),
                Locale.ENGLISH);
    }
}
