package io.jenkins.plugins.obshell.cluster;

import hudson.model.Run;
import io.jenkins.plugins.obshell.client.ClusterMovedException;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import java.util.List;

/** The configured cluster that a build uses, as it is configured now: it can change or be removed while the build waits. */
final class ConfiguredCluster {

    private final String name;
    private final Run<?, ?> run;
    private final List<Endpoint> endpoints;

    /**
     * @param name      the name of the cluster
     * @param run       the build
     * @param endpoints the endpoints that the build was connected to
     */
    ConfiguredCluster(String name, Run<?, ?> run, List<Endpoint> endpoints) {
        this.name = name;
        this.run = run;
        this.endpoints = endpoints;
    }

    /** {@return the name of the cluster} */
    String name() {
        return name;
    }

    /**
     * @return the cluster
     * @throws PasswordUnavailableException with one sentence if it is gone, has a mistake, is not for this job, or
     *                                      has other endpoints, because a removed endpoint must get no secret
     */
    ObshellCluster current() throws PasswordUnavailableException {
        ObshellCluster cluster = ObshellGlobalConfiguration.get()
                .cluster(name)
                .orElseThrow(() -> new PasswordUnavailableException(Messages.RunPassword_clusterGone(name)));
        if (!cluster.isFor(run.getParent().getFullName())) {
            throw new PasswordUnavailableException(Messages.ClusterChoice_unknown(name));
        }
        List<String> mistakes = ClusterRules.problems(cluster);
        if (!mistakes.isEmpty()) {
            throw new PasswordUnavailableException(
                    Messages.ClusterConnector_misconfigured(name, String.join(" ", mistakes)));
        }
        if (!EndpointList.parse(cluster.getEndpoints()).equals(endpoints)) {
            throw new ClusterMovedException(Messages.ConfiguredCluster_moved(name));
        }
        return cluster;
    }
}
