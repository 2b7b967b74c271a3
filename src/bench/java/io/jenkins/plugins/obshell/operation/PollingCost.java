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

/** The number of requests to follow a backup, and the delay until its end is noticed, in virtual time. */
public final class PollingCost {

    private static final int RANDOM_BACKUPS = 100;
    private static final List<Duration> LENGTHS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(10));
    private static final Duration PYTHON = Duration.ofSeconds(3);
    private static final Duration GO = Duration.ofSeconds(2);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private PollingCost() {}

    /**
     * A backup that was followed.
     *
     * @param lasted   the time from the start of the backup to the end of backup and DAG
     * @param requests the number of requests of the plugin
     * @param delay    the time from the end until the plugin reported it
     */
    private record Followed(Duration lasted, int requests, Duration delay) {

        /** {@return how many requests it takes to poll at this interval until the end} */
        long polls(Duration every) {
            return ceiling(every) + 1;
        }

        double lateSeconds(Duration every) {
            return (ceiling(every) * every.toMillis() - lasted.toMillis()) / 1000.0;
        }

        private long ceiling(Duration every) {
            return (lasted.toMillis() + every.toMillis() - 1) / every.toMillis();
        }
    }

    /** {@return requests and delay, beside those of the SDKs} */
    public static Section measure() {
        List<Row> rows = new ArrayList<>();
        try (SimulatedOperations simulated =
                new SimulatedOperations(SimulatedCluster.builder().agents(1).tenants("tenant1"))) {
            for (Duration length : LENGTHS) {
                rows.add(requests(
                        "requests for a backup of " + Durations.format(length),
                        List.of(follow(simulated, BackupPlan.ordinary().withDuration(length)))));
            }
            Random random = new Random(7);
            List<Followed> all = new ArrayList<>();
            for (int i = 0; i < RANDOM_BACKUPS; i++) {
                all.add(follow(simulated, random(random)));
            }
            List<Followed> longOnes = all.stream()
                    .filter(followed -> followed.lasted().compareTo(AN_HOUR) >= 0)
                    .toList();
            rows.add(requests(
                    "requests for the %d random backups of an hour or more".formatted(longOnes.size()), longOnes));
            rows.add(delay(all, "median", 0.5));
            rows.add(delay(all, "95th percentile", 0.95));
        }
        return new Section(
                "Following a backup",
                "The real operation over real HTTP against the simulator, with a clock that the benchmark sets, so neither the"
                        + " machine nor the warmth of the JVM matters. The baselines are counted for the same backups: the"
                        + " Python SDK polls every 3 s, the Go SDK every 2 s. (After an hour the SDKs take the timeout of the"
                        + " DAG for a failure; here they continue.) The " + RANDOM_BACKUPS
                        + " random backups take a minute to five hours, copy at an uneven rate, and need 5 s to 5 min after"
                        + " the last byte.",
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

    private static Row delay(List<Followed> all, String name, double part) {
        return new Row(
                "delay until the end is noticed, " + name,
                Row.number(percentile(all, part, followed -> followed.delay().toMillis() / 1000.0)) + " s",
                "%s s (Python), %s s (Go)"
                        .formatted(
                                Row.number(percentile(all, part, followed -> followed.lateSeconds(PYTHON))),
                                Row.number(percentile(all, part, followed -> followed.lateSeconds(GO)))));
    }

    /** At most a quarter of the requests of the Python SDK is the promise for every backup of an hour or more. */
    private static Row requests(String what, List<Followed> backups) {
        long plugin = backups.stream().mapToLong(Followed::requests).sum();
        long python = backups.stream().mapToLong(one -> one.polls(PYTHON)).sum();
        long go = backups.stream().mapToLong(one -> one.polls(GO)).sum();
        boolean hasGoal = backups.stream().allMatch(one -> one.lasted().compareTo(AN_HOUR) >= 0);
        boolean isMet = backups.stream().allMatch(one -> 4L * one.requests() <= one.polls(PYTHON));
        return new Row(
                what,
                "%,d".formatted(plugin),
                "%,d (Python), %,d (Go)".formatted(python, go),
                hasGoal ? "<= 1/4 of the Python SDK, for each" : Row.NONE,
                hasGoal ? isMet : null);
    }

    private static double percentile(List<Followed> all, double part, Function<Followed, Double> value) {
        List<Double> sorted = all.stream().map(value).sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * part)));
    }
}
