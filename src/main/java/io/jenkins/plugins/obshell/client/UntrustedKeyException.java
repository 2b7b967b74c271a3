package io.jenkins.plugins.obshell.client;

import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;

/**
 * An obshell gave a public key that is none of the pinned ones, so nothing was encrypted for it. Somebody may stand in
 * between; neither is it tried again, nor another endpoint asked in its place, lest it goes unnoticed.
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

    /** {@return who gave the key} */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** {@return the fingerprint of the key that it gave} */
    public KeyFingerprint seen() {
        return seen;
    }

    @Override
    public boolean isTransient() {
        return false;
    }
}
