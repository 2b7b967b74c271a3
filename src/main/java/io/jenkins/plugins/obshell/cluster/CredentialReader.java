package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import com.cloudbees.plugins.credentials.domains.URIRequirementBuilder;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.tls.ClientIdentity;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.request.SecretRules;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Reads the secret of a credential, which is looked up again at every use. */
final class CredentialReader {

    private final Lookup lookup;

    /** Where credentials are looked up. */
    @FunctionalInterface
    interface Lookup {

        /** {@return the credential of this id whose domain allows what is required} */
        StandardCredentials find(String id, List<DomainRequirement> requirements) throws PasswordUnavailableException;
    }

    /** Takes the secret out of a credential. */
    @FunctionalInterface
    private interface Extraction<T> {

        T secretOf(StandardCredentials credential) throws PasswordUnavailableException;
    }

    CredentialReader(Lookup lookup) {
        this.lookup = lookup;
    }

    /**
     * @param run the build that may use the credential; an id can be a parameter of it as {@code ${NAME}}
     * @return a reader for one credential, whose use by the build is recorded once
     */
    static CredentialReader of(Run<?, ?> run) {
        AtomicReference<String> trackedId = new AtomicReference<>();
        return new CredentialReader((id, requirements) -> {
            StandardCredentials found =
                    CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements);
            if (found == null) {
                throw new PasswordUnavailableException(Messages.CredentialReader_missing(id));
            }
            if (!Objects.equals(trackedId.getAndSet(found.getId()), found.getId())) {
                CredentialsProvider.track(run, found);
            }
            return found;
        });
    }

    /** {@return a reader for global credentials that builds may use, for a page that belongs to no job} */
    static CredentialReader ofController() {
        return new CredentialReader((id, requirements) -> {
            StandardCredentials found = CredentialsProvider.findCredentialByIdInItemGroup(
                    id, StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, requirements);
            if (found == null) {
                throw new PasswordUnavailableException(Messages.CredentialReader_notGlobal(id));
            }
            if (found.getScope() == CredentialsScope.SYSTEM) {
                throw new PasswordUnavailableException(Messages.CredentialsForms_systemScope());
            }
            return found;
        });
    }

    /**
     * @param id        the id of a secret text or a user name with password
     * @param endpoints the endpoints that the password can be sent to
     * @return the secret text, or the password
     * @throws PasswordUnavailableException with one sentence if there is no such credential
     */
    String password(String id, List<Endpoint> endpoints) throws PasswordUnavailableException {
        return read(id, endpoints, credential -> {
            if (credential instanceof StringCredentials text) {
                return text.getSecret().getPlainText();
            }
            if (credential instanceof StandardUsernamePasswordCredentials pair) {
                return pair.getPassword().getPlainText();
            }
            throw new PasswordUnavailableException(
                    Messages.CredentialReader_wrongKind(credential.getId(), kind(credential)));
        });
    }

    /**
     * @param id the id of a secret text or a user name with password
     * @return the secret text, or the password; never blank, since that protects nothing
     * @throws PasswordUnavailableException with one sentence if there is no such credential, or it is blank
     */
    String backupSetPassword(String id) throws PasswordUnavailableException {
        String password = password(id, List.of());
        refuseBlank(id, password);
        refuse(SecretRules.backupSetPassword(id, password));
        return password;
    }

    /**
     * @param id the id of a user name with password
     * @return the user name as access id and the password as access key
     * @throws PasswordUnavailableException with one sentence if there is no such credential, or one of the two is blank
     */
    StorageKey storageKey(String id) throws PasswordUnavailableException {
        return read(id, List.of(), credential -> {
            if (!(credential instanceof StandardUsernamePasswordCredentials pair)) {
                throw new PasswordUnavailableException(Messages.CredentialReader_notAPair(id, kind(credential)));
            }
            String key = pair.getPassword().getPlainText();
            refuseBlank(id, pair.getUsername());
            refuseBlank(id, key);
            refuse(SecretRules.storageKey(id, pair.getUsername()).or(() -> SecretRules.storageKey(id, key)));
            return new StorageKey(pair.getUsername(), key, pair.isUsernameSecret());
        });
    }

    /**
     * @param cluster a checked cluster
     * @return the authorities that it trusts, and its client certificate if it has one
     * @throws PasswordUnavailableException with one sentence if there is no such certificate, or it cannot be read
     */
    TlsSettings tlsSettings(ObshellCluster cluster) throws PasswordUnavailableException {
        String id = cluster.getClientCertificateCredentialsId();
        return new TlsSettings(
                cluster.authorities(),
                id == null ? null : read(id, cluster.parsedEndpoints(), CredentialReader::identity));
    }

    private static ClientIdentity identity(StandardCredentials credential) throws PasswordUnavailableException {
        if (!(credential instanceof StandardCertificateCredentials certificate)) {
            throw new PasswordUnavailableException(
                    Messages.CredentialReader_notACertificate(credential.getId(), kind(credential)));
        }
        char[] password = certificate.getPassword().getPlainText().toCharArray();
        try {
            return ClientIdentity.of(certificate.getKeyStore(), password);
        } catch (IllegalArgumentException e) {
            throw new PasswordUnavailableException(
                    Messages.CredentialReader_unusableCertificate(credential.getId(), e.getMessage()));
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private <T> T read(String id, List<Endpoint> endpoints, Extraction<T> extraction)
            throws PasswordUnavailableException {
        StandardCredentials found = lookup.find(id, requirements(endpoints));
        try {
            return extraction.secretOf(found);
        } catch (CredentialsUnavailableException e) {
            throw new PasswordUnavailableException(Messages.CredentialReader_unavailable(id));
        }
    }

    /**
     * @param endpoints the endpoints that a secret can be sent to
     * @return what the domain of its credential must allow: scheme, host and port of every endpoint; a domain that is
     *         restricted to a path allows none
     */
    static List<DomainRequirement> requirements(List<Endpoint> endpoints) {
        // Not from the text of the URI: java.net.URI finds no host in one with an underscore, and any domain would do.
        // Setting the path drops the scheme, so it comes first.
        return endpoints.stream()
                .flatMap(endpoint -> URIRequirementBuilder.create()
                        .withPath("")
                        .withScheme(endpoint.scheme())
                        .withHostnamePort(Endpoint.urlHost(endpoint.host()), endpoint.port())
                        .build()
                        .stream())
                .distinct()
                .toList();
    }

    private static String kind(StandardCredentials credential) {
        return credential.getDescriptor().getDisplayName();
    }

    private static void refuseBlank(String id, String secret) throws PasswordUnavailableException {
        refuse(secret.isBlank() ? Optional.of(Messages.CredentialReader_blank(id)) : Optional.empty());
    }

    private static void refuse(Optional<String> problem) throws PasswordUnavailableException {
        if (problem.isPresent()) {
            throw new PasswordUnavailableException(problem.get());
        }
    }
}
