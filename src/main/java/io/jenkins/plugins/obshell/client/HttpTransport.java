package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.client.tls.MeteredSockets;
import io.jenkins.plugins.obshell.client.tls.TlsClients;
import io.jenkins.plugins.obshell.client.tls.TlsFailure;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/** Sends one HTTP request and reads the whole reply, up to a limit, without blocking the caller. */
public final class HttpTransport {

    private static final int HTTP_SWITCHING_PROTOCOLS = 101;

    private final TlsClients clients;
    private final TransportTrust trust;
    private final Duration connectTimeout;
    private final Duration callTimeout;
    private final Clock clock;

    /**
     * Trusts the Java trust store, and presents no client certificate.
     *
     * @param base           the client whose connection pool, dispatcher and proxy are used
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
     * Trusts what the caller chooses.
     *
     * @param clients        the clients to share
     * @param trust          whom to trust, and what to present over https
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

    Clock clock() {
        return clock;
    }

    /** {@return whom a call to these endpoints trusts now} */
    TrustSnapshot trust(List<Endpoint> endpoints) throws PasswordUnavailableException {
        boolean secure = endpoints.stream().anyMatch(Endpoint::isSecure);
        return new TrustSnapshot(secure ? trust.settings() : null, trust.pins(), connectTimeout, callTimeout);
    }

    /**
     * Sends a request.
     *
     * @param endpoint  where it goes
     * @param request   the request
     * @param trust     whom to trust
     * @param secrets   what to mask in an error
     * @return the reply; an {@link ObshellException} if there is none that can be read
     */
    CompletableFuture<HttpReply> send(
            Endpoint endpoint, Request request, TrustSnapshot trust, Supplier<SecretMask> secrets) {
        TlsSettings tls = endpoint.isSecure() ? trust.tls() : null;
        SendProgress progress = new SendProgress();
        Call call = client(tls, progress, request.method().equals("GET")).newCall(request);
        CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        Instant sentAt = clock.instant();
        Function<IOException, Throwable> unreachable = e -> unreachable(endpoint, tls, progress, e, secrets.get());
        call.enqueue(new Callback() {
            @Override
            public void onFailure(@NonNull Call failed, @NonNull IOException e) {
                fail(reply, () -> unreachable.apply(e));
            }

            @Override
            public void onResponse(@NonNull Call answered, @NonNull Response response) {
                try (response) {
                    String body = readBounded(endpoint, response);
                    String location = response.header("Location");
                    reply.complete(new HttpReply(response.code(), body, location, sentAt, clock.instant()));
                } catch (UnexpectedResponseException e) {
                    reply.completeExceptionally(e);
                } catch (MeteredSockets.ResponseTooLargeException e) {
                    reply.completeExceptionally(tooLarge(endpoint, response, e.getMessage()));
                } catch (IOException e) {
                    // Only its time-out cancels a call, and OkHttp may then report a broken connection.
                    boolean timedOut = e instanceof InterruptedIOException || answered.isCanceled();
                    fail(
                            reply,
                            () -> timedOut
                                    ? unreachable.apply(new InterruptedIOException(e.getMessage()))
                                    : new UnexpectedResponseException(
                                            endpoint, response.code(), UnexpectedResponseException.Reason.TRUNCATED));
                } catch (RuntimeException e) {
                    // OkHttp did not expect such a reply; without this the caller would wait forever.
                    answered.cancel();
                    fail(reply, () -> unreachable.apply(new IOException(e.toString(), e)));
                } catch (Error e) {
                    fail(reply, () -> secrets.get().mask(e));
                }
            }
        });
        return reply;
    }

    private OkHttpClient client(@Nullable TlsSettings tls, SendProgress progress, boolean isRead) {
        OkHttpClient.Builder client = (tls == null ? clients.plain() : clients.secure(tls)).newBuilder();
        if (!isRead) {
            // Its own connection, just opened: nobody can have closed it, so what was not sent is known not to be.
            client.connectionPool(new ConnectionPool(0, 1, TimeUnit.NANOSECONDS));
        }
        return client.protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(connectTimeout)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .callTimeout(callTimeout)
                .followRedirects(false)
                .followSslRedirects(false)
                // OkHttp repeats a request on its own when a connection breaks; a write must not be repeated.
                .retryOnConnectionFailure(isRead)
                .addNetworkInterceptor(HttpTransport::checked)
                .eventListener(progress)
                .build();
    }

    /**
     * Refuses what OkHttp accepts and cannot read, and removes {@code Retry-After}: OkHttp would obey a 503 with a delay of 0
     * on its own, and start a second backup.
     */
    private static Response checked(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() == HTTP_SWITCHING_PROTOCOLS) {
            // OkHttp leaves the connection open for the other protocol.
            Objects.requireNonNull(chain.connection()).socket().close();
            throw new ProtocolException("HTTP 101");
        }
        String length = response.header("Content-Length");
        if (length != null && length.startsWith("-")) {
            throw new ProtocolException("Content-Length: " + length);
        }
        return response.newBuilder().removeHeader("Retry-After").build();
    }

    /** Secrets are looked up elsewhere; if that fails, the caller must not wait forever. */
    private static void fail(CompletableFuture<HttpReply> reply, Supplier<Throwable> failure) {
        try {
            reply.completeExceptionally(failure.get());
        } catch (RuntimeException e) {
            reply.completeExceptionally(e);
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
            Endpoint endpoint, @Nullable TlsSettings tls, SendProgress progress, IOException e, SecretMask secrets) {
        return Optional.ofNullable(tls)
                .flatMap(settings -> TlsFailure.of(e, settings.identity()))
                .map(failure -> new UnreachableException(endpoint, failure, e, progress.sending, secrets))
                .orElseGet(() -> new UnreachableException(endpoint, reason(progress, e), e, progress.sending, secrets));
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

    /** How far a request has come. If sending has begun, it may have arrived. */
    private static final class SendProgress extends EventListener {

        private volatile boolean securing;
        private volatile boolean sending;

        @Override
        public void secureConnectStart(@NonNull Call call) {
            securing = true;
        }

        @Override
        public void secureConnectEnd(@NonNull Call call, Handshake handshake) {
            securing = false;
        }

        @Override
        public void requestHeadersStart(@NonNull Call call) {
            sending = true;
        }
    }
}
