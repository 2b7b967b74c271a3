package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Queue;
import hudson.model.Run;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import jenkins.model.CauseOfInterruption;
import jenkins.model.InterruptedBuildAction;
import org.jenkinsci.plugins.workflow.flow.FlowExecution;
import org.jenkinsci.plugins.workflow.flow.FlowExecutionListener;

/** Shows the failure that ended a Pipeline on the page of its build; a failure that the script handled is not shown. */
@Extension
public final class FailureListener extends FlowExecutionListener {

    private static final Logger LOGGER = Logger.getLogger(FailureListener.class.getName());

    @Override
    public void onCompleted(@NonNull FlowExecution execution) {
        Throwable failure = execution.getCauseOfFailure();
        if (failure == null) {
            return;
        }
        List<CauseOfInterruption> causes = Stream.concat(Stream.of(failure), Stream.of(failure.getSuppressed()))
                .filter(ObshellFailedException.class::isInstance)
                .<CauseOfInterruption>map(failed -> ((ObshellFailedException) failed).getFailure())
                .toList();
        if (causes.isEmpty()) {
            return;
        }
        try {
            Queue.Executable build = execution.getOwner().getExecutable();
            if (build instanceof Run<?, ?> run) {
                run.addAction(new InterruptedBuildAction(causes));
            }
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "Could not put a failure on the page of its build", e);
        }
    }
}
