package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.tls.TlsSettings;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs what the steps run, without Jenkins: on three simulated obshells, or on a real cluster. It prints what the steps
 * print.
 */
public final class Demo {

    private static final String PASSWORD = "root-password";
    private static final double SPEED = 80;

    private final Map<String, String> environment;
    private final PrintStream console;
    private final Clock clock;
    private final ConsoleHost host;

    /**
     * @param environment the environment variables
     * @param console     where to print
     * @param clock       the local clock
     * @param waiting     lets so much time pass
     */
    public Demo(Map<String, String> environment, PrintStream console, Clock clock, Consumer<Duration> waiting) {
        this.environment = environment;
        this.console = console;
        this.clock = clock;
        this.host = new ConsoleHost(console, waiting);
    }

    /** Runs the demo and ends with its exit code; an unknown argument makes it list its options. */
    public static void main(String[] arguments) {
        int exit = new Demo(System.getenv(), System.out, Clock.systemUTC(), Demo::await).run(arguments);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /**
     * Runs the demo.
     *
     * @param arguments as its usage describes them
     * @return 0 if everything succeeded or {@code --help} was asked for, 1 if not, 2 if the arguments are wrong
     */
    public int run(String... arguments) {
        if (List.of(arguments).contains("--help")) {
            console.print(DemoArguments.USAGE);
            return 0;
        }
        BooleanSupplier prepared;
        try {
            DemoArguments parsed = DemoArguments.parse(arguments);
            prepared = parsed.isSimulated() ? () -> isSimulatedSuccess(parsed) : real(parsed);
        } catch (IllegalArgumentException e) {
            console.println(e.getMessage());
            console.print(DemoArguments.USAGE);
            return 2;
        }
        return prepared.getAsBoolean() ? 0 : 1;
    }

    private boolean isSimulatedSuccess(DemoArguments arguments) {
        try (SimulatedCluster simulated = SimulatedCluster.builder()
                .agents(3)
                .tenants("tenant1", "tenant2", "tenant3")
                .rootPassword(PASSWORD)
                .clock(clock)
                .speed(SPEED)
                .start()) {
            console.println("Three simulated obshells, " + (int) SPEED + " times as fast as real ones: "
                    + String.join(" ", simulated.endpoints()));
            if (arguments.isFailing()) {
                simulated.tenant("tenant1").everyBackup(BackupPlan.ordinary().failing());
            }
            List<Endpoint> endpoints =
                    simulated.endpoints().stream().map(Endpoint::parse).toList();
            DemoSecrets secrets = new DemoSecrets(PASSWORD, Map.of());
            return isSuccess(
                    DemoStep.simulated(arguments),
                    new DemoCluster(endpoints, TlsSettings.JAVA, secrets, Optional.empty(), clock));
        }
    }

    private BooleanSupplier real(DemoArguments arguments) {
        List<DemoStep> steps = DemoStep.real(arguments);
        DemoSecrets secrets = new DemoSecrets(password(arguments), environment);
        DemoCluster cluster =
                new DemoCluster(arguments.endpoints(), trust(arguments), secrets, arguments.record(), clock);
        return () -> isSuccess(steps, cluster);
    }

    private boolean isSuccess(List<DemoStep> steps, DemoCluster cluster) {
        try (cluster) {
            return steps.stream().allMatch(step -> {
                console.println("\n" + step.heading());
                Outcome outcome = host.play(step.operation().apply(cluster.context()), step.isBackup());
                return outcome.verdict() == Verdict.SUCCESS;
            });
        }
    }

    private String password(DemoArguments arguments) {
        String file = arguments.value("--password-file");
        String password =
                file == null ? environment.get("OBSHELL_PASSWORD") : text(file).replaceFirst("\\R\\z", "");
        if (password == null) {
            throw new IllegalArgumentException("Give --password-file or set OBSHELL_PASSWORD");
        }
        return password;
    }

    private static TlsSettings trust(DemoArguments arguments) {
        String file = arguments.value("--ca");
        return file == null ? TlsSettings.JAVA : new TlsSettings(TlsSettings.certificates(text(file)), null);
    }

    private static String text(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("Cannot read " + file, e);
        }
    }

    private static void await(Duration pause) {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS))
                .join();
    }
}
