package io.jenkins.plugins.obshell.step.driver;

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

/** A controller, less Jenkins, on which more and more builds make backups and wait for them. */
final class WaitingProcess {

    private static final int FIRST = 100;
    private static final int WINDOW_SECONDS = 15;

    private final Usage usage = new Usage();
    private final Controller controller = new Controller(true);
    private final List<WaitingBackup> backups = new ArrayList<>();
    private final String[] clusters;
    private long heap;

    private WaitingProcess(String[] clusters) {
        this.clusters = clusters;
    }

    /**
     * Tells a {@link Load} for each size.
     *
     * @param arguments the endpoints, one of each cluster, then the sizes
     */
    public static void main(String[] arguments) throws IOException {
        WaitingProcess process = new WaitingProcess(arguments[0].split(","));
        process.grow(FIRST);
        process.heap = Usage.heap();
        for (int i = 1; i < arguments.length; i++) {
            int before = process.backups.size();
            process.grow(Integer.parseInt(arguments[i]));
            System.out.println(process.load(before).line());
        }
        System.exit(0);
    }

    private void grow(int size) {
        List<WaitingBackup> added = new ArrayList<>();
        while (backups.size() < size) {
            int number = backups.size();
            WaitingBackup backup = new WaitingBackup(
                    controller, clusters[number % clusters.length], SimulatorProcess.tenant(number / clusters.length));
            backups.add(backup);
            added.add(backup);
            backup.begin();
        }
        while (!added.stream().allMatch(WaitingBackup::isFollowing)) {
            Usage.pause(0.5);
        }
        Usage.pause(WINDOW_SECONDS);
    }

    /** The heap of each is that of those that were added. */
    private Load load(int before) throws IOException {
        controller.lateness();
        double cpu = Usage.cpuSeconds();
        long begin = System.nanoTime();
        int ours = 0;
        Set<String> others = new TreeSet<>();
        for (int second = 0; second < WINDOW_SECONDS; second++) {
            Usage.pause(1);
            List<String> names = usage.newThreads();
            List<String> shared = names.stream().filter(name -> !isOurs(name)).toList();
            ours = Math.max(ours, names.size() - shared.size());
            others.addAll(shared);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        double share = (Usage.cpuSeconds() - cpu) / seconds;
        List<Double> lateness = controller.lateness();
        int stored = 0;
        for (WaitingBackup backup : backups) {
            stored = Math.max(stored, size(backup.stored()));
        }
        int looks = lateness.size();
        double latest = lateness.get(looks - 1);
        double mostly = lateness.get((int) (looks * 0.99));
        lateness = List.of();
        long heapBefore = heap;
        heap = Usage.heap();
        double heapOfEach = (heap - heapBefore) / (double) (backups.size() - before);
        return new Load(backups.size(), ours, others, heapOfEach, share, latest, mostly, looks / seconds, stored);
    }

    /** While a call runs on a thread, OkHttp names it after the call. */
    private static boolean isOurs(String thread) {
        return thread.startsWith("obshell-") || thread.startsWith("OkHttp http");
    }

    /** As the state of a Pipeline holds it; a build holds the same texts. */
    private static int size(StoredOperation operation) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(operation);
        }
        return bytes.size();
    }
}
