package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import io.jenkins.plugins.obshell.simulator.state.Agents;
import java.util.List;

/** The check before an upgrade, which a running backup stops. The upgrade itself is not simulated. */
public final class UpgradeRoutes {

    private final Agents agents;
    private final DagJson json;

    public UpgradeRoutes(Agents agents, DagJson json) {
        this.agents = agents;
        this.json = json;
    }

    public List<Route> routes() {
        return List.of(Route.of("POST", "/api/v1/ob/upgrade/check", VERIFIED, this::check));
    }

    private Answer check(Exchange exchange) throws ObshellException {
        GoObject body = exchange.body("UpgradeCheckParam");
        String version = required(body, "version", "Version");
        String release = required(body, "release", "Release");
        agents.requireClusterAgent(exchange.agent());
        long running = agents.state().userTenants().stream()
                .filter(tenant -> !tenant.isBackupFinished())
                .count();
        if (running > 0) {
            throw ObshellException.of(ErrorCode.HAS_RUNNING_BACKUP, running);
        }
        return new Answer(json.dag(agents.dagFactory().checkUpgrade(version + "-" + release), false));
    }

    private static String required(GoObject body, String name, String field) throws ObshellException {
        try {
            String value = body.string(name).orElse("");
            if (!value.isEmpty()) {
                return value;
            }
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
        throw ObshellException.of(
                ErrorCode.BIND_JSON_FAILED,
                "Key: 'UpgradeCheckParam." + field + "' Error:Field validation for '" + field
                        + "' failed on the 'required' tag");
    }
}
