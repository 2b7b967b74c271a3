package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.OPEN;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import java.util.List;

/** The routes that anybody may ask. */
public final class OpenRoutes {

    private static final int RUNNING = 2;
    private static final int CONNECTION_AVAILABLE = 3;

    private final Agents agents;
    private final GoTime time;
    private final ServerVersion version;

    public OpenRoutes(Agents agents, GoTime time, ServerVersion version) {
        this.agents = agents;
        this.time = time;
        this.version = version;
    }

    public List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/v1/secret", OPEN, this::secret),
                Route.of("GET", "/api/v1/info", OPEN, this::info),
                Route.of("GET", "/api/v1/time", OPEN, this::time),
                Route.of("GET", "/api/v1/status", OPEN, this::status),
                Route.of("POST", "/api/v1/status", OPEN, this::status));
    }

    private ObjectNode address(int agent) {
        return Json.object().put("ip", "127.0.0.1").put("port", agents.port(agent));
    }

    private Answer secret(Exchange exchange) {
        return new Answer(
                address(exchange.agent()).put("public_key", KeyPairs.publicKey(agents.keyPair(exchange.agent()))));
    }

    private Answer time(Exchange exchange) {
        return new Answer(TextNode.valueOf(time.now(agents.now(exchange.agent()))));
    }

    private Answer info(Exchange exchange) {
        int agent = exchange.agent();
        ObjectNode data = Json.object()
                .put("pid", 4000 + agent)
                .put("state", RUNNING)
                .put("startAt", agents.startedAt().getEpochSecond())
                .put("homePath", "/home/admin/oceanbase")
                .put("obVersion", "4.3.5.3")
                .put("architecture", "x86_64");
        data.setAll(address(agent));
        data.put("zone", "zone" + (agent + 1))
                .put("identity", agents.identity(agent).text())
                .put("version", version.text())
                .put("isObproxyAgent", false)
                .put("security", agents.passwords().agent() != null)
                .putArray("supportedAuth")
                .add("v2");
        return new Answer(data);
    }

    private Answer status(Exchange exchange) {
        int agent = exchange.agent();
        ObjectNode data = Json.object();
        data.set("agent", address(agent).put("identity", agents.identity(agent).text()));
        data.put("state", RUNNING)
                .put("version", version.text())
                .put("pid", 4000 + agent)
                .put("startAt", agents.startedAt().getEpochSecond())
                .put("port", agents.port(agent))
                .put("obState", CONNECTION_AVAILABLE)
                .put("sqlPort", 2881)
                .put("underMaintenance", agents.state().isUnderMaintenance());
        return new Answer(data);
    }
}
