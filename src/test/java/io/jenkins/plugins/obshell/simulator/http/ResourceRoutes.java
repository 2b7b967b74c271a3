package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.Resources;
import java.time.Instant;
import java.util.List;

/** The routes about what a cluster has room for: its servers, unit configs and resource pools. */
public final class ResourceRoutes {

    static final int SVR_PORT = 2882;
    private static final int SQL_PORT = 2881;

    private final Agents agents;
    private final GoTime time;
    private final String name;
    private final String oceanBase;

    /**
     * @param name      the name of the cluster
     * @param oceanBase the version of OceanBase
     */
    public ResourceRoutes(Agents agents, GoTime time, String name, String oceanBase) {
        this.agents = agents;
        this.time = time;
        this.name = name;
        this.oceanBase = oceanBase;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/v1/obcluster/info", VERIFIED, this::cluster),
                Route.of("GET", "/api/v1/unit/config/{name}", VERIFIED, this::unit),
                Route.of("GET", "/api/v1/resource-pools", VERIFIED, this::pools),
                Route.of("DELETE", "/api/v1/resource-pool/{name}", VERIFIED, this::dropPool));
    }

    private Resources resources() {
        return agents.state().resources();
    }

    private Answer cluster(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        ObjectNode data = Json.object()
                .put("cluster_name", name)
                .put("cluster_id", 1)
                .put("status", "AVAILABLE")
                .put("ob_version", oceanBase);
        ArrayNode zones = data.putArray("zones");
        for (String zone : resources().zones()) {
            ObjectNode server = zones.addObject()
                    .put("name", zone)
                    .put("status", "RUNNING")
                    .put("inner_status", "ACTIVE")
                    .putArray("servers")
                    .addObject()
                    .put("ip", resources().serverIp(zone))
                    .put("svr_port", SVR_PORT)
                    .put("sql_port", SQL_PORT);
            server.putObject("stats")
                    .put("cpu_core_total", resources().cores())
                    .put("cpu_core_assigned", resources().coresTaken(zone))
                    .put("memory_in_bytes_total", resources().memory())
                    .put("memory_in_bytes_assigned", resources().memoryTaken(zone))
                    .put("disk_in_bytes_total", resources().disk())
                    .put("disk_in_bytes_assigned", resources().diskTaken())
                    .put("disk_in_bytes_used", resources().diskTaken())
                    .put("disk_in_bytes_free", resources().disk() - resources().diskTaken())
                    .put("zone", zone);
        }
        return new Answer(data);
    }

    private Answer unit(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        Resources.Unit unit = resources().unit(exchange.variable("name"));
        if (unit == null) {
            throw ObshellException.of(ErrorCode.UNIT_CONFIG_NOT_EXIST, exchange.variable("name"))
                    .beside(NullNode.getInstance());
        }
        return new Answer(unit(unit, time, agents.startedAt()));
    }

    static ObjectNode unit(Resources.Unit unit, GoTime time, Instant created) {
        return Json.object()
                .put("unit_config_id", unit.id())
                .put("name", unit.name())
                .put("max_cpu", unit.cpu())
                .put("min_cpu", unit.cpu())
                .put("memory_size", unit.memory())
                .put("log_disk_size", 3 * unit.memory())
                .put("data_disk_size", 0)
                .put("max_iops", 10000)
                .put("min_iops", 10000)
                .put("create_time", time.stored(created))
                .put("modify_time", time.stored(created));
    }

    private Answer pools(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        ArrayNode contents = Json.array();
        resources()
                .pools()
                .forEach(pool -> contents.addObject()
                        .put("id", pool.id)
                        .put("name", pool.name)
                        .put("zone_list", pool.zone)
                        .put("unit_num", pool.unitNum)
                        .put("UnitCount", 0)
                        .put("unit_config_id", pool.unit.id())
                        .put("tenant_id", pool.tenantId)
                        .put("replica_type", "FULL")
                        .put("CreateTime", time.stored(agents.startedAt()))
                        .put("ModifyTime", time.stored(agents.startedAt())));
        ObjectNode data = Json.object();
        data.set("contents", contents);
        return new Answer(data);
    }

    private Answer dropPool(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        Resources.Pool pool = resources().pool(exchange.variable("name"));
        if (pool != null && pool.tenantId != 0) {
            throw ObshellException.of(ErrorCode.RESOURCE_POOL_GRANTED, pool.name);
        }
        resources().drop(exchange.variable("name"));
        return Answer.nothing();
    }
}
