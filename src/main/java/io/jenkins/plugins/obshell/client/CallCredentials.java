package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;

/** The password and the trust of one call: looked up before each request, or fixed for a read whose answer is shared. */
interface CallCredentials {

    ObshellPassword password() throws PasswordUnavailableException;

    TrustSnapshot trust(Endpoint endpoint) throws PasswordUnavailableException;

    /**
     * The same for every request of the call.
     *
     * @param password the password
     * @param snapshot the trust
     */
    record Fixed(ObshellPassword password, TrustSnapshot snapshot) implements CallCredentials {

        @Override
        public TrustSnapshot trust(Endpoint endpoint) {
            return snapshot;
        }
    }
}
