package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.CpuShare;
import io.jenkins.plugins.obshell.bench.Load;
import io.jenkins.plugins.obshell.bench.SimulatorProcess;
import io.jenkins.plugins.obshell.bench.Usage;
import io.jenkins.plugins.obshell.build.StoredOperation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/** A controller, without Jenkins, on which many builds make backups and wait for them. */
final class WaitingProcess {

    /** These come first, so that what a controller has once does not count as heap of a backup. */
    private static final int FIRST = 100;

    private final Usage usage = new Usage();
    private final Controller controller = new Controller();
    private final List<WaitingBackup> backups = new ArrayList<>();
    private final Set<String> sharedThreads = new TreeSet<>();
    private final String[] clusters;
    private int threads;

    private WaitingProcess(String[] clusters) {
        this.clusters = clusters;
    }

    /**
     * Prints a {@link Load}.
     *
     * @param arguments the endpoints, one of each cluster, and the number of backups
     */
    public static void main(String[] arguments) throws IOException {
        WaitingProcess process = new WaitingProcess(arguments[0].split(","));
        System.out.println(process.load(Integer.parseInt(arguments[1])).line());
        System.exit(0);
    }

    private Load load(int size) throws IOException {
        grow(FIRST);
        long heap = Usage.heap();
        grow(size);
        CpuShare cpu = CpuShare.settled(countingThreads());
        double heapBytes = (Usage.heap() - heap) / (double) (size - FIRST);
        int stored = 0;
        for (WaitingBackup backup : backups) {
            stored = Math.max(stored, size(backup.stored()));
        }
        return new Load(
                size, threads, sharedThreads, heapBytes, cpu.share(), cpu.hasSettled(), cpu.perSecond(), stored);
    }

    private void grow(int size) {
        while (backups.size() < size) {
            int number = backups.size();
            WaitingBackup backup = new WaitingBackup(
                    controller, clusters[number % clusters.length], SimulatorProcess.tenant(number / clusters.length));
            backups.add(backup);
            backup.begin();
        }
        while (!backups.stream().allMatch(WaitingBackup::isFollowing)) {
            Usage.pause(0.5);
        }
    }

    /** {@return counts the turns, and looks at the threads whenever it does} */
    private LongSupplier countingThreads() {
        return () -> {
            List<String> names = usage.newThreads();
            List<String> shared = names.stream().filter(name -> !isOurs(name)).toList();
            threads = Math.max(threads, names.size() - shared.size());
            sharedThreads.addAll(shared);
            return controller.looks();
        };
    }

    /** While a call runs on a thread, OkHttp names the thread after the call. */
    private static boolean isOurs(String thread) {
        return thread.startsWith("obshell-") || thread.startsWith("OkHttp http");
    }

    /** {@return the size in the state of a Pipeline; a build stores the same texts} */
    private static int size(StoredOperation operation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(operation);
        }
        return bytes.size();
    }
}
