package io.jenkins.plugins.obshell.step;

import hudson.AbortException;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.report.OperationLink;
import io.jenkins.plugins.obshell.step.driver.BuildHost;
import io.jenkins.plugins.obshell.step.driver.OperationDriver;
import io.jenkins.plugins.obshell.step.driver.TurnThreads;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/**
 * Hosts an operation in a Pipeline. No thread is held while it waits, a restart of the controller goes on with the same
 * operation, and an abort takes effect at once.
 */
final class ObshellStepExecution extends StepExecution {

    private static final long serialVersionUID = 1;
    private static final Logger LOGGER = Logger.getLogger(ObshellStepExecution.class.getName());

    private final TenantStep step;

    /** The id of the flow node, which is also the id of the operation in the build. */
    private String id;

    /** What was stored last; the build has it, too. */
    private volatile StoredOperation own;

    /** Why it was asked to stop, or null. */
    private volatile Throwable stopCause;

    private transient OperationDriver driver;

    ObshellStepExecution(StepContext context, TenantStep step) {
        super(context);
        this.step = step;
    }

    /**
     * Checks the parameters and lets the operation begin on another thread.
     *
     * @return false, since it goes on
     * @throws AbortException with a sentence for each wrong parameter; then nothing is sent
     */
    @Override
    public boolean start() throws Exception {
        Run<?, ?> build = getContext().get(Run.class);
        FlowNode node = getContext().get(FlowNode.class);
        if (!step.secretsInUris().isEmpty()) {
            // Jenkins has stored them already, for everyone who may read the build.
            node.removeActions(ArgumentsAction.class);
        }
        List<String> problems = step.problems(build.getParent().getFullName());
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
        node.addAction(new LabelAction(step.label()));
        id = node.getId();
        node.addAction(new OperationLink(id));
        driver().begin();
        return false;
    }

    /** Goes on after a restart. */
    @Override
    public void onResume() {
        try {
            driver().resume();
            if (stopCause != null) {
                driver().stop(step.cancelsOnAbort());
            }
        } catch (RuntimeException e) {
            getContext().onFailure(e);
        }
    }

    /**
     * Ends the step. If it is to cancel on abort, it asks obshell to cancel and ends at most 20 s later; otherwise it
     * ends at once and reports what is still running.
     *
     * @param cause why, and what the step then fails with
     */
    @Override
    public void stop(Throwable cause) {
        if (stopCause == null) {
            stopCause = cause;
        }
        driver().stop(step.cancelsOnAbort());
    }

    @Override
    public String getStatus() {
        return driver().status();
    }

    private synchronized OperationDriver driver() {
        if (driver == null) {
            driver = new OperationDriver(new PipelineHost(), TurnThreads.get());
        }
        return driver;
    }

    /** The step as the driver sees it. */
    private final class PipelineHost extends BuildHost {

        private Run<?, ?> run;

        PipelineHost() {
            super(step, id);
        }

        @Override
        protected synchronized Run<?, ?> run() throws IOException, InterruptedException {
            if (run == null) {
                run = getContext().get(Run.class);
            }
            return run;
        }

        @Override
        protected TaskListener listener() throws IOException, InterruptedException {
            return getContext().get(TaskListener.class);
        }

        @Override
        public boolean isWaiting() throws IOException, InterruptedException {
            FlowNode node = getContext().get(FlowNode.class);
            return node == null || node.isActive();
        }

        @Override
        public StoredOperation recall() throws IOException, InterruptedException {
            StoredOperation ofBuild = super.recall();
            StoredOperation ofStep = own;
            boolean stepIsNewer = ofStep != null
                    && (ofStep.getRevision() > ofBuild.getRevision()
                            || ofBuild.state() == null && ofStep.state() != null);
            return stepIsNewer ? ofStep : ofBuild;
        }

        @Override
        public void store(StoredOperation operation) throws IOException, InterruptedException {
            own = operation;
            // Not waited for: it needs the thread of the Pipeline, and the build's own file is enough to go on.
            getContext().saveState();
            super.store(operation);
        }

        @Override
        public void complete(Outcome outcome) {
            announce(outcome);
            Throwable stopped = stopCause;
            if (stopped != null) {
                getContext().onFailure(stopped);
                return;
            }
            switch (outcome.verdict()) {
                case SUCCESS -> getContext().onSuccess(new ObshellResult(outcome.result()));
                case WARNING -> {
                    PipelineWarning.on(getContext(), outcome.message());
                    getContext().onSuccess(new ObshellResult(outcome.result()));
                }
                case FAILURE -> getContext().onFailure(new ObshellFailedException(cause(outcome)));
                case ABORTED ->
                    getContext().onFailure(new FlowInterruptedException(Result.ABORTED, true, cause(outcome)));
            }
        }

        @Override
        public void fail(Throwable defect) {
            getContext().onFailure(stopCause != null ? stopCause : defect);
        }

        private void announce(Outcome outcome) {
            try {
                ObshellCompletion.announce(run(), step.functionName(), step.choice(), outcome);
            } catch (IOException | InterruptedException e) {
                LOGGER.log(Level.WARNING, "Could not tell the listeners of the end of a step", e);
            }
        }

        private ObshellFailureCause cause(Outcome outcome) {
            return new ObshellFailureCause(step.functionName(), outcome);
        }
    }
}
