package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;

/** Looks up the password for every request, so that a rotated credential is used at once. */
@FunctionalInterface
public interface PasswordSource {

    /**
     * @return the current password
     * @throws PasswordUnavailableException if it is not available, with a message for a person
     */
    ObshellPassword password() throws PasswordUnavailableException;
}
