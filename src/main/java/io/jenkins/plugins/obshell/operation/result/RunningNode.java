package io.jenkins.plugins.obshell.operation.result;

import io.jenkins.plugins.obshell.client.model.Dag;

/** Finds in a DAG what it still does, and on which obshell. */
public final class RunningNode {

    private RunningNode() {}

    /**
     * @param dag a DAG that is not over, with details
     * @return its stage, and the obshell of the first sub-task there that is not over
     */
    public static ProgressEvent.DagOutlastsBackup in(Dag dag) {
        ProgressEvent.StageEntered stage = ProgressEvent.StageEntered.of(dag);
        String obshell = stage.node() == null
                ? null
                : dag.nodes().get(dag.stage() - 1).subTasks().stream()
                        .filter(subTask -> "RUNNING".equals(subTask.state()) || "READY".equals(subTask.state()))
                        .findFirst()
                        .map(FailedNode::address)
                        .orElse(null);
        return new ProgressEvent.DagOutlastsBackup(dag.id(), stage.stage(), stage.maxStage(), stage.node(), obshell);
    }
}
