package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import java.util.List;

/** The password of a cluster for one build: cluster and credential are looked up again for every call. */
final class RunPassword implements PasswordSource {

    private final ClusterChoice choice;
    private final ConfiguredCluster cluster;
    private final List<DomainRequirement> requirements;
    private final RunCredential credential;

    /**
     * @param choice    what the build chose
     * @param cluster   the configured cluster that it chose, or null if it names endpoints itself
     * @param endpoints the endpoints that the password can be sent to
     * @param run       the build
     */
    RunPassword(
            ClusterChoice choice, @CheckForNull ConfiguredCluster cluster, List<Endpoint> endpoints, Run<?, ?> run) {
        this.choice = choice;
        this.cluster = cluster;
        this.requirements = EndpointRequirements.of(endpoints);
        this.credential = new RunCredential(run);
    }

    @Override
    public ObshellPassword password() throws PasswordUnavailableException {
        if (cluster == null) {
            return password(PasswordKind.ROOT_SYS, choice.credentialsId(), choice.label());
        }
        ObshellCluster current = cluster.current();
        ObshellPassword found = password(current.getPasswordKind(), current.getCredentialsId(), cluster.name());
        // An administrator who removes an endpoint and then changes the password must be sure that it never gets there.
        cluster.current();
        return found;
    }

    private ObshellPassword password(PasswordKind kind, String id, String label) throws PasswordUnavailableException {
        if (id == null) {
            throw new PasswordUnavailableException(Messages.RunPassword_noCredentials(label));
        }
        return new ObshellPassword(kind, credential.password(id, requirements));
    }
}
