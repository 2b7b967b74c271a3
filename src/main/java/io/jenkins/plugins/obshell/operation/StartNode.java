package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads from the details of a DAG what its node "Start backup" did. */
final class StartNode {

    private static final String NAME = "Start backup";

    /** obshell writes this line for a sub-task that was cancelled before it ran as well. */
    private static final String CANCELLED = "sub task cancelled";

    /** The operators under which a part of a DAG does its own work; under any other an operator passed or undid it. */
    private static final Set<String> WORKING = Set.of("RUN", "RETRY");

    /** The operators that stop or undo a node, whatever it has done by then. */
    private static final Set<String> UNDOING = Set.of("CANCEL", "ROLLBACK");

    private StartNode() {}

    /** {@return the node after it has done its work; empty before, or if an operator intervened} */
    static Optional<DagNode> done(Dag details) {
        return in(details)
                .filter(node -> "SUCCEED".equals(node.state()) && node.endTime() != null && isWorking(node.operator()))
                .filter(node -> node.subTasks().stream().allMatch(subTask -> isWorking(subTask.operator())))
                .findFirst();
    }

    /** {@return the node if it failed by itself; it may have started the backups of some tenants} */
    static Optional<DagNode> failed(Dag details) {
        return in(details)
                .filter(node -> node.isFailed() && node.endTime() != null && isWorking(node.operator()))
                .findFirst();
    }

    /**
     * Whether a backup can have begun although the node did not finish, because an operator cancelled or undid it. The node
     * writes to its log before it begins one.
     */
    static boolean mayHaveStartedBackup(Dag details) {
        return in(details)
                .anyMatch(node -> node.subTasks().stream()
                        .filter(subTask -> isUndone(node.operator()) || isUndone(subTask.operator()))
                        .flatMap(subTask -> subTask.taskLogs().stream())
                        .anyMatch(line -> !line.contains(CANCELLED)));
    }

    /** {@return whether a DAG came to its end by its own work, rather than because an operator passed or undid it} */
    static boolean isDone(Dag dag) {
        return dag.isSucceeded() && isWorking(dag.operator());
    }

    private static Stream<DagNode> in(Dag details) {
        return details.nodes().stream().filter(node -> NAME.equals(node.name()));
    }

    private static boolean isWorking(@Nullable String operator) {
        return operator == null || WORKING.contains(operator);
    }

    /** {@return whether an operator stops or undoes what it is given to} */
    static boolean isUndone(@Nullable String operator) {
        return operator != null && UNDOING.contains(operator);
    }
}
