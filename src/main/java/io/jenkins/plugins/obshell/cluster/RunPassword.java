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
        if (choice.cluster() == null) {
            return new ObshellPassword(
                    PasswordKind.ROOT_SYS, credential.password(choice.credentialsId(), requirements));
        }
        ObshellCluster cluster = ObshellGlobalConfiguration.get()
                .cluster(choice.cluster())
                .orElseThrow(() -> new PasswordUnavailableException(Messages.RunPassword_clusterGone(choice.cluster())));
        if (cluster.getCredentialsId() == null) {
            throw new PasswordUnavailableException(Messages.RunPassword_noCredentials(choice.cluster()));
        }
        return new ObshellPassword(
                cluster.getPasswordKind(), credential.password(cluster.getCredentialsId(), requirements));
    }
}
