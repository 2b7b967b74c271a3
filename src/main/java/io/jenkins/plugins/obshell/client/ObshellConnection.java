package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Makes calls to a cluster: seals them, goes on to the next endpoint where one does not answer, and puts right, once, a key
 * or a clock that turns out to be old.
 */
final class ObshellConnection {

    private static final Duration HEADER_VALIDITY = Duration.ofSeconds(60);
    private static final MediaType JSON = MediaType.get("application/json");

    private final HttpTransport transport;
    private final EndpointDirectory directory;
    private final PasswordSource passwords;
    private final String language;
    private final ObjectMapper json = Json.mapper();
    private final EnvelopeReader envelopes = new EnvelopeReader(json);
    private final HybridEncryption encryption = new HybridEncryption(json);
    private volatile RefusedPassword refusedPassword;

    ObshellConnection(HttpTransport transport, EndpointDirectory directory, PasswordSource passwords, Locale language) {
        this.transport = transport;
        this.directory = directory;
        this.passwords = passwords;
        this.language = "zh".equals(language.getLanguage()) ? "zh-CN" : "en-US";
    }

    EndpointDirectory directory() {
        return directory;
    }

    /** Calls the cluster through any of its endpoints; the result is null where the answer has no data. */
    <T> CompletableFuture<T> call(ApiRequest request, Class<T> type) {
        return call(request, json.constructType(type), Function.identity());
    }

    /** Calls the cluster for a list, which obshell packs as {@code data.contents}. */
    <T> CompletableFuture<List<T>> callForList(ApiRequest request, Class<T> element, String field) {
        JavaType list = json.getTypeFactory().constructCollectionType(List.class, element);
        return this.<List<T>>call(request, list, data -> data.isArray() ? data : data.path(field))
                .thenApply(found -> found == null ? List.of() : found);
    }

    /** Calls the cluster for a field of the answer. */
    <T> CompletableFuture<T> callForField(ApiRequest request, Class<T> type, String field) {
        return call(request, json.constructType(type), data -> data.path(field));
    }

    /** Calls one endpoint and no other. */
    <T> CompletableFuture<T> callOne(Endpoint endpoint, ApiRequest request, Class<T> type) {
        return attempt(endpoint, request, true, true)
                .thenApply(data -> decode(endpoint, request, data, json.constructType(type)));
    }

    private <T> CompletableFuture<T> call(ApiRequest request, JavaType type, Function<JsonNode, JsonNode> part) {
        return callInOrder(directory.inOrder(), 0, request, type, part, new ArrayList<>());
    }

    private <T> CompletableFuture<T> callInOrder(
            List<Endpoint> order,
            int index,
            ApiRequest request,
            JavaType type,
            Function<JsonNode, JsonNode> part,
            List<ObshellException> failures) {
        Endpoint endpoint = order.get(index);
        return attempt(endpoint, request, true, true)
                .thenApply(data -> this.<T>decode(endpoint, request, part.apply(data), type))
                .handle((result, error) -> {
                    if (error == null) {
                        directory.answered(endpoint);
                        return CompletableFuture.completedFuture(result);
                    }
                    if (!(unwrap(error) instanceof ObshellException failure)) {
                        return CompletableFuture.<T>failedFuture(unwrap(error));
                    }
                    failures.add(failure);
                    if (index + 1 < order.size() && mayAskNext(request, failure)) {
                        return this.<T>callInOrder(order, index + 1, request, type, part, failures);
                    }
                    if (failure instanceof UntrustedKeyException) {
                        return CompletableFuture.<T>failedFuture(failure);
                    }
                    // Who knows, and says no, has answered for the cluster, whatever befell the endpoints before.
                    boolean answered = !failure.isTransient() && !(isAbsent(failure) && request.askAllIfAbsent());
                    if (answered) {
                        directory.answered(endpoint);
                    }
                    return CompletableFuture.<T>failedFuture(
                            answered ? failure : UnreachableException.summary(failures));
                })
                .thenCompose(Function.identity());
    }

