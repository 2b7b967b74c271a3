package org.jenkinsci.plugins.structs.describable;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.TaskListener;
import java.io.Serializable;
import java.util.Collection;
import java.util.Map;

public final class DescribableModel<T> implements Serializable {

    private DescribableModel() {}

    public static <T> DescribableModel<T> of(Class<T> clazz) {
        return Declared.answer();
    }

    public Collection<DescribableParameter> getParameters() {
        return Declared.answer();
    }

    public T instantiate(Map<String, ?> arguments, @CheckForNull TaskListener listener)
            throws IllegalArgumentException {
        return Declared.answer();
    }
}
