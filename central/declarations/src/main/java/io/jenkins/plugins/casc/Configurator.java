package io.jenkins.plugins.casc;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.casc.model.CNode;

public interface Configurator<T> {

    @NonNull
    T configure(CNode config, ConfigurationContext context) throws ConfiguratorException;

    T check(CNode config, ConfigurationContext context) throws ConfiguratorException;
}
