package hudson.tasks;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.AbstractProject;
import hudson.model.Action;
import hudson.model.BuildListener;
import java.io.IOException;
import java.util.Collection;

@Deprecated
public abstract class BuildStepCompatibilityLayer implements BuildStep {

    @Override
    public boolean prebuild(AbstractBuild<?, ?> build, BuildListener listener) {
        return Declared.answer();
    }

    @Override
    public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
            throws InterruptedException, IOException {
        return Declared.answer();
    }

    @Override
    public Action getProjectAction(AbstractProject<?, ?> project) {
        return Declared.answer();
    }

    @Override
    @NonNull
    public Collection<? extends Action> getProjectActions(AbstractProject<?, ?> project) {
        return Declared.answer();
    }
}
