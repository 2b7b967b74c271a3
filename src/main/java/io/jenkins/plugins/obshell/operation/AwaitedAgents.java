package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.client.model.SubTask;
import io.jenkins.plugins.obshell.operation.result.FailedNode;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Finds the agents that a DAG waits for. The first node of a DAG runs on every agent of the cluster, and its sub-task for an
 * agent that is down stays READY, without a log line and without limit, until that agent is back.
 */
final class AwaitedAgents {

    /** The first node takes one or two seconds if all agents are up. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** In characters; an IPv6 address with brackets and port has fewer. */
    private static final int LONGEST_ADDRESS = 64;

    private static final String KEY = "agents ";
    private static final String READY = "READY";
    private static final Set<String> OVER = Set.of("SUCCEED", "FAILED");

    private AwaitedAgents() {}

    /**
     * The state after a look at a DAG.
     *
     * @param state  the state
     * @param events the agents that the DAG waits for, if they were not reported before
     */
    record Noted(OperationState state, List<ProgressEvent> events) {}

    /** Whether the first node takes so long that its details are worth a look. */
    static boolean isSuspected(OperationState state, Instant now) {
        return state.dag() != null
                && state.dag().stage() == 1
                && Duration.between(state.phaseSince(), now).compareTo(PATIENCE) >= 0;
    }

    /** Notes which agents a DAG waits for. A DAG without details, or one that has just begun, changes nothing. */
    static Noted note(OperationState state, Dag dag, Instant now) {
        if (dag.nodes().isEmpty() || !isSuspected(state, now)) {
            return new Noted(state, List.of());
        }
        List<String> agents = in(dag.nodes().get(0));
        String key = state.reported().key();
        if (agents.isEmpty()) {
            boolean wasAwaited = key != null && key.startsWith(KEY);
            return new Noted(wasAwaited ? state.nothingAwaited() : state, List.of());
        }
        String names = FirstFew.of(agents, agent -> agent).joined(", ");
        return (KEY + names).equals(key)
                ? new Noted(state, List.of())
                : new Noted(
                        state.withReported(
                                state.reported().waitingFor(KEY + names, Messages.AwaitedAgents_what(names))),
                        List.of(new ProgressEvent.WaitingForAgents(dag.id(), names)));
    }

    private static List<String> in(DagNode node) {
        boolean othersAreDone = node.subTasks().stream().anyMatch(subTask -> isIn(OVER, subTask));
        return node.subTasks().stream()
                .filter(subTask -> othersAreDone && isIn(Set.of(READY), subTask))
                .map(FailedNode::address)
                .filter(address -> address != null && address.length() <= LONGEST_ADDRESS)
                .toList();
    }

    private static boolean isIn(Set<String> states, SubTask subTask) {
        return subTask.state() != null && states.contains(subTask.state());
    }
}
