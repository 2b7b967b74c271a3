package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.OPEN;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The routes that anybody may ask. */
public final class OpenRoutes {

    private static final int RUNNING = 2;
    private static final int NO_CONNECTION = 1;
    private static final int CONNECTION_AVAILABLE = 3;

    private final Agents agents;
    private final GoTime time;
    private final ServerVersion version;
    private final String oceanBase;

    /** @param oceanBase the version of OceanBase */
    public OpenRoutes(Agents agents, GoTime time, ServerVersion version, String oceanBase) {
        this.agents = agents;
        this.time = time;
        this.version = version;
        this.oceanBase = oceanBase;
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
                .put("startAt", nanoseconds(agents.startedAt()))
                .put("homePath", "/home/admin/oceanbase")
                .put("obVersion", oceanBase + (agents.state().isDatabaseAway() ? "-103000162025072115" : ""))
                .put("architecture", "x86_64");
        data.setAll(address(agent));
        data.put("zone", "zone" + (agent + 1))
                .put("identity", agents.identity(agent).text())
                .put("version", version.text())
                .put("isObproxyAgent", false)
                .put("security", agents.passwords().agent(agent) != null)
                .putArray("supportedAuth")
                .add("v2");
        return new Answer(data);
    }

    private static long nanoseconds(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private Answer status(Exchange exchange) {
        int agent = exchange.agent();
        ObjectNode data = Json.object();
        data.set("agent", address(agent).put("identity", agents.identity(agent).text()));
        data.put("state", RUNNING)
                .put("version", version.text())
                .put("pid", 4000 + agent)
                .put("startAt", nanoseconds(agents.startedAt()))
                .put("port", agents.port(agent))
                .put("obState", agents.state().isDatabaseAway() ? NO_CONNECTION : CONNECTION_AVAILABLE)
                .put("sqlPort", 2881)
                .put("underMaintenance", agents.state().isUnderMaintenance());
        return new Answer(data);
    }
}
