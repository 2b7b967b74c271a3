package io.jenkins.plugins.obshell.simulator.http;

import static io.jenkins.plugins.obshell.simulator.http.Route.Access.VERIFIED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.Dag;
import io.jenkins.plugins.obshell.simulator.state.DagEngine;
import io.jenkins.plugins.obshell.simulator.state.DagIds;
import io.jenkins.plugins.obshell.simulator.state.Table;
import io.jenkins.plugins.obshell.simulator.state.TakeOver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The routes about DAGs, nodes and sub-tasks. */
public final class TaskRoutes {

    private static final String TASK = "/api/v1/task";

    private final Agents agents;
    private final DagJson json;

    public TaskRoutes(Agents agents, DagJson json) {
        this.agents = agents;
        this.json = json;
    }

    public List<Route> routes(ServerVersion version) {
        List<Route> routes = new ArrayList<>(List.of(
                Route.of("GET", TASK + "/dag/unfinish", VERIFIED, this::allUnfinished),
                Route.of("GET", TASK + "/dag/ob/unfinish", VERIFIED, this::unfinished),
                Route.of("GET", TASK + "/dag/agent/unfinish", VERIFIED, exchange -> list(exchange, dag -> false)),
                Route.of("GET", TASK + "/dags/ob", VERIFIED, exchange -> list(exchange, dag -> true)),
                Route.of("GET", TASK + "/dag/maintain/ob", VERIFIED, this::lastMaintenance),
                Route.of("GET", TASK + "/dag/{id}", VERIFIED, this::dag),
                Route.of("POST", TASK + "/dag/{id}", VERIFIED, this::operate),
                Route.of("GET", TASK + "/node/{id}", VERIFIED, this::node),
                Route.of("GET", TASK + "/sub_task/{id}", VERIFIED, this::subTask)));
        if (version.hasSubTaskLogs()) {
            routes.add(Route.of("GET", TASK + "/sub_task/{id}/logs", VERIFIED, this::logs));
        }
        return routes;
    }

    private DagEngine dags() {
        return agents.state().dags();
    }

    private Answer list(Exchange exchange, Predicate<Dag> wanted) throws ObshellException {
        agents.state().read(Table.DAGS);
        boolean details = exchange.query().showDetails();
        ArrayNode contents = Json.array();
        dags().all().stream().filter(wanted).forEach(dag -> contents.add(json.dag(dag, details)));
        return contents(contents);
    }

    private Answer unfinished(Exchange exchange) throws ObshellException {
        try {
            return list(exchange, dag -> !dag.finished);
        } catch (ObshellException e) {
            throw e.beside(contents(NullNode.getInstance()).data());
        }
    }

    /** Those of the cluster and of the agent together, which Go writes as null where there are none. */
    private Answer allUnfinished(Exchange exchange) throws ObshellException {
        Answer answer = unfinished(exchange);
        return answer.data().path("contents").isEmpty() ? contents(NullNode.getInstance()) : answer;
    }

    private static Answer contents(JsonNode contents) {
        ObjectNode data = Json.object();
        data.set("contents", contents);
        return new Answer(data);
    }

    private Answer lastMaintenance(Exchange exchange) throws ObshellException {
        List<Dag> locking = dags().all().stream().filter(Dag::locks).toList();
        if (locking.isEmpty()) {
            throw ObshellException.of(ErrorCode.TASK_NOT_FOUND_WITH_REASON, "Cluster is not under maintenance");
        }
        return new Answer(
                json.dag(locking.get(locking.size() - 1), exchange.query().showDetails()));
    }

    private Answer dag(Exchange exchange) throws ObshellException {
        Dag dag = found(exchange);
        boolean details = exchange.query().showDetails();
        if (details) {
            try {
                agents.state().read(Table.NODES);
            } catch (ObshellException e) {
                throw e.beside(json.dag(dag, false));
            }
        }
        return new Answer(json.dag(dag, details));
    }

    private Answer operate(Exchange exchange) throws ObshellException {
        checkId(exchange.variable("id"));
        String operator;
        try {
            operator = exchange.body("DagOperator").string("operator").orElse("");
        } catch (GoObject.MismatchException e) {
            throw ObshellException.of(ErrorCode.BIND_JSON_FAILED, e.getMessage());
        }
        if (operator.isEmpty()) {
            throw ObshellException.of(
                    ErrorCode.BIND_JSON_FAILED,
                    "Key: 'DagOperator.Operator' Error:Field validation for 'Operator' failed on the 'required' tag");
        }
        dags().operate(found(exchange), operator);
        return Answer.nothing();
    }

    private Answer node(Exchange exchange) throws ObshellException {
        String id = exchange.variable("id");
        checkId(id);
        Dag.Node node = dags().node(id);
        if (node == null) {
            throw notFound();
        }
        return new Answer(json.node(node));
    }

    private Answer subTask(Exchange exchange) throws ObshellException {
        return new Answer(json.subTask(foundSubTask(exchange)));
    }

    private Answer logs(Exchange exchange) throws ObshellException {
        checkId(exchange.variable("id"));
        Dag.SubTask subTask = dags().subTask(exchange.variable("id"));
        return contents(subTask == null ? Json.array() : json.logs(subTask));
    }

    private Dag.SubTask foundSubTask(Exchange exchange) throws ObshellException {
        String id = exchange.variable("id");
        checkId(id);
        Dag.SubTask subTask = dags().subTask(id);
        if (subTask == null) {
            throw notFound();
        }
        return subTask;
    }

    private Dag found(Exchange exchange) throws ObshellException {
        String id = exchange.variable("id");
        checkId(id);
        int port = agents.port(exchange.agent());
        if (id.equals(DagIds.local(port, 1))) {
            return TakeOver.dag(exchange.agent(), port, agents.startedAt());
        }
        if (agents.state().isDatabaseAway()) {
            throw ObshellException.of(ErrorCode.OCEANBASE_USELESS);
        }
        if (agents.state().isLost(Table.DAGS)) {
            throw ObshellException.withDetail(Table.DAGS.missing(), ErrorCode.TASK_NOT_FOUND);
        }
        Dag dag = dags().dag(id);
        if (dag == null) {
            throw notFound();
        }
        return dag;
    }

    private static ObshellException notFound() {
        return ObshellException.withDetail("record not found", ErrorCode.TASK_NOT_FOUND);
    }

    private static void checkId(String id) throws ObshellException {
        int prefix =
                switch (id.charAt(0)) {
                    case '1' -> 1;
                    case '2', '4' -> 16;
                    case '3', '5' -> 45;
                    default ->
                        throw ObshellException.withDetail("invalid generic id", ErrorCode.GENERIC_ID_INVALID, id);
                };
        if (id.length() <= prefix) {
            throw ObshellException.of(ErrorCode.GENERIC_ID_INVALID, id);
        }
        String number = id.substring(prefix);
        if (id.matches("\\d+") && number.length() > 18) {
            throw ObshellException.withDetail(
                    "strconv.ParseInt: parsing \"" + number + "\": value out of range",
                    ErrorCode.GENERIC_ID_INVALID,
                    id);
        }
        if (!id.matches("\\d+")) {
            throw ObshellException.withDetail(
                    "strconv.ParseInt: parsing \"" + number + "\": invalid syntax", ErrorCode.GENERIC_ID_INVALID, id);
        }
    }
}
