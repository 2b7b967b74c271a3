package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.UntrustedKeyException;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import io.jenkins.plugins.obshell.cluster.ConnectionReport.Grade;
import io.jenkins.plugins.obshell.cluster.ConnectionReport.TestedEndpoint;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Tests a cluster without changing anything: asks every endpoint for its version and its key, then makes one call that needs
 * the password, unless a key is not pinned. It blocks the caller for a limited time.
 */
final class ConnectionTester {

    private final HttpTransport transport;
    private final PasswordSource passwords;
    private final Locale language;
    private final Duration patience;

    /**
     * What came of a call.
     *
     * @param result    its result, or null
     * @param complaint why there is no result, for a person; null if there is none to be had
     * @param failure   how it failed; null if it did not, or if it took too long
     */
    private record Tried<T>(
            @Nullable T result,
            @Nullable String complaint,
            @Nullable ObshellException failure) {

        boolean isWrongPassword() {
            return failure instanceof RefusedException refusal && refusal.isWrongPassword();
        }

        boolean isUntrustedKey() {
            return failure instanceof UntrustedKeyException;
        }
    }

    /**
     * @param transport how requests travel
     * @param passwords the password to try, once
     * @param language  the language for obshell's errors
     * @param patience  how long each of the three stages may take in all
     */
    ConnectionTester(HttpTransport transport, PasswordSource passwords, Locale language, Duration patience) {
        this.transport = transport;
        this.passwords = passwords;
        this.language = language;
        this.patience = patience;
    }

    /**
     * @param endpoints the endpoints of one cluster, at least one
     * @return what was found
     * @throws InterruptedException if the caller is not to wait any longer
     */
    ConnectionReport run(List<Endpoint> endpoints) throws InterruptedException {
        EndpointDirectory directory = new EndpointDirectory(endpoints);
        ObshellClient client = new ObshellClient(transport, directory, passwords, language);
        Map<Endpoint, Tried<AgentInfo>> infos = tryEach(endpoints, client::info);
        List<Endpoint> answering = endpoints.stream()
                .filter(endpoint -> infos.get(endpoint).result() != null)
                .toList();
        Map<Endpoint, Tried<KeyFingerprint>> keys = tryEach(answering, client::fingerprint);
        List<TestedEndpoint> tested = endpoints.stream()
                .map(endpoint -> answering.contains(endpoint)
                        ? tested(endpoint, infos.get(endpoint).result(), keys.get(endpoint), directory, client)
                        : silent(endpoint, infos.get(endpoint)))
                .toList();
        if (answering.isEmpty()) {
            return new ConnectionReport(Grade.BAD, Messages.ConnectionTester_noneAnswers(), List.of(), tested);
        }
        List<String> untrusted = keys.values().stream()
                .filter(Tried::isUntrustedKey)
                .map(Tried::complaint)
                .toList();
        if (!untrusted.isEmpty()) {
            return new ConnectionReport(Grade.BAD, Messages.ConnectionTester_untrusted(), untrusted, tested);
        }
        List<Endpoint> members = answering.stream()
                .filter(endpoint -> infos.get(endpoint).result().isClusterAgent())
                .toList();
        if (members.isEmpty()) {
            return new ConnectionReport(Grade.BAD, Messages.ConnectionTester_noMember(), List.of(), tested);
        }
        boolean areAllUsable =
                members.size() == endpoints.size() && keys.values().stream().allMatch(key -> key.result() != null);
        return tryPassword(members, areAllUsable, tested);
    }

    private ConnectionReport tryPassword(List<Endpoint> members, boolean areAllUsable, List<TestedEndpoint> tested)
            throws InterruptedException {
        ObshellClient client = new ObshellClient(transport, new EndpointDirectory(members), passwords, language);
        Tried<?> tried = await(client.unfinishedDags(), System.nanoTime() + patience.toNanos());
        if (tried.isWrongPassword()) {
            List<String> details = client.hasBlankAtEdgeOfPassword()
                    ? List.of(Messages.ConnectionTester_blankAtEdge(), tried.complaint())
                    : List.of(tried.complaint());
            return new ConnectionReport(Grade.BAD, Messages.ConnectionTester_wrongPassword(), details, tested);
        }
        if (tried.complaint() != null) {
            return new ConnectionReport(Grade.BAD, tried.complaint(), List.of(), tested);
        }
        return areAllUsable
                ? new ConnectionReport(Grade.GOOD, Messages.ConnectionTester_good(tested.size()), List.of(), tested)
                : new ConnectionReport(Grade.DOUBTFUL, Messages.ConnectionTester_doubtful(), List.of(), tested);
    }

    private <T> Map<Endpoint, Tried<T>> tryEach(List<Endpoint> endpoints, Function<Endpoint, CompletableFuture<T>> call)
            throws InterruptedException {
        Map<Endpoint, CompletableFuture<T>> asked = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> asked.put(endpoint, call.apply(endpoint)));
        long deadline = System.nanoTime() + patience.toNanos();
        Map<Endpoint, Tried<T>> tried = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            tried.put(endpoint, await(asked.get(endpoint), deadline));
        }
        return tried;
    }

    private static <T> Tried<T> await(CompletableFuture<T> future, long deadline) throws InterruptedException {
        try {
            return new Tried<>(future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS), null, null);
        } catch (TimeoutException e) {
            return new Tried<>(null, Messages.ConnectionTester_timeout(), null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ObshellException failure) {
                return new Tried<>(null, failure.getMessage(), failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static TestedEndpoint silent(Endpoint endpoint, Tried<AgentInfo> info) {
        String why = info.complaint() == null ? Messages.ConnectionTester_noInfo(endpoint) : info.complaint();
        return new TestedEndpoint(endpoint, why, "", "", null);
    }

    private static TestedEndpoint tested(
            Endpoint endpoint,
            AgentInfo info,
            Tried<KeyFingerprint> key,
            EndpointDirectory directory,
            ObshellClient client) {
        SecretMask secrets = client.secrets();
        String identity = words(info.identity(), secrets);
        String answer = info.isClusterAgent()
                ? Messages.ConnectionTester_answers(identity)
                : Messages.ConnectionTester_notMember(identity);
        boolean isKeyMissing = key.result() == null && !key.isUntrustedKey();
        return new TestedEndpoint(
                endpoint,
                isKeyMissing ? answer + " " + key.complaint() : answer,
                Messages.ConnectionTester_versions(words(info.version(), secrets), words(info.obVersion(), secrets)),
                seconds(directory.clockOffset(endpoint)),
                key.failure() instanceof UntrustedKeyException untrusted ? untrusted.seen() : key.result());
    }

    private static String words(@Nullable String said, SecretMask secrets) {
        return secrets.excerpt(Objects.requireNonNullElse(said, "?"));
    }

    /** To a tenth, so that nothing is “-0.0”. */
    private static String seconds(Duration offset) {
        long tenths = Math.round(offset.toMillis() / 100.0);
        return tenths == 0 ? "0.0 s" : String.format(Locale.ROOT, "%+.1f s", tenths / 10.0);
    }
}
