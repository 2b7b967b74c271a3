package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A search for what nobody thought of: faults, restarts and aborts in an order that follows from a seed. Set
 * {@code obshell.schedules} for how many, {@code obshell.firstSeed} for the first seed; a broken rule names the seed, and
 * {@code -Dobshell.schedules=1 -Dobshell.firstSeed=SEED} plays it again.
 */
class RandomSchedulesTest {

    private static final int ENOUGH_FAILURES = 5;

    private final SimulatedOperations ordinary = SimulatedOperations.threeObshells();
    private final SimulatedOperations old = new SimulatedOperations(
            SimulatedCluster.builder().agents(3).tenants("tenant1", "tenant2").serverVersion("4.2.5.0"));

    @AfterEach
    void close() {
        ordinary.close();
        old.close();
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
                new RandomSchedule(isOld ? old : ordinary, seed, !isOld).play();
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
