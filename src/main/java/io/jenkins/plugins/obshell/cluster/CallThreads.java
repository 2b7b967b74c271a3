package io.jenkins.plugins.obshell.cluster;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The threads on which calls wait for their answers: a few as long as obshells are quick, and one more for each call that
 * waits for a slow one, so that it keeps nobody else waiting.
 */
final class CallThreads extends ThreadPoolExecutor {

    private static final long QUICK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long IDLE_SECONDS = 30;

    private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
    private final int quick;
    private final int most;
    private final LongSupplier nanos;

    /**
     * @param quick   how many threads there are for quick calls
     * @param most    how many there may be with those for slow ones
     * @param factory makes the threads
     * @param nanos   a time that never goes back, in nanoseconds
     */
    CallThreads(int quick, int most, ThreadFactory factory, LongSupplier nanos) {
        super(quick, quick, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        this.quick = quick;
        this.most = most;
        this.nanos = nanos;
        allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable call) {
        long now = nanos.getAsLong();
        int slow = (int) begun.values().stream()
                .filter(begin -> now - begin >= QUICK_NANOS)
                .count();
        resize(Math.min(most, quick + slow));
        super.execute(call);
    }

    /** Those beyond the maximum end as soon as they are idle. */
    private synchronized void resize(int wanted) {
        if (wanted > getMaximumPoolSize()) {
            setMaximumPoolSize(wanted);
            setCorePoolSize(wanted);
        } else if (wanted < getMaximumPoolSize()) {
            setCorePoolSize(wanted);
            setMaximumPoolSize(wanted);
        }
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable call) {
        begun.put(thread, nanos.getAsLong());
    }

    @Override
    protected void afterExecute(Runnable call, Throwable failure) {
        begun.remove(Thread.currentThread());
    }
}
