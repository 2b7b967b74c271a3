package io.jenkins.plugins.obshell.cluster;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsUnavailableException;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.cloudbees.plugins.credentials.domains.DomainRequirement;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.tls.ClientIdentity;
import io.jenkins.plugins.obshell.operation.request.SecretRules;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A credential as one build may use it: looked up again at every use, its use recorded once. */
final class RunCredential {

    private final Run<?, ?> run;
    private final AtomicReference<String> trackedId = new AtomicReference<>();

    RunCredential(Run<?, ?> run) {
        this.run = run;
    }

    /**
     * @param id           the id of a secret text or a user name with password, or a build parameter as {@code ${NAME}}
     * @param requirements what the domain of the credential must allow
     * @return the secret text, or the password
     * @throws PasswordUnavailableException with one sentence if the build has no such credential
     */
    String password(String id, List<DomainRequirement> requirements) throws PasswordUnavailableException {
        StandardCredentials found = find(id, requirements);
        try {
            return Passwords.of(found);
        } catch (CredentialsUnavailableException e) {
            throw unavailable(id);
        }
    }

    /**
     * @param id the id of a secret text or a user name with password, or a parameter of the build as {@code ${NAME}}
     * @return the secret text, or the password; never blank, since that protects nothing
     * @throws PasswordUnavailableException with one sentence if the build has no such credential, or it is blank
     */
    String nonBlankPassword(String id) throws PasswordUnavailableException {
        String password = password(id, List.of());
        if (password.isBlank()) {
            throw new PasswordUnavailableException(Messages.RunCredential_blank(id));
        }
        refuse(SecretRules.backupSetPassword(id, password));
        return password;
    }

    /**
     * @param id the id of a user name with password, or a parameter of the build as {@code ${NAME}}
     * @return the user name as access id and the password as access key
     * @throws PasswordUnavailableException with one sentence if the build has no such credential, or one of the two is blank
     */
    StorageKey storageKey(String id) throws PasswordUnavailableException {
        StandardCredentials found = find(id, List.of());
        if (!(found instanceof StandardUsernamePasswordCredentials pair)) {
            throw new PasswordUnavailableException(
                    Messages.RunCredential_notAPair(id, found.getDescriptor().getDisplayName()));
        }
        try {
            String key = pair.getPassword().getPlainText();
            if (pair.getUsername().isBlank() || key.isBlank()) {
                throw new PasswordUnavailableException(Messages.RunCredential_blank(id));
            }
            refuse(SecretRules.storageKey(id, pair.getUsername()).or(() -> SecretRules.storageKey(id, key)));
            return new StorageKey(pair.getUsername(), key, pair.isUsernameSecret());
        } catch (CredentialsUnavailableException e) {
            throw unavailable(id);
        }
    }

    /**
     * @param id           the id of a certificate, or a parameter of the build as {@code ${NAME}}
     * @param requirements what the domain of the credential must allow
     * @return its private key and its chain
     * @throws PasswordUnavailableException with one sentence if the build has no such credential
     */
    ClientIdentity identity(String id, List<DomainRequirement> requirements) throws PasswordUnavailableException {
        StandardCredentials found = find(id, requirements);
        try {
            return Certificates.of(found);
        } catch (CredentialsUnavailableException e) {
            throw unavailable(id);
        }
    }

    private StandardCredentials find(String id, List<DomainRequirement> requirements)
            throws PasswordUnavailableException {
        StandardCredentials found =
                CredentialsProvider.findCredentialById(id, StandardCredentials.class, run, requirements);
        if (found == null) {
            throw new PasswordUnavailableException(Messages.RunCredential_missing(id));
        }
        if (!Objects.equals(trackedId.getAndSet(found.getId()), found.getId())) {
            CredentialsProvider.track(run, found);
        }
        return found;
    }

    private static void refuse(Optional<String> problem) throws PasswordUnavailableException {
        if (problem.isPresent()) {
            throw new PasswordUnavailableException(problem.get());
        }
    }

    private static PasswordUnavailableException unavailable(String id) {
        return new PasswordUnavailableException(Messages.RunCredential_unavailable(id));
    }
}
