package io.jenkins.plugins.obshell.simulator;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Runs a simulated cluster alone, from the command line. */
public final class SimulatorMain {

    private SimulatorMain() {}

    /** Starts the cluster and runs until interrupted; see {@code --help}. */
    public static void main(String[] arguments) throws InterruptedException {
        int status = run(System.out, System.err, new CountDownLatch(1), arguments);
        if (status != 0) {
            System.exit(status);
        }
    }

    /**
     * Runs the cluster until the latch is open.
     *
     * @return 0, or 2 for a wrong command line, or 1 when a port cannot be opened
     */
    static int run(PrintStream out, PrintStream err, CountDownLatch end, String... arguments)
            throws InterruptedException {
        if (arguments.length == 1 && arguments[0].equals("--help")) {
            out.print(SimulatorArguments.USAGE);
            return 0;
        }
        SimulatorArguments parsed;
        try {
            parsed = SimulatorArguments.parse(arguments);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            err.print(SimulatorArguments.USAGE);
            return 2;
        }
        try (SimulatedCluster cluster = cluster(parsed)) {
            cluster.start();
            BackupPlan plan = BackupPlan.ordinary().withDuration(parsed.backupTime());
            parsed.tenants().forEach(name -> cluster.tenant(name).everyBackup(plan));
            out.println("A simulation of obshell " + parsed.serverVersion()
                    + ": no database behind it, nothing is backed up.");
            cluster.endpoints().forEach(out::println);
            out.println("Tenants: " + String.join(", ", parsed.tenants()) + ". Speed: " + parsed.speed()
                    + ". Stop with Ctrl+C.");
            end.await();
            return 0;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + ": " + e.getCause().getMessage());
            return 1;
        }
    }

    private static SimulatedCluster cluster(SimulatorArguments parsed) {
        return SimulatedCluster.builder()
                .ports(parsed.ports())
                .rootPassword(parsed.password())
                .agentPassword(parsed.agentPassword())
                .speed(parsed.speed())
                .tenants(parsed.tenants().toArray(String[]::new))
                .serverVersion(parsed.serverVersion())
                .keyBits(parsed.keyBits())
                .build();
    }
}
