package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.BackupOperation;
import io.jenkins.plugins.obshell.operation.CheckOperation;
import io.jenkins.plugins.obshell.operation.ConfigurationOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.BackupMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.CheckRequest;
import io.jenkins.plugins.obshell.operation.request.CheckRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One operation of the demo.
 *
 * @param heading   the step of a Pipeline that does the same
 * @param isBackup  whether it makes a backup
 * @param operation makes the operation
 */
record DemoStep(String heading, boolean isBackup, Function<OperationContext, Operation> operation) {

    private static final Timing FAST = new TimingBuilder()
            .timeout(Duration.ofMinutes(10))
            .pollInterval(Duration.ofSeconds(2))
            .toleratedOutage(Duration.ofMinutes(1))
            .build();

    /** {@return what to do on simulated obshells: a configuration with the values of OceanBase's manual, backups, a check} */
    static List<DemoStep> simulated(DemoArguments arguments) {
        BackupScope scope = arguments.scope();
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
        List<DemoStep> steps = new ArrayList<>();
        steps.add(
                of(new ConfigurationRequestBuilder(scope, settings).timing(FAST).build()));
        steps.add(of(new BackupRequestBuilder(scope).timing(FAST).build()));
        if (arguments.isIncremental()) {
            steps.add(of(new BackupRequestBuilder(scope)
                    .mode(BackupMode.INCREMENTAL)
                    .timing(FAST)
                    .build()));
        }
        steps.add(of(new CheckRequestBuilder(scope)
                .maxAge(Duration.ofHours(1))
                .timing(FAST)
                .build()));
        return steps;
    }

    /**
     * @param arguments the command line
     * @return what to do on a real cluster
     * @throws IllegalArgumentException if obshell would refuse it
     */
    static List<DemoStep> real(DemoArguments arguments) {
        List<String> words = arguments.words().isEmpty() ? List.of(DemoArguments.CHECK) : arguments.words();
        return words.stream().map(word -> real(word, arguments)).toList();
    }

    private static DemoStep real(String word, DemoArguments arguments) {
        BackupScope scope = arguments.scope();
        return switch (word) {
            case DemoArguments.CONFIGURE ->
                of(new ConfigurationRequestBuilder(scope, destinations(arguments))
                        .onlyIfChanged(true)
                        .timing(Timing.DEFAULT)
                        .build());
            case DemoArguments.BACKUP ->
                of(new BackupRequestBuilder(scope)
                        .mode(arguments.isIncremental() ? BackupMode.INCREMENTAL : BackupMode.FULL)
                        .timing(Timing.DEFAULT)
                        .build());
            default ->
                of(new CheckRequestBuilder(scope)
                        .awaitEnd(false)
                        .timing(Timing.DEFAULT)
                        .build());
        };
    }

    private static BackupSettings destinations(DemoArguments arguments) {
        return new BackupSettingsBuilder()
                .dataBaseUri(arguments.value(DemoArguments.DATA_DESTINATION))
                .archiveBaseUri(arguments.value(DemoArguments.ARCHIVE_DESTINATION))
                .backupBaseUri(arguments.value(DemoArguments.BACKUP_DESTINATION))
                .build();
    }

    private static DemoStep of(ConfigurationRequest request) {
        return new DemoStep(
                "obshellBackupConfig " + what(request.scope()),
                false,
                context -> new ConfigurationOperation(context, request));
    }

    private static DemoStep of(BackupRequest request) {
        return new DemoStep(
                "obshellBackup " + what(request.scope()) + ", mode: '"
                        + request.mode().word() + "'",
                true,
                context -> new BackupOperation(context, request));
    }

    private static DemoStep of(CheckRequest request) {
        return new DemoStep(
                "obshellBackupStatus " + what(request.scope()) + (request.awaitEnd() ? "" : ", wait: false"),
                false,
                context -> new CheckOperation(context, request));
    }

    private static String what(BackupScope scope) {
        return scope.isAllTenants() ? "(all tenants)" : "tenant: '" + scope.tenant() + "'";
    }
}
