package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;

/** The secrets of a request as credentials of one build: looked up again at every use, their use recorded once. */
public final class RunSecrets implements SecretSource {

    private final String encryptionCredentialsId;
    private final String storageCredentialsId;
    private final CredentialReader encryption;
    private final CredentialReader storage;

    /**
     * @param run                     the build that the credentials are looked up for
     * @param encryptionCredentialsId the password of the backup set: the id of a secret text or of a user name with
     *                                password; null or empty for none
     * @param storageCredentialsId    what opens the destinations: the id of a user name (access id) with password (access
     *                                key); null or empty for none
     */
    public RunSecrets(
            @NonNull Run<?, ?> run,
            @CheckForNull String encryptionCredentialsId,
            @CheckForNull String storageCredentialsId) {
        this.encryptionCredentialsId = Texts.orNull(encryptionCredentialsId);
        this.storageCredentialsId = Texts.orNull(storageCredentialsId);
        this.encryption = CredentialReader.of(run);
        this.storage = CredentialReader.of(run);
    }

    @Override
    @CheckForNull
    public String encryptionPassword() throws PasswordUnavailableException {
        return encryptionCredentialsId == null ? null : encryption.backupSetPassword(encryptionCredentialsId);
    }

    @Override
    @CheckForNull
    public StorageKey storageKey() throws PasswordUnavailableException {
        return storageCredentialsId == null ? null : storage.storageKey(storageCredentialsId);
    }
}
