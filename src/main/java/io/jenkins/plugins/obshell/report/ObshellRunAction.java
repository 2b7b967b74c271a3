package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.RunAction2;

/**
 * What a build has started in obshell, stored with the build whenever it changes. There a step finds its operation again
 * after the controller was restarted, also where the Pipeline itself stores nothing.
 */
public final class ObshellRunAction implements RunAction2 {

    private final List<StartedOperation> operations;

    private transient Run<?, ?> run;

    private ObshellRunAction(List<StartedOperation> operations) {
        this.operations = operations;
    }

    /**
     * @param run a build
     * @return what it has started; empty at first
     */
    @NonNull
    public static ObshellRunAction of(@NonNull Run<?, ?> run) {
        synchronized (ObshellRunAction.class) {
            ObshellRunAction existing = run.getAction(ObshellRunAction.class);
            if (existing != null) {
                return existing;
            }
            ObshellRunAction made = new ObshellRunAction(new ArrayList<>());
            run.addAction(made);
            return made;
        }
    }

    /** {@return what was started, in the order of starting} */
    @NonNull
    public synchronized List<StartedOperation> getOperations() {
        return List.copyOf(operations);
    }

    /**
     * @param id what tells the operation from the others of the build
     * @return the operation, or nothing where it was never stored
     */
    @NonNull
    public synchronized Optional<StartedOperation> find(@NonNull String id) {
        return operations.stream()
                .filter(operation -> operation.getId().equals(id))
                .findFirst();
    }

    /**
     * Puts an operation in the place of the one with its id, and saves the build.
     *
     * @param operation what to store
     * @throws IOException where the build cannot be saved
     */
    public void store(@NonNull StartedOperation operation) throws IOException {
        Run<?, ?> owner;
        synchronized (this) {
            int index = 0;
            while (index < operations.size() && !operations.get(index).getId().equals(operation.getId())) {
                index++;
            }
            if (index == operations.size()) {
                operations.add(operation);
            } else {
                operations.set(index, operation);
            }
            owner = run;
        }
        // Never under this monitor: saving takes the build's, and then this one for the copy.
        owner.save();
    }

    @Override
    public synchronized void onAttached(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public synchronized void onLoad(Run<?, ?> owner) {
        run = owner;
    }

    /** {@return nothing; it is not shown in the side panel} */
    @Override
    @CheckForNull
    public String getIconFileName() {
        return null;
    }

    /** {@return nothing; it is not shown in the side panel} */
    @Override
    @CheckForNull
    public String getDisplayName() {
        return null;
    }

    /** {@return nothing; it has no page} */
    @Override
    @CheckForNull
    public String getUrlName() {
        return null;
    }

    /** A copy, so that saving is never disturbed by what is stored meanwhile. */
    private synchronized Object writeReplace() {
        return new ObshellRunAction(new ArrayList<>(operations));
    }
}
