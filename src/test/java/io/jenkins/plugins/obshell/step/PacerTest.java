package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How the looks at a cluster are kept apart, by a clock that the test turns. */
class PacerTest {

    private static final int MOST_A_SECOND = 50;

    private final AtomicLong now = new AtomicLong(1_234_567);
    private final Pacer pacer = new Pacer(now::get);

    private long at(String cluster, Duration wait) {
        return now.get() + pacer.pace(cluster, wait).toMillis();
    }

    private static void assertNoBurst(List<Long> looks) {
        List<Long> sorted = looks.stream().sorted().toList();
        for (int i = MOST_A_SECOND; i < sorted.size(); i++) {
            assertTrue(sorted.get(i) - sorted.get(i - MOST_A_SECOND) >= 1000, "a burst at " + sorted.get(i));
        }
    }

    @Test
    void whoeverIsAloneWaitsNoLonger() {
        assertEquals(Duration.ZERO, pacer.pace("prod", Duration.ZERO));
        assertEquals(Duration.ofSeconds(15), pacer.pace("prod", Duration.ofSeconds(15)));
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
            pacer.pace("prod", Duration.ZERO);
        }
        assertEquals(Duration.ZERO, pacer.pace("test", Duration.ZERO));
    }

    @Test
    void whatIsPastIsForgotten() {
        for (int i = 0; i < 100; i++) {
            pacer.pace("prod", Duration.ofMinutes(59));
        }
        now.addAndGet(Duration.ofMinutes(58).toMillis());
        assertTrue(pacer.pace("prod", Duration.ofMinutes(1)).compareTo(Duration.ofMinutes(1)) > 0);
        now.addAndGet(Duration.ofMinutes(10).toMillis());
        assertEquals(Duration.ZERO, pacer.pace("prod", Duration.ZERO));
        for (int i = 0; i < 1000; i++) {
            assertEquals(Duration.ZERO, pacer.pace("cluster " + i, Duration.ZERO));
        }
    }
}
