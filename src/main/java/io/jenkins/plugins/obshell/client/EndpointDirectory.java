package io.jenkins.plugins.obshell.client;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What is known about the endpoints of one cluster: their keys, their clock offsets, which one answered last, and the reads
 * in flight. Shared by all callers of the cluster, and safe for many threads.
 */
public final class EndpointDirectory {

    /** More than a badly kept clock is off. A response over plain http can name any time. */
    private static final Duration MOST_CLOCK_OFFSET = Duration.ofDays(7);

    private final List<Endpoint> endpoints;
    private final Map<Endpoint, AgentKey> keys = new ConcurrentHashMap<>();
    private final Map<Endpoint, Duration> clockOffsets = new ConcurrentHashMap<>();
    private final AtomicReference<Endpoint> lastAnswered = new AtomicReference<>();
    private final SharedReads reads = new SharedReads();
    private final byte[] salt = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);

    /** @param endpoints the endpoints of one cluster, at least one; the first is called first */
    public EndpointDirectory(@NonNull List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException(Messages.EndpointDirectory_empty());
        }
        this.endpoints = List.copyOf(endpoints);
    }

    /** {@return the endpoints in the order in which they were given} */
    public List<Endpoint> endpoints() {
        return endpoints;
    }

    /**
     * Reports how far the clock of an endpoint is ahead.
     *
     * @param endpoint one of the endpoints
     * @return its clock minus the local one, however far off; zero while unknown
     */
    public Duration clockOffset(@NonNull Endpoint endpoint) {
        return clockOffsets.getOrDefault(endpoint, Duration.ZERO);
    }

    /**
     * {@return the clock offsets of the endpoints that have answered, without those of more than a week; empty before the
     * first answer}
     */
    public List<Duration> clockOffsets() {
        return clockOffsets.values().stream()
                .filter(EndpointDirectory::isPlausible)
                .toList();
    }

    /** {@return whether a clock may be that far off by mistake: up to a week} */
    static boolean isPlausible(Duration offset) {
        return offset.abs().compareTo(MOST_CLOCK_OFFSET) <= 0;
    }

    /** The endpoints in the order in which to call them: the one that answered last, then the others. */
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

    /** {@return the reads in flight, which the callers of this cluster share} */
    SharedReads reads() {
        return reads;
    }

    /** {@return a salted digest by which a password is recognized without being kept} */
    String digest(ObshellPassword password) {
        byte[] value = password.value().getBytes(StandardCharsets.UTF_8);
        try {
            return Sha256.hex(salt, password.kind().name().getBytes(StandardCharsets.UTF_8), value);
        } finally {
            Arrays.fill(value, (byte) 0);
        }
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
