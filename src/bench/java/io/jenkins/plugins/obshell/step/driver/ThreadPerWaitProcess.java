package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.CpuShare;
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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * The baseline: one thread per backup, as a {@code SynchronousNonBlockingStepExecution} has it. Each reads the DAG with its
 * details, as the SDKs do, but at the interval of the plugin.
 */
final class ThreadPerWaitProcess {

    private static final int INTERVAL_SECONDS = 15;

    private ThreadPerWaitProcess() {}

    /**
     * Prints a {@link Load}.
     *
     * @param arguments the endpoints, one of each cluster; the DAGs of each; the number of backups
     */
    public static void main(String[] arguments) {
        String[] clusters = arguments[0].split(",");
        String[] dags = arguments[1].split(";");
        int size = Integer.parseInt(arguments[2]);
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(size);
        OkHttpClient http = new OkHttpClient.Builder().dispatcher(dispatcher).build();
        LongAdder looks = new LongAdder();
        Usage usage = new Usage();
        long heap = Usage.heap();
        for (int i = 0; i < size; i++) {
            String endpoint = clusters[i % clusters.length];
            String dag = dags[i % clusters.length].split(",")[i / clusters.length];
            Thread thread = new Thread(() -> follow(client(http, endpoint), dag, looks), "wait-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        CpuShare cpu = CpuShare.settled(looks::sum);
        System.out.println(new Load(
                        size,
                        usage.newThreads().size(),
                        Set.of(),
                        (Usage.heap() - heap) / (double) size,
                        cpu.share(),
                        cpu.hasSettled(),
                        cpu.perSecond(),
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

    private static void follow(ObshellClient client, String dag, LongAdder looks) {
        Usage.pause(ThreadLocalRandom.current().nextDouble(INTERVAL_SECONDS));
        while (true) {
            client.dag(dag, true).join();
            looks.increment();
            Usage.pause(INTERVAL_SECONDS);
        }
    }
}
