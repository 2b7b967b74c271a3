package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.HybridEncryption;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Calls one endpoint: fetches its key, encrypts the request for it, and reads the envelope of the answer. If the key or the
 * clock that it used was out of date, it tries once more with the new one.
 */
final class SealedCalls {

    private static final MediaType JSON = MediaType.get("application/json");

    private static final String GET = "GET";

    private final HttpTransport transport;
    private final EndpointDirectory directory;
    private final KnownSecrets secrets;
    private final String language;
    private final ObjectMapper json = Json.mapper();
    private final EnvelopeReader envelopes = new EnvelopeReader(json);
    private final HybridEncryption encryption = new HybridEncryption(json);
    private volatile RefusedPassword refusedPassword;

    /**
     * @param transport sends the requests
     * @param directory the keys and clocks of the endpoints
     * @param secrets   what to mask in errors
     * @param language  the language in which obshell writes its errors, for {@code Accept-Language}
     */
    SealedCalls(HttpTransport transport, EndpointDirectory directory, KnownSecrets secrets, String language) {
        this.transport = transport;
        this.directory = directory;
        this.secrets = secrets;
        this.language = language;
    }

    /** {@return the data of the answer; missing if it has none} */
    CompletableFuture<JsonNode> send(Endpoint endpoint, ApiRequest request, CallCredentials credentials) {
        try {
            return request.sealed()
                    ? sendSealed(endpoint, request, credentials, true, true)
                    : sendOpen(endpoint, request, credentials.trust(endpoint));
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Does not send this password again, since obshell refused it and could lock the account. */
    void refuse(ObshellPassword password, RefusedException refusal) {
        refusedPassword = new RefusedPassword(directory.digest(password), refusal);
    }

    private CompletableFuture<JsonNode> sendOpen(Endpoint endpoint, ApiRequest request, TrustSnapshot trust) {
        Request open = new Request.Builder()
                .url(request.url(endpoint))
                .header("Accept-Language", language)
                .build();
        return exchange(endpoint, open, trust, secrets::mask).thenCompose(SealedCalls::dataOrRefusal);
    }

    private CompletableFuture<JsonNode> sendSealed(
            Endpoint endpoint,
            ApiRequest request,
            CallCredentials credentials,
            boolean mayRenewKey,
            boolean mayCorrectClock)
            throws PasswordUnavailableException {
        TrustSnapshot trust = credentials.trust(endpoint);
        return key(endpoint, trust).thenCompose(orFailed(key -> {
            if (!isClockPlausible(endpoint)) {
                throw new WrongClockException(endpoint, directory.clockOffset(endpoint));
            }
            ObshellPassword password = credentials.password();
            RefusedPassword refused = refusedPassword;
            if (refused != null && refused.digest().equals(directory.digest(password))) {
                throw refused.refusal();
            }
            return exchange(endpoint, sealed(endpoint, request, key, password), trust, () -> secrets.mask(password))
                    .thenCompose(orFailed(envelope -> {
                        RefusedException refusal = envelope.refusal();
                        if (refusal != null && refusal.isDecryptFailure() && mayRenewKey) {
                            directory.forgetKey(endpoint, key);
                            return sendSealed(endpoint, request, credentials, false, mayCorrectClock);
                        }
                        if (refusal != null && refusal.isExpired() && mayCorrectClock) {
                            return sendSealed(endpoint, request, credentials, mayRenewKey, false);
                        }
                        if (refusal != null && refusal.isWrongPassword()) {
                            refuse(password, refusal);
                        }
                        return dataOrRefusal(envelope);
                    }));
        }));
    }

    /** The salted digest of a password, by which it is recognized without being kept, and what obshell said. */
    private record RefusedPassword(String digest, RefusedException refusal) {}

    private interface Step<T, U> {

        CompletableFuture<U> apply(T value) throws ObshellException;
    }

    private static <T, U> Function<T, CompletionStage<U>> orFailed(Step<T, U> step) {
        return value -> {
            try {
                return step.apply(value);
            } catch (ObshellException e) {
                return CompletableFuture.failedFuture(e);
            }
        };
    }

    /** If the clock was far off, the key is fetched again, since its response has the time, too. */
    private CompletableFuture<AgentKey> key(Endpoint endpoint, TrustSnapshot trust) {
        AgentKey known = directory.key(endpoint);
        return known != null && trust.accepts(known) && isClockPlausible(endpoint)
                ? CompletableFuture.completedFuture(known)
                : fetchKey(endpoint, trust);
    }

    /** {@return the key of an endpoint from {@code GET /api/v1/secret}, remembered if it is trusted} */
    CompletableFuture<AgentKey> fetchKey(Endpoint endpoint, TrustSnapshot trust) {
        return sendOpen(endpoint, ApiRequest.open("secret"), trust)
                .thenCompose(orFailed(data -> CompletableFuture.completedFuture(trustedKey(endpoint, data, trust))))
                // Nothing else was sent before the key, so the call itself has not arrived.
                .exceptionallyCompose(error -> CompletableFuture.failedFuture(
                        Futures.unwrap(error) instanceof ObshellException failure
                                ? failure.beforeSending()
                                : Futures.unwrap(error)));
    }

    private AgentKey trustedKey(Endpoint endpoint, JsonNode data, TrustSnapshot trust) throws ObshellException {
        AgentKey key;
        try {
            key = AgentKey.parse(data.path("public_key").asText(""));
        } catch (IllegalArgumentException e) {
            throw new UnexpectedResponseException(
                    endpoint, 200, UnexpectedResponseException.Reason.NO_KEY, e.getMessage(), secrets.mask());
        }
        if (!trust.accepts(key)) {
            throw new UntrustedKeyException(endpoint, key.fingerprint());
        }
        directory.learnKey(endpoint, key);
        return key;
    }

    private CompletableFuture<EnvelopeReader.Envelope> exchange(
            Endpoint endpoint, Request request, TrustSnapshot trust, Supplier<SecretMask> mask) {
        return transport.send(endpoint, request, trust, mask).thenCompose(orFailed(reply -> {
            EnvelopeReader.Envelope envelope = envelopes.read(endpoint, GET.equals(request.method()), reply, mask);
            learnClock(endpoint, reply, envelope.timestamp());
            return CompletableFuture.completedFuture(envelope);
        }));
    }

    private static CompletableFuture<JsonNode> dataOrRefusal(EnvelopeReader.Envelope envelope) {
        return envelope.refusal() == null
                ? CompletableFuture.completedFuture(envelope.data())
                : CompletableFuture.failedFuture(envelope.refusal());
    }

    private boolean isClockPlausible(Endpoint endpoint) {
        return EndpointDirectory.isPlausible(directory.clockOffset(endpoint));
    }

    private void learnClock(Endpoint endpoint, HttpReply reply, @Nullable Instant serverTime) {
        // A server that breaks down over a request can answer with the time of its start.
        if (serverTime != null && reply.status() < 500) {
            Duration halfWay =
                    Duration.between(reply.sentAt(), reply.receivedAt()).dividedBy(2);
            directory.learnClockOffset(endpoint, Duration.between(reply.sentAt().plus(halfWay), serverTime));
        }
    }

    private Request sealed(Endpoint endpoint, ApiRequest request, AgentKey key, ObshellPassword password) {
        Instant expiry = transport
                .clock()
                .instant()
                .plus(directory.clockOffset(endpoint))
                .plus(request.validity());
        HttpUrl url = request.url(endpoint);
        String target = url.encodedPath() + (url.encodedQuery() == null ? "" : "?" + url.encodedQuery());
        HybridEncryption.Sealed sealed = encryption.seal(key, password, target, expiry, bytes(request.body()));
        RequestBody body = sealed.body() == null
                ? (request.isRead() ? null : RequestBody.create(new byte[0]))
                : RequestBody.create(sealed.body().getBytes(StandardCharsets.US_ASCII), JSON);
        return new Request.Builder()
                .url(url)
                // An interceptor that records exchanges could not read the encrypted body.
                .tag(ApiRequest.class, request)
                .header("Accept-Language", language)
                .header(sealed.headerName(), sealed.headerValue())
                .method(request.method(), body)
                .build();
    }

    @Nullable
    private byte[] bytes(@Nullable Object body) {
        try {
            return body == null ? null : json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage());
        }
    }
}
