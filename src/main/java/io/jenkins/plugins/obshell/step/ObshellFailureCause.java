package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.util.Objects;
import jenkins.model.CauseOfInterruption;
import org.kohsuke.stapler.export.Exported;

/** Why a step failed: obshell's or OceanBase's own word for it, and the DAG. Shown on the page of the build. */
public final class ObshellFailureCause extends CauseOfInterruption {

    private static final long serialVersionUID = 1;

    private final String step;
    private final String dagId;
    private final String message;

    ObshellFailureCause(String step, Outcome outcome) {
        this.step = step;
        this.dagId = outcome.result().dagId();
        this.message = outcome.message();
    }

    /** {@return the name of the step} */
    @Exported
    @NonNull
    public String getStep() {
        return step;
    }

    /** {@return the id of the DAG, or null if none is known} */
    @Exported
    @CheckForNull
    public String getDagId() {
        return dagId;
    }

    /** {@return why it failed and what to do next, without any secret} */
    @NonNull
    public String getMessage() {
        return message;
    }

    /** {@return the step and the message} */
    @Override
    public String getShortDescription() {
        return step + ": " + message;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObshellFailureCause cause
                && step.equals(cause.step)
                && Objects.equals(dagId, cause.dagId)
                && message.equals(cause.message);
    }

    @Override
    public int hashCode() {
        return Objects.hash(step, dagId, message);
    }
}
