package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;

/**
 * An obshell returned a public key that is not pinned, so nothing was encrypted for it. It may be a man in the middle, so
 * the call is neither repeated nor sent to another endpoint, and a person notices.
 */
public final class UntrustedKeyException extends ObshellException {

    private static final long serialVersionUID = 1;

    private final Endpoint endpoint;
    private final KeyFingerprint seen;

    UntrustedKeyException(Endpoint endpoint, KeyFingerprint seen) {
        super(Messages.UntrustedKeyException_untrusted(endpoint, seen), null, false);
        this.endpoint = endpoint;
        this.seen = seen;
    }

    /** {@return the endpoint that returned the key} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the fingerprint of that key} */
    public KeyFingerprint seen() {
        return seen;
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
