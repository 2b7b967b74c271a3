package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The client certificate for an obshell that wants one (mTLS), with its key.
 *
 * @param key   the private key; never printed
 * @param chain the certificate of the key, then its issuers
 */
public record ClientIdentity(
        @NonNull PrivateKey key, @NonNull List<X509Certificate> chain) {

    /**
     * @param key   the private key
     * @param chain the certificate of the key, then its issuers; at least one
     */
    public ClientIdentity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(Messages.ClientIdentity_noKey());
        }
    }

    /**
     * Takes the one private key of a key store.
     *
     * @param store    a key store with one private key and its certificates
     * @param password what protects the key
     * @return the identity
     * @throws IllegalArgumentException with a message for a person if there is no such key or more than one, or if the
     *                                  password is wrong
     */
    public static ClientIdentity of(@NonNull KeyStore store, @NonNull char[] password) {
        try {
            List<String> keys = new ArrayList<>();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    keys.add(alias);
                }
            }
            if (keys.size() > 1) {
                throw new IllegalArgumentException(Messages.ClientIdentity_severalKeys(keys.size()));
            }
            if (keys.isEmpty() || !(store.getKey(keys.get(0), password) instanceof PrivateKey key)) {
                throw new IllegalArgumentException(Messages.ClientIdentity_noKey());
            }
            Certificate[] chain = store.getCertificateChain(keys.get(0));
            return new ClientIdentity(
                    key,
                    chain == null
                            ? List.of()
                            : Arrays.stream(chain)
                                    .filter(X509Certificate.class::isInstance)
                                    .map(X509Certificate.class::cast)
                                    .toList());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    Messages.ClientIdentity_unreadable(PlainText.excerpt(String.valueOf(e.getMessage()))), e);
        }
    }

    /** {@return the subject of the certificate} */
    @Override
    public String toString() {
        return PlainText.excerpt(chain.get(0).getSubjectX500Principal().getName());
    }
}
