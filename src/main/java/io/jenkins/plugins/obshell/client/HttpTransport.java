package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.EventListener;
import okhttp3.Handshake;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/** Sends one HTTP request and reads its answer whole, within bounds, without holding the caller's thread. */
public final class HttpTransport {

    static final long MAX_ANSWER_BYTES = 4L * 1024 * 1024;

    private final OkHttpClient repeating;
    private final OkHttpClient once;
    private final Clock clock;

    /**
     * @param base           the client whose pool, dispatcher, proxy and trust are used
     * @param connectTimeout how long a connection may take to be accepted
     * @param callTimeout    how long a call may take in all
     * @param clock          the local clock
     */
    public HttpTransport(
            @NonNull OkHttpClient base,
            @NonNull Duration connectTimeout,
            @NonNull Duration callTimeout,
            @NonNull Clock clock) {
        this.repeating = base.newBuilder()
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(connectTimeout)
                .readTimeout(callTimeout)
                .writeTimeout(callTimeout)
                .callTimeout(callTimeout)
                .followRedirects(false)
                .followSslRedirects(false)
                .eventListenerFactory(call -> new SendListener(call.request().tag(SendProgress.class)))
                .build();
        // OkHttp would send a request again on its own when a connection breaks; never one that changes something.
        this.once = repeating.newBuilder().retryOnConnectionFailure(false).build();
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    CompletableFuture<HttpAnswer> send(Endpoint endpoint, Request request) {
        SendProgress progress = new SendProgress();
        Request tracked = request.newBuilder().tag(SendProgress.class, progress).build();
        Call call = (request.method().equals("GET") ? repeating : once).newCall(tracked);
        CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();
        Instant sentAt = clock.instant();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(@NonNull Call failed, @NonNull IOException e) {
                answer.completeExceptionally(unreachable(endpoint, progress, e));
            }

            @Override
            public void onResponse(@NonNull Call answered, @NonNull Response response) {
                try (response) {
                    String body = readBounded(endpoint, response);
                    String location = response.header("Location");
                    answer.complete(new HttpAnswer(response.code(), body, location, sentAt, clock.instant()));
                } catch (ObshellException e) {
                    answer.completeExceptionally(e);
                } catch (SocketTimeoutException e) {
                    answer.completeExceptionally(unreachable(endpoint, progress, e));
                } catch (IOException e) {
                    answer.completeExceptionally(new UnintelligibleAnswerException(
                            endpoint, response.code(), UnintelligibleAnswerException.Reason.TRUNCATED, ""));
                } catch (RuntimeException e) {
                    answer.completeExceptionally(e);
                }
            }
        });
        return answer;
    }

    private static String readBounded(Endpoint endpoint, Response response)
            throws IOException, UnintelligibleAnswerException {
        BufferedSource source = response.body().source();
        if (source.request(MAX_ANSWER_BYTES + 1)) {
            throw new UnintelligibleAnswerException(
                    endpoint,
                    response.code(),
                    UnintelligibleAnswerException.Reason.TOO_LARGE,
                    MAX_ANSWER_BYTES / (1024 * 1024) + " MiB");
        }
        return source.readUtf8();
    }

    private static UnreachableException unreachable(Endpoint endpoint, SendProgress progress, IOException e) {
        return new UnreachableException(endpoint, reason(progress, e), e, progress.sending);
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
        private volatile boolean securing;
        private volatile boolean sending;
    }

    private static final class SendListener extends EventListener {

        private final SendProgress progress;

        SendListener(SendProgress progress) {
            this.progress = progress;
        }

        @Override
        public void secureConnectStart(@NonNull Call call) {
            progress.securing = true;
        }

        @Override
        public void secureConnectEnd(@NonNull Call call, Handshake handshake) {
            progress.securing = false;
        }

        @Override
        public void requestHeadersStart(@NonNull Call call) {
            progress.sending = true;
        }
    }
}
