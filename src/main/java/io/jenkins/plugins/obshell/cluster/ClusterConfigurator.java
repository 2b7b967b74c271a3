package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.impl.configurators.DataBoundConfigurator;
import io.jenkins.plugins.casc.model.CNode;
import java.util.List;

/**
 * Reads a cluster for Configuration as Code and checks it at once. Of an exception that a setter throws, the pages of
 * Configuration as Code show only the name of the attribute; of this one they show the sentence.
 */
@Extension(optional = true)
@SuppressWarnings("deprecation") // Its replacement would need another plugin everywhere.
public final class ClusterConfigurator extends DataBoundConfigurator<ObshellCluster> {

    /** Made by Jenkins, if Configuration as Code is installed. */
    public ClusterConfigurator() {
        super(ObshellCluster.class);
    }

    @Override
    @NonNull
    public ObshellCluster configure(CNode config, ConfigurationContext context) {
        return checked(super.configure(config, context));
    }

    @Override
    public ObshellCluster check(CNode config, ConfigurationContext context) {
        return checked(super.check(config, context));
    }

    private static ObshellCluster checked(ObshellCluster cluster) {
        List<String> problems = ClusterRules.problems(List.of(cluster));
        if (!problems.isEmpty()) {
            throw new ConfiguratorException(String.join(" ", problems));
        }
        return cluster;
    }
}
