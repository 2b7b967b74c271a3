package io.jenkins.plugins.obshell.step.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How the looks at a cluster are kept apart, by a clock that the test turns. */
class PacerTest {

    private static final int MOST_A_SECOND = 50;

    private final AtomicLong now = new AtomicLong(1_234_567);
    private final Pacer pacer = new Pacer(now::get);
    private int tenants;

    /** When somebody looks at something that nobody else looks at. */
    private long at(String cluster, Duration wait) {
        return now.get() + pace(cluster, wait).toMillis();
    }

    private Duration pace(String cluster, Duration wait) {
        return pacer.pace(cluster, "tenant" + tenants++, wait);
    }

    private static void assertNoBurst(List<Long> looks) {
        List<Long> sorted = looks.stream().sorted().toList();
        for (int i = MOST_A_SECOND; i < sorted.size(); i++) {
            assertTrue(sorted.get(i) - sorted.get(i - MOST_A_SECOND) >= 1000, "a burst at " + sorted.get(i));
        }
    }

    @Test
    void whoeverIsAloneWaitsNoLonger() {
        assertEquals(Duration.ZERO, pace("prod", Duration.ZERO));
        assertEquals(Duration.ofSeconds(15), pace("prod", Duration.ofSeconds(15)));
    }

    @Test
    void aThousandThatGoOnAfterARestartDoSoWithinHalfAMinuteAndWithoutABurst() {
        List<Long> looks = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            looks.add(at("prod", Duration.ZERO));
        }
        assertNoBurst(looks);
        long last = looks.stream().mapToLong(Long::longValue).max().orElseThrow();
        assertTrue(last - now.get() <= 30_000, last - now.get() + " ms");
    }

    @Test
    void theirFurtherLooksMakeNoBurstEither() {
        PriorityQueue<Long> due = new PriorityQueue<>();
        for (int i = 0; i < 1000; i++) {
            due.add(at("prod", Duration.ZERO));
        }
        List<Long> looks = new ArrayList<>();
        long end = now.get() + 300_000;
        while (due.peek() < end) {
            now.set(due.poll());
            looks.add(now.get());
            due.add(at("prod", Duration.ofSeconds(15)));
        }
        assertNoBurst(looks);
        assertTrue(looks.size() > 11_000, looks.size() + " looks");
    }

    @Test
    void oneClusterDoesNotWaitForAnother() {
        for (int i = 0; i < 100; i++) {
            pace("prod", Duration.ZERO);
        }
        assertEquals(Duration.ZERO, pace("test", Duration.ZERO));
    }

    @Test
    void whatIsPastIsForgotten() {
        for (int i = 0; i < 100; i++) {
            pace("prod", Duration.ofMinutes(59));
        }
        now.addAndGet(Duration.ofMinutes(58).toMillis());
        assertTrue(pace("prod", Duration.ofMinutes(1)).compareTo(Duration.ofMinutes(1)) > 0);
        now.addAndGet(Duration.ofMinutes(10).toMillis());
        assertEquals(Duration.ZERO, pace("prod", Duration.ZERO));
        for (int i = 0; i < 1000; i++) {
            assertEquals(Duration.ZERO, pace("cluster " + i, Duration.ZERO));
        }
    }

    @Test
    void thoseWhoLookAtTheSameLookTogetherOnceTheyHaveMet() {
        PriorityQueue<Look> due = new PriorityQueue<>(Comparator.comparingLong(Look::at));
        for (int i = 0; i < 10; i++) {
            // Each has a mind of its own about how long to wait.
            Duration wait = Duration.ofMillis(15_000 - 150L * i);
            due.add(new Look(
                    wait, now.get() + pacer.pace("prod", "tenant", wait).toMillis()));
        }
        List<Long> looks = new ArrayList<>();
        long end = now.get() + 600_000;
        while (due.peek().at() < end) {
            Look look = due.poll();
            now.set(look.at());
            looks.add(look.at());
            due.add(new Look(
                    look.pause(),
                    now.get() + pacer.pace("prod", "tenant", look.pause()).toMillis()));
        }
        assertTrue(looks.size() > 390, looks.size() + " looks");
        long rounds = looks.stream().distinct().count();
        assertTrue(rounds <= 90, rounds + " rounds");
    }

    @Test
    void nobodyWaitsMuchLongerOrShorterForAnother() {
        pacer.pace("prod", "tenant", Duration.ofSeconds(16));
        assertEquals(Duration.ofSeconds(2), pacer.pace("prod", "tenant", Duration.ofSeconds(2)));
        assertEquals(Duration.ofSeconds(20), pacer.pace("prod", "tenant", Duration.ofSeconds(20)));
    }

    private record Look(Duration pause, long at) {}
}
