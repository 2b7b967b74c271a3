package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.time.Duration;
import java.util.Set;

/**
 * Whom a call trusts, and how long it waits.
 *
 * @param tls            whom to trust over https and what to present; null for plain http
 * @param pins           the agent keys that are accepted; empty for any
 * @param connectTimeout how long a connection may take to be accepted
 * @param callTimeout    how long a call may take in all
 */
record TrustSnapshot(
        @Nullable TlsSettings tls, Set<KeyFingerprint> pins, Duration connectTimeout, Duration callTimeout) {

    boolean accepts(AgentKey key) {
        return pins.isEmpty() || pins.contains(key.fingerprint());
    }
}
