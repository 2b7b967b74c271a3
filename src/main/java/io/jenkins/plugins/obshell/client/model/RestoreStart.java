package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.List;

/**
 * The body of {@code POST /api/v1/tenant/restore}; what is null is not sent.
 *
 * @param dataBackupUri where the backup sets lie, with the access key; never printed
 * @param archiveLogUri where the archived log lies, with the access key; never printed
 * @param tenant        the name of the tenant to make
 * @param scn           the point to restore to, in nanoseconds since 1970
 * @param zones         where to place the tenant
 * @param decryption    the passwords of the backup sets, or null; never printed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RestoreStart(
        @JsonProperty("data_backup_uri") String dataBackupUri,
        @Nullable @JsonProperty("archive_log_uri") String archiveLogUri,
        @JsonProperty("restore_tenant_name") String tenant,
        long scn,
        @JsonProperty("zone_list") List<Zone> zones,
        @Nullable List<String> decryption) {

    /** Copies the lists. */
    public RestoreStart {
        zones = List.copyOf(zones);
        decryption = decryption == null ? null : List.copyOf(decryption);
    }

    /**
     * The part of the tenant in one zone; its replica is a full one.
     *
     * @param name       the zone
     * @param unitConfig the name of the unit config
     * @param unitNum    how many units, the same in all zones
     */
    public record Zone(
            String name,
            @JsonProperty("unit_config_name") String unitConfig,
            @JsonProperty("unit_num") int unitNum) {}

    /** {@return the start without what is secret} */
    @Override
    public String toString() {
        return "RestoreStart[tenant=" + tenant + ", scn=" + scn + ", zones=" + zones + "]";
    }
}
