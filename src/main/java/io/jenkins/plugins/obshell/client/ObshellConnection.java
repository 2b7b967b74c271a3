package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.HybridEncryption;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.ResponseLimits;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
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
import java.util.function.Supplier;
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
    private final Supplier<List<String>> otherSecrets;
    private final String language;
    private final ObjectMapper json = Json.mapper();
    private final EnvelopeReader envelopes = new EnvelopeReader(json);
    private final HybridEncryption encryption = new HybridEncryption(json);
    private volatile RefusedPassword refusedPassword;

    ObshellConnection(
            HttpTransport transport,
            EndpointDirectory directory,
            PasswordSource passwords,
            Locale language,
            Supplier<List<String>> otherSecrets) {
        this.transport = transport;
        this.directory = directory;
        this.passwords = passwords;
        this.otherSecrets = otherSecrets;
        this.language = "zh".equals(language.getLanguage()) ? "zh-CN" : "en-US";
    }

    EndpointDirectory directory() {
        return directory;
    }

    /** Hides the password and the other secrets as they are now; what cannot be had now cannot be hidden. */
    SecretMask secrets() {
        List<String> secrets = new ArrayList<>(otherSecrets.get());
        try {
            secrets.add(passwords.password().value());
        } catch (PasswordUnavailableException e) {
            // Whoever wants to send it tells.
        }
        return new SecretMask(secrets);
    }

    /** The same, with a password that was sent and may have been changed since. */
    private SecretMask secrets(ObshellPassword sent) {
        List<String> secrets = new ArrayList<>(otherSecrets.get());
        secrets.add(sent.value());
        return new SecretMask(secrets);
    }

    /** Calls the cluster through any of its endpoints; the result is null where the answer has no data. */
    <T> CompletableFuture<T> call(ApiRequest request, Class<T> type) {
        return callSince(request, type, null);
    }

    /** The same; an answer that another caller got will do if it was asked for after {@code since}. */
    <T> CompletableFuture<T> callSince(ApiRequest request, Class<T> type, @Nullable Instant since) {
        return call(new Call(request, json.constructType(type), Function.identity(), passwords, null), since);
    }

    /** Calls the cluster for a list, which obshell packs as {@code data.contents}. */
    <T> CompletableFuture<List<T>> callForList(ApiRequest request, Class<T> element, String field) {
        return callForListSince(request, element, field, null);
    }

    /** The same; an answer that another caller got will do if it was asked for after {@code since}. */
    <T> CompletableFuture<List<T>> callForListSince(
            ApiRequest request, Class<T> element, String field, @Nullable Instant since) {
        JavaType list = json.getTypeFactory().constructCollectionType(List.class, element);
        Function<JsonNode, JsonNode> part = data -> data.isArray() ? data : data.path(field);
        return this.<List<T>>call(new Call(request, list, part, passwords, null), since)
                .thenApply(found -> found == null ? List.of() : found);
    }

    /** Calls the cluster for a field of the answer; one that was asked for after {@code since} will do. */
    <T> CompletableFuture<T> callForFieldSince(
            ApiRequest request, Class<T> type, String field, @Nullable Instant since) {
        return call(new Call(request, json.constructType(type), data -> data.path(field), passwords, null), since);
    }

    /** Calls one endpoint and no other. */
    <T> CompletableFuture<T> callOne(Endpoint endpoint, ApiRequest request, Class<T> type) {
        Call call = new Call(request, json.constructType(type), Function.identity(), passwords, null);
        return attempt(endpoint, call, true, true).thenApply(data -> decode(endpoint, call, data));
    }

    /**
     * A call that any endpoint may answer.
     *
     * @param request   what to ask or to do
     * @param type      what the answer is read as
     * @param part      the part of the answer that is wanted
     * @param passwords the password of the moment
     * @param terms     on what terms the answer comes, or null for those of the moment
     */
    private record Call(
            ApiRequest request,
            JavaType type,
            Function<JsonNode, JsonNode> part,
            PasswordSource passwords,
            @Nullable HttpTransport.Terms terms) {}

    private <T> CompletableFuture<T> call(Call call, @Nullable Instant since) {
        return call.request().isRead() && call.request().sealed() ? read(call, since) : callInOrder(call);
    }

    /** A read may be answered by what somebody else with the same password and the same trust asks. */
    private <T> CompletableFuture<T> read(Call call, @Nullable Instant since) {
        ObshellPassword password;
        HttpTransport.Terms terms;
        SharedReads.Question question;
        try {
            password = passwords.password();
            terms = transport.terms(directory.endpoints());
            SharedReads.Reader reader = directory.reads().reader(password, terms, language);
            question = new SharedReads.Question(reader, call.request(), call.type());
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
        // What is asked for others, too, is asked just as they would.
        Call sent = new Call(call.request(), call.type(), call.part(), () -> password, terms);
        return directory
                .reads()
                .<T>read(question, since, transport.clock(), () -> callInOrder(sent))
                .whenComplete((result, error) -> {
                    if (unwrap(error) instanceof RefusedException refusal && refusal.isWrongPassword()) {
                        refusedPassword = new RefusedPassword(password, refusal);
                    }
                });
    }

    private <T> CompletableFuture<T> callInOrder(Call call) {
        return callInOrder(directory.inOrder(), 0, call, new ArrayList<>());
    }

    private <T> CompletableFuture<T> callInOrder(
            List<Endpoint> order, int index, Call call, List<ObshellException> failures) {
        ApiRequest request = call.request();
        Endpoint endpoint = order.get(index);
        return attempt(endpoint, call, true, true)
                .thenApply(data -> this.<T>decode(endpoint, call, call.part().apply(data)))
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
                        return this.<T>callInOrder(order, index + 1, call, failures);
                    }
                    if (failure instanceof UntrustedKeyException || failure instanceof ClusterMovedException) {
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
        return failure.isTransient()
                && !(failure instanceof ClusterMovedException)
                && (request.isRead() || !failure.mayHaveArrived());
    }

    private static boolean isAbsent(ObshellException failure) {
        return failure instanceof RefusedException refusal && refusal.isNotFound();
    }

    private CompletableFuture<JsonNode> attempt(
            Endpoint endpoint, Call call, boolean mayRenewKey, boolean mayCorrectClock) {
        ApiRequest request = call.request();
        if (!request.sealed()) {
            return exchange(endpoint, plain(endpoint, request), null, this::secrets)
                    .thenCompose(ObshellConnection::dataOrRefusal);
        }
        return key(endpoint, call.terms()).thenCompose(key -> {
            if (!isClockPlausible(endpoint)) {
                return CompletableFuture.failedFuture(
                        new WrongClockException(endpoint, directory.clockOffset(endpoint)));
            }
            Instant expiry = transport
                    .clock()
                    .instant()
                    .plus(directory.clockOffset(endpoint))
                    .plus(HEADER_VALIDITY);
            ObshellPassword password;
            Request sealed;
            try {
                password = call.passwords().password();
                RefusedPassword known = refusedPassword;
                if (known != null && known.is(password)) {
                    return CompletableFuture.failedFuture(known.refusal());
                }
                sealed = sealed(endpoint, request, key, password, expiry);
            } catch (ObshellException e) {
                return CompletableFuture.failedFuture(e);
            }
            return exchange(endpoint, sealed, call.terms(), () -> secrets(password))
                    .thenCompose(envelope -> {
                        RefusedException refusal = envelope.refusal();
                        if (refusal != null && refusal.isDecryptFailure() && mayRenewKey) {
                            directory.forgetKey(endpoint, key);
                            return attempt(endpoint, call, false, mayCorrectClock);
                        }
                        if (refusal != null && refusal.isExpired() && mayCorrectClock) {
                            return attempt(endpoint, call, mayRenewKey, false);
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

    private boolean isClockPlausible(Endpoint endpoint) {
        return EndpointDirectory.isPlausible(directory.clockOffset(endpoint));
    }

    /** Where the clock was far off, the key is asked for again for the time that comes with it. */
    private CompletableFuture<AgentKey> key(Endpoint endpoint, @Nullable HttpTransport.Terms terms) {
        AgentKey known = directory.key(endpoint);
        try {
            if (known != null && transport.accepts(known, terms) && isClockPlausible(endpoint)) {
                return CompletableFuture.completedFuture(known);
            }
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
        return fetchKey(endpoint, terms);
    }

    /** Asks an endpoint for its key, which is learnt where it is accepted. */
    CompletableFuture<AgentKey> fetchKey(Endpoint endpoint) {
        return fetchKey(endpoint, null);
    }

    private CompletableFuture<AgentKey> fetchKey(Endpoint endpoint, @Nullable HttpTransport.Terms terms) {
        return exchange(endpoint, plain(endpoint, ApiRequest.open("secret")), terms, this::secrets)
                .thenCompose(ObshellConnection::dataOrRefusal)
                .handle((data, error) -> {
                    if (error != null) {
                        return CompletableFuture.<AgentKey>failedFuture(keyFailure(unwrap(error)));
                    }
                    try {
                        AgentKey key = AgentKey.parse(data.path("public_key").asText(""));
                        if (!transport.accepts(key, terms)) {
                            return CompletableFuture.<AgentKey>failedFuture(
                                    new UntrustedKeyException(endpoint, key.fingerprint()));
                        }
                        directory.learnKey(endpoint, key);
                        return CompletableFuture.completedFuture(key);
                    } catch (PasswordUnavailableException e) {
                        return CompletableFuture.<AgentKey>failedFuture(e);
                    } catch (IllegalArgumentException e) {
                        return CompletableFuture.<AgentKey>failedFuture(keyFailure(new UnexpectedResponseException(
                                endpoint, 200, UnexpectedResponseException.Reason.NO_KEY, e.getMessage(), secrets())));
                    }
                })
                .thenCompose(Function.identity());
    }

    /** The key is fetched before anything else is sent, so whatever went wrong, the call itself never arrived. */
    private static Throwable keyFailure(Throwable error) {
        return error instanceof ObshellException failure ? failure.beforeSending() : error;
    }

    private CompletableFuture<EnvelopeReader.Envelope> exchange(
            Endpoint endpoint, Request request, @Nullable HttpTransport.Terms terms, Supplier<SecretMask> secrets) {
        return transport.send(endpoint, request, terms, secrets).thenApply(answer -> {
            try {
                EnvelopeReader.Envelope envelope = envelopes.read(endpoint, answer, secrets);
                learnClock(endpoint, answer, envelope.timestamp());
                return envelope;
            } catch (UnexpectedResponseException e) {
                throw new CompletionException(e);
            }
        });
    }

    private void learnClock(Endpoint endpoint, HttpReply answer, Instant serverTime) {
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
        HybridEncryption.Sealed sealed = encryption.seal(key, password, target, expiry, bytes(request.body()));
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

    private byte[] bytes(Object body) {
        try {
            return body == null ? null : json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage());
        }
    }

    private <T> T decode(Endpoint endpoint, Call call, JsonNode data) {
        boolean isEmptyList = data.isNull() && call.type().isCollectionLikeType();
        if (!call.request().mayBeEmpty() && !isEmptyList && (data.isMissingNode() || data.isNull())) {
            // "There is no backup" is said with an error; silence must not be taken for it.
            throw new CompletionException(
                    new UnexpectedResponseException(endpoint, 200, UnexpectedResponseException.Reason.EMPTY));
        }
        if (data.isMissingNode() || data.isNull()) {
            return null;
        }
        try {
            T value = json.treeToValue(data, call.type());
            if (value instanceof List<?> list && call.type().isCollectionLikeType()) {
                ResponseLimits.elements(
                        list, mostOf(call.type().getContentType().getRawClass()));
            }
            return value;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CompletionException(unintelligible(endpoint, data, e));
        }
    }

    private static int mostOf(Class<?> element) {
        if (element == BackupTask.class) {
            return ResponseLimits.MOST_ELEMENTS;
        }
        // The lines of a log are as many as an answer can hold.
        return element == Dag.class ? ResponseLimits.MOST_DAGS : Integer.MAX_VALUE;
    }

    private UnexpectedResponseException unintelligible(Endpoint endpoint, JsonNode data, Exception problem) {
        boolean tooMuch = problem instanceof StreamConstraintsException
                || Stream.iterate((Throwable) problem, Objects::nonNull, Throwable::getCause)
                        .anyMatch(ResponseLimits.TooManyException.class::isInstance);
        return tooMuch
                ? new UnexpectedResponseException(endpoint, 200, UnexpectedResponseException.Reason.TOO_LARGE)
                : new UnexpectedResponseException(
                        endpoint, 200, UnexpectedResponseException.Reason.WRONG_SHAPE, data.toString(), secrets());
    }

    @Nullable
    private static Throwable unwrap(@Nullable Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }
}
