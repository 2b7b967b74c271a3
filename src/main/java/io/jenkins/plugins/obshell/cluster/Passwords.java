package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.CredentialsMatcher;
import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import org.jenkinsci.plugins.plaincredentials.StringCredentials;

/** Which credentials hold a password. */
final class Passwords {

    private Passwords() {}

    /** {@return what matches a secret text and a user name with password} */
    static CredentialsMatcher kinds() {
        return CredentialsMatchers.anyOf(
                CredentialsMatchers.instanceOf(StringCredentials.class),
                CredentialsMatchers.instanceOf(StandardUsernamePasswordCredentials.class));
    }

    /**
     * @param credential any credential
     * @return its secret text, or its password
     * @throws PasswordUnavailableException with one sentence if it is of another kind
     */
    static String of(StandardCredentials credential) throws PasswordUnavailableException {
        if (credential instanceof StringCredentials text) {
            return text.getSecret().getPlainText();
        }
        if (credential instanceof StandardUsernamePasswordCredentials pair) {
            return pair.getPassword().getPlainText();
        }
        throw new PasswordUnavailableException(Messages.RunCredential_wrongKind(
                credential.getId(), credential.getDescriptor().getDisplayName()));
    }
}
