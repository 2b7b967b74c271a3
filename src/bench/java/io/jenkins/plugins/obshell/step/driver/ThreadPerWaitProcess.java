package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.Load;
import io.jenkins.plugins.obshell.bench.SimulatorProcess;
import io.jenkins.plugins.obshell.bench.Usage;
import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.EndpointDirectory;
import io.jenkins.plugins.obshell.client.HttpTransport;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.crypto.ObshellPassword;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The baseline: a thread for each wait, as a {@code SynchronousNonBlockingStepExecution} has it, that asks for the DAG with
 * its details as the SDKs do, but as seldom as the plugin does.
 */
final class ThreadPerWaitProcess {

    private static final int INTERVAL_SECONDS = 15;
    private static final int WINDOW_SECONDS = 15;

    private ThreadPerWaitProcess() {}

    /**
     * Tells a {@link Load}.
     *
     * @param arguments the endpoints, one of each cluster; of each the DAGs; how many to wait for
     */
    public static void main(String[] arguments) {
        String[] clusters = arguments[0].split(",");
        String[] dags = arguments[1].split(";");
        int size = Integer.parseInt(arguments[2]);
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(size);
        OkHttpClient http = new OkHttpClient.Builder().dispatcher(dispatcher).build();
        List<Double> lateness = new ArrayList<>();
        Usage usage = new Usage();
        long heap = Usage.heap();
        for (int i = 0; i < size; i++) {
            String endpoint = clusters[i % clusters.length];
            String dag = dags[i % clusters.length].split(",")[i / clusters.length];
            Thread thread = new Thread(() -> follow(client(http, endpoint), dag, lateness), "wait-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        Usage.pause(2 * INTERVAL_SECONDS);
        synchronized (lateness) {
            lateness.clear();
        }
        double cpu = Usage.cpuSeconds();
        long begin = System.nanoTime();
        Usage.pause(WINDOW_SECONDS);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double share = (Usage.cpuSeconds() - cpu) / seconds;
        List<Double> sorted;
        synchronized (lateness) {
            sorted = lateness.stream().sorted().toList();
            lateness.clear();
        }
        System.out.println(new Load(
                        size,
                        usage.newThreads().size(),
                        Set.of(),
                        (Usage.heap() - heap) / (double) size,
                        share,
                        sorted.get(sorted.size() - 1),
                        sorted.get((int) (sorted.size() * 0.99)),
                        sorted.size() / seconds,
                        0)
                .line());
        System.exit(0);
    }

    private static ObshellClient client(OkHttpClient http, String endpoint) {
        return new ObshellClient(
                new HttpTransport(http, Duration.ofSeconds(5), Duration.ofSeconds(30), Clock.systemUTC()),
                new EndpointDirectory(List.of(Endpoint.parse(endpoint))),
                () -> new ObshellPassword(PasswordKind.ROOT_SYS, SimulatorProcess.PASSWORD),
                Locale.ENGLISH);
    }

    private static void follow(ObshellClient client, String dag, List<Double> lateness) {
        Usage.pause(ThreadLocalRandom.current().nextDouble(INTERVAL_SECONDS));
        while (true) {
            long begin = System.nanoTime();
            client.dag(dag, true).join();
            synchronized (lateness) {
                lateness.add((System.nanoTime() - begin) / 1e9);
            }
            Usage.pause(INTERVAL_SECONDS);
        }
    }
}
