package io.jenkins.plugins.obshell.cluster;

import hudson.model.Run;
import io.jenkins.plugins.obshell.client.ClusterMovedException;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The password and the trust of a configured cluster for a build, or for a page that belongs to no job. Cluster and
 * credentials are looked up for every call, because they can change or be removed while the build waits.
 */
final class ConfiguredCluster implements PasswordSource, TransportTrust {

    private final String name;
    private final Supplier<String> item;
    private final List<Endpoint> endpoints;
    private final CredentialReader passwordCredential;
    private final CredentialReader certificateCredential;

    private ConfiguredCluster(
            String name, Supplier<String> item, List<Endpoint> endpoints, Supplier<CredentialReader> credentials) {
        this.name = name;
        this.item = item;
        this.endpoints = endpoints;
        this.passwordCredential = credentials.get();
        this.certificateCredential = credentials.get();
    }

    /**
     * @param name      the name of the cluster
     * @param run       the build
     * @param endpoints the endpoints that the build was connected to
     * @return the cluster with the credentials that the build may use
     */
    static ConfiguredCluster of(String name, Run<?, ?> run, List<Endpoint> endpoints) {
        return new ConfiguredCluster(
                name, () -> run.getParent().getFullName(), endpoints, () -> CredentialReader.of(run));
    }

    /**
     * @param name      the name of the cluster
     * @param endpoints the endpoints that the page was connected to
     * @return the cluster with the global credentials
     */
    static ConfiguredCluster ofController(String name, List<Endpoint> endpoints) {
        return new ConfiguredCluster(name, () -> null, endpoints, CredentialReader::ofController);
    }

    @Override
    public ObshellPassword password() throws PasswordUnavailableException {
        ObshellCluster cluster = current();
        if (cluster.getCredentialsId() == null) {
            throw new PasswordUnavailableException(Messages.ConfiguredCluster_noCredentials(name));
        }
        String password = passwordCredential.password(cluster.getCredentialsId(), endpoints);
        // An administrator who removes an endpoint and then changes the password must be sure that it never gets there.
        current();
        return new ObshellPassword(cluster.getPasswordKind(), password);
    }

    @Override
    public TlsSettings settings() throws PasswordUnavailableException {
        return certificateCredential.tlsSettings(current());
    }

    @Override
    public Set<KeyFingerprint> pins() throws PasswordUnavailableException {
        return current().pins();
    }

    /**
     * @return the cluster as it is configured now
     * @throws PasswordUnavailableException with one sentence if it is gone, has a mistake, is not for this job, or
     *                                      has other endpoints, because a removed endpoint must get no secret
     */
    private ObshellCluster current() throws PasswordUnavailableException {
        ObshellCluster cluster = ObshellGlobalConfiguration.get()
                .cluster(name)
                .orElseThrow(() -> new PasswordUnavailableException(Messages.ConfiguredCluster_gone(name)));
        if (!cluster.isFor(item.get())) {
            throw new PasswordUnavailableException(Messages.ClusterChoice_unknown(name));
        }
        List<String> mistakes = ClusterRules.problems(cluster);
        if (!mistakes.isEmpty()) {
            throw new PasswordUnavailableException(
                    Messages.ClusterConnector_misconfigured(name, String.join(" ", mistakes)));
        }
        if (!cluster.parsedEndpoints().equals(endpoints)) {
            throw new ClusterMovedException(Messages.ConfiguredCluster_moved(name));
        }
        return cluster;
    }
}
