package io.jenkins.plugins.casc;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.casc.model.Mapping;
import java.util.Set;

public abstract class BaseConfigurator<T> implements Configurator<T> {

    @Override
    @NonNull
    public Set<Attribute<T, ?>> describe() {
        return Declared.answer();
    }

    protected abstract T instance(Mapping mapping, ConfigurationContext context) throws ConfiguratorException;
}
