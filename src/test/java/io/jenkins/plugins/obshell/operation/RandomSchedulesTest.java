package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A search for what nobody thought of: faults, restarts and aborts in an order that follows from a seed. Set
 * {@code obshell.schedules} for how many, {@code obshell.firstSeed} for the first seed; a broken rule names the seed, and
 * {@code -Dobshell.schedules=1 -Dobshell.firstSeed=SEED} plays it again.
 */
class RandomSchedulesTest {

    private static final int ENOUGH_FAILURES = 5;

    /** In hours; the time zone of OceanBase need not be that of obshell's host. */
    private static final List<Integer> DATABASE_CLOCK_OFFSETS = List.of(0, 8, 0, -8);

    private final Map<String, SimulatedOperations> clusters = new HashMap<>();

    @AfterEach
    void close() {
        clusters.values().forEach(SimulatedOperations::close);
    }

    private SimulatedOperations cluster(String version, int databaseHoursAhead) {
        return clusters.computeIfAbsent(
                version + " " + databaseHoursAhead,
                key -> new SimulatedOperations(SimulatedCluster.builder()
                        .agents(ScheduleCluster.AGENTS)
                        .tenants("tenant1", "tenant2")
                        .serverVersion(version)
                        .databaseClockOffset(Duration.ofHours(databaseHoursAhead))));
    }

    @Test
    void noScheduleBreaksARule() {
        int count = Integer.getInteger("obshell.schedules", 100);
        long first = Long.getLong("obshell.firstSeed", 1);
        List<String> broken = new ArrayList<>();
        long begun = System.nanoTime();
        for (long seed = first; seed < first + count && broken.size() < ENOUGH_FAILURES; seed++) {
            try {
                boolean isOld = seed % 4 == 0;
                int databaseHoursAhead = DATABASE_CLOCK_OFFSETS.get((int) (seed / 4 % DATABASE_CLOCK_OFFSETS.size()));
                SimulatedOperations cluster = cluster(isOld ? "4.2.5.0" : "4.4.2.0", databaseHoursAhead);
                new RandomSchedule(cluster, seed, !isOld, databaseHoursAhead == 0).play();
            } catch (AssertionError | RuntimeException e) {
                broken.add("Seed " + seed + ": " + describe(e));
            }
        }
        if (!broken.isEmpty()) {
            throw new AssertionError(
                    "Play again with -Dobshell.schedules=1 -Dobshell.firstSeed=SEED\n" + String.join("\n\n", broken));
        }
        System.out.printf(
                "%d random schedules, seeds %d to %d, no rule broken, %d s%n",
                count,
                first,
                first + count - 1,
                Duration.ofNanos(System.nanoTime() - begun).toSeconds());
    }

    @Test
    void noDrillBreaksARule() {
        int count = Integer.getInteger("obshell.schedules", 100);
        long first = Long.getLong("obshell.firstSeed", 1);
        List<String> broken = new ArrayList<>();
        for (long seed = first; seed < first + count && broken.size() < ENOUGH_FAILURES; seed++) {
            try {
                int databaseHoursAhead = DATABASE_CLOCK_OFFSETS.get((int) (seed % DATABASE_CLOCK_OFFSETS.size()));
                new DrillSchedule(cluster("4.4.2.0", databaseHoursAhead), seed).play();
            } catch (AssertionError | RuntimeException e) {
                broken.add("Seed " + seed + ": " + describe(e));
            }
        }
        assertEquals(List.of(), broken);
    }

    private static String describe(Throwable error) {
        if (error instanceof AssertionError) {
            return error.getMessage();
        }
        StringBuilder text = new StringBuilder(error.toString());
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            text.append("\n  ").append(cause);
            for (int i = 0; i < Math.min(6, cause.getStackTrace().length); i++) {
                text.append("\n    at ").append(cause.getStackTrace()[i]);
            }
        }
        return text.toString();
    }
}
