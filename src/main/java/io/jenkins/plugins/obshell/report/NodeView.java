package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A node of a DAG on a page and in the REST API. */
@ExportedBean(defaultVisibility = 4)
public final class NodeView extends DagElementView {

    private final int number;
    private final DagSnapshot.Node node;

    NodeView(String elementId, int number, @Nullable String state, DagSnapshot.Node node, TimeAxis axis) {
        super(elementId, state, node.startTime(), node.endTime(), axis);
        this.number = number;
        this.node = node;
    }

    /** {@return its stage, from 1} */
    public int getNumber() {
        return number;
    }

    /** {@return its name} */
    @Exported
    @Nullable
    public String getName() {
        return node.name();
    }

    /** {@return whether its sub-tasks are unfolded at first: it started and has not succeeded} */
    public boolean isUnfolded() {
        return node.startTime() != null && !SUCCEED.equals(node.state());
    }

    /** {@return the number of sub-tasks in each state, or the obshell of the only one} */
    @NonNull
    public String getSubTasksText() {
        List<DagSnapshot.Part> parts = node.subTasks();
        if (parts.size() == 1 && node.omittedSubTasks() == 0) {
            return Messages.NodeView_subTask(Objects.toString(parts.get(0).obshell(), "-"));
        }
        Map<String, Long> states = parts.stream()
                .collect(Collectors.groupingBy(
                        part -> Objects.requireNonNullElse(part.state(), PENDING),
                        TreeMap::new,
                        Collectors.counting()));
        String counts = states.entrySet().stream()
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
        return Messages.NodeView_subTasks(Integer.toString(parts.size() + node.omittedSubTasks()), counts);
    }

    /** {@return its sub-tasks} */
    @Exported
    @NonNull
    public List<SubTaskView> getSubTasks() {
        List<SubTaskView> subTasks = new ArrayList<>();
        for (DagSnapshot.Part part : node.subTasks()) {
            subTasks.add(new SubTaskView(getElementId() + "-" + (subTasks.size() + 1), part, axis()));
        }
        return subTasks;
    }

    /** {@return the number of sub-tasks that are left out of that list} */
    @Exported
    public int getOmittedSubTasks() {
        return node.omittedSubTasks();
    }
}
