package io.jenkins.plugins.obshell.client;

/**
 * The endpoints of the cluster were changed, so the password or client certificate belongs to others now and nothing was
 * sent. A caller that connects anew reaches the new endpoints.
 */
public final class ClusterMovedException extends PasswordUnavailableException {

    private static final long serialVersionUID = 1;

    /** @param message what has changed, for a person */
    public ClusterMovedException(String message) {
        super(message);
    }

    /** {@return true, since there are other endpoints to call} */
    @Override
    public boolean isTransient() {
        return true;
    }
}
