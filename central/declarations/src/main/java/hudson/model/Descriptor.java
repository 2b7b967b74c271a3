package hudson.model;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import jenkins.model.Loadable;
import net.sf.json.JSONObject;
import org.kohsuke.stapler.StaplerRequest2;

public abstract class Descriptor<T extends Describable<T>> implements Loadable, Saveable {

    public final Class<? extends T> clazz = Declared.nothing();

    protected Descriptor(Class<? extends T> clazz) {}

    protected Descriptor() {}

    @NonNull
    public String getDisplayName() {
        return Declared.answer();
    }

    public T newInstance(StaplerRequest2 req, @NonNull JSONObject formData) throws Descriptor.FormException {
        return Declared.answer();
    }

    public boolean configure(StaplerRequest2 req, JSONObject json) throws Descriptor.FormException {
        return Declared.answer();
    }

    @Override
    public void save() {
        Declared.call();
    }

    @Override
    public void load() {
        Declared.call();
    }

    public static final class FormException extends Exception {

        public FormException(String message, String formField) {}
    }
}
