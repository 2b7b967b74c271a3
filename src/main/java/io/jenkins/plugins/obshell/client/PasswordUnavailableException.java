package io.jenkins.plugins.obshell.client;

/** The password of obshell, or the client certificate, is not available, so nothing was sent. */
public sealed class PasswordUnavailableException extends ObshellException permits ClusterMovedException {

    private static final long serialVersionUID = 1;

    /** @param message what is missing and what to do, for a person */
    public PasswordUnavailableException(String message) {
        super(message, null, false);
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
