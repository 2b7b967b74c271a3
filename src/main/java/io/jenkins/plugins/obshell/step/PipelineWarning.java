package io.jenkins.plugins.obshell.step;

import hudson.model.Result;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.StepContext;

/** Makes a Pipeline unstable without ending it. */
final class PipelineWarning {

    private static final Logger LOGGER = Logger.getLogger(PipelineWarning.class.getName());

    private PipelineWarning() {}

    /** Marks the node of a step with a warning. */
    static void on(StepContext context, String message) {
        try {
            FlowNode node = context.get(FlowNode.class);
            node.addOrReplaceAction(new WarningAction(Result.UNSTABLE).withMessage(message));
        } catch (IOException | InterruptedException e) {
            LOGGER.log(Level.WARNING, "Could not mark the step with a warning", e);
        }
    }
}
