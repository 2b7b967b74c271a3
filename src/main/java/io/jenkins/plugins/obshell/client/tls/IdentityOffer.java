package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Shows the client certificate where one is wanted, and tells whether that was so. A server that misses one closes the
 * connection, often before its reason can be read; so this is the only way to tell a person why. Safe for many threads.
 */
public final class IdentityOffer extends X509ExtendedKeyManager {

    /** What became of the handshake of this thread. */
    public enum Demand {
        /** No certificate was wanted. */
        NONE,
        /** One was wanted and shown. */
        MET,
        /** One was wanted, and there was none to show. */
        UNMET
    }

    private final ThreadLocal<Demand> ofThisThread = new ThreadLocal<>();
    private final X509ExtendedKeyManager java;

    /** @param java what has the certificate, or null for none */
    IdentityOffer(@Nullable X509ExtendedKeyManager java) {
        this.java = java;
    }

    /** Takes what the last handshake of this thread demanded, and forgets it. */
    public Demand take() {
        Demand demand = ofThisThread.get();
        ofThisThread.remove();
        return demand == null ? Demand.NONE : demand;
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        String alias = java == null ? null : java.chooseClientAlias(keyTypes, issuers, socket);
        ofThisThread.set(alias == null ? Demand.UNMET : Demand.MET);
        return alias;
    }

    @Override
    public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
        return java == null ? null : java.chooseEngineClientAlias(keyTypes, issuers, engine);
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return java == null ? null : java.getClientAliases(keyType, issuers);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return java == null ? null : java.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return java == null ? null : java.getPrivateKey(alias);
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        return null;
    }
}
