package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagNode;
import io.jenkins.plugins.obshell.client.model.SubTask;
import java.util.List;
import java.util.Optional;

/** Finds in a DAG what failed, with the end of its log. */
public final class FailedNode {

    private static final int LOG_TAIL = 20;

    /** How a backup's DAG fails beside an interrupted log archive; obshell does not translate it. */
    private static final String ARCHIVE_INTERRUPTED = "archive log interrupted";

    private FailedNode() {}

    /** {@return the first node that failed, with the end of its log; nothing if none did} */
    public static Optional<ProgressEvent.NodeFailed> in(Dag dag) {
        return dag.nodes().stream().filter(DagNode::isFailed).findFirst().map(node -> {
            SubTask failed = node.subTasks().stream()
                    .filter(SubTask::isFailed)
                    .findFirst()
                    .orElse(null);
            return new ProgressEvent.NodeFailed(
                    dag.id(),
                    node.name(),
                    failed == null ? null : failed.name(),
                    failed == null ? null : address(failed),
                    failed == null ? List.of() : tail(failed.taskLogs()));
        });
    }

    /** In one sentence: the node and the last line of its log, which holds obshell's message. */
    public static String describe(Dag dag) {
        return in(dag).map(failed -> {
                    String last = failed.log().isEmpty()
                            ? Messages.FailedNode_noLog()
                            : failed.log().get(failed.log().size() - 1);
                    String at = Messages.FailedNode_at(
                            failed.node(), failed.obshell() == null ? "-" : failed.obshell(), last);
                    return last.contains(ARCHIVE_INTERRUPTED)
                            ? at + " " + Messages.FailedNode_archiveInterrupted()
                            : at;
                })
                .orElse(Messages.FailedNode_unknown());
    }

    private static List<String> tail(List<String> log) {
        return log.subList(Math.max(0, log.size() - LOG_TAIL), log.size()).stream()
                .toList();
    }

    /** {@return the address of the obshell that a sub-task runs on, such as {@code 10.0.0.1:2886}, or null} */
    @Nullable
    public static String address(@NonNull SubTask subTask) {
        SubTask.Agent agent = subTask.executeAgent();
        return agent == null || agent.ip() == null ? null : Endpoint.urlHost(agent.ip()) + ":" + agent.port();
    }
}
