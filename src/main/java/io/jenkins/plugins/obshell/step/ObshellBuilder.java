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
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.step.driver.BuildHost;
import io.jenkins.plugins.obshell.step.driver.OperationDriver;
import io.jenkins.plugins.obshell.step.driver.TurnThreads;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import jenkins.model.InterruptedBuildAction;
import jenkins.tasks.SimpleBuildStep;
import net.sf.json.JSONObject;
import org.jenkinsci.Symbol;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.StaplerRequest2;

/**
 * Runs one of the three steps in a freestyle build. The build waits; later build steps get the result as environment
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
     * @throws InterruptedException if the build was aborted; what was started is then left alone, or cancelled if it
     *                              was so asked
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
        Outcome outcome = new FreestyleHost(step, run, listener).await();
        if (outcome.verdict() == Verdict.WARNING) {
            run.setResult(Result.UNSTABLE);
        } else if (outcome.verdict() != Verdict.SUCCESS) {
            ObshellFailureCause cause = new ObshellFailureCause(step.functionName(), outcome);
            run.addAction(new InterruptedBuildAction(List.of(cause)));
            throw new ObshellFailedException(cause);
        }
    }

    /** Hosts the operation of a freestyle build, whose thread waits for the end. */
    private static final class FreestyleHost extends BuildHost {

        private final ObshellStep step;
        private final Run<?, ?> run;
        private final TaskListener listener;
        private final CompletableFuture<Outcome> end = new CompletableFuture<>();

        FreestyleHost(ObshellStep step, Run<?, ?> run, TaskListener listener) {
            super(step, id(run));
            this.step = step;
            this.run = run;
            this.listener = listener;
        }

        private static String id(Run<?, ?> run) {
            ObshellRunAction started = ObshellRunAction.of(run);
            return IntStream.iterate(started.getOperations().size() + 1, number -> number + 1)
                    .mapToObj(number -> "build-step-" + number)
                    .filter(id -> started.find(id).isEmpty())
                    .findFirst()
                    .orElseThrow();
        }

        Outcome await() throws InterruptedException, IOException {
            TurnThreads threads = TurnThreads.get();
            OperationDriver driver = new OperationDriver(this, threads);
            driver.begin();
            try {
                return end.get();
            } catch (InterruptedException e) {
                if (!threads.isClosing()) {
                    driver.stop(step.cancelsOnAbort());
                    awaitStop();
                }
                throw e;
            } catch (ExecutionException e) {
                throw new IOException(e.getCause());
            }
        }

        /** A second abort ends this wait as well. */
        private void awaitStop() throws InterruptedException {
            try {
                end.get(2 * OperationDriver.STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                listener.getLogger().println(Messages.ObshellBuilder_notEnded());
            }
        }

        @Override
        protected Run<?, ?> run() {
            return run;
        }

        @Override
        protected TaskListener listener() {
            return listener;
        }

        @Override
        public boolean isWaiting() {
            return run.isBuilding();
        }

        @Override
        public void complete(Outcome outcome) {
            ObshellCompletion.announce(run, step, outcome);
            run.addOrReplaceAction(new ObshellEnvironmentAction(new ObshellResult(outcome.result())));
            end.complete(outcome);
        }

        @Override
        public void fail(Throwable defect) {
            end.completeExceptionally(defect);
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

        /** {@return the three steps, the backup first} */
        @NonNull
        public List<ObshellStepDescriptor> getOperations() {
            return List.of(
                    ExtensionList.lookupSingleton(ObshellBackupStep.DescriptorImpl.class),
                    ExtensionList.lookupSingleton(ObshellBackupConfigStep.DescriptorImpl.class),
                    ExtensionList.lookupSingleton(ObshellBackupStatusStep.DescriptorImpl.class));
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
