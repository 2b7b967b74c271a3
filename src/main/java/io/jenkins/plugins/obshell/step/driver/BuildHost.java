package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.cluster.ClusterConnector;
import io.jenkins.plugins.obshell.operation.Journal;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.report.ConsoleLinks;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;

/** What all kinds of builds share: the cluster, the console, and the stored operation. */
public abstract class BuildHost implements OperationHost {

    private final OperationSource step;
    private final String id;
    private volatile ObshellClient client;

    /**
     * @param step what to do
     * @param id   the id of the operation in its build
     */
    public BuildHost(@NonNull OperationSource step, @NonNull String id) {
        this.step = step;
        this.id = id;
    }

    /** {@return the build} */
    @NonNull
    protected abstract Run<?, ?> run() throws IOException, InterruptedException;

    /** {@return the console} */
    @NonNull
    protected abstract TaskListener listener() throws IOException, InterruptedException;

    @Override
    public String title() {
        return Messages.BuildHost_title(step.label(), step.choice().label());
    }

    @Override
    public StoredOperation recall() throws IOException, InterruptedException {
        return ObshellRunAction.of(run()).find(id).orElseGet(() -> step.unstarted(id));
    }

    @Override
    public void store(StoredOperation operation) throws IOException, InterruptedException {
        ObshellRunAction.of(run()).store(operation);
    }

    @Override
    public Operation connect(Journal journal) throws IOException, InterruptedException {
        SecretSource secrets = step.secrets(run());
        ObshellClient made = ClusterConnector.get().connect(step.choice(), run(), secrets);
        client = made;
        ObshellRunAction action = ObshellRunAction.of(run());
        return step.operation(new OperationContext(
                made, Clock.systemUTC(), journal, secrets, observation -> action.observe(id, observation)));
    }

    @Override
    public void offerCancel(Consumer<String> cancel) throws IOException, InterruptedException {
        ObshellRunAction.of(run()).offerCancel(id, cancel);
    }

    @Override
    public String leftBehind() {
        return step.leftBehind();
    }

    @Override
    public boolean hasMoved() {
        ObshellClient known = client;
        return known != null && ClusterConnector.get().isOutdated(step.choice(), known);
    }

    @Override
    public void print(List<String> lines) throws IOException, InterruptedException {
        PrintStream console = listener().getLogger();
        ConsoleLinks links = new ConsoleLinks(run(), step.choice().label(), step.tenantLabel());
        lines.forEach(line -> console.println(links.link(line)));
    }
}
