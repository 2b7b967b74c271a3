package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The reads of one cluster that are in flight, so that callers who ask the same share an answer. A caller never sees state
 * older than the moment that it names, which is its last write or turn. Safe for many threads.
 */
final class SharedReads {

    private final Map<Key<?>, Read<?>> inFlight = new ConcurrentHashMap<>();

    /**
     * What must be equal for an answer to be shared: a caller never gets an answer that it could not have got itself.
     *
     * @param password a digest of the password
     * @param trust    whom the caller trusts
     * @param language the language of obshell's errors
     * @param request  what is read
     * @param type     what the data is read as
     * @param <T>      the type of the answer
     */
    record Key<T>(String password, TrustSnapshot trust, String language, ApiRequest request, ResponseType<T> type) {}

    private record Read<T>(Instant sentAt, CompletableFuture<T> answer) {}

    /**
     * Reads, or waits for the answer to the same read.
     *
     * @param key   what is read, and by whom
     * @param since a read that was sent after this moment will do; null if none will
     * @param clock the local clock
     * @param send  sends the read
     * @return the answer
     */
    <T> CompletableFuture<T> read(
            Key<T> key, @Nullable Instant since, Clock clock, Supplier<CompletableFuture<T>> send) {
        // A key holds the type of its answer.
        @SuppressWarnings("unchecked")
        Read<T> sent = (Read<T>) inFlight.get(key);
        if (sent != null && since != null && sent.sentAt().isAfter(since)) {
            return sent.answer().copy();
        }
        Read<T> read = new Read<>(clock.instant(), send.get());
        inFlight.put(key, read);
        read.answer().whenComplete((result, error) -> inFlight.remove(key, read));
        return read.answer();
    }
}
