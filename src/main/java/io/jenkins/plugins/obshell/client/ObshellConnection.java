package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Calls a cluster for one caller: with its password, its trust and its language. */
final class ObshellConnection {

    private final HttpTransport transport;
    private final EndpointDirectory directory;
    private final PasswordSource passwords;
    private final String language;
    private final KnownSecrets secrets;
    private final Failover failover;
    private final SealedCalls calls;
    private final ResponseDecoder decoder;
    private final CallCredentials current;

    ObshellConnection(
            HttpTransport transport,
            EndpointDirectory directory,
            PasswordSource passwords,
            Locale language,
            Supplier<List<String>> otherSecrets) {
        this.transport = transport;
        this.directory = directory;
        this.passwords = passwords;
        this.language = "zh".equals(language.getLanguage()) ? "zh-CN" : "en-US";
        this.secrets = new KnownSecrets(passwords, otherSecrets);
        this.failover = new Failover(directory);
        this.calls = new SealedCalls(transport, directory, secrets, this.language);
        this.decoder = new ResponseDecoder(secrets::mask);
        this.current = new Current();
    }

    /** What holds when a request is sent, so that a change counts at once. */
    private final class Current implements CallCredentials {

        @Override
        public ObshellPassword password() throws PasswordUnavailableException {
            return passwords.password();
        }

        @Override
        public TrustSnapshot trust(Endpoint endpoint) throws PasswordUnavailableException {
            return transport.trust(List.of(endpoint));
        }
    }

    boolean hasBlankAtEdgeOfPassword() {
        try {
            return passwords.password().hasBlankAtEdge();
        } catch (PasswordUnavailableException e) {
            return false;
        }
    }

    EndpointDirectory directory() {
        return directory;
    }

    SecretMask secrets() {
        return secrets.mask();
    }

    /** Calls the cluster through any of its endpoints. */
    <T> CompletableFuture<T> call(ApiRequest request, ResponseType<T> type) {
        return call(request, type, null);
    }

    /**
     * Calls the cluster through any of its endpoints.
     *
     * @param request what is called
     * @param type    what the data is read as
     * @param since   a read of another caller that was sent after this moment may answer this one; null if none may
     * @return the data; null if there is none
     */
    <T> CompletableFuture<T> call(ApiRequest request, ResponseType<T> type, @Nullable Instant since) {
        return request.isRead() && request.sealed()
                ? read(request, type, since)
                : failover.call(request, endpoint -> call(endpoint, request, type, current));
    }

    private <T> CompletableFuture<T> read(ApiRequest request, ResponseType<T> type, @Nullable Instant since) {
        CallCredentials.Fixed fixed;
        try {
            fixed = new CallCredentials.Fixed(passwords.password(), transport.trust(directory.endpoints()));
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
        SharedReads.Key<T> key =
                new SharedReads.Key<>(directory.digest(fixed.password()), fixed.snapshot(), language, request, type);
        return directory
                .reads()
                .read(
                        key,
                        since,
                        transport.clock(),
                        () -> failover.call(request, endpoint -> call(endpoint, request, type, fixed)))
                .whenComplete((result, error) -> {
                    if (Futures.unwrap(error) instanceof RefusedException refusal && refusal.isWrongPassword()) {
                        calls.refuse(fixed.password(), refusal);
                    }
                });
    }

    /** Calls one endpoint and no other. */
    <T> CompletableFuture<T> callOne(Endpoint endpoint, ApiRequest request, ResponseType<T> type) {
        return call(endpoint, request, type, current);
    }

    private <T> CompletableFuture<T> call(
            Endpoint endpoint, ApiRequest request, ResponseType<T> type, CallCredentials credentials) {
        return calls.send(endpoint, request, credentials).thenApply(data -> {
            try {
                return decoder.decode(endpoint, request, type, data);
            } catch (UnexpectedResponseException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** {@return the key of an endpoint, if it is trusted} */
    CompletableFuture<AgentKey> fetchKey(Endpoint endpoint) {
        try {
            return calls.fetchKey(endpoint, current.trust(endpoint));
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
