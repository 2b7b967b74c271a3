package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.databind.JavaType;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What the callers of one cluster share of their reads. As long as obshell is quick, one read is under way at a time, and
 * whoever asks what is about to be asked gets the same answer. An answer counts only where it was asked for after the
 * question, or after the moment that the caller names, so nobody is told what was true before he acted. Safe for many threads.
 */
final class SharedReads {

    /** How many reads may be under way where obshell takes its time; fewer than calls to one host, so that a cancel can go. */
    private static final int MOST_UNDER_WAY = 3;

    /** Whoever has not answered within this time takes his time. */
    private static final Duration QUICK = Duration.ofMillis(100);

    /** How old an answer may be that somebody else got. */
    private static final Duration RECENT = Duration.ofSeconds(1);

    /** How long nobody may want an answer before it is let go; longer than it is recent, however late somebody comes. */
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final Executor later;
    private final String salt = UUID.randomUUID().toString();
    private final Map<Question, Asked<?>> waiting = new LinkedHashMap<>();
    private final List<Asked<?>> underWay = new ArrayList<>();
    private final Map<Question, Asked<?>> answered = new LinkedHashMap<>();
    private Instant lastAnswer = Instant.MIN;
    private boolean sending;

    SharedReads() {
        this(CompletableFuture.delayedExecutor(KEPT.toSeconds(), TimeUnit.SECONDS, Runnable::run));
    }

    /** @param later runs what it is given when an answer is not recent any more */
    SharedReads(Executor later) {
        this.later = later;
    }

    /**
     * Who may share: nobody gets an answer that he could not have asked for himself.
     *
     * @param admission a digest of the password
     * @param terms     on what terms the answer comes
     * @param language  the language in which obshell phrases its errors
     */
    record Reader(String admission, HttpTransport.Terms terms, String language) {}

    /**
     * A question; the same one has the same answer.
     *
     * @param reader  who asks
     * @param request what is asked
     * @param type    what the answer is read as
     */
    record Question(Reader reader, ApiRequest request, JavaType type) {}

    /** {@return who reads with this password, over such connections, in this language} */
    Reader reader(ObshellPassword password, HttpTransport.Terms terms, String language) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt.getBytes(StandardCharsets.UTF_8));
            sha256.update(password.kind().name().getBytes(StandardCharsets.UTF_8));
            byte[] digest = sha256.digest(password.value().getBytes(StandardCharsets.UTF_8));
            return new Reader(HexFormat.of().formatHex(digest), terms, language);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    /**
     * Asks, or shares the answer.
     *
     * @param question what is asked
     * @param since    an answer that was asked for after this, and within the last second, will do; null for one that is
     *                 asked for from now on
     * @param clock    the local clock
     * @param send     asks obshell
     * @return the answer
     */
    <T> CompletableFuture<T> read(
            Question question, @Nullable Instant since, Clock clock, Supplier<CompletableFuture<T>> send) {
        Asked<?> asked;
        synchronized (this) {
            Instant now = clock.instant();
            forget(now);
            asked = known(question, since, now);
            if (asked == null) {
                asked = new Asked<>(question, send);
                waiting.put(question, asked);
            }
        }
        sendNext(clock);
        return answer(asked);
    }

    /** The question holds the type of the answer. */
    @SuppressWarnings("unchecked")
    private static <T> CompletableFuture<T> answer(Asked<?> asked) {
        return (CompletableFuture<T>) asked.answer;
    }

    @Nullable
    private Asked<?> known(Question question, @Nullable Instant since, Instant now) {
        if (since != null) {
            for (Asked<?> asked : underWay) {
                if (asked.question.equals(question) && asked.isSentWithin(since, now)) {
                    return asked;
                }
            }
            Asked<?> asked = answered.get(question);
            if (asked != null && asked.isSentWithin(since, now)) {
                return asked;
            }
        }
        return waiting.get(question);
    }

    private void forget(Instant now) {
        answered.values().removeIf(asked -> !asked.isRecent(now));
    }

    /** Sends what may be sent; one thread at a time, so that reads that end at once do not pile up on its stack. */
    private void sendNext(Clock clock) {
        synchronized (this) {
            if (sending) {
                return;
            }
            sending = true;
        }
        for (Asked<?> next = next(clock); next != null; next = next(clock)) {
            Asked<?> sent = next;
            sent.send().whenComplete((result, error) -> ended(sent, result, error, clock));
        }
    }

    @Nullable
    private synchronized Asked<?> next(Clock clock) {
        Instant now = clock.instant();
        boolean idle = underWay.isEmpty();
        boolean slow = !idle
                && underWay.size() < MOST_UNDER_WAY
                && underWay.get(underWay.size() - 1).isSlow(now);
        if (waiting.isEmpty() || !idle && !slow) {
            sending = false;
            return null;
        }
        Asked<?> next = waiting.values().iterator().next();
        waiting.remove(next.question);
        underWay.add(next);
        next.sentAt = now;
        return next;
    }

    private void ended(Asked<?> asked, @Nullable Object result, @Nullable Throwable error, Clock clock) {
        List<Asked<?>> alike = new ArrayList<>(List.of(asked));
        Instant now = clock.instant();
        synchronized (this) {
            underWay.remove(asked);
            if (!isSilence(error)) {
                lastAnswer = now;
                answered.put(asked.question, asked);
            } else if (asked.isSlow(now) && !lastAnswer.isAfter(asked.sentAt)) {
                // Else each of those who wait would find out after as long a time.
                alike.addAll(waiting.values());
                waiting.clear();
            }
        }
        forgetLater(asked);
        alike.forEach(each -> each.end(result, error));
        sendNext(clock);
    }

    /** An answer can be large, and the question holds the key of a client certificate: neither waits for the next read. */
    private void forgetLater(Asked<?> asked) {
        // Many answers to one question can come meanwhile; only the last one is kept.
        WeakReference<Asked<?>> kept = new WeakReference<>(asked);
        later.execute(() -> {
            Asked<?> old = kept.get();
            if (old != null) {
                forget(old);
            }
        });
    }

    private synchronized void forget(Asked<?> old) {
        answered.remove(old.question, old);
    }

    private static boolean isSilence(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof UnreachableException;
    }

    /** A question on its way to its answer. */
    private static final class Asked<T> {

        private final Question question;
        private Supplier<CompletableFuture<T>> send;
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private Instant sentAt;

        Asked(Question question, Supplier<CompletableFuture<T>> send) {
            this.question = question;
            this.send = send;
        }

        CompletableFuture<T> send() {
            Supplier<CompletableFuture<T>> sent = send;
            // It holds the password.
            send = null;
            try {
                return sent.get();
            } catch (RuntimeException | Error e) {
                // Else nothing would be sent any more.
                return CompletableFuture.failedFuture(e);
            }
        }

        @SuppressWarnings("unchecked")
        void end(@Nullable Object result, @Nullable Throwable error) {
            if (error == null) {
                answer.complete((T) result);
            } else {
                answer.completeExceptionally(error);
            }
        }

        boolean isSlow(Instant now) {
            return !now.isBefore(sentAt.plus(QUICK));
        }

        /** A clock that was put back makes nothing recent. */
        boolean isRecent(Instant now) {
            return !now.isBefore(sentAt) && !now.isAfter(sentAt.plus(RECENT));
        }

        boolean isSentWithin(Instant since, Instant now) {
            return sentAt.isAfter(since) && isRecent(now);
        }
    }
}
