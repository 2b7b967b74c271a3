package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import java.util.List;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** A sub-task of a node, run by one obshell, on a page and in the REST API. */
@ExportedBean(defaultVisibility = 5)
public final class SubTaskView extends DagElementView {

    private final DagSnapshot.Part part;

    SubTaskView(String elementId, DagSnapshot.Part part, TimeAxis axis) {
        super(elementId, part.state(), part.startTime(), part.endTime(), axis);
        this.part = part;
    }

    /** {@return its name} */
    @Exported
    @Nullable
    public String getName() {
        return part.name();
    }

    /** {@return the address of the obshell that runs it, or null} */
    @Exported
    @Nullable
    public String getObshell() {
        return part.obshell();
    }

    /** {@return how many times it was tried} */
    @Exported
    public int getTries() {
        return part.tries();
    }

    /** {@return the last lines of its log, oldest first} */
    @Exported
    @NonNull
    public List<String> getLog() {
        return part.log();
    }

    /** {@return the last lines of its log as one text} */
    @NonNull
    public String getLogText() {
        return String.join("\n", part.log());
    }
}
