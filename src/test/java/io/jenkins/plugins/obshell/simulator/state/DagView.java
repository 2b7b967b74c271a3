package io.jenkins.plugins.obshell.simulator.state;

import java.util.List;

/**
 * A DAG at a moment.
 *
 * @param id as the API shows it
 * @param name of the DAG
 * @param state PENDING, READY, RUNNING, FAILED or SUCCEED
 * @param operator RUN, RETRY, ROLLBACK, CANCEL or PASS
 * @param stage the running stage, from 1
 * @param nodes the names of its nodes
 */
public record DagView(String id, String name, String state, String operator, int stage, List<String> nodes) {

    public static DagView of(Dag dag) {
        return new DagView(
                dag.item.id,
                dag.item.name,
                dag.item.state.name(),
                dag.item.operator.name(),
                dag.stage,
                dag.nodes.stream().map(node -> node.name).toList());
    }
}
