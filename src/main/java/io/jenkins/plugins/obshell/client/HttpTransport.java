package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.client.tls.ClientIdentity;
import io.jenkins.plugins.obshell.client.tls.IdentityOffer;
import io.jenkins.plugins.obshell.client.tls.MeteredSockets;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsFailure;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/** Sends one HTTP request and reads its answer whole, within bounds, without holding the caller's thread. */
public final class HttpTransport {

    private final TlsClients clients;
    private final TransportTrust trust;
    private final Duration connectTimeout;
    private final Duration callTimeout;
    private final Clock clock;

    /**
     * Trusts whom Java trusts, and shows no client certificate.
     *
     * @param base           the client whose pool, dispatcher and proxy are used
     * @param connectTimeout how long a connection may take to be accepted
     * @param callTimeout    how long a call may take in all
     * @param clock          the local clock
     */
    public HttpTransport(
            @NonNull OkHttpClient base,
            @NonNull Duration connectTimeout,
            @NonNull Duration callTimeout,
            @NonNull Clock clock) {
        this(new TlsClients(base), () -> TlsSettings.JAVA, connectTimeout, callTimeout, clock);
    }

    /**
     * @param clients        the clients to share
     * @param trust          whom to trust over https, and what to show
     * @param connectTimeout how long a connection may take to be accepted
     * @param callTimeout    how long a call may take in all
     * @param clock          the local clock
     */
    public HttpTransport(
            @NonNull TlsClients clients,
            @NonNull TransportTrust trust,
            @NonNull Duration connectTimeout,
            @NonNull Duration callTimeout,
            @NonNull Clock clock) {
        this.clients = clients;
        this.trust = trust;
        this.connectTimeout = connectTimeout;
        this.callTimeout = callTimeout;
        this.clock = clock;
    }

    /** The client with the bounds of this transport, the same for all transports of these bounds. */
    private TlsClients.Bounded bounded(OkHttpClient shared) {
        return clients.bounded(shared, connectTimeout, callTimeout, () -> bound(shared));
    }

    private TlsClients.Bounded bound(OkHttpClient shared) {
        OkHttpClient repeating = shared.newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(connectTimeout)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .callTimeout(callTimeout)
                .followRedirects(false)
                .followSslRedirects(false)
                .addNetworkInterceptor(HttpTransport::withoutRequestToRepeat)
                .eventListenerFactory(call -> new SendListener(call.request().tag(SendProgress.class)))
                .build();
        // OkHttp would send a request again on its own when a connection breaks; never one that changes something.
        return new TlsClients.Bounded(
                repeating,
                repeating.newBuilder().retryOnConnectionFailure(false).build());
    }

    /** OkHttp would obey a 503 with {@code Retry-After: 0} on its own, and start a second backup. */
    private static Response withoutRequestToRepeat(Interceptor.Chain chain) throws IOException {
        return chain.proceed(chain.request())
                .newBuilder()
                .removeHeader("Retry-After")
                .build();
    }

    Clock clock() {
        return clock;
    }

    /** Whether a key may be used at all, on these terms or, where they are null, on those of the moment. */
    boolean accepts(AgentKey key, @Nullable Terms terms) throws PasswordUnavailableException {
        Set<KeyFingerprint> pins = terms == null ? trust.pins() : terms.pins();
        return pins.isEmpty() || pins.contains(key.fingerprint());
    }

    /**
     * On what terms an answer comes.
     *
     * @param tls            whom to trust over https and what to show, or null where all is plain http
     * @param pins           the keys that an obshell may have; empty for any
     * @param connectTimeout how long a connection may take to be accepted
     * @param callTimeout    how long a call may take in all
     */
    record Terms(@Nullable TlsSettings tls, Set<KeyFingerprint> pins, Duration connectTimeout, Duration callTimeout) {}

    /** {@return the terms of the moment} */
    Terms terms(List<Endpoint> endpoints) throws PasswordUnavailableException {
        boolean secure = endpoints.stream().anyMatch(Endpoint::isSecure);
        return new Terms(secure ? trust.settings() : null, trust.pins(), connectTimeout, callTimeout);
    }

