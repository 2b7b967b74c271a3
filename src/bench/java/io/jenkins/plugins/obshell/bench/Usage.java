package io.jenkins.plugins.obshell.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** The threads, heap and processor time of this process. */
public final class Usage {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private final Set<Long> before = new HashSet<>();

    /** Remembers the threads that exist now, which do not count. */
    public Usage() {
        threads().forEach(thread -> before.add(thread.getId()));
    }

    /** {@return the names of the live threads that were started since} */
    public List<String> newThreads() {
        return threads().stream()
                .filter(thread -> !before.contains(thread.getId()))
                .map(Thread::getName)
                .collect(Collectors.toList());
    }

    /** {@return the bytes of heap in use after a garbage collection} */
    public static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** {@return the processor time of this process so far, in seconds} */
    public static double cpuSeconds() {
        return SYSTEM.getProcessCpuTime() / 1e9;
    }

    /** Waits for so many seconds. */
    public static void pause(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static List<Thread> threads() {
        ThreadGroup all = Thread.currentThread().getThreadGroup();
        while (all.getParent() != null) {
            all = all.getParent();
        }
        Thread[] found = new Thread[all.activeCount() * 2 + 64];
        return Arrays.asList(found).subList(0, all.enumerate(found));
    }
}
