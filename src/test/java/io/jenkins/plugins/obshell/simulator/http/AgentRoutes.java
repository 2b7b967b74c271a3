package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import io.jenkins.plugins.obshell.simulator.state.Agents;
import java.util.List;

/** The routes about an agent itself. */
public final class AgentRoutes {

    private final Agents agents;

    public AgentRoutes(Agents agents) {
        this.agents = agents;
    }

    public List<Route> routes() {
        return List.of(Route.of("POST", "/api/v1/agent/password", VERIFIED, this::setPassword));
    }

    private Answer setPassword(Exchange exchange) throws ObshellException {
        try {
            String password =
                    exchange.body("SetAgentPasswordParam").string("password").orElse("");
            agents.passwords().setAgent(exchange.agent(), password);
            return Answer.nothing();
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
    }
}
