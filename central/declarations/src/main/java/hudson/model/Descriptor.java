package hudson.model;

import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.model.Loadable;
import jenkins.util.io.OnMaster;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Loadable, Saveable, OnMaster {

    public final Class<? extends T> clazz = null;

    protected Descriptor(Class<? extends T> clazz) {}

    protected Descriptor() {}

    @NonNull
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    public T newInstance(StaplerRequest2 req, @NonNull JSONObject formData) throws Descriptor.FormException {
        throw new UnsupportedOperationException();
    }

    public boolean configure(StaplerRequest2 req, JSONObject json) throws Descriptor.FormException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void save() {}

    @Override
    public void load() {}

    public static final class FormException extends Exception {

        public FormException(String message, String formField) {}
    }
}
