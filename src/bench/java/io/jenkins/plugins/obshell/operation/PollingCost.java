package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.bench.Row;
import io.jenkins.plugins.obshell.bench.Section;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.Course;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/** How many requests it takes to follow backups, and how soon their end is noticed, in virtual time. */
public final class PollingCost {

    private static final int RANDOM_BACKUPS = 100;
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(10));
    private static final Duration PYTHON = Duration.ofSeconds(3);
    private static final Duration GO = Duration.ofSeconds(2);

    private PollingCost() {}

    /**
     * A backup that was followed.
     *
     * @param lasted   from its start to when obshell could tell that all was over
     * @param requests what the plugin asked in all
     * @param delay    how long after the end the plugin told it
     */
    private record Followed(Duration lasted, int requests, Duration delay) {

        /** Who looks every so often until it is over, once more than the times that fit. */
        long looks(Duration every) {
            return ceiling(every) + 1;
        }

        double lateSeconds(Duration every) {
            return (ceiling(every) * every.toMillis() - lasted.toMillis()) / 1000.0;
        }

        private long ceiling(Duration every) {
            return (lasted.toMillis() + every.toMillis() - 1) / every.toMillis();
        }
    }

    /** {@return what it takes} */
    public static Section measure() {
        List<Row> rows = new ArrayList<>();
        try (SimulatedOperations simulated =
                new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants("tenant1"))) {
            for (Duration length : LENGTHS) {
                Followed followed = follow(simulated, BackupPlan.ordinary().withDuration(length));
                boolean counts = length.compareTo(Duration.ofHours(1)) >= 0;
                long python = followed.looks(PYTHON);
                rows.add(new Row(
                        "requests to follow a backup of " + Durations.format(length),
                        counts ? "<= 1/4 of the Python SDK's" : Row.NONE,
                        "%,d (1/%s)".formatted(followed.requests(), Row.number((double) python / followed.requests())),
                        "%,d (Python SDK, every 3 s), %,d (Go SDK, every 2 s)".formatted(python, followed.looks(GO)),
                        counts ? 4L * followed.requests() <= python : null));
            }
            Random random = new Random(7);
            List<Followed> all = new ArrayList<>();
            for (int i = 0; i < RANDOM_BACKUPS; i++) {
                all.add(follow(simulated, random(random)));
            }
            rows.add(delay(all, "median", 0.5, 2));
            rows.add(delay(all, "95th percentile", 0.95, 10));
            rows.add(requests(all));
        }
        return new Section(
                "Following a backup",
                "The real operation over real HTTP against the simulator, whose clock is turned by hand. The baselines are"
                        + " counted for the same backups: a look when the SDK begins to wait and every 3 s or 2 s from then"
                        + " on. (Past an hour the SDKs take the DAG's time-out for a failure; here they go on.) The random"
                        + " backups, " + RANDOM_BACKUPS
                        + " of them, take a minute to five hours, copy unevenly and close for"
                        + " 5 s to 5 min.",
                rows);
    }

    private static BackupPlan random(Random random) {
        double seconds = 60 * Math.pow(300, random.nextDouble());
        double closing = Math.min(0.3 * seconds, 5 * Math.pow(60, random.nextDouble()));
        Course course = Course.uneven(random, random.nextDouble(), Duration.ofMillis((long) (1000 * closing)));
        return BackupPlan.ordinary()
                .withDuration(Duration.ofMillis((long) (1000 * seconds)))
                .withCourse(course);
    }

    private static Followed follow(SimulatedOperations simulated, BackupPlan plan) {
        simulated.reset();
        simulated.cluster.tenant("tenant1").configured().nextBackup(plan);
        Instant start = simulated.clock.instant();
        Outcome outcome = simulated.player().play(simulated.fullBackup());
        if (outcome.verdict() != Verdict.SUCCESS) {
            throw new IllegalStateException(outcome.message());
        }
        int requests = simulated.cluster.requests().size();
        Instant told = simulated.clock.instant();
        var operator = simulated.operatorsClient();
        Instant dag =
                operator.dag(simulated.cluster.dags().get(0).id(), false).join().endTime();
        BackupTask backup =
                operator.overview(BackupScope.tenant("tenant1")).join().get(0);
        Instant end = backup.endTimestamp().isAfter(dag) ? backup.endTimestamp() : dag;
        return new Followed(Duration.between(start, end), requests, Duration.between(end, told));
    }

    private static Row delay(List<Followed> all, String name, double part, int seconds) {
        double ours = percentile(all, part, followed -> followed.delay().toMillis() / 1000.0);
        return new Row(
                "delay until the end is noticed, " + name,
                "<= " + seconds + " s",
                Row.number(ours) + " s",
                "%s s (every 3 s), %s s (every 2 s)"
                        .formatted(
                                Row.number(percentile(all, part, followed -> followed.lateSeconds(PYTHON))),
                                Row.number(percentile(all, part, followed -> followed.lateSeconds(GO)))),
                ours <= seconds);
    }

    private static Row requests(List<Followed> all) {
        List<Followed> hours = all.stream()
                .filter(followed -> followed.lasted().compareTo(Duration.ofHours(1)) >= 0)
                .toList();
        long ours = hours.stream().mapToLong(Followed::requests).sum();
        long python =
                hours.stream().mapToLong(followed -> followed.looks(PYTHON)).sum();
        boolean each = hours.stream().allMatch(followed -> 4L * followed.requests() <= followed.looks(PYTHON));
        return new Row(
                "requests for the %d random backups of an hour and more".formatted(hours.size()),
                "<= 1/4 of the Python SDK's, for each",
                "%,d (1/%s)".formatted(ours, Row.number((double) python / ours)),
                "%,d (every 3 s), %,d (every 2 s)"
                        .formatted(
                                python,
                                hours.stream()
                                        .mapToLong(followed -> followed.looks(GO))
                                        .sum()),
                each);
    }

    private static double percentile(List<Followed> all, double part, Function<Followed, Double> value) {
        List<Double> sorted = all.stream().map(value).sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
    }
}
