package io.jenkins.plugins.obshell.bench;

import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Many simulated clusters, whose backups take ten hours, in a separate process. */
public final class SimulatorProcess {

    /** The password of all clusters. */
    public static final String PASSWORD = "root-password";

    /** The speed of what precedes the copying. The copying itself takes ten hours of real time. */
    private static final int SPEED = 20;

    private static final Duration COPYING = Duration.ofHours(10);

    private final List<SimulatedCluster> clusters = new ArrayList<>();

    private SimulatorProcess(int count, int tenants) {
        KeyPairs keys = new KeyPairs();
        String[] names =
                IntStream.range(0, tenants).mapToObj(SimulatorProcess::tenant).toArray(String[]::new);
        for (int i = 0; i < count; i++) {
            SimulatedCluster cluster = SimulatedCluster.builder()
                    .agents(1)
                    .speed(SPEED)
                    .keys(keys)
                    .rootPassword(PASSWORD)
                    .tenants(names)
                    .start();
            for (String name : names) {
                cluster.tenant(name)
                        .configured()
                        .everyBackup(BackupPlan.ordinary().withDuration(COPYING.multipliedBy(SPEED)));
            }
            clusters.add(cluster);
        }
    }

    /** {@return the name of the tenant of this number, from 0} */
    public static String tenant(int number) {
        return "tenant" + number;
    }

    /**
     * Prints the endpoints, then answers questions.
     *
     * @param arguments the number of clusters, and the number of tenants of each
     */
    public static void main(String[] arguments) throws IOException {
        SimulatorProcess simulator =
                new SimulatorProcess(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        System.out.println(simulator.clusters.stream()
                .map(cluster -> cluster.endpoints().get(0))
                .collect(Collectors.joining(",")));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question = questions.readLine(); question != null; question = questions.readLine()) {
            System.out.println(simulator.answer(question));
        }
        System.exit(0);
    }

    private String answer(String question) {
        return switch (question) {
            case "dags" ->
                clusters.stream()
                        .map(cluster ->
                                cluster.dags().stream().map(dag -> dag.id()).collect(Collectors.joining(",")))
                        .collect(Collectors.joining(";"));
            default -> throw new IllegalArgumentException(question);
        };
    }
}
