package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.RestoreStart;
import io.jenkins.plugins.obshell.operation.result.Observation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts requests into words for people: the names of the API, and {@code ****} for a secret. */
final class SentRequests {

    private static final String HIDDEN = "****";

    private SentRequests() {}

    static Observation.OfRequest backup(Instant now, BackupScope scope, BackupStart start) {
        Map<String, String> parameters = new LinkedHashMap<>();
        add(parameters, "mode", start.mode());
        add(parameters, "plus_archive", start.plusArchive());
        add(parameters, "encryption", start.encryption() == null ? null : HIDDEN);
        return new Observation.OfRequest(now, "POST " + path(scope), parameters);
    }

    /** Of the settings as they were asked for, before an access key was put into them. */
    static Observation.OfRequest configuration(Instant now, String method, BackupScope scope, BackupSettings settings) {
        Map<String, String> parameters = new LinkedHashMap<>();
        add(parameters, "data_base_uri", settings.dataBaseUri());
        add(parameters, "archive_base_uri", settings.archiveBaseUri());
        add(parameters, "backup_base_uri", settings.backupBaseUri());
        add(parameters, "binding", settings.binding());
        add(parameters, "piece_switch_interval", settings.pieceSwitchInterval());
        add(parameters, "log_archive_concurrency", settings.logArchiveConcurrency());
        add(parameters, "archive_lag_target", settings.archiveLagTarget());
        add(parameters, "ha_low_thread_score", settings.haLowThreadScore());
        if (settings.deletePolicy() != null) {
            add(parameters, "delete_policy.policy", settings.deletePolicy().policy());
            add(
                    parameters,
                    "delete_policy.recovery_window",
                    settings.deletePolicy().recoveryWindow());
        }
        return new Observation.OfRequest(now, method + " " + path(scope) + "/config", parameters);
    }

    /** Of the restore as it was asked for, before an access key was put into the destinations. */
    static Observation.OfRequest restore(Instant now, RestoreStart start) {
        Map<String, String> parameters = new LinkedHashMap<>();
        add(parameters, "data_backup_uri", start.dataBackupUri());
        add(parameters, "archive_log_uri", start.archiveLogUri());
        add(parameters, "restore_tenant_name", start.tenant());
        add(parameters, "scn", start.scn());
        start.zones()
                .forEach(zone ->
                        add(parameters, "zone_list." + zone.name(), zone.unitNum() + " x " + zone.unitConfig()));
        add(parameters, "decryption", start.decryption() == null ? null : HIDDEN);
        return new Observation.OfRequest(now, "POST /api/v1/tenant/restore", parameters);
    }

    static Observation.OfRequest drop(Instant now, String tenant) {
        return new Observation.OfRequest(now, "DELETE /api/v1/tenant/" + tenant, Map.of("need_recycle", "false"));
    }

    private static String path(BackupScope scope) {
        return "/api/v1/" + (scope.isAllTenants() ? "obcluster" : "tenant/" + scope.tenant()) + "/backup";
    }

    private static void add(Map<String, String> parameters, String name, @Nullable Object value) {
        if (value != null) {
            parameters.put(name, value.toString());
        }
    }
}
