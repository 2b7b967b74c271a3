package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.OkHttpClient;

/**
 * One HTTP client for each TLS setting, all over the threads and connections of one base client. The clients that were used
 * last are kept, so that their connections are reused. Safe for many threads.
 */
public final class TlsClients {

    static final int MAX_CLIENTS = 16;

    private final OkHttpClient plain;
    private final Map<TlsSettings, OkHttpClient> clients = new LinkedHashMap<>(16, 0.75f, true);

    /** @param base the client whose connection pool, dispatcher and proxy all clients use */
    public TlsClients(@NonNull OkHttpClient base) {
        MeteredSockets sockets = new MeteredSockets();
        this.plain = base.newBuilder()
                .socketFactory(sockets)
                // Once before the connection is made, when TLS and a proxy answer, and again before obshell answers.
                .addInterceptor(sockets)
                .addNetworkInterceptor(sockets)
                .build();
    }

    /** {@return the client for plain http} */
    public OkHttpClient plain() {
        return plain;
    }

    /**
     * Gives the client for https.
     *
     * @param settings whom to trust and what to present
     * @return the client, the same one for equal settings as long as it is kept
     */
    public synchronized OkHttpClient secure(@NonNull TlsSettings settings) {
        OkHttpClient client = clients.computeIfAbsent(settings, this::make);
        if (clients.size() > MAX_CLIENTS) {
            clients.remove(clients.keySet().iterator().next());
        }
        return client;
    }

    @SuppressWarnings("lgtm[jenkins/unsafe-calls]") // The trust manager checks every certificate.
    private OkHttpClient make(TlsSettings settings) {
        try {
            ServerCertificateCheck trust = new ServerCertificateCheck(trust(settings));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers(settings.identity()), new TrustManager[] {trust}, null);
            return plain.newBuilder()
                    .sslSocketFactory(context.getSocketFactory(), trust)
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(Messages.TlsClients_unavailable(e.getMessage()), e);
        }
    }

    private static X509ExtendedTrustManager trust(TlsSettings settings) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(settings.authorities().isEmpty() ? null : authorities(settings));
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException(factory.getAlgorithm()));
    }

    private static KeyStore authorities(TlsSettings settings) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (X509Certificate authority : settings.authorities()) {
            store.setCertificateEntry(Integer.toString(store.size()), authority);
        }
        return store;
    }

    private static KeyManager[] keyManagers(@Nullable ClientIdentity identity)
            throws GeneralSecurityException, IOException {
        if (identity == null) {
            return new KeyManager[0];
        }
        // The store is never written, so there is nothing for a password to protect.
        char[] none = new char[0];
        KeyStore store = emptyStore();
        store.setKeyEntry("identity", identity.key(), none, identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
