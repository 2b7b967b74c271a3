package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * The body of {@code POST} and {@code PATCH …/backup/config}; what is null is not sent. The URIs can carry access keys, so
 * none is ever printed.
 *
 * @param dataBaseUri           where data backups go; not for all tenants
 * @param archiveBaseUri        where the log is archived; not for all tenants
 * @param backupBaseUri         the root of both, for all tenants
 * @param binding               {@code optional} or {@code mandatory}
 * @param pieceSwitchInterval   {@code 1d} to {@code 7d}
 * @param logArchiveConcurrency 0 to 100
 * @param archiveLagTarget      up to {@code 2h}
 * @param haLowThreadScore      0 to 100
 * @param deletePolicy          what becomes of old backups
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BackupSettings(
        @Nullable @JsonProperty("data_base_uri") String dataBaseUri,
        @Nullable @JsonProperty("archive_base_uri") String archiveBaseUri,
        @Nullable @JsonProperty("backup_base_uri") String backupBaseUri,
        @Nullable String binding,
        @Nullable @JsonProperty("piece_switch_interval") String pieceSwitchInterval,
        @Nullable @JsonProperty("log_archive_concurrency") Integer logArchiveConcurrency,
        @Nullable @JsonProperty("archive_lag_target") String archiveLagTarget,
        @Nullable @JsonProperty("ha_low_thread_score") Integer haLowThreadScore,
        @Nullable @JsonProperty("delete_policy") DeletePolicy deletePolicy) {

    /**
     * What becomes of old backups.
     *
     * @param policy         empty or {@code default}
     * @param recoveryWindow how far back the tenant must be recoverable, such as {@code 2d}
     */
    public record DeletePolicy(
            String policy, @JsonProperty("recovery_window") String recoveryWindow) {}

    private static final BackupSettings EMPTY =
            new BackupSettings(null, null, null, null, null, null, null, null, null);

    /** {@return whether nothing is set} */
    @JsonIgnore
    public boolean isEmpty() {
        return equals(EMPTY);
    }

    /** {@return the settings without the URIs} */
    @Override
    public String toString() {
        return "BackupSettings[binding=" + binding + ", pieceSwitchInterval=" + pieceSwitchInterval
                + ", logArchiveConcurrency=" + logArchiveConcurrency + ", archiveLagTarget=" + archiveLagTarget
                + ", haLowThreadScore=" + haLowThreadScore + ", deletePolicy=" + deletePolicy + "]";
    }
}
