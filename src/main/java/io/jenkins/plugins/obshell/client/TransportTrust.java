package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.util.Set;

/** Whom to trust and what to present over https; looked up for every call, so a change counts at once. */
@FunctionalInterface
public interface TransportTrust {

    /**
     * @return whom to trust and what to present
     * @throws PasswordUnavailableException if the client certificate is not available; then nothing is sent
     */
    @NonNull
    TlsSettings settings() throws PasswordUnavailableException;

    /**
     * @return the agent keys that are accepted, over http and https alike; empty for any
     * @throws PasswordUnavailableException if they are not available; then nothing is sent
     */
    @NonNull
    default Set<KeyFingerprint> pins() throws PasswordUnavailableException {
        return Set.of();
    }
}
