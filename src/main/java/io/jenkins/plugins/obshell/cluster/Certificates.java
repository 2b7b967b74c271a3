package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCertificateCredentials;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.tls.ClientIdentity;
import java.util.Arrays;

/** Which credentials hold a client certificate. */
final class Certificates {

    private Certificates() {}

    /** {@return what matches a certificate} */
    static CredentialsMatcher kinds() {
        return CredentialsMatchers.instanceOf(StandardCertificateCredentials.class);
    }

    /**
     * @param credential any credential
     * @return its private key and its chain
     * @throws PasswordUnavailableException with one sentence if it is of another kind, or cannot be read
     */
    static ClientIdentity of(StandardCredentials credential) throws PasswordUnavailableException {
        if (!(credential instanceof StandardCertificateCredentials certificate)) {
            throw new PasswordUnavailableException(Messages.Certificates_wrongKind(
                    credential.getId(), credential.getDescriptor().getDisplayName()));
        }
        char[] password = certificate.getPassword().getPlainText().toCharArray();
        try {
            return ClientIdentity.of(certificate.getKeyStore(), password);
        } catch (IllegalArgumentException e) {
            throw new PasswordUnavailableException(Messages.Certificates_unusable(credential.getId(), e.getMessage()));
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
