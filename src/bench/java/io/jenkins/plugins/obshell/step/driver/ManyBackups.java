package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.Child;
import io.jenkins.plugins.obshell.bench.Load;
import io.jenkins.plugins.obshell.bench.Row;
import io.jenkins.plugins.obshell.bench.Section;
import io.jenkins.plugins.obshell.bench.SimulatorProcess;
import java.util.List;

/** The cost of waiting for thousands of backups at once on one controller. */
public final class ManyBackups {

    private static final int CLUSTERS = 100;
    private static final int TENANTS = 50;
    private static final int BACKUPS = CLUSTERS * TENANTS;
    /** Four for the turns, and one for each of at most 64 calls in flight. */
    private static final int MOST_THREADS = 4 + 64;

    private static final int MOST_STORED = 4 * 1024;

    private ManyBackups() {}

    /** {@return the cost while they wait} */
    public static Section waiting() {
        Load plugin;
        Load baseline;
        try (Child simulator = new Child(SimulatorProcess.class, CLUSTERS, TENANTS)) {
            String endpoints = simulator.line();
            try (Child controller = new Child(WaitingProcess.class, endpoints, BACKUPS)) {
                plugin = Load.of(controller.line());
            }
            try (Child threads = new Child(ThreadPerWaitProcess.class, endpoints, simulator.ask("dags"), BACKUPS)) {
                baseline = Load.of(threads.line());
            }
        }
        return new Section(
                "%,d backups at once".formatted(BACKUPS),
                "The real drivers, turn threads and HTTP client with default settings, without Jenkins, in one process; "
                        + CLUSTERS + " simulated clusters with " + TENANTS + " tenants each in another. Each backup is"
                        + " started and followed by its own operation. Threads and heap are what the process did not have"
                        + " before. Processor time is measured in windows of 15 s until three in a row differ by at most"
                        + " 5 %. The baseline has one thread per backup, which reads the DAG with its details every 15 s.",
                List.of(
                        new Row(
                                "threads",
                                threads(plugin),
                                threads(baseline),
                                "<= " + MOST_THREADS,
                                plugin.threads() <= MOST_THREADS),
                        new Row("heap of a backup", heap(plugin), heap(baseline)),
                        new Row("processor time, as a part of one core", cpu(plugin), cpu(baseline)),
                        new Row("reads per second", looks(plugin), looks(baseline)),
                        new Row(
                                "stored state of a backup",
                                "%,d bytes".formatted(plugin.storedBytes()),
                                Row.NONE,
                                "<= 4 KiB",
                                plugin.storedBytes() <= MOST_STORED)));
    }

    private static String threads(Load load) {
        String shared = String.join(", ", load.sharedThreads());
        return "%,d".formatted(load.threads()) + (shared.isEmpty() ? "" : ", and those of OkHttp: " + shared);
    }

    private static String heap(Load load) {
        return Row.number(load.heapBytes() / 1024) + " KiB";
    }

    private static String cpu(Load load) {
        return Row.number(100 * load.cpuShare()) + " %" + (load.hasSettled() ? "" : " (did not settle)");
    }

    private static String looks(Load load) {
        return Row.number(load.looksPerSecond());
    }
}
