package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** {@return whether the backup set is to have a password, also where it cannot be had at the moment} */
    default boolean encrypts() {
        try {
            return encryptionPassword() != null;
        } catch (PasswordUnavailableException e) {
            return true;
        }
    }

    /**
     * The secrets themselves, for hiding them where somebody repeats them.
     *
     * @return those that can be had now
     */
    default List<String> known() {
        List<String> known = new ArrayList<>();
        try {
            Optional.ofNullable(encryptionPassword()).ifPresent(known::add);
        } catch (PasswordUnavailableException e) {
            // Told when it is to be sent.
        }
        try {
            Optional.ofNullable(storageKey()).map(StorageKey::secrets).ifPresent(known::addAll);
        } catch (PasswordUnavailableException e) {
            // Told when it is to be sent.
        }
        return known;
    }
}
