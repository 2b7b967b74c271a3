package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where backups of a tenant go and how they are kept. Checked when it is made.
 *
 * @param scope           one tenant, or all user tenants
 * @param settings        what to set, without any secret; what is null stays as it is
 * @param ifBackupRunning {@code FAIL}, {@code WAIT} or {@code INTERRUPT}, where a destination is set
 * @param onlyIfChanged   whether nothing is sent where the destinations are already so and nothing else is given
 * @param opensArchive    whether log archiving is started again afterwards, which setting a destination or the concurrency stops
 * @param timing          how long it may take
 */
public record ConfigurationRequest(
        @NonNull BackupScope scope,
        @NonNull BackupSettings settings,
        @NonNull IfBackupRunning ifBackupRunning,
        boolean onlyIfChanged,
        boolean opensArchive,
        @NonNull Timing timing) {

    /**
     * @throws InvalidParametersException if obshell would refuse a value; the message names all such values
     */
    public ConfigurationRequest {
        List<String> problems = new ArrayList<>();
        ParameterRules.named("tenant", ParameterRules.tenant(scope.tenant())).ifPresent(problems::add);
        problems.addAll(problems(scope, settings));
        if (ifBackupRunning == IfBackupRunning.JOIN) {
            problems.add(Messages.ConfigurationRequest_join());
        }
        InvalidParametersException.throwIfAny(problems);
    }

    private static List<String> problems(BackupScope scope, BackupSettings settings) {
        List<String> problems = new ArrayList<>();
        Map<String, Optional<String>> rules = new LinkedHashMap<>();
        rules.put("dataBaseUri", ParameterRules.storageUri(settings.dataBaseUri()));
        rules.put("archiveBaseUri", ParameterRules.storageUri(settings.archiveBaseUri()));
        rules.put("backupBaseUri", ParameterRules.storageUri(settings.backupBaseUri()));
        rules.put("binding", ParameterRules.binding(settings.binding()));
        rules.put("pieceSwitchInterval", ParameterRules.pieceSwitchInterval(settings.pieceSwitchInterval()));
        rules.put("logArchiveConcurrency", ParameterRules.logArchiveConcurrency(settings.logArchiveConcurrency()));
        rules.put("archiveLagTarget", ParameterRules.archiveLagTarget(settings.archiveLagTarget(), goesToS3(settings)));
        rules.put("haLowThreadScore", ParameterRules.haLowThreadScore(settings.haLowThreadScore()));
        BackupSettings.DeletePolicy policy = settings.deletePolicy();
        if (policy != null) {
            rules.put("deletePolicy", ParameterRules.deletePolicy(policy.policy()));
            rules.put("recoveryWindow", ParameterRules.recoveryWindow(policy.recoveryWindow()));
        }
        rules.forEach((name, problem) -> ParameterRules.named(name, problem).ifPresent(problems::add));
        if (policy != null && ParameterRules.isLeftOut(policy.recoveryWindow())) {
            problems.add(Messages.ConfigurationRequest_recoveryWindowMissing());
        }
        String archiveRoot = scope.isAllTenants() ? settings.backupBaseUri() : settings.archiveBaseUri();
        String archiveName = scope.isAllTenants() ? "backupBaseUri" : "archiveBaseUri";
        if (archiveRoot == null && settings.binding() != null) {
            problems.add(Messages.ConfigurationRequest_needsArchiveUri("binding", archiveName));
        }
        if (archiveRoot == null && settings.pieceSwitchInterval() != null) {
            problems.add(Messages.ConfigurationRequest_needsArchiveUri("pieceSwitchInterval", archiveName));
        }
        boolean tenantUris = settings.dataBaseUri() != null || settings.archiveBaseUri() != null;
        if (scope.isAllTenants() && tenantUris) {
            problems.add(Messages.ConfigurationRequest_allTenantsUri());
        }
        if (!scope.isAllTenants() && settings.backupBaseUri() != null) {
            problems.add(Messages.ConfigurationRequest_tenantUri());
        }
        if (settings.isEmpty()) {
            problems.add(Messages.ConfigurationRequest_nothing());
        }
        return problems;
    }

    private static boolean goesToS3(BackupSettings settings) {
        return Destination.isS3(
                settings.archiveBaseUri() != null ? settings.archiveBaseUri() : settings.backupBaseUri());
    }

    /**
     * {@return whether it sets a lag that an archive in {@code s3} cannot have, and leaves the archive where it is; obshell
     * checks the lag only beside an archive URI, so OceanBase would refuse it inside the DAG}
     */
    public boolean setsLagTooShortForS3() {
        return settings.archiveBaseUri() == null
                && settings.backupBaseUri() == null
                && ParameterRules.isTooShortForS3(settings.archiveLagTarget());
    }

    /**
     * {@return what must be set before the archive can move to {@code s3}: the lag target, because obshell sets the
     * destination first and OceanBase refuses it beside a lag of less than a minute; nothing if that does not apply}
     */
    @NonNull
    public Optional<ConfigurationRequest> lagBeforeS3() {
        if (settings.archiveLagTarget() == null || !goesToS3(settings)) {
            return Optional.empty();
        }
        BackupSettings lag =
                new BackupSettings(null, null, null, null, null, null, settings.archiveLagTarget(), null, null);
        return Optional.of(new ConfigurationRequest(scope, lag, ifBackupRunning, false, false, timing));
    }

    /** Whether a destination or the concurrency is set, which interrupts a running backup or the archiving. */
    public boolean interrupts() {
        return settings.dataBaseUri() != null
                || settings.archiveBaseUri() != null
                || settings.backupBaseUri() != null
                || settings.logArchiveConcurrency() != null;
    }

    /**
     * {@return whether it gives a tenant's destinations and nothing else, so that obshell can be asked whether it changes
     * anything; binding and piece interval belong to the archive destination, and obshell does not report them}
     */
    public boolean isDestinationsOnly() {
        return !scope.isAllTenants()
                && interrupts()
                && settings.equals(new BackupSettings(
                        settings.dataBaseUri(),
                        settings.archiveBaseUri(),
                        null,
                        settings.binding(),
                        settings.pieceSwitchInterval(),
                        null,
                        null,
                        null,
                        null));
    }

    /** {@return the names of the tenant's parameters that it sets and that obshell reports} */
    @NonNull
    public Set<String> reportedParameters() {
        return parameters().keySet();
    }

    /**
     * @param parameter one of {@link #reportedParameters()}
     * @param reported  its value as obshell reports it
     * @return whether that is what this request sets
     */
    public boolean isSet(@NonNull String parameter, @NonNull String reported) {
        return ParameterRules.isSameValue(parameters().get(parameter), reported);
    }

    private Map<String, String> parameters() {
        Map<String, String> parameters = new TreeMap<>();
        put(parameters, "archive_lag_target", settings.archiveLagTarget());
        put(parameters, "log_archive_concurrency", settings.logArchiveConcurrency());
        put(parameters, "ha_low_thread_score", settings.haLowThreadScore());
        return parameters;
    }

    private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }

    /** {@return whether it gives settings that obshell takes only with an archive destination, and does not report} */
    public boolean hasArchiveSettings() {
        return settings.binding() != null || settings.pieceSwitchInterval() != null;
    }

    /** {@return what obshell resets, as {@code name: 'value'}, since an archive destination is set without it} */
    @NonNull
    public List<String> resets() {
        List<String> resets = new ArrayList<>();
        if (settings.archiveBaseUri() != null || settings.backupBaseUri() != null) {
            if (settings.binding() == null) {
                resets.add("binding: 'optional'");
            }
            if (settings.pieceSwitchInterval() == null) {
                resets.add("pieceSwitchInterval: '1d'");
            }
        }
        return resets;
    }
}
