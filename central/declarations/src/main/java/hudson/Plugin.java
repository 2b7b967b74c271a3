package hudson;

import central.declarations.Declared;
import hudson.model.Saveable;
import java.io.IOException;
import jenkins.model.Loadable;
import org.kohsuke.stapler.StaplerProxy;

public abstract class Plugin implements Loadable, Saveable, StaplerProxy {

    @Deprecated
    protected Plugin() {}

    @Override
    public void load() throws IOException {
        Declared.call();
    }

    @Override
    public void save() throws IOException {
        Declared.call();
    }

    @Override
    public Object getTarget() {
        return Declared.answer();
    }
}
