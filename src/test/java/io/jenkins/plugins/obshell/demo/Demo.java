package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.ConfigurationOperation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import okhttp3.OkHttpClient;

/**
 * Starts three simulated obshells, configures a tenant with the values of OceanBase's manual, makes a backup, follows it and
 * checks it. It ends with 0 only where the backup is COMPLETED.
 */
public final class Demo {

    private static final String PASSWORD = "root-password";
    private static final Set<String> OPTIONS = Set.of("--incremental", "--all-tenants", "--failing");
    private static final double SPEED = 80;

    private final List<String> options;
    private final PrintStream console;
    private final ConsoleHost host;

    private Demo(List<String> options, PrintStream console) {
        this.options = options;
        this.console = console;
        this.host = new ConsoleHost(console);
    }

    /**
     * @param arguments any of {@code --incremental}, {@code --all-tenants} and {@code --failing}
     */
    public static void main(String[] arguments) {
        int exit = run(arguments, System.out);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /** Plays the demo; the result is 0 for a COMPLETED backup, 1 for any other, 2 for an unknown argument. */
    static int run(String[] arguments, PrintStream console) {
        List<String> options =
                Arrays.stream(arguments).filter(argument -> !argument.isBlank()).toList();
        List<String> unknown =
                options.stream().filter(option -> !OPTIONS.contains(option)).toList();
        if (!unknown.isEmpty()) {
            console.println("Unknown: " + String.join(" ", unknown) + ". Known: " + String.join(" ", OPTIONS));
            return 2;
        }
        return new Demo(options, console).play() ? 0 : 1;
    }

    private boolean play() {
        OkHttpClient http = new OkHttpClient();
        try (SimulatedCluster cluster = SimulatedCluster.builder()
                .agents(3)
                .tenants("tenant1", "tenant2", "tenant3")
                .rootPassword(PASSWORD)
                .speed(SPEED)
                .start()) {
            console.println("Three simulated obshells, " + (int) SPEED + " times as fast as real ones: "
                    + String.join(" ", cluster.endpoints()));
            if (options.contains("--failing")) {
                cluster.tenant("tenant1").everyBackup(BackupPlan.ordinary().failing());
            }
            return play(context(http, cluster));
        } finally {
            http.dispatcher().executorService().shutdown();
            http.connectionPool().evictAll();
        }
    }

    private static OperationContext context(OkHttpClient http, SimulatedCluster cluster) {
        Clock clock = Clock.systemUTC();
        ObshellClient client = new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(5), Duration.ofSeconds(30), clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD),
                Locale.getDefault());
        return new OperationContext(client, clock, state -> {}, SecretSource.NONE, seen -> {});
    }

    private boolean play(OperationContext context) {
        boolean all = options.contains("--all-tenants");
        BackupScope scope = all ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
        console.println("\nobshellBackupConfig " + what(scope));
        if (!host.play(new ConfigurationOperation(context, configuration(scope)))
                .isSuccess()) {
            return false;
        }
        if (!backup(context, scope, BackupMode.FULL)) {
            return false;
        }
        if (options.contains("--incremental") && !backup(context, scope, BackupMode.INCREMENTAL)) {
            return false;
        }
        console.println("\nobshellBackupStatus " + what(scope));
        ConsoleHost.Ending checked = host.play(new CheckOperation(
                context,
                new CheckRequestBuilder(scope)
                        .maxAge(Duration.ofHours(1))
                        .timing(timing())
                        .build()));
        checked.outcome().result().tenants().forEach(this::printOverview);
        return checked.isSuccess();
    }

    private boolean backup(OperationContext context, BackupScope scope, BackupMode mode) {
        console.println("\nobshellBackup " + what(scope) + ", mode: '" + mode.word() + "'");
        BackupRequest request =
                new BackupRequestBuilder(scope).mode(mode).timing(timing()).build();
        return host.play(new BackupOperation(context, request)).outcome().verdict() == Verdict.SUCCESS;
    }

    private static ConfigurationRequest configuration(BackupScope scope) {
        boolean all = scope.isAllTenants();
        BackupSettings settings = new BackupSettingsBuilder()
                .dataBaseUri(all ? null : "file:///data/backup/tenant/data")
                .archiveBaseUri(all ? null : "file:///data/backup/tenant/archive")
                .backupBaseUri(all ? "file:///data/backup" : null)
                .pieceSwitchInterval("3d")
                .logArchiveConcurrency(50)
                .archiveLagTarget("1h")
                .haLowThreadScore(18)
                .deletePolicy("", "2d")
                .build();
        return new ConfigurationRequestBuilder(scope, settings).timing(timing()).build();
    }

    private static Timing timing() {
        return new TimingBuilder()
                .timeout(Duration.ofMinutes(10))
                .pollInterval(Duration.ofSeconds(2))
                .toleratedOutage(Duration.ofMinutes(1))
                .build();
    }

    private static String what(BackupScope scope) {
        return scope.isAllTenants() ? "(all tenants)" : "tenant: '" + scope.tenant() + "'";
    }

    private void printOverview(TenantBackup backup) {
        console.printf(
                Locale.ROOT,
                "  %s  job %s  backup set %s  %s  %s to %s  %s%n",
                backup.tenant(),
                backup.jobId(),
                backup.backupSetId(),
                backup.status(),
                backup.startTime(),
                backup.endTime(),
                backup.path());
    }
}
