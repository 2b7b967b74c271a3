package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is known of the endpoints of one cluster: their keys, how far their clocks are off, and which answered last; and the
 * reads that are under way. Shared by all who call that cluster, and safe for many threads.
 */
public final class EndpointDirectory {

    /** More than any clock that is only kept badly. An answer over plain http can name any time. */
    private static final Duration MOST_CLOCK_OFFSET = Duration.ofDays(7);

    private final List<Endpoint> endpoints;
    private final Map<Endpoint, AgentKey> keys = new ConcurrentHashMap<>();
    private final Map<Endpoint, Duration> clockOffsets = new ConcurrentHashMap<>();
    private final AtomicReference<Endpoint> lastAnswered = new AtomicReference<>();
    private final SharedReads reads;

    /**
     * @param endpoints the endpoints of one cluster, at least one; the first is asked first
     */
    public EndpointDirectory(@NonNull List<Endpoint> endpoints) {
        this(endpoints, new SharedReads());
    }

    /**
     * @param endpoints the endpoints of one cluster, at least one; the first is asked first
     * @param reads     what those who call it share of their reads
     */
    EndpointDirectory(List<Endpoint> endpoints, SharedReads reads) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException(Messages.EndpointDirectory_empty());
        }
        this.endpoints = List.copyOf(endpoints);
        this.reads = reads;
    }

    /** {@return the endpoints in the order in which they were given} */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * @param endpoint one of the endpoints
     * @return its clock less ours as it says, however far off; zero while unknown
     */
    public Duration clockOffset(@NonNull Endpoint endpoint) {
        return clockOffsets.getOrDefault(endpoint, Duration.ZERO);
    }

    /**
     * {@return how far the clocks of those endpoints that have answered are ahead of ours, but for those that are more than a
     * week off; empty before the first answer}
     */
    public List<Duration> clockOffsets() {
        return clockOffsets.values().stream()
                .filter(EndpointDirectory::isPlausible)
                .toList();
    }

    /**
     * {@return how far the clock of the endpoint that answered last is ahead of ours; empty before the first answer, and where
     * it is more than a week off}
     */
    public Optional<Duration> latestClockOffset() {
        return Optional.ofNullable(lastAnswered.get()).map(clockOffsets::get).filter(EndpointDirectory::isPlausible);
    }

    /** Whether a clock that is so far off may be one that somebody has set; up to a week it may. */
    static boolean isPlausible(Duration offset) {
        return offset.abs().compareTo(MOST_CLOCK_OFFSET) <= 0;
    }

    /** The endpoints in the order in which to ask them: the one that answered last, then the others. */
    List<Endpoint> inOrder() {
        Endpoint first = lastAnswered.get();
        if (first == null) {
            return endpoints;
        }
        List<Endpoint> order = new ArrayList<>(endpoints);
        order.remove(first);
        order.add(0, first);
        return order;
    }

    void answered(Endpoint endpoint) {
        lastAnswered.set(endpoint);
    }

    /** {@return what those who call this cluster share of their reads} */
    SharedReads reads() {
        return reads;
    }

    @Nullable
    AgentKey key(Endpoint endpoint) {
        return keys.get(endpoint);
    }

    void learnKey(Endpoint endpoint, AgentKey key) {
        keys.put(endpoint, key);
    }

    void forgetKey(Endpoint endpoint, AgentKey key) {
        keys.remove(endpoint, key);
    }

    void learnClockOffset(Endpoint endpoint, Duration offset) {
        clockOffsets.put(endpoint, offset);
    }
}
