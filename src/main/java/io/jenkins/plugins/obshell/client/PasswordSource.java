package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;

/** Gives the password anew for every request, so that a credential that was rotated meanwhile is used. */
@FunctionalInterface
public interface PasswordSource {

    /**
     * @return the password of the moment
     * @throws PasswordUnavailableException where there is none any more, with a message for a person
     */
    ObshellPassword password() throws PasswordUnavailableException;
}
