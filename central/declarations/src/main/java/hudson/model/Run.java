package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;
import hudson.security.AccessControlled;
import java.io.IOException;

public abstract class Run<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends Actionable
        implements ExtensionPoint, Comparable<RunT>, AccessControlled, PersistenceRoot {

    protected Run(@NonNull JobT job) throws IOException {}

    @NonNull
    public JobT getParent() {
        return Declared.answer();
    }

    @Override
    public void addAction(@NonNull Action a) {
        Declared.call();
    }

    public void setResult(@NonNull Result r) {
        Declared.call();
    }

    public boolean isBuilding() {
        return Declared.answer();
    }

    @Override
    public void save() throws IOException {
        Declared.call();
    }

    public final long getTimeInMillis() {
        return Declared.answer();
    }

    public int getNumber() {
        return Declared.answer();
    }

    @CheckForNull
    public RunT getPreviousBuild() {
        return Declared.answer();
    }

    public final RunT getPreviousCompletedBuild() {
        return Declared.answer();
    }

    @NonNull
    public String getUrl() {
        return Declared.answer();
    }
}
