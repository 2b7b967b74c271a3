package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The secrets that a client must not repeat: the password and those of its requests. They are looked up when needed. */
final class KnownSecrets {

    private final PasswordSource passwords;
    private final Supplier<List<String>> others;

    KnownSecrets(PasswordSource passwords, Supplier<List<String>> others) {
        this.passwords = passwords;
        this.others = others;
    }

    /** {@return a mask for the secrets as they are now; a secret that is not available cannot be masked} */
    SecretMask mask() {
        try {
            return mask(passwords.password());
        } catch (PasswordUnavailableException e) {
            return new SecretMask(others.get());
        }
    }

    /** {@return a mask with the password that was sent, which may have been changed since} */
    SecretMask mask(ObshellPassword sent) {
        List<String> secrets = new ArrayList<>(others.get());
        secrets.add(sent.value());
        return new SecretMask(secrets);
    }
}
