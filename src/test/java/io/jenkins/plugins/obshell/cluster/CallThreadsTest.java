package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many threads calls have, by a clock that the test turns. */
class CallThreadsTest {

    private final AtomicLong now = new AtomicLong();
    private final Set<Thread> used = ConcurrentHashMap.newKeySet();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CallThreads threads = new CallThreads(2, 5, Thread::new, now::get);

    @AfterEach
    void close() {
        answer.countDown();
        threads.shutdownNow();
    }

    private void hang() {
        CountDownLatch begun = new CountDownLatch(1);
        threads.execute(() -> {
            begun.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await(begun);
    }

    private CountDownLatch quick() {
        CountDownLatch done = new CountDownLatch(1);
        threads.execute(() -> {
            used.add(Thread.currentThread());
            done.countDown();
        });
        return done;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void howeverManyQuickCallsThereAreTheyShareAFewThreads() {
        CountDownLatch last = null;
        for (int i = 0; i < 1000; i++) {
            last = quick();
        }
        await(last);
        assertTrue(used.size() <= 2, used.size() + " threads");
    }

    @Test
    void slowCallsKeepNoQuickOneWaiting() {
        hang();
        hang();
        now.addAndGet(Duration.ofMillis(100).toNanos());

        await(quick());
    }

    @Test
    void thereAreNeverMoreThreadsThanAllowed() {
        for (int i = 0; i < 5; i++) {
            hang();
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        CountDownLatch waiting = quick();

        assertEquals(5, threads.getPoolSize());
        assertEquals(1, waiting.getCount());
        answer.countDown();
        await(waiting);
    }

    @Test
    void onceAllIsQuickAgainThereAreFew() {
        for (int i = 0; i < 4; i++) {
            hang();
            now.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertEquals(4, threads.getPoolSize());
        answer.countDown();
        while (threads.getActiveCount() > 0) {
            Thread.onSpinWait();
        }

        await(quick());

        while (threads.getPoolSize() > 2) {
            Thread.onSpinWait();
        }
    }
}