    /** Sends on these terms or, where they are null, on those of the moment. The secrets are what an error must not repeat. */
    CompletableFuture<HttpReply> send(
            Endpoint endpoint, Request request, @Nullable Terms terms, Supplier<SecretMask> secrets) {
        TlsSettings settings;
        try {
            settings = !endpoint.isSecure() ? null : terms == null ? trust.settings() : terms.tls();
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
        TlsClients.Secure secure = settings == null ? null : clients.secure(settings);
        TlsClients.Bounded client = bounded(secure == null ? clients.plain() : secure.http());
        SendProgress progress = new SendProgress(settings, secure);
        Request tracked = request.newBuilder().tag(SendProgress.class, progress).build();
        Call call = (request.method().equals("GET") ? client.repeating() : client.once()).newCall(tracked);
        CompletableFuture<HttpReply> answer = new CompletableFuture<>();
        Instant sentAt = clock.instant();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(@NonNull Call failed, @NonNull IOException e) {
                fail(answer, () -> unreachable(endpoint, progress, e, secrets.get()));
            }

            @Override
            public void onResponse(@NonNull Call answered, @NonNull Response response) {
                try (response) {
                    String body = readBounded(endpoint, response);
                    String location = response.header("Location");
                    answer.complete(new HttpReply(response.code(), body, location, sentAt, clock.instant()));
                } catch (ObshellException e) {
                    answer.completeExceptionally(e);
                } catch (InterruptedIOException e) {
                    fail(answer, () -> unreachable(endpoint, progress, e, secrets.get()));
                } catch (MeteredSockets.AnswerTooLargeException e) {
                    answer.completeExceptionally(tooLarge(endpoint, response, e.getMessage()));
                } catch (IOException e) {
                    // Nobody but the call's own time-out cancels a call; reading then ends like a connection that
                    // broke.
                    fail(
                            answer,
                            () -> answered.isCanceled()
                                    ? unreachable(
                                            endpoint,
                                            progress,
                                            new InterruptedIOException(e.getMessage()),
                                            secrets.get())
                                    : new UnexpectedResponseException(
                                            endpoint, response.code(), UnexpectedResponseException.Reason.TRUNCATED));
                } catch (RuntimeException | Error e) {
                    // Else nobody would ever hear of it, and the caller would wait for ever.
                    fail(answer, () -> secrets.get().mask(e));
                }
            }
        });
        return answer;
    }

    /** Secrets are looked up outside; whatever befalls them there, whoever waits for the answer must not wait for ever. */
    private static void fail(CompletableFuture<HttpReply> answer, Supplier<Throwable> failure) {
        try {
            answer.completeExceptionally(failure.get());
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static String readBounded(Endpoint endpoint, Response response)
            throws IOException, UnexpectedResponseException {
        BufferedSource source = response.body().source();
        if (source.request(ResponseLimits.MOST_BYTES + 1)) {
            throw tooLarge(endpoint, response, ResponseLimits.MOST_BYTES / (1024 * 1024) + " MiB");
        }
        return source.readUtf8();
    }

    private static UnexpectedResponseException tooLarge(Endpoint endpoint, Response response, String limit) {
        return new UnexpectedResponseException(
                endpoint, response.code(), UnexpectedResponseException.Reason.TOO_LARGE, limit, SecretMask.NONE);
    }

    private static UnreachableException unreachable(
            Endpoint endpoint, SendProgress progress, IOException e, SecretMask secrets) {
        Optional<TlsFailure> tls = progress.tlsFailure(e);
        if (tls.isPresent()) {
            return new UnreachableException(endpoint, tls.get(), e, progress.sending, secrets);
        }
        return new UnreachableException(endpoint, reason(progress, e), e, progress.sending, secrets);
    }

    private static UnreachableException.Reason reason(SendProgress progress, IOException e) {
        if (e instanceof UnknownHostException) {
            return UnreachableException.Reason.UNKNOWN_HOST;
        }
        if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
            return UnreachableException.Reason.REFUSED;
        }
        if (e instanceof SSLException || progress.securing) {
            return UnreachableException.Reason.TLS;
        }
        if (e instanceof InterruptedIOException) {
            return progress.sending
                    ? UnreachableException.Reason.ANSWER_TIMEOUT
                    : UnreachableException.Reason.CONNECT_TIMEOUT;
        }
        return UnreachableException.Reason.BROKEN;
    }

    /** How far one request came; what has begun to be sent may have arrived. */
    private static final class SendProgress {
        private final ClientIdentity identity;
        private final IdentityOffer offer;
        private volatile IdentityOffer.Demand demand = IdentityOffer.Demand.NONE;
        private volatile boolean securing;
        private volatile boolean sending;

        SendProgress(@Nullable TlsSettings settings, @Nullable TlsClients.Secure secure) {
            this.identity = settings == null ? null : settings.identity();
            this.offer = secure == null ? null : secure.offer();
        }

        /** A handshake begins or ends; all of it is on one thread. */
        void handshake(boolean begins) {
            securing = begins;
            if (offer != null) {
                IdentityOffer.Demand found = offer.take();
                demand = begins ? IdentityOffer.Demand.NONE : found;
            }
        }

        /** What failed is told by the exception; {@link #securing} stays, since the two sides did not agree. */
        void handshakeFailed() {
            if (securing && offer != null) {
                demand = offer.take();
            }
        }

        Optional<TlsFailure> tlsFailure(IOException e) {
            if (offer == null) {
                return Optional.empty();
            }
            ClientIdentity shown = demand == IdentityOffer.Demand.MET ? identity : null;
            // Where none was shown, this is why it ends, even where the other side is gone before it says so.
            boolean missed = demand == IdentityOffer.Demand.UNMET && !(e instanceof InterruptedIOException);
            return TlsFailure.of(e, shown)
                    .or(() -> missed ? Optional.of(TlsFailure.aboutUs(e, null)) : Optional.empty());
        }
    }

    private static final class SendListener extends EventListener {

        private final SendProgress progress;

        SendListener(SendProgress progress) {
            this.progress = progress;
        }

        @Override
        public void secureConnectStart(@NonNull Call call) {
            progress.handshake(true);
        }

        @Override
        public void secureConnectEnd(@NonNull Call call, Handshake handshake) {
            progress.handshake(false);
        }

        @Override
        public void connectFailed(
                @NonNull Call call,
                @NonNull InetSocketAddress address,
                @NonNull Proxy proxy,
                Protocol protocol,
                @NonNull IOException e) {
            progress.handshakeFailed();
        }

        @Override
        public void requestHeadersStart(@NonNull Call call) {
            progress.sending = true;
        }
    }
}
