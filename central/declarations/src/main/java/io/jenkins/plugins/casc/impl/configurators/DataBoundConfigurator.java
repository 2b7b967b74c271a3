package io.jenkins.plugins.casc.impl.configurators;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.casc.BaseConfigurator;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.model.CNode;

public class DataBoundConfigurator<T> extends BaseConfigurator<T> {

    public DataBoundConfigurator(Class<T> clazz) {}

    @NonNull
    @Override
    public T configure(CNode c, ConfigurationContext context) throws ConfiguratorException {
        return Declared.answer();
    }

    @Override
    public T check(CNode config, ConfigurationContext context) throws ConfiguratorException {
        return Declared.answer();
    }
}
