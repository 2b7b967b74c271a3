package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps the looks at one cluster apart, so that a thousand builds that go on after a restart do not all ask at once. Time is
 * cut into slots, and each slot of a cluster is given away once. Only those who look at the same thing look together, since
 * they share the answer. Safe for many threads.
 */
public final class Pacer {

    /** Thirty-seven looks a second, most of which are one request; what is late must not make it more than fifty. */
    static final Duration SLOT = Duration.ofMillis(27);

    /** How much sooner one looks together with another: a part of its wait. */
    private static final int SOONER = 2;

    /** How much later: a part of its wait, and never more than this. */
    private static final int LATER = 8;

    private static final long LATEST_MILLIS = 1000;
    private static final int SUBJECTS_BEFORE_FORGETTING = 1024;
    private static final int SLOTS_BEFORE_FORGETTING = 4096;
    private static final int CLUSTERS_BEFORE_FORGETTING = 256;

    private final LongSupplier millis;
    private final Map<String, Calendar> calendars = new HashMap<>();

    /**
     * @param millis a time that never goes back, in milliseconds
     */
    public Pacer(@NonNull LongSupplier millis) {
        this.millis = millis;
    }

    /**
     * Takes a slot.
     *
     * @param cluster what tells the cluster from others
     * @param subject what of the cluster is looked at
     * @param wait    how long to wait, zero or more
     * @return how long to wait: until another is about to look at the same, if that is much the same time, else at least
     *         as long as asked
     */
    @NonNull
    public synchronized Duration pace(@NonNull String cluster, @NonNull String subject, @NonNull Duration wait) {
        long now = millis.getAsLong();
        if (calendars.size() > CLUSTERS_BEFORE_FORGETTING) {
            calendars.values().removeIf(calendar -> calendar.isPast(now / SLOT.toMillis()));
        }
        long at = now + wait.toMillis();
        Calendar calendar = calendars.computeIfAbsent(cluster, ignored -> new Calendar());
        Long together = calendar.looks.get(subject);
        if (together != null && together > now && isAbout(together, at, wait.toMillis())) {
            return Duration.ofMillis(together - now);
        }
        long slot = calendar.take(now / SLOT.toMillis(), at / SLOT.toMillis());
        long look = Math.max(at, slot * SLOT.toMillis());
        calendar.plan(subject, look, now);
        return Duration.ofMillis(look - now);
    }

    private static boolean isAbout(long look, long at, long wait) {
        return look >= at - wait / SOONER && look <= at + Math.min(wait / LATER, LATEST_MILLIS);
    }

    /** The slots of one cluster. */
    private static final class Calendar {

        /** When each thing is looked at next. */
        private final Map<String, Long> looks = new HashMap<>();

        private BitSet taken = new BitSet();
        private long first;

        void plan(String subject, long look, long now) {
            if (looks.size() > SUBJECTS_BEFORE_FORGETTING) {
                looks.values().removeIf(planned -> planned <= now);
            }
            looks.put(subject, look);
        }

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
