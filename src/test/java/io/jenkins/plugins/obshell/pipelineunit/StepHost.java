package io.jenkins.plugins.obshell.pipelineunit;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.ConfigurationOperation;
import io.jenkins.plugins.obshell.operation.DropOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.RestoreOperation;
import io.jenkins.plugins.obshell.operation.Turn;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.DropRequest;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import okhttp3.OkHttpClient;

/** Does what a step does, for arguments as a Jenkinsfile gives them, against a simulated cluster whose time it turns. */
final class StepHost implements AutoCloseable {

    static final String SCRATCH_TENANT = ScratchTenant.nameFor("tenant1", 1, UUID.randomUUID());
    private static final String PASSWORD = "root-password";
    private static final int MOST_TURNS = 20_000;
    private static final KeyPairs KEYS = new KeyPairs();
    private static final List<String> TENANTS = List.of("tenant1", "tenant2", "tenant3");

    private final ManualClock clock = new ManualClock();
    private final OkHttpClient http = new OkHttpClient();
    private final SimulatedCluster cluster;
    private int operations;

    /** The state of the last operation at its end. */
    private OperationState last;

    StepHost() {
        cluster = SimulatedCluster.builder()
                .agents(3)
                .clock(clock)
                .keys(KEYS)
                .keyBits(512)
                .rootPassword(PASSWORD)
                .tenants(TENANTS.toArray(String[]::new))
                .start();
        for (String tenant : TENANTS) {
            cluster.tenant(tenant)
                    .configured()
                    .archivingLogSince(clock.instant().minus(Duration.ofHours(5)))
                    .hadBackup(BackupPlan.ordinary(), clock.instant().minus(Duration.ofHours(4)));
        }
    }

    /** {@return how many operations have ended well} */
    int operations() {
        return operations;
    }

    Map<String, Object> configure(Map<String, ?> given) {
        Arguments step = new Arguments(given);
        return play(
                step,
                new ConfigurationOperation(
                        context(step),
                        new ConfigurationRequest(
                                scope(step),
                                settings(step),
                                whileRunning(step),
                                step.flag("onlyIfChanged", false),
                                "on".equalsIgnoreCase(step.text("archive")),
                                timing(step))));
    }

    Map<String, Object> backUp(Map<String, ?> given) {
        Arguments step = new Arguments(given);
        BackupSettings destinations = new BackupSettings(
                step.text("dataBaseUri"),
                step.text("archiveBaseUri"),
                null,
                step.text("binding"),
                step.text("pieceSwitchInterval"),
                null,
                null,
                null,
                null);
        ConfigurationRequest first = destinations.isEmpty()
                ? null
                : new ConfigurationRequest(scope(step), destinations, IfBackupRunning.FAIL, true, false, timing(step));
        String mode = step.text("mode");
        return play(
                step,
                BackupOperation.of(
                        context(step),
                        new BackupRequest(
                                tenants(step),
                                mode == null ? BackupMode.FULL : BackupMode.valueOf(mode.toUpperCase(Locale.ROOT)),
                                step.flag("plusArchive", false),
                                first,
                                whileRunning(step),
                                step.duration("unlessNewerThan", null),
                                step.duration("restorableWithin", null),
                                step.flag("wait", true),
                                timing(step))));
    }

    private static TenantSelection tenants(Arguments step) {
        return new TenantSelection(scope(step).tenant(), step.texts("tenants"), step.texts("except"));
    }

    Map<String, Object> check(Map<String, ?> given) {
        Arguments step = new Arguments(given);
        return play(
                step,
                new CheckOperation(
                        context(step),
                        new CheckRequest(
                                tenants(step),
                                step.text("dagId"),
                                step.flag("wait", true),
                                step.duration("maxAge", null),
                                step.duration("maxArchiveLag", null),
                                step.flag("restorable", false),
                                step.text("archivedUpTo") != null,
                                step.flag("quiet", false),
                                step.flag("failUnlessCompleted", true),
                                timing(step))));
    }

    Map<String, Object> drill(Map<String, ?> given, Runnable body) {
        Arguments step = new Arguments(given);
        Map<?, ?> from = step.map("from");
        if (!"staging".equals(step.text("cluster")) || !"prod".equals(from.get("cluster"))) {
            throw new AssertionError("Drills go from prod to staging: " + given);
        }
        RestoreRequest request = new RestoreRequest(
                String.valueOf(from.get("tenant")),
                SCRATCH_TENANT,
                step.text("unitConfig"),
                step.texts("zones"),
                true,
                timing(step));
        OperationContext context = contextOf(step);
        Map<String, Object> result = play(step, new RestoreOperation(context, context.client(), request));
        ScratchTenant restored = last.scratchTenant();
        RestoredBackup backup = last.restoredBackup();
        long restoreSeconds = last.outcome().result().duration().toSeconds();
        body.run();
        play(step, new DropOperation(context, new DropRequest(restored, timing(step))));
        result.put("tenant", backup.tenant());
        result.put("restoredTo", backup.time().toString());
        result.put("restoreSeconds", restoreSeconds);
        return result;
    }

