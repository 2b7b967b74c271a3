package io.jenkins.plugins.obshell.client;

/**
 * The password, or the client certificate, is meant for other endpoints by now, so nothing was sent. Whoever opens the
 * cluster anew reaches those.
 */
public final class ClusterMovedException extends PasswordUnavailableException {

    private static final long serialVersionUID = 1;

    /** @param message what has changed, for a person */
    public ClusterMovedException(String message) {
        super(message);
    }

    /** {@return true, since there are other endpoints to ask} */
    @Override
    public boolean isTransient() {
        return true;
    }
}
