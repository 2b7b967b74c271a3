package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.ObshellPassword;
import io.jenkins.plugins.obshell.client.PasswordKind;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import java.util.List;

/** The password of a cluster for one build: cluster and credential are looked up anew for every call. */
final class RunPassword implements PasswordSource {

    private final ClusterChoice choice;
    private final List<DomainRequirement> requirements;
    private final RunCredential credential;

    RunPassword(ClusterChoice choice, List<Endpoint> endpoints, Run<?, ?> run) {
        this.choice = choice;
        this.requirements = Passwords.sentTo(endpoints);
        this.credential = new RunCredential(run);
    }

    @Override
    public ObshellPassword password() throws PasswordUnavailableException {
        String name = choice.cluster();
        if (name == null) {
            return password(PasswordKind.ROOT_SYS, choice.credentialsId(), choice.label());
        }
        ObshellCluster cluster = ObshellGlobalConfiguration.get()
                .cluster(name)
                .orElseThrow(() -> new PasswordUnavailableException(Messages.RunPassword_clusterGone(name)));
        return password(cluster.getPasswordKind(), cluster.getCredentialsId(), name);
    }

    private ObshellPassword password(PasswordKind kind, String id, String label) throws PasswordUnavailableException {
        if (id == null) {
            throw new PasswordUnavailableException(Messages.RunPassword_noCredentials(label));
        }
        return new ObshellPassword(kind, credential.password(id, requirements));
    }
}
