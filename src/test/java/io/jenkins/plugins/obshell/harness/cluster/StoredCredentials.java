package io.jenkins.plugins.obshell.harness.cluster;

import com.cloudbees.hudson.plugins.folder.AbstractFolder;
import com.cloudbees.hudson.plugins.folder.properties.FolderCredentialsProvider;
import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.CredentialsStore;
import com.cloudbees.plugins.credentials.SecretBytes;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.domains.Domain;
import com.cloudbees.plugins.credentials.domains.HostnameSpecification;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor;
import hudson.util.Secret;
import java.io.IOException;
import java.util.List;
import jenkins.model.Jenkins;
import okhttp3.tls.HeldCertificate;
import org.jenkinsci.plugins.plaincredentials.impl.FileCredentialsImpl;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** Credentials for tests, and where they are stored. */
final class StoredCredentials {

    private StoredCredentials() {}

    static StandardCredentials text(String id, String secret) {
        return text(CredentialsScope.GLOBAL, id, secret);
    }

    static StandardCredentials text(CredentialsScope scope, String id, String secret) {
        return new StringCredentialsImpl(scope, id, "text " + id, Secret.fromString(secret));
    }

    static StandardCredentials pair(String id, String user, String password) throws Descriptor.FormException {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "pair " + id, user, password);
    }

    static StandardCredentials file(String id) {
        return new FileCredentialsImpl(
                CredentialsScope.GLOBAL, id, "file " + id, "file.txt", SecretBytes.fromBytes(new byte[] {1}));
    }

    /** A client certificate with its key. */
    static StandardCredentials certificate(CredentialsScope scope, String id, HeldCertificate held) {
        return new CertificateCredentialsImpl(
                scope,
                id,
                "certificate " + id,
                "hush",
                new CertificateCredentialsImpl.PEMEntryKeyStoreSource(
                        held.certificatePem(), held.privateKeyPkcs8Pem()));
    }

    static CredentialsStore global() {
        return CredentialsProvider.lookupStores(Jenkins.get()).iterator().next();
    }

    static CredentialsStore of(AbstractFolder<?> folder) {
        for (CredentialsStore store : CredentialsProvider.lookupStores(folder)) {
            if (store.getProvider() instanceof FolderCredentialsProvider && store.getContext() == folder) {
                return store;
            }
        }
        throw new IllegalStateException("no store in " + folder);
    }

    static void add(CredentialsStore store, Credentials... credentials) throws IOException {
        for (Credentials credential : credentials) {
            store.addCredentials(Domain.global(), credential);
        }
    }

    /** Stores a credential in a domain of its own that allows one host. */
    static void addForHost(CredentialsStore store, String host, Credentials credential) throws IOException {
        store.addDomain(new Domain(host, null, List.of(new HostnameSpecification(host, null))), List.of(credential));
    }

    static void replace(CredentialsStore store, Credentials old, Credentials now) throws IOException {
        store.updateCredentials(Domain.global(), old, now);
    }

    static void remove(CredentialsStore store, Credentials credential) throws IOException {
        store.removeCredentials(Domain.global(), credential);
    }
}