    private Map<String, Object> play(Arguments step, Operation operation) {
        step.assertAllTaken();
        OperationState state = operation.begin();
        for (int turns = 0; turns < MOST_TURNS; turns++) {
            Turn turn = operation.advance(state).join();
            if (turn.isOver()) {
                last = turn.state();
                return result(turn.outcome());
            }
            state = turn.state();
            clock.advance(turn.pause());
        }
        throw new AssertionError("Still not over: " + state.toJson());
    }

    private Map<String, Object> result(Outcome outcome) {
        if (outcome.verdict() != Verdict.SUCCESS) {
            throw new AssertionError(outcome.message());
        }
        operations++;
        OperationResult found = outcome.result();
        Map<String, Object> result = new HashMap<>();
        result.put("status", found.status());
        result.put("dagId", found.dagId());
        result.put("tenants", found.tenants().stream().map(StepHost::result).toList());
        if (found.tenants().size() == 1) {
            result.putAll(result(found.tenants().get(0)));
        }
        return result;
    }

    private static Map<String, Object> result(TenantBackup backup) {
        Map<String, Object> result = new HashMap<>();
        result.put("tenant", backup.tenant());
        result.put("status", backup.status());
        result.put("backupSetId", backup.backupSetId());
        result.put("startTime", String.valueOf(backup.startTime()));
        result.put("endTime", String.valueOf(backup.endTime()));
        result.put("path", backup.path());
        if (backup.restorable() != null) {
            result.put("restorePoint", Long.toString(backup.restorable().toScn()));
            result.put("restorableTo", backup.restorable().to().toString());
        }
        return result;
    }

    private OperationContext context(Arguments step) {
        step.cluster();
        return contextOf(step);
    }

    private OperationContext contextOf(Arguments step) {
        boolean encrypts = step.text("encryptionCredentialsId") != null;
        boolean storesObjects = step.text("storageCredentialsId") != null;
        ObshellClient client = new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(5), Duration.ofSeconds(30), clock),
                new EndpointDirectory(
                        cluster.endpoints().stream().map(Endpoint::parse).toList()),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, PASSWORD),
                Locale.ENGLISH);
        return new OperationContext(
                client,
                clock,
                state -> {},
                new FixedSecrets(
                        encrypts ? "hush" : null,
                        storesObjects ? new StorageKey("AccessId", "AccessKey", false) : null),
                seen -> {});
    }

    private static BackupScope scope(Arguments step) {
        String tenant = step.text("tenant");
        return tenant == null ? BackupScope.ALL_TENANTS : BackupScope.tenant(tenant);
    }

    private static IfBackupRunning whileRunning(Arguments step) {
        String word = step.text("ifBackupRunning");
        return word == null ? IfBackupRunning.FAIL : IfBackupRunning.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Timing timing(Arguments step) {
        return new Timing(
                step.duration("timeout", Timing.DEFAULT.timeout()),
                step.duration("pollInterval", Timing.DEFAULT.pollInterval()),
                step.duration("toleratedOutage", Timing.DEFAULT.toleratedOutage()));
    }

    private static BackupSettings settings(Arguments step) {
        String window = step.text("recoveryWindow");
        return new BackupSettings(
                step.text("dataBaseUri"),
                step.text("archiveBaseUri"),
                step.text("backupBaseUri"),
                step.text("binding"),
                step.text("pieceSwitchInterval"),
                step.number("logArchiveConcurrency"),
                step.text("archiveLagTarget"),
                step.number("haLowThreadScore"),
                window == null ? null : new BackupSettings.DeletePolicy("default", window));
    }

    @Override
    public void close() {
        cluster.close();
        http.dispatcher().executorService().shutdown();
        http.connectionPool().evictAll();
    }

    /** The arguments of a step; each is to be taken. */
    private static final class Arguments {

        private final Map<String, Object> given;
        private final Map<String, Object> left;

        Arguments(Map<String, ?> given) {
            this.given = new HashMap<>(given);
            this.left = new HashMap<>(given);
        }

        String text(String name) {
            left.remove(name);
            Object value = given.get(name);
            return value == null || value.toString().isEmpty() ? null : value.toString();
        }

        List<String> texts(String name) {
            left.remove(name);
            return given.get(name) instanceof List<?> texts
                    ? texts.stream().map(String::valueOf).toList()
                    : List.of();
        }

        Map<?, ?> map(String name) {
            left.remove(name);
            return (Map<?, ?>) given.get(name);
        }

        Integer number(String name) {
            left.remove(name);
            return (Integer) given.get(name);
        }

        boolean flag(String name, boolean otherwise) {
            left.remove(name);
            return given.containsKey(name) ? (Boolean) given.get(name) : otherwise;
        }

        Duration duration(String name, Duration otherwise) {
            String text = text(name);
            return text == null ? otherwise : Durations.parse(text);
        }

        void cluster() {
            boolean configured = "prod".equals(text("cluster"));
            boolean named = text("endpoints") != null & text("credentialsId") != null;
            if (configured == named) {
                throw new AssertionError("Either cluster: 'prod', or endpoints with credentialsId: " + given);
            }
        }

        void assertAllTaken() {
            if (!left.isEmpty()) {
                throw new AssertionError("Unknown: " + left.keySet());
            }
        }
    }
}
