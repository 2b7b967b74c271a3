package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.Table;
import io.jenkins.plugins.obshell.simulator.state.TenantState;
import java.time.Instant;
import java.util.List;

/** The routes that list tenants: those of the cluster, and those in its recycle bin. */
public final class TenantRoutes {

    private final Agents agents;
    private final GoTime time;

    public TenantRoutes(Agents agents, GoTime time) {
        this.agents = agents;
        this.time = time;
    }

    public List<Route> routes(ServerVersion version) {
        return version.listsTenants()
                ? List.of(
                        Route.of("GET", "/api/v1/tenants/overview", VERIFIED, this::overview),
                        Route.of("GET", "/api/v1/recyclebin/tenants", VERIFIED, this::recyclebin))
                : List.of();
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
        contents.addObject()
                .put("tenant_id", id)
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
                .putArray("connection_strings");
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
        return list(contents);
    }

    private static Answer list(ArrayNode contents) {
        ObjectNode data = Json.object();
        data.set("contents", contents);
        return new Answer(data);
    }
}
