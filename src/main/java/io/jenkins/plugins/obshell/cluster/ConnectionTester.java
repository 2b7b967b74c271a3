package io.jenkins.plugins.obshell.cluster;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.PasswordSource;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.UntrustedKeyException;
import io.jenkins.plugins.obshell.client.model.AgentInfo;
import io.jenkins.plugins.obshell.client.secret.SecretMask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tests a cluster without changing anything: asks every endpoint for its version and its key, then makes one call that needs
 * the password, unless a key is not pinned. It blocks the caller for a limited time.
 */
final class ConnectionTester {

    private final HttpTransport transport;
    private final PasswordSource passwords;
    private final Locale language;
    private final Duration patience;

    /** How good a connection is. */
    enum Grade {
        /** Every endpoint answers and the password is accepted. */
        GOOD,
        /** The password is accepted, but not every endpoint is of use. */
        DOUBTFUL,
        /** Builds cannot use the cluster. */
        BAD
    }

    /**
     * What a test found.
     *
     * @param grade   how good the connection is
     * @param message everything found, for a person, without a secret
     */
    record Report(Grade grade, String message) {}

    /** Problems that call for different answers. */
    private enum Problem {
        NONE,
        UNTRUSTED_KEY,
        WRONG_PASSWORD,
        OTHER
    }

    /** A result, or why there is none. */
    private record Tried<T>(T result, String complaint, Problem problem) {}

    /**
     * The keys of endpoints.
     *
     * @param found     the keys for a person to compare
     * @param untrusted of each endpoint whose key is not pinned, that it is so
     * @param missing   of each endpoint that gives no key, that it is so
     */
    private record Keys(String found, List<String> untrusted, List<String> missing) {}

    /**
     * @param transport how requests travel
     * @param passwords the password to try, once
     * @param language  the language for obshell's errors
     * @param patience  how long each of the two stages may take in all
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
    Report run(List<Endpoint> endpoints) throws InterruptedException {
        EndpointDirectory directory = new EndpointDirectory(endpoints);
        ObshellClient client = new ObshellClient(transport, directory, passwords, language);
        Map<Endpoint, AgentInfo> answers = new LinkedHashMap<>();
        List<String> complaints = new ArrayList<>();
        tryEach(endpoints, client::info).forEach((endpoint, tried) -> {
            if (tried.complaint() != null) {
                complaints.add(tried.complaint());
            } else if (tried.result() == null) {
                complaints.add(Messages.ConnectionTester_noInfo(endpoint));
            } else {
                answers.put(endpoint, tried.result());
            }
        });
        if (answers.isEmpty()) {
            return bad(Messages.ConnectionTester_noneAnswers(), complaints);
        }
        Keys keys = keys(client, answers.keySet());
        String found = found(answers, endpoints.size(), directory, client.secrets()) + keys.found();
        if (!keys.untrusted().isEmpty()) {
            complaints.addAll(0, keys.untrusted());
            complaints.add(0, Messages.ConnectionTester_untrusted());
            return bad(found, complaints);
        }
        complaints.addAll(keys.missing());
        List<Endpoint> members = answers.keySet().stream()
                .filter(endpoint -> answers.get(endpoint).isClusterAgent())
                .toList();
        if (members.isEmpty()) {
            complaints.add(0, Messages.ConnectionTester_noMember());
            return bad(found, complaints);
        }
        answers.keySet().stream()
                .filter(endpoint -> !members.contains(endpoint))
                .forEach(endpoint -> complaints.add(Messages.ConnectionTester_notMember(endpoint)));
        return tryPassword(members, found, complaints);
    }

    private Keys keys(ObshellClient client, Set<Endpoint> endpoints) throws InterruptedException {
        List<String> found = new ArrayList<>();
        List<String> untrusted = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        tryEach(endpoints, client::fingerprint).forEach((endpoint, tried) -> {
            if (tried.complaint() == null) {
                found.add(endpoint + " " + tried.result());
            } else {
                (tried.problem() == Problem.UNTRUSTED_KEY ? untrusted : missing).add(tried.complaint());
            }
        });
        String all = found.isEmpty() ? "" : " " + Messages.ConnectionTester_keys(String.join(", ", found));
        return new Keys(all, untrusted, missing);
    }

    private Report tryPassword(List<Endpoint> members, String found, List<String> complaints)
            throws InterruptedException {
        ObshellClient client = new ObshellClient(transport, new EndpointDirectory(members), passwords, language);
        Tried<?> tried = await(client.unfinishedDags(), System.nanoTime() + patience.toNanos());
        if (tried.complaint() != null) {
            complaints.add(0, tried.complaint());
            if (tried.problem() == Problem.WRONG_PASSWORD && client.hasBlankAtEdgeOfPassword()) {
                complaints.add(1, Messages.ConnectionTester_blankAtEdge());
            }
            return bad(found, complaints);
        }
        complaints.add(0, Messages.ConnectionTester_passwordAccepted());
        boolean allWell = complaints.size() == 1;
        return new Report(allWell ? Grade.GOOD : Grade.DOUBTFUL, sentences(found, complaints));
    }

    private <T> Map<Endpoint, Tried<T>> tryEach(
            Collection<Endpoint> endpoints, Function<Endpoint, CompletableFuture<T>> call) throws InterruptedException {
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
            return new Tried<>(
                    future.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS), null, Problem.NONE);
        } catch (TimeoutException e) {
            return new Tried<>(null, Messages.ConnectionTester_timeout(), Problem.OTHER);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RefusedException refusal && refusal.isWrongPassword()) {
                return new Tried<>(
                        null, Messages.ConnectionTester_wrongPassword(refusal.getMessage()), Problem.WRONG_PASSWORD);
            }
            if (e.getCause() instanceof ObshellException failure) {
                boolean untrusted = failure instanceof UntrustedKeyException;
                return new Tried<>(null, failure.getMessage(), untrusted ? Problem.UNTRUSTED_KEY : Problem.OTHER);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static String found(
            Map<Endpoint, AgentInfo> answers, int asked, EndpointDirectory directory, SecretMask secrets) {
        Duration offset = answers.keySet().stream()
                .map(directory::clockOffset)
                .max(Comparator.comparing(Duration::abs))
                .orElse(Duration.ZERO);
        return Messages.ConnectionTester_found(
                answers.size(),
                asked,
                each(answers, AgentInfo::version, secrets),
                each(answers, AgentInfo::obVersion, secrets),
                each(answers, AgentInfo::identity, secrets),
                seconds(offset));
    }

    /** To a tenth, so that nothing is “-0.0”. */
    private static String seconds(Duration offset) {
        long tenths = Math.round(offset.toMillis() / 100.0);
        return tenths == 0 ? "0.0 s" : String.format(Locale.ROOT, "%+.1f s", tenths / 10.0);
    }

    private static String each(Map<Endpoint, AgentInfo> answers, Function<AgentInfo, String> what, SecretMask secrets) {
        return answers.values().stream()
                .map(info -> secrets.excerpt(Objects.requireNonNullElse(what.apply(info), "-")))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Report bad(String found, List<String> complaints) {
        return new Report(Grade.BAD, sentences(found, complaints));
    }

    private static String sentences(String first, List<String> others) {
        return others.isEmpty() ? first : first + " " + String.join(" ", others);
    }
}
