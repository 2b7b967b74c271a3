package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * A tenant with its resource pools, from {@code GET /api/v1/tenant/{name}}.
 *
 * @param id    its id
 * @param name  its name
 * @param pools its resource pools
 */
public record TenantDetail(
        @Nullable @JsonProperty("tenant_id") String id,
        @Nullable @JsonProperty("tenant_name") String name,
        @Nullable List<Pool> pools) {

    /** Copies the pools; null is none. */
    public TenantDetail {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
        pools = ResponseLimits.elements(pools);
    }

    /**
     * A resource pool of the tenant.
     *
     * @param name       its name
     * @param zoneList   the names of its zones, separated by semicolons
     * @param serverList the servers that hold its units as {@code IP:PORT}, separated by commas
     * @param unitNum    how many units it has in each zone
     */
    public record Pool(
            @Nullable @JsonProperty("pool_name") String name,
            @Nullable @JsonProperty("zone_list") String zoneList,
            @Nullable @JsonProperty("observer_list") String serverList,
            @JsonProperty("unit_num") int unitNum) {

        /** Cuts what is longer than anything that obshell sends. */
        public Pool {
            name = ResponseLimits.words(name);
            zoneList = ResponseLimits.words(zoneList);
            serverList = ResponseLimits.words(serverList);
        }
    }

    /** {@return the names of its zones, each once} */
    public List<String> zones() {
        return each(Pool::zoneList, ";");
    }

    /** {@return the servers that hold its units, each once, as {@code IP:PORT} with the port for other servers} */
    public List<String> servers() {
        return each(Pool::serverList, ",");
    }

    private List<String> each(Function<Pool, String> list, String separator) {
        return pools.stream()
                .map(list)
                .filter(Objects::nonNull)
                .flatMap(joined -> Arrays.stream(joined.split(separator)))
                .filter(element -> !element.isBlank())
                .distinct()
                .toList();
    }

    /** {@return how many units it has in a zone; 0 if it has no pool} */
    public int unitNum() {
        return pools.stream().mapToInt(Pool::unitNum).max().orElse(0);
    }
}
