package io.jenkins.plugins.obshell.step.driver;

import io.jenkins.plugins.obshell.bench.Child;
import io.jenkins.plugins.obshell.bench.Load;
import io.jenkins.plugins.obshell.bench.Row;
import io.jenkins.plugins.obshell.bench.Section;
import io.jenkins.plugins.obshell.bench.SimulatorProcess;
import java.util.ArrayList;
import java.util.List;

/** What it takes one controller to follow thousands of backups at once. */
public final class ManyBackups {

    private static final int CLUSTERS = 100;
    private static final int TENANTS = 100;
    private static final int GOAL = 5000;
    private static final List<Integer> SIZES = List.of(1000, 2000, GOAL, 10_000);
    private static final int RESTARTED = 1000;

    private ManyBackups() {}

    /** {@return what it takes while they wait} */
    public static Section waiting() {
        List<Load> loads = new ArrayList<>();
        Load threads;
        try (Child simulator = new Child(SimulatorProcess.class, CLUSTERS, TENANTS)) {
            String endpoints = simulator.line();
            List<Object> arguments = new ArrayList<>(List.of(endpoints));
            arguments.addAll(SIZES);
            try (Child controller = new Child(WaitingProcess.class, arguments.toArray())) {
                SIZES.forEach(size -> loads.add(Load.of(controller.line())));
            }
            try (Child baseline = new Child(ThreadPerWaitProcess.class, endpoints, simulator.ask("dags"), GOAL)) {
                threads = Load.of(baseline.line());
            }
        }
        Load goal = loads.get(SIZES.indexOf(GOAL));
        List<Row> rows = new ArrayList<>(List.of(
                row(
                        "threads",
                        "<= 8",
                        count(goal.threads()) + ", and of OkHttp " + String.join(", ", goal.sharedThreads()),
                        count(threads.threads()),
                        goal.threads() <= 8),
                row("heap of each", "<= 8 KiB", kib(goal), kib(threads), goal.heapBytes() <= 8 * 1024),
                row("part of one core", "<= 15 %", percent(goal), percent(threads), goal.cpuShare() <= 0.15),
                row(
                        "latest answer, from when it was to be asked for",
                        "<= 1 s",
                        Row.number(goal.latestSeconds()) + " s",
                        Row.number(threads.latestSeconds()) + " s",
                        goal.latestSeconds() <= 1)));
        double perThousand = loads.get(0).cpuShare() / loads.get(0).backups();
        for (Load load : loads) {
            rows.add(new Row(
                    "%,d backups".formatted(load.backups()),
                    load.backups() > GOAL ? "no failure, cost grows linearly" : Row.NONE,
                    "%s threads, %s, %s of one core, %s looks/s, latest %s s, 99 %% within %s s"
                            .formatted(
                                    load.threads(),
                                    kib(load),
                                    percent(load),
                                    Row.number(load.requestsASecond()),
                                    Row.number(load.latestSeconds()),
                                    Row.number(load.mostlySeconds())),
                    Row.NONE,
                    load.backups() > GOAL ? load.cpuShare() / load.backups() <= 1.25 * perThousand : null));
        }
        int stored = loads.stream().mapToInt(Load::storedBytes).max().orElseThrow();
        rows.add(new Row(
                "what is stored of a waiting backup, in the Pipeline's state",
                "<= 4 KiB",
                "%,d bytes".formatted(stored),
                Row.NONE,
                stored <= 4 * 1024));
        return new Section(
                "Backups followed at once",
                "Real drivers, turn threads and HTTP client, with default settings, in one process; "
                        + CLUSTERS + " simulated clusters with " + TENANTS
                        + " tenants each in another; what only a Jenkins has is left out. Each backup is started by its own"
                        + " operation and then followed; 15 s are measured when all have been followed for 15 s. Threads"
                        + " and heap are what the JVM did not have before; the heap is that of the backups that were added. The baseline is a thread for each wait that asks for"
                        + " the DAG with its details every 15 s, at the size of the goal, " + GOAL + ".",
                rows);
    }

    private static Row row(String what, String goal, String measured, String baseline, boolean met) {
        return new Row("%,d backups: %s".formatted(GOAL, what), goal, measured, baseline, met);
    }

    private static String count(int threads) {
        return "%,d".formatted(threads);
    }

    private static String kib(Load load) {
        return Row.number(load.heapBytes() / 1024) + " KiB";
    }

    private static String percent(Load load) {
        return Row.number(100 * load.cpuShare()) + " %";
    }

    /** {@return what becomes of them when the controller restarts} */
    public static Section restart() {
        try (Child simulator = new Child(SimulatorProcess.class, 1, RESTARTED);
                Child controller = new Child(RestartProcess.class, simulator.line(), RESTARTED)) {
            controller.line();
            simulator.ask("forget");
            double seconds = Double.parseDouble(controller.ask("restart"));
            int burst = Integer.parseInt(simulator.ask("burst"));
            int inFlight = Integer.parseInt(simulator.ask("in flight"));
            simulator.ask("forget");
            double atOnce = Double.parseDouble(controller.ask("restart"));
            int burstAtOnce = Integer.parseInt(simulator.ask("burst"));
            return new Section(
                    "Restart of the controller",
                    "The stored states of " + RESTARTED
                            + " backups of one cluster are taken up by new drivers. The baseline does not"
                            + " spread them.",
                    List.of(
                            new Row(
                                    "until all are followed again",
                                    "<= 30 s",
                                    Row.number(seconds) + " s",
                                    Row.number(atOnce) + " s",
                                    seconds <= 30),
                            new Row(
                                    "most requests to one obshell in any second",
                                    "<= 50",
                                    Integer.toString(burst),
                                    Integer.toString(burstAtOnce),
                                    burst <= 50),
                            new Row(
                                    "most requests to one obshell at the same time",
                                    "1 while it answers quickly",
                                    Integer.toString(inFlight),
                                    Row.NONE,
                                    inFlight == 1)));
        }
    }
}
