package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.List;

/**
 * A cluster and what its servers have room for, from {@code GET /api/v1/obcluster/info}.
 *
 * @param version OceanBase's version, such as {@code 4.3.5.3}
 * @param zones   its zones; empty if obshell cannot ask OceanBase
 */
public record ClusterInfo(
        @Nullable @JsonProperty("ob_version") String version,
        @Nullable List<Zone> zones) {

    /** Copies the zones; null is none. */
    public ClusterInfo {
        version = ResponseLimits.words(version);
        zones = ResponseLimits.elements(zones);
    }

    /**
     * A zone.
     *
     * @param name    its name
     * @param servers its servers
     */
    public record Zone(@Nullable String name, @Nullable List<Server> servers) {

        /** Copies the servers; null is none. */
        public Zone {
            name = ResponseLimits.words(name);
            servers = ResponseLimits.elements(servers);
        }
    }

    /**
     * A server.
     *
     * @param stats what it has and what of it is taken, or null if that is unknown
     */
    public record Server(@Nullable Stats stats) {

        /**
         * @param unit what a unit takes
         * @return whether there is room for one more such unit; not so if that is unknown
         */
        public boolean hasRoomFor(UnitConfig unit) {
            return stats != null
                    && stats.cpuTotal() - stats.cpuAssigned() >= unit.minCpu()
                    && stats.memoryTotal() - stats.memoryAssigned() >= unit.memorySize();
        }
    }

    /**
     * The resources of a server.
     *
     * @param cpuTotal       its cores
     * @param cpuAssigned    the cores that are reserved by units
     * @param memoryTotal    its memory, in bytes
     * @param memoryAssigned the memory of its units, in bytes
     */
    public record Stats(
            @JsonProperty("cpu_core_total") double cpuTotal,
            @JsonProperty("cpu_core_assigned") double cpuAssigned,
            @JsonProperty("memory_in_bytes_total") long memoryTotal,
            @JsonProperty("memory_in_bytes_assigned") long memoryAssigned) {}
}