    private static boolean mayAskNext(ApiRequest request, ObshellException failure) {
        if (isAbsent(failure)) {
            return request.askAllIfAbsent();
        }
        return failure.isTransient() && (request.isRead() || !failure.mayHaveArrived());
    }

    private static boolean isAbsent(ObshellException failure) {
        return failure instanceof RefusedException refusal && refusal.isNotFound();
    }

    private CompletableFuture<JsonNode> attempt(
            Endpoint endpoint, ApiRequest request, boolean mayRenewKey, boolean mayCorrectClock) {
        if (!request.sealed()) {
            return exchange(endpoint, plain(endpoint, request)).thenCompose(ObshellConnection::dataOrRefusal);
        }
        return key(endpoint).thenCompose(key -> {
            Instant expiry = transport
                    .clock()
                    .instant()
                    .plus(directory.clockOffset(endpoint))
                    .plus(HEADER_VALIDITY);
            ObshellPassword password;
            Request sealed;
            try {
                password = passwords.password();
                RefusedPassword known = refusedPassword;
                if (known != null && known.password().equals(password)) {
                    return CompletableFuture.failedFuture(known.refusal());
                }
                sealed = sealed(endpoint, request, key, password, expiry);
            } catch (ObshellException e) {
                return CompletableFuture.failedFuture(e);
            }
            return exchange(endpoint, sealed).thenCompose(envelope -> {
                RefusedException refusal = envelope.refusal();
                if (refusal != null && refusal.isDecryptFailure() && mayRenewKey) {
                    directory.forgetKey(endpoint, key);
                    return attempt(endpoint, request, false, mayCorrectClock);
                }
                if (refusal != null && refusal.isExpired() && mayCorrectClock) {
                    return attempt(endpoint, request, mayRenewKey, false);
                }
                if (refusal != null && refusal.isWrongPassword()) {
                    refusedPassword = new RefusedPassword(password, refusal);
                }
                return dataOrRefusal(envelope);
            });
        });
    }

    private static CompletionStage<JsonNode> dataOrRefusal(EnvelopeReader.Envelope envelope) {
        return envelope.refusal() == null
                ? CompletableFuture.completedFuture(envelope.data())
                : CompletableFuture.failedFuture(envelope.refusal());
    }

