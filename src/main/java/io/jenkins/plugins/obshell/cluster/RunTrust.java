package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.TransportTrust;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.util.List;
import java.util.Set;

/**
 * The certificates and keys that one build trusts for a configured cluster: cluster and client certificate are looked
 * up again for every call.
 */
final class RunTrust implements TransportTrust {

    private final ConfiguredCluster cluster;
    private final List<DomainRequirement> requirements;
    private final RunCredential credential;

    RunTrust(ConfiguredCluster cluster, List<Endpoint> endpoints, Run<?, ?> run) {
        this.cluster = cluster;
        this.requirements = EndpointRequirements.of(endpoints);
        this.credential = new RunCredential(run);
    }

    @Override
    public TlsSettings settings() throws PasswordUnavailableException {
        ObshellCluster current = cluster.current();
        String id = current.getClientCertificateCredentialsId();
        return new TlsSettings(current.authorities(), id == null ? null : credential.identity(id, requirements));
    }

    @Override
    public Set<KeyFingerprint> pins() throws PasswordUnavailableException {
        return cluster.current().pins();
    }
}
