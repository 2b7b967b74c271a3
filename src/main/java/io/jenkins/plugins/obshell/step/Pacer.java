package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps the looks at one cluster apart, so that a thousand builds that go on after a restart do not all ask at once. Time is
 * cut into slots, and each slot of a cluster is given away once. Safe for many threads.
 */
final class Pacer {

    /** Forty looks a second, most of which are one request. */
    static final Duration SLOT = Duration.ofMillis(25);

    private static final int SLOTS_BEFORE_FORGETTING = 4096;
    private static final int CLUSTERS_BEFORE_FORGETTING = 256;

    private final LongSupplier millis;
    private final Map<String, Calendar> calendars = new HashMap<>();

    /**
     * @param millis a time that never goes back, in milliseconds
     */
    Pacer(@NonNull LongSupplier millis) {
        this.millis = millis;
    }

    /**
     * Takes a slot.
     *
     * @param cluster what tells the cluster from others
     * @param wait    how long to wait at least, zero or more
     * @return how long to wait
     */
    @NonNull
    synchronized Duration pace(@NonNull String cluster, @NonNull Duration wait) {
        long now = millis.getAsLong();
        if (calendars.size() > CLUSTERS_BEFORE_FORGETTING) {
            calendars.values().removeIf(calendar -> calendar.isPast(now / SLOT.toMillis()));
        }
        long at = now + wait.toMillis();
        long slot = calendars
                .computeIfAbsent(cluster, ignored -> new Calendar())
                .take(now / SLOT.toMillis(), at / SLOT.toMillis());
        return Duration.ofMillis(Math.max(at, slot * SLOT.toMillis()) - now);
    }

    /** The slots of one cluster. */
    private static final class Calendar {

        private BitSet taken = new BitSet();
        private long first;

        long take(long now, long wanted) {
            if (taken.isEmpty()) {
                first = now;
            } else if (now - first > SLOTS_BEFORE_FORGETTING) {
                taken = isPast(now) ? new BitSet() : taken.get((int) (now - first), taken.length());
                first = now;
            }
            int free = taken.nextClearBit((int) (wanted - first));
            taken.set(free);
            return first + free;
        }

        boolean isPast(long now) {
            return first + taken.length() <= now;
        }
    }
}
