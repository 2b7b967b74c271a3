package hudson.model;

import central.declarations.Declared;
import hudson.ExtensionPoint;

public abstract class Job<JobT extends Job<JobT, RunT>, RunT extends Run<JobT, RunT>> extends AbstractItem
        implements ExtensionPoint {

    protected Job(ItemGroup parent, String name) {
        super(null, null);
    }

    public RunT getLastBuild() {
        return Declared.answer();
    }
}
