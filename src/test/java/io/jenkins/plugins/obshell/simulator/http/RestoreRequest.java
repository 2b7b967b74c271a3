package io.jenkins.plugins.obshell.simulator.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The body of a request for a restore.
 *
 * @param dataUri    where the backup sets lie
 * @param archiveUri where the log lies
 * @param tenant     the tenant to make
 * @param scn        the point to restore to; 0 for the last one
 * @param zones      where to place it
 * @param decryption the passwords of the sets
 */
public record RestoreRequest(
        String dataUri, String archiveUri, String tenant, long scn, List<Zone> zones, List<String> decryption) {

    /** A zone as the request gives it. */
    public record Zone(String name, String unitConfig, int unitNum, String replicaType) {}

    static RestoreRequest read(GoObject body) throws GoObject.MismatchException, ObshellException {
        String dataUri = body.string("data_backup_uri").orElse("");
        String tenant = body.string("restore_tenant_name").orElse("");
        Optional<List<GoObject>> given = body.objects("zone_list", "ZoneParam");
        List<String> missing = new ArrayList<>();
        if (dataUri.isEmpty()) {
            missing.add(missing("RestoreStorageParam.DataBackupUri", "DataBackupUri"));
        }
        if (tenant.isEmpty()) {
            missing.add(missing("TenantName", "TenantName"));
        }
        if (given.isEmpty()) {
            missing.add(missing("ZoneList", "ZoneList"));
        }
        if (!missing.isEmpty()) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, String.join("\n", missing));
        }
        List<Zone> zones = new ArrayList<>();
        for (GoObject zone : given.get()) {
            String type = zone.string("replica_type").orElse("");
            zones.add(new Zone(
                    zone.string("name").orElse(""),
                    zone.string("unit_config_name").orElse(""),
                    zone.integer("unit_num").orElse(0),
                    type.isEmpty() ? "FULL" : type.toUpperCase(Locale.ROOT)));
        }
        return new RestoreRequest(
                dataUri,
                body.string("archive_log_uri").filter(uri -> !uri.isEmpty()).orElse(dataUri),
                tenant,
                body.longInteger("scn").orElse(0L),
                zones,
                body.strings("decryption").orElse(List.of()));
    }

    private static String missing(String path, String field) {
        return "Key: 'RestoreParam." + path + "' Error:Field validation for '" + field
                + "' failed on the 'required' tag";
    }
}