    private CompletableFuture<AgentKey> key(Endpoint endpoint) {
        AgentKey known = directory.key(endpoint);
        try {
            if (known != null && transport.accepts(known)) {
                return CompletableFuture.completedFuture(known);
            }
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
        return fetchKey(endpoint);
    }

    /** Asks an endpoint for its key, which is learnt where it is accepted. */
    CompletableFuture<AgentKey> fetchKey(Endpoint endpoint) {
        return exchange(endpoint, plain(endpoint, ApiRequest.open("secret")))
                .thenCompose(ObshellConnection::dataOrRefusal)
                .handle((data, error) -> {
                    if (error != null) {
                        return CompletableFuture.<AgentKey>failedFuture(keyFailure(unwrap(error)));
                    }
                    try {
                        AgentKey key = AgentKey.parse(data.path("public_key").asText(""));
                        if (!transport.accepts(key)) {
                            return CompletableFuture.<AgentKey>failedFuture(
                                    new UntrustedKeyException(endpoint, key.fingerprint()));
                        }
                        directory.learnKey(endpoint, key);
                        return CompletableFuture.completedFuture(key);
                    } catch (PasswordUnavailableException e) {
                        return CompletableFuture.<AgentKey>failedFuture(e);
                    } catch (IllegalArgumentException e) {
                        return CompletableFuture.<AgentKey>failedFuture(keyFailure(new UnintelligibleAnswerException(
                                endpoint, 200, UnintelligibleAnswerException.Reason.NO_KEY, e.getMessage())));
                    }
                })
                .thenCompose(Function.identity());
    }

    /** The key is fetched before anything else is sent, so whatever went wrong, the call itself never arrived. */
    private static Throwable keyFailure(Throwable error) {
        return error instanceof ObshellException failure ? failure.beforeSending() : error;
    }

    private CompletableFuture<EnvelopeReader.Envelope> exchange(Endpoint endpoint, Request request) {
        return transport.send(endpoint, request).thenApply(answer -> {
            try {
                EnvelopeReader.Envelope envelope = envelopes.read(endpoint, answer);
                learnClock(endpoint, answer, envelope.timestamp());
                return envelope;
            } catch (UnintelligibleAnswerException e) {
                throw new CompletionException(e);
            }
        });
    }

    private void learnClock(Endpoint endpoint, HttpAnswer answer, Instant serverTime) {
        // A server that breaks down over a request can answer with the time of its start.
        if (serverTime != null && answer.status() < 500) {
            Duration halfWay =
                    Duration.between(answer.sentAt(), answer.cameAt()).dividedBy(2);
            directory.learnClockOffset(
                    endpoint, Duration.between(answer.sentAt().plus(halfWay), serverTime));
        }
    }

    private Request plain(Endpoint endpoint, ApiRequest request) {
        return new Request.Builder()
                .url(request.url(endpoint))
                .header("Accept-Language", language)
                .build();
    }

    private Request sealed(
            Endpoint endpoint, ApiRequest request, AgentKey key, ObshellPassword password, Instant expiry) {
        HttpUrl url = request.url(endpoint);
        String target = url.encodedPath() + (url.encodedQuery() == null ? "" : "?" + url.encodedQuery());
        HybridEncryption.Sealed sealed = encryption.seal(key, password, target, expiry, text(request.body()));
        RequestBody body = sealed.body() == null
                ? (request.isRead() ? null : RequestBody.create(new byte[0]))
                : RequestBody.create(sealed.body().getBytes(java.nio.charset.StandardCharsets.US_ASCII), JSON);
        return new Request.Builder()
                .url(url)
                .header("Accept-Language", language)
                .header(sealed.headerName(), sealed.headerValue())
                .method(request.method(), body)
                .build();
    }

    private String text(Object body) {
        try {
            return body == null ? null : json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage());
        }
    }

    private <T> T decode(Endpoint endpoint, ApiRequest request, JsonNode data, JavaType type) {
        boolean isEmptyList = data.isNull() && type.isCollectionLikeType();
        if (!request.mayBeEmpty() && !isEmptyList && (data.isMissingNode() || data.isNull())) {
            // "There is no backup" is said with an error; silence must not be taken for it.
            throw new CompletionException(
                    new UnintelligibleAnswerException(endpoint, 200, UnintelligibleAnswerException.Reason.EMPTY, ""));
        }
        if (data.isMissingNode() || data.isNull()) {
            return null;
        }
        try {
            T value = json.treeToValue(data, type);
            if (value instanceof List<?> list) {
                // Logs, and the DAGs of all time, are as many as an answer can hold.
                boolean backups =
                        type.isCollectionLikeType() && type.getContentType().hasRawClass(BackupTask.class);
                AnswerLimits.elements(list, backups ? AnswerLimits.MOST_ELEMENTS : Integer.MAX_VALUE);
            }
            return value;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CompletionException(unintelligible(endpoint, data, e));
        }
    }

    private static UnintelligibleAnswerException unintelligible(Endpoint endpoint, JsonNode data, Exception problem) {
        boolean tooMuch = problem instanceof StreamConstraintsException
                || Stream.iterate((Throwable) problem, Objects::nonNull, Throwable::getCause)
                        .anyMatch(AnswerLimits.TooManyException.class::isInstance);
        return tooMuch
                ? new UnintelligibleAnswerException(endpoint, 200, UnintelligibleAnswerException.Reason.TOO_LARGE, "")
                : new UnintelligibleAnswerException(
                        endpoint, 200, UnintelligibleAnswerException.Reason.WRONG_SHAPE, data.toString());
    }

    /** A password that obshell refused; it is not sent again, lest the account is locked. */
    private record RefusedPassword(ObshellPassword password, RefusedException refusal) {}

    private static Throwable unwrap(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
