package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Items;
import hudson.model.Job;
import hudson.model.Run;
import hudson.security.ACL;
import java.util.function.BiConsumer;
import jenkins.model.Jenkins;

/**
 * What the newest builds of the controller have stored. Of a job that seems to run no operation, very few builds are read.
 */
public final class RecentOperations {

    private static final int MOST_JOBS = 1000;

    /** The builds of a job that are read: as many as its page lists. */
    private static final int MOST_BUILDS = 30;

    /** The newest builds of a job without any operation after which it is taken for one that runs none. */
    private static final int BUILDS_WITHOUT_OPERATION = 3;

    private RecentOperations() {}

    /**
     * Reads the builds, of all jobs, so the caller must ask for the permission to show them. It reads build records that are
     * not in memory, so it can take a while.
     *
     * @param reader gets each operation with its build, of a job the newest builds first
     * @return whether no job was left out
     */
    public static boolean forEach(@NonNull BiConsumer<Run<?, ?>, StoredOperation> reader) {
        int jobs = 0;
        for (Job<?, ?> job : Items.allItems2(ACL.SYSTEM2, Jenkins.get(), Job.class)) {
            if (jobs == MOST_JOBS) {
                return false;
            }
            jobs++;
            read(job, reader);
        }
        return true;
    }

    private static void read(Job<?, ?> job, BiConsumer<Run<?, ?>, StoredOperation> reader) {
        int read = 0;
        boolean any = false;
        for (Run<?, ?> run = job.getLastBuild();
                run != null && read < MOST_BUILDS && (any || read < BUILDS_WITHOUT_OPERATION);
                run = run.getPreviousBuild()) {
            read++;
            ObshellRunAction action = run.getAction(ObshellRunAction.class);
            if (action != null) {
                any = true;
                Run<?, ?> build = run;
                action.getOperations().forEach(operation -> reader.accept(build, operation));
            }
        }
    }
}
