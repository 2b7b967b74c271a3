package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads from the details of a DAG what its node "Start backup" did. */
final class StartNode {

    private static final String NAME = "Start backup";

    /** obshell writes this line for a sub-task that was cancelled before it ran as well. */
    private static final String CANCELLED = "sub task cancelled";

    private StartNode() {}

    /** {@return the node after it has done its work; empty before, or if an operator intervened} */
    static Optional<DagNode> done(Dag details) {
        return in(details)
                .filter(node -> "SUCCEED".equals(node.state())
                        && node.endTime() != null
                        && DagOperator.isWorking(node.operator()))
                .filter(node -> node.subTasks().stream().allMatch(subTask -> DagOperator.isWorking(subTask.operator())))
                .findFirst();
    }

    /** {@return the node if it failed by itself; it may have started the backups of some tenants} */
    static Optional<DagNode> failed(Dag details) {
        return in(details)
                .filter(node -> node.isFailed() && node.endTime() != null && DagOperator.isWorking(node.operator()))
                .findFirst();
    }

    /**
     * Whether a backup can have begun although the node did not finish, because an operator cancelled or undid it. The node
     * writes to its log before it begins one.
     */
    static boolean mayHaveStartedBackup(Dag details) {
        return in(details)
                .anyMatch(node -> node.subTasks().stream()
                        .filter(subTask ->
                                DagOperator.isUndoing(node.operator()) || DagOperator.isUndoing(subTask.operator()))
                        .flatMap(subTask -> subTask.taskLogs().stream())
                        .anyMatch(line -> !line.contains(CANCELLED)));
    }

    private static Stream<DagNode> in(Dag details) {
        return details.nodes().stream().filter(node -> NAME.equals(node.name()));
    }
}
