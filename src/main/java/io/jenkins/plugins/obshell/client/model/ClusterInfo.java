package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A cluster and what its servers have room for, from {@code GET /api/v1/obcluster/info}.
 *
 * @param id            the id of the cluster
 * @param name          its name
 * @param version       OceanBase's version, such as {@code 4.3.5.3}
 * @param zones         its zones; empty if obshell cannot ask OceanBase
 * @param sharedStorage whether its data lies in an object storage, so that the disks of its servers are a cache
 */
public record ClusterInfo(
        @JsonProperty("cluster_id") long id,
        @Nullable @JsonProperty("cluster_name") String name,
        @Nullable @JsonProperty("ob_version") String version,
        @Nullable List<Zone> zones,
        @JsonProperty("is_shared_storage") boolean sharedStorage) {

    /** Copies the zones; null is none. */
    public ClusterInfo {
        name = ResponseLimits.words(name);
        version = ResponseLimits.words(version);
        zones = ResponseLimits.elements(zones);
    }

    /**
     * @param other what another obshell says
     * @return whether both are of one cluster: the same id and name, and a common server, if both tell their servers
     */
    public boolean isSame(ClusterInfo other) {
        Set<String> ours = servers();
        Set<String> theirs = other.servers();
        return id == other.id
                && Objects.equals(name, other.name)
                && (ours.isEmpty() || theirs.isEmpty() || !Collections.disjoint(ours, theirs));
    }

    private Set<String> servers() {
        return zones.stream()
                .flatMap(zone -> zone.servers().stream())
                .map(Server::address)
                .collect(Collectors.toSet());
    }

    /**
     * @param tenant a tenant of this cluster
     * @return a server that holds a unit of the tenant, as far as it is known
     */
    public Optional<SqlAddress> sqlAddress(TenantDetail tenant) {
        List<String> holders = tenant.servers();
        return zones.stream()
                .flatMap(zone -> zone.servers().stream())
                .filter(server -> holders.contains(server.address()))
                .filter(server -> server.sqlPort() > 0)
                .findFirst()
                .map(server -> new SqlAddress(server.ip(), server.sqlPort()));
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

        /** {@return the free disk for data of its servers together, in bytes; empty if that of one is unknown} */
        public OptionalLong freeDisk() {
            boolean isKnown = servers.stream()
                    .allMatch(server -> server.stats() != null && server.stats().diskTotal() > 0);
            return isKnown
                    ? OptionalLong.of(servers.stream()
                            .mapToLong(server ->
                                    server.stats().diskTotal() - server.stats().diskAssigned())
                            .sum())
                    : OptionalLong.empty();
        }
    }

    /**
     * A server.
     *
     * @param ip      its IP address
     * @param svrPort its port for other servers
     * @param sqlPort its port for SQL; 0 if that is unknown
     * @param stats   what it has and what of it is taken, or null if that is unknown
     */
    public record Server(
            @Nullable String ip,
            @JsonProperty("svr_port") int svrPort,
            @JsonProperty("sql_port") int sqlPort,
            @Nullable Stats stats) {

        /** Cuts what is longer than anything that obshell sends. */
        public Server {
            ip = ResponseLimits.words(ip);
        }

        private String address() {
            return ip + ":" + svrPort;
        }

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
     * @param diskTotal      its disk for data, in bytes; 0 if that is unknown
     * @param diskAssigned   what is in use of that disk, in bytes
     */
    public record Stats(
            @JsonProperty("cpu_core_total") double cpuTotal,
            @JsonProperty("cpu_core_assigned") double cpuAssigned,
            @JsonProperty("memory_in_bytes_total") long memoryTotal,
            @JsonProperty("memory_in_bytes_assigned") long memoryAssigned,
            @JsonProperty("disk_in_bytes_total") long diskTotal,
            @JsonProperty("disk_in_bytes_assigned") long diskAssigned) {}
}
