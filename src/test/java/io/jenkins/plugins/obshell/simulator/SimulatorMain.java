package io.jenkins.plugins.obshell.simulator;

import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a simulated cluster alone, from the command line. */
public final class SimulatorMain {

    private static final List<String> BACKUP_NODES =
            List.of("Check destination", "Open archive log", "Start backup", "Wait backup Finish");

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
            parsed.tenants().forEach(name -> plan(cluster.tenant(name), parsed));
            out.println("A simulation of obshell " + parsed.serverVersion()
                    + ": no database behind it, nothing is backed up.");
            cluster.endpoints().forEach(out::println);
            out.println("Tenants: " + String.join(", ", parsed.tenants()) + ". Speed: " + parsed.speed()
                    + ". Stop with Ctrl+C.");
            if (parsed.speed() > 1) {
                long minutes = (long) (Duration.ofDays(7).toMinutes() / (parsed.speed() - 1));
                out.println("After " + minutes + " minutes its clock is a week ahead, which the plugin takes for a"
                        + " wrong one: start it anew then.");
            }
            end.await();
            return 0;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + ": " + e.getCause().getMessage());
            return 1;
        }
    }

    private static void plan(SimulatedTenant tenant, SimulatorArguments parsed) {
        Duration time = parsed.backupTimes().getOrDefault(tenant.name(), parsed.backupTime());
        BackupPlan plan = BackupPlan.ordinary().withDuration(time);
        tenant.everyBackup(plan);
        Integer stage = parsed.failingStages().get(tenant.name());
        if (stage != null) {
            String node = BACKUP_NODES.get(stage - 1);
            tenant.nextBackup(plan.withFailure(new StageFailure(
                    node,
                    "[Common.Unexpected]: Unexpected error: No space left on device",
                    List.of(node + " of " + tenant.name()))));
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
