package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.Table;
import io.jenkins.plugins.obshell.simulator.state.TenantState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The routes about tenants: those that list them, and those that show or drop one. */
public final class TenantRoutes {

    private final Agents agents;
    private final GoTime time;
    private final DagJson dagJson;

    public TenantRoutes(Agents agents, GoTime time, DagJson dagJson) {
        this.agents = agents;
        this.time = time;
        this.dagJson = dagJson;
    }

    public List<Route> routes(ServerVersion version) {
        List<Route> routes = new ArrayList<>(List.of(
                Route.of("GET", "/api/v1/tenant/{name}", VERIFIED, this::detail),
                Route.of("DELETE", "/api/v1/tenant/{name}", VERIFIED, this::drop)));
        if (version.listsTenants()) {
            routes.add(Route.of("GET", "/api/v1/tenants/overview", VERIFIED, this::overview));
            routes.add(Route.of("GET", "/api/v1/recyclebin/tenants", VERIFIED, this::recyclebin));
        }
        return routes;
    }

    private Answer detail(Exchange exchange) throws ObshellException {
        agents.state().read(Table.TENANTS);
        TenantState tenant = agents.state().tenant(exchange.variable("name"));
        if (tenant == null) {
            throw ObshellException.of(ErrorCode.TENANT_NOT_EXIST, exchange.variable("name"))
                    .beside(NullNode.getInstance());
        }
        ObjectNode data = Json.object();
        tenant(data, tenant.id, tenant.name(), tenant.status, tenant.created);
        data.put("charset", "utf8mb4")
                .put("collation", "utf8mb4_general_ci")
                .put("whitelist", "%")
                .put("time_zone", "+08:00")
                .put("lower_case_table_names", "1")
                .put("dead_lock_detection_enabled", true);
        ArrayNode pools = data.putArray("pools");
        agents.state()
                .resources()
                .poolsOf(tenant.id)
                .forEach(pool -> pools.addObject()
                        .put("pool_name", pool.name)
                        .put("pool_id", pool.id)
                        .put("zone_list", pool.zone)
                        .put(
                                "observer_list",
                                agents.state().resources().serverIp(pool.zone) + ":" + ResourceRoutes.SVR_PORT)
                        .put("unit_num", pool.unitNum)
                        .set("unit_config", ResourceRoutes.unit(pool.unit, time, tenant.created)));
        return new Answer(data);
    }

    private Answer drop(Exchange exchange) throws ObshellException {
        exchange.body("DropTenantParam");
        agents.requireClusterAgent(exchange.agent());
        String name = exchange.variable("name");
        if (name.equals("sys")) {
            throw ObshellException.of(ErrorCode.TENANT_SYS_NOT_ALLOWED).beside(NullNode.getInstance());
        }
        agents.state().read(Table.TENANTS);
        TenantState tenant = agents.state().tenant(name);
        if (tenant == null) {
            return Answer.noContent();
        }
        try {
            return new Answer(dagJson.dag(agents.dagFactory().dropTenant(tenant, exchange.agent()), false));
        } catch (ObshellException e) {
            throw e.beside(NullNode.getInstance());
        }
    }

    private Answer overview(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        agents.state().read(Table.TENANTS);
        ArrayNode contents = Json.array();
        tenant(contents, 1, "sys", "NORMAL", agents.startedAt());
        agents.state().userTenants().stream()
                .filter(tenant -> !tenant.isRecycled())
                .forEach(tenant -> tenant(contents, tenant.id, tenant.name(), tenant.status, tenant.created));
        return list(contents);
    }

    private void tenant(ArrayNode contents, int id, String name, String status, Instant created) {
        tenant(contents.addObject(), id, name, status, created);
    }

    private void tenant(ObjectNode json, int id, String name, String status, Instant created) {
        json.put("tenant_id", id)
                .put("tenant_name", name)
                .put("mode", "MYSQL")
                .put("status", status)
                .put("locked", "NO")
                .put("primary_zone", "RANDOM")
                .put("locality", "FULL{1}@zone1")
                .put("in_recyclebin", "NO")
                .put("created_time", time.stored(created))
                .put("read_only", false)
                .put("comment", "")
                .putArray("connection_strings")
                .addObject()
                .put("type", "DIRECT")
                .put("obproxy_address", "")
                .put("obproxy_port", 0)
                .put("connection_string", "obclient -h127.0.0.1 -P2881 -uroot@" + name + " -p");
    }

    private Answer recyclebin(Exchange exchange) throws ObshellException {
        agents.requireClusterAgent(exchange.agent());
        agents.state().read(Table.TENANTS);
        ArrayNode contents = Json.array();
        agents.state().userTenants().stream()
                .filter(TenantState::isRecycled)
                .forEach(tenant -> contents.addObject()
                        .put("object_name", tenant.name())
                        .put("original_tenant_name", tenant.originalName)
                        .put("can_undrop", "YES")
                        .put("can_purge", "YES"));
        return list(contents.isEmpty() ? NullNode.getInstance() : contents);
    }

    private static Answer list(JsonNode contents) {
        ObjectNode data = Json.object();
        data.set("contents", contents);
        return new Answer(data);
    }
}
