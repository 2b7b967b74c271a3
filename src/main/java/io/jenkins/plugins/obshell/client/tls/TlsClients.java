package io.jenkins.plugins.obshell.client.tls;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import okhttp3.OkHttpClient;

/**
 * One HTTP client for each way to trust, all over the threads and connections of one base client. A client is kept as long
 * as it is used, so that its connections are; the ones that were not asked for longest are forgotten, and those that nobody
 * asked for in five to ten minutes, since they hold the keys of client certificates. Safe for many threads.
 */
public final class TlsClients {

    static final int MOST = 64;

    private static final Duration UNUSED = Duration.ofMinutes(5);

    private final OkHttpClient base;
    private final Executor later;
    private final Map<TlsSettings, Secure> clients = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Bounds, Bounded> bounded = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<TlsSettings> used = new HashSet<>();
    private boolean sweeping;

    /** @param base the client whose pool, dispatcher and proxy all of them use */
    public TlsClients(@NonNull OkHttpClient base) {
        this(base, CompletableFuture.delayedExecutor(UNUSED.toSeconds(), TimeUnit.SECONDS, Runnable::run));
    }

    /**
     * @param base  the client whose pool, dispatcher and proxy all of them use
     * @param later runs what it is given after as long as a client may stay unused
     */
    TlsClients(OkHttpClient base, Executor later) {
        this.later = later;
        MeteredSockets sockets = new MeteredSockets();
        this.base = base.newBuilder()
                .socketFactory(sockets)
                // Before a connection is made, since TLS and a proxy answer then, and again before obshell does.
                .addInterceptor(sockets)
                .addNetworkInterceptor(sockets)
                .build();
    }

    /** {@return the client for plain http} */
    public OkHttpClient plain() {
        return base;
    }

    /**
     * A client for https.
     *
     * @param http  the client
     * @param offer what it shows where a client certificate is wanted
     */
    public record Secure(OkHttpClient http, IdentityOffer offer) {}

    /**
     * A client with time-outs.
     *
     * @param repeating for what may be sent again when a connection breaks
     * @param once      for what may not
     */
    public record Bounded(OkHttpClient repeating, OkHttpClient once) {}

    private record Bounds(OkHttpClient shared, Duration connectTimeout, Duration callTimeout) {}

    /** {@return what was made of a client for these time-outs; made where there is none yet} */
    public synchronized Bounded bounded(
            OkHttpClient shared, Duration connectTimeout, Duration callTimeout, Supplier<Bounded> make) {
        Bounded made = bounded.computeIfAbsent(new Bounds(shared, connectTimeout, callTimeout), bounds -> make.get());
        if (bounded.size() > MOST) {
            bounded.remove(bounded.keySet().iterator().next());
        }
        return made;
    }

    /** {@return the client for https, the same for the same settings} */
    public synchronized Secure secure(TlsSettings settings) {
        Secure client = clients.computeIfAbsent(settings, this::make);
        if (clients.size() > MOST) {
            forget(clients.keySet().iterator().next());
        }
        used.add(settings);
        sweepLater();
        return client;
    }

    private synchronized void sweepLater() {
        if (sweeping) {
            return;
        }
        sweeping = true;
        // Whoever lets go of all of this need not wait for it.
        WeakReference<TlsClients> these = new WeakReference<>(this);
        later.execute(() -> {
            TlsClients kept = these.get();
            if (kept != null) {
                kept.sweep();
            }
        });
    }

    /** Forgets what was not used since the last time. */
    private synchronized void sweep() {
        sweeping = false;
        List.copyOf(clients.keySet()).stream()
                .filter(settings -> !used.contains(settings))
                .forEach(this::forget);
        used.clear();
        if (!clients.isEmpty()) {
            sweepLater();
        }
    }

    private void forget(TlsSettings settings) {
        Secure client = clients.remove(settings);
        used.remove(settings);
        bounded.keySet().removeIf(bounds -> bounds.shared().equals(client.http()));
    }

    @SuppressWarnings("lgtm[jenkins/unsafe-calls]") // What it is set up with checks every certificate.
    private Secure make(TlsSettings settings) {
        try {
            ServerCertificateCheck trust = new ServerCertificateCheck(trust(settings));
            SSLContext context = SSLContext.getInstance("TLS");
            IdentityOffer offer = new IdentityOffer(identity(settings));
            context.init(new KeyManager[] {offer}, new TrustManager[] {trust}, null);
            return new Secure(
                    base.newBuilder()
                            .sslSocketFactory(context.getSocketFactory(), trust)
                            .build(),
                    offer);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(Messages.TlsClients_unavailable(e.getMessage()), e);
        }
    }

    private static X509ExtendedTrustManager trust(TlsSettings settings) throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(settings.authorities().isEmpty() ? null : authorities(settings));
        return only(X509ExtendedTrustManager.class, factory.getTrustManagers(), factory.getAlgorithm());
    }

    private static <T> T only(Class<T> type, Object[] managers, String algorithm) throws GeneralSecurityException {
        return Stream.of(managers)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException(algorithm));
    }

    private static KeyStore authorities(TlsSettings settings) throws GeneralSecurityException, IOException {
        KeyStore store = empty();
        for (X509Certificate authority : settings.authorities()) {
            store.setCertificateEntry(Integer.toString(store.size()), authority);
        }
        return store;
    }

    @Nullable
    private static X509ExtendedKeyManager identity(TlsSettings settings) throws GeneralSecurityException, IOException {
        ClientIdentity identity = settings.identity();
        if (identity == null) {
            return null;
        }
        // Never written anywhere, so there is nothing that a password could protect.
        char[] none = new char[0];
        KeyStore store = empty();
        store.setKeyEntry("identity", identity.key(), none, identity.chain().toArray(Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return only(X509ExtendedKeyManager.class, factory.getKeyManagers(), factory.getAlgorithm());
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
