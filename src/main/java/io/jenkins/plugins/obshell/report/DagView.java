package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A DAG on a page and in the REST API. */
@ExportedBean(defaultVisibility = 3)
public final class DagView extends DagElementView {

    private static final Set<String> WAITING = Set.of(PENDING, "READY");

    private final DagSnapshot dag;
    private final boolean cause;

    /**
     * @param elementId the id of its HTML element; the ids of its nodes begin with it
     * @param dag       the DAG as last observed
     * @param cause     whether its failure is that of its operation
     * @param now       the time by OceanBase's clock; null if that is unknown or the DAG is not followed any more
     */
    DagView(String elementId, DagSnapshot dag, boolean cause, @Nullable Instant now) {
        super(elementId, dag.state(), dag.startTime(), dag.endTime(), TimeAxis.of(dag, now));
        this.dag = dag;
        this.cause = cause;
    }

    /** {@return its id} */
    @Exported
    @Nullable
    public String getId() {
        return dag.id();
    }

    /** {@return its name} */
    @Exported
    @Nullable
    public String getName() {
        return dag.name();
    }

    /** {@return whether it has ended} */
    public boolean isOver() {
        return isSucceeded() || isFailed();
    }

    /** {@return whether its nodes are folded at first: it is over, and does not show why the operation failed} */
    public boolean isFolded() {
        return isOver() && !(isFailed() && cause);
    }

    /** {@return the start of its time axis, for people, or null before it starts} */
    @Nullable
    public Moment getAxisStart() {
        return Moment.of(axis().from());
    }

    /** {@return the end of its time axis, for people, or null before it starts} */
    @Nullable
    public Moment getAxisEnd() {
        return Moment.of(axis().to());
    }

    /** {@return its current stage, from 1} */
    @Exported
    public int getStage() {
        return dag.stage();
    }

    /** {@return its last stage} */
    @Exported
    public int getMaxStage() {
        return dag.maxStage();
    }

    /** {@return its current stage and the name of that node, in one line} */
    @NonNull
    public String getStageText() {
        int index = dag.stage() - 1;
        boolean known = index >= 0 && index < dag.nodes().size();
        return Messages.DagView_stage(
                Integer.toString(dag.stage()),
                Integer.toString(dag.maxStage()),
                known ? Objects.toString(dag.nodes().get(index).name(), "-") : "-");
    }

    /** {@return its nodes in order} */
    @Exported
    @NonNull
    public List<NodeView> getNodes() {
        List<NodeView> nodes = new ArrayList<>();
        for (DagSnapshot.Node node : dag.nodes()) {
            int number = nodes.size() + 1;
            nodes.add(new NodeView(getElementId() + "-" + number, number, stateOf(number, node), node, axis()));
        }
        return nodes;
    }

    /** The node of the current stage counts as running even if it was read a moment before it started. */
    @Nullable
    private String stateOf(int number, DagSnapshot.Node node) {
        boolean waiting = node.state() == null || WAITING.contains(node.state());
        return waiting && RUNNING.equals(dag.state()) && number == dag.stage() ? RUNNING : node.state();
    }
}
