package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Extension;
import hudson.ExtensionList;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.tasks.BuildStepDescriptor;
import hudson.tasks.Builder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.IOException;
import java.util.List;
import jenkins.model.InterruptedBuildAction;
import jenkins.tasks.SimpleBuildStep;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Runs one of the steps in a freestyle build. The build waits; later build steps get the result as environment
 * variables, even if the build was aborted.
 */
public final class ObshellBuilder extends Builder implements SimpleBuildStep {

    private final ObshellStep operation;

    /** @param operation what to do */
    @DataBoundConstructor
    public ObshellBuilder(@NonNull ObshellStep operation) {
        this.operation = operation;
    }

    /** {@return what to do} */
    @NonNull
    public ObshellStep getOperation() {
        return operation;
    }

    /** {@return false; obshell is called from the controller} */
    @Override
    public boolean requiresWorkspace() {
        return false;
    }

    /**
     * Waits for the end of the operation.
     *
     * @throws AbortException       if a parameter is wrong, or the operation failed
     * @throws InterruptedException if the build was aborted, or the operation cancelled on the page of the build; in the first
     *                              case what was started is left alone, or cancelled if it was so asked
     */
    @Override
    public void perform(@NonNull Run<?, ?> run, @NonNull EnvVars env, @NonNull TaskListener listener)
            throws InterruptedException, IOException {
        if (operation == null) {
            throw new AbortException(Messages.ObshellBuilder_nothing());
        }
        if (!(run instanceof AbstractBuild)) {
            throw new AbortException(Messages.ObshellBuilder_pipeline(operation.functionName()));
        }
        ObshellStep step = operation.expanded(env);
        List<String> problems = step.problems(run.getParent().getFullName());
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
        Outcome outcome = step.perform(new WaitingBuild(run, listener));
        if (outcome.verdict() == Verdict.WARNING) {
            run.setResult(Result.UNSTABLE);
        } else if (outcome.verdict() != Verdict.SUCCESS) {
            ObshellFailureCause cause = new ObshellFailureCause(step.functionName(), outcome);
            run.addAction(new InterruptedBuildAction(List.of(cause)));
            if (outcome.verdict() == Verdict.ABORTED) {
                throw new InterruptedException(cause.getMessage());
            }
            throw new ObshellFailedException(cause);
        }
    }

    /** What Jenkins knows of the build step. */
    @Extension
    @Symbol("obshellBuildStep")
    public static final class DescriptorImpl extends BuildStepDescriptor<Builder> {

        @Override
        @NonNull
        public String getDisplayName() {
            return Messages.ObshellBuilder_displayName();
        }

        /** {@return true; a Pipeline has steps of its own and does not ask} */
        @Override
        public boolean isApplicable(@SuppressWarnings("rawtypes") Class<? extends AbstractProject> jobType) {
            return true;
        }

        /** {@return the steps, the backup first} */
        @NonNull
        public List<ObshellStepDescriptor> getOperations() {
            return List.of(
                    ExtensionList.lookupSingleton(ObshellBackupStep.DescriptorImpl.class),
                    ExtensionList.lookupSingleton(ObshellBackupConfigStep.DescriptorImpl.class),
                    ExtensionList.lookupSingleton(ObshellBackupStatusStep.DescriptorImpl.class),
                    ExtensionList.lookupSingleton(ObshellRestoreDrillStep.DescriptorImpl.class));
        }

        /**
         * Makes the build step of a form. A wrong parameter is reported at its field and refused when the build runs, so
         * that no input is lost. A secret is refused, because it would be stored.
         *
         * @throws FormException with a sentence if a storage URI holds a secret
         */
        @Override
        public Builder newInstance(@CheckForNull StaplerRequest2 request, @NonNull JSONObject form)
                throws FormException {
            ObshellBuilder builder = (ObshellBuilder) super.newInstance(request, form);
            List<String> problems = builder.getOperation().secretsInUris();
            if (!problems.isEmpty()) {
                throw new FormException(ObshellStepDescriptor.capitalized(String.join("\n", problems)), "operation");
            }
            return builder;
        }
    }
}
