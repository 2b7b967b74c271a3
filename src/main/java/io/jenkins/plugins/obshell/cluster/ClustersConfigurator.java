package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.casc.Attribute;
import io.jenkins.plugins.casc.BaseConfigurator;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.impl.attributes.MultivaluedAttribute;
import io.jenkins.plugins.casc.model.Mapping;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Sets the clusters for Configuration as Code as its own configurator would, but tells what is wrong with them: of an
 * exception that a setter throws, its pages show only the name of the attribute.
 */
@Extension(optional = true)
@SuppressWarnings("deprecation") // Its replacement would need another plugin everywhere.
public final class ClustersConfigurator extends BaseConfigurator<ObshellGlobalConfiguration> {

    @Override
    public Class<ObshellGlobalConfiguration> getTarget() {
        return ObshellGlobalConfiguration.class;
    }

    @Override
    protected ObshellGlobalConfiguration instance(Mapping mapping, ConfigurationContext context) {
        return ObshellGlobalConfiguration.get();
    }

    @Override
    @NonNull
    public Set<Attribute<ObshellGlobalConfiguration, ?>> describe() {
        return Set.of(
                new MultivaluedAttribute<ObshellGlobalConfiguration, ObshellCluster>("clusters", ObshellCluster.class)
                        .getter(ObshellGlobalConfiguration::getClusters)
                        .setter(ClustersConfigurator::set));
    }

    private static void set(ObshellGlobalConfiguration configuration, Collection<ObshellCluster> clusters) {
        try {
            configuration.setClusters(List.copyOf(clusters));
        } catch (IllegalArgumentException e) {
            throw new ConfiguratorException(e.getMessage());
        }
    }
}
