package io.jenkins.plugins.obshell.step.driver;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.Terminator;
import hudson.model.listeners.ItemListener;
import hudson.security.ACL;
import hudson.util.ClassLoaderSanityThreadFactory;
import hudson.util.DaemonThreadFactory;
import hudson.util.NamingThreadFactory;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import jenkins.security.ImpersonatingScheduledExecutorService;
import jenkins.util.Timer;

/**
 * The threads on which operations take their turns. Turns are short and never wait for obshell, so a few threads serve any
 * number of builds; the timer that all of Jenkins shares is left alone.
 */
@Extension
public final class TurnThreads extends ItemListener implements TurnScheduler {

    private static final int THREADS = 4;

    /** A controller can have a thousand operations to go on with. */
    private static final Duration SPREAD = Duration.ofSeconds(10);

    private final ScheduledExecutorService threads;
    private final SecureRandom random = new SecureRandom();
    private volatile boolean closing;

    /** Makes the pool; its threads are started when they are needed and end when they are idle. */
    public TurnThreads() {
        ThreadFactory factory = new NamingThreadFactory(
                new ClassLoaderSanityThreadFactory(new DaemonThreadFactory()), TurnThreads.class.getName());
        threads = new ImpersonatingScheduledExecutorService(pool(factory), ACL.SYSTEM2);
    }

    /**
     * @param factory makes the threads
     * @return the pool, without what Jenkins wraps around it
     */
    static ScheduledExecutorService pool(ThreadFactory factory) {
        ScheduledThreadPoolExecutor pool = new ScheduledThreadPoolExecutor(THREADS, factory);
        pool.setKeepAliveTime(1, TimeUnit.MINUTES);
        pool.allowCoreThreadTimeOut(true);
        pool.setRemoveOnCancelPolicy(true);
        return pool;
    }

    /** {@return the one of this controller} */
    public static TurnThreads get() {
        return ExtensionList.lookupSingleton(TurnThreads.class);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, Duration wait) {
        return threads.schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public ScheduledFuture<?> scheduleApart(Runnable task, Duration wait) {
        return Timer.get().schedule(task, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Duration spreadAfterRestart() {
        return Duration.ofMillis(random.nextInt((int) SPREAD.toMillis()));
    }

    @Override
    public Clock clock() {
        return Clock.systemUTC();
    }

    @Override
    public Executor threads() {
        return threads;
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    /** Terminators run later than this, and Jenkins calls itself terminating later still. */
    @Override
    public void onBeforeShutdown() {
        closing = true;
    }

    /** Ends the threads when the controller goes down. */
    @Terminator
    public static void close() {
        TurnThreads scheduler = get();
        scheduler.closing = true;
        scheduler.threads.shutdownNow();
    }
}
