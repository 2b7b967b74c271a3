package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.regex.Pattern;

/**
 * A resource pool of the cluster, from {@code GET /api/v1/resource-pools}.
 *
 * @param name     its name
 * @param zoneList the names of its zones, separated by semicolons
 * @param tenantId the tenant that holds it; null if nobody does
 */
public record ResourcePool(
        @Nullable String name,
        @Nullable @JsonProperty("zone_list") String zoneList,
        @Nullable @JsonProperty("tenant_id") String tenantId) {

    private static final Pattern MILLISECONDS = Pattern.compile("[0-9]{13}");

    /** Go writes 0 for a tenant that there is not. What is longer than anything that obshell sends is cut or refused. */
    public ResourcePool {
        name = ResponseLimits.words(name);
        zoneList = ResponseLimits.words(zoneList);
        tenantId = "0".equals(tenantId) ? null : ResponseLimits.id(tenantId);
    }

    /** {@return whether no tenant holds it} */
    public boolean isFree() {
        return tenantId == null;
    }

    /**
     * Whether a restore made it: obshell names the pools of a restore after the tenant, their one zone and the moment in
     * milliseconds. A tenant whose name merely begins like that of another is not taken for it.
     *
     * @param tenant the name of the tenant that is restored
     * @return whether its name says so
     */
    public boolean isMadeForRestoreOf(String tenant) {
        String beginning = tenant + "_" + zoneList + "_";
        return name != null
                && name.regionMatches(true, 0, beginning, 0, beginning.length())
                && MILLISECONDS.matcher(name.substring(beginning.length())).matches();
    }
}
