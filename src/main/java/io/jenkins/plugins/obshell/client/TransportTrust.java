package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.util.Set;

/** Whom to trust at the moment, and what to show; it is asked before every request, so a change counts at once. */
@FunctionalInterface
public interface TransportTrust {

    /**
     * @return whom to trust and what to show
     * @throws PasswordUnavailableException where the client certificate cannot be had; then nothing is sent
     */
    @NonNull
    TlsSettings settings() throws PasswordUnavailableException;

    /**
     * @return the keys that an obshell may have, over http and https alike; empty for whatever key it gives
     * @throws PasswordUnavailableException where they cannot be had; then nothing is sent
     */
    @NonNull
    default Set<KeyFingerprint> pins() throws PasswordUnavailableException {
        return Set.of();
    }
}
