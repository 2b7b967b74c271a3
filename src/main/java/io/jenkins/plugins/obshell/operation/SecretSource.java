package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;

/** Gives the secrets of a request at the moment when it is sent; they are never part of a request or a state. */
public interface SecretSource {

    /** A source for requests that need no secret. */
    SecretSource NONE = new SecretSource() {
        @Override
        public String encryptionPassword() {
            return null;
        }

        @Override
        public StorageKey storageKey() {
            return null;
        }
    };

    /**
     * @return the password of the backup set, or null for one without
     * @throws PasswordUnavailableException where it should be there and is not
     */
    @Nullable
    String encryptionPassword() throws PasswordUnavailableException;

    /**
     * @return what opens the destinations, or null where they need nothing
     * @throws PasswordUnavailableException where it should be there and is not
     */
    @Nullable
    StorageKey storageKey() throws PasswordUnavailableException;
}
