package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives the secrets of a request when it is sent. They are never part of a request or a state. */
public interface SecretSource {

    /** A source without secrets. */
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
     * @return the password of the backup set, or null for a backup set without a password
     * @throws PasswordUnavailableException if it cannot be read
     */
    @Nullable
    String encryptionPassword() throws PasswordUnavailableException;

    /**
     * @return the key to the destinations, or null if they need none
     * @throws PasswordUnavailableException if it cannot be read
     */
    @Nullable
    StorageKey storageKey() throws PasswordUnavailableException;

    /** {@return whether the backup set has a password, even if it cannot be read now} */
    default boolean encrypts() {
        try {
            return encryptionPassword() != null;
        } catch (PasswordUnavailableException e) {
            return true;
        }
    }

    /** {@return the secrets that can be read now, to be masked in texts} */
    default List<String> known() {
        List<String> known = new ArrayList<>();
        try {
            Optional.ofNullable(encryptionPassword()).ifPresent(known::add);
        } catch (PasswordUnavailableException e) {
            // Reported when it is needed for a request.
        }
        try {
            Optional.ofNullable(storageKey()).map(StorageKey::secrets).ifPresent(known::addAll);
        } catch (PasswordUnavailableException e) {
            // Reported when it is needed for a request.
        }
        return known;
    }
}
