package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;

/**
 * What a restore will be like. A plan is immutable; each {@code with} method gives a changed copy.
 *
 * @param duration   from its start to its end, at speed 1
 * @param bytes      how many bytes it restores
 * @param status     how it ends: SUCCESS or FAIL
 * @param comment    what the database says of its end
 * @param activates  whether OceanBase lets a tenant be activated whose restore failed, so that the DAG succeeds all the same
 * @param failure    a node of its DAG that fails, or null
 * @param cancelDuration how long OceanBase takes to cancel it, at speed 1
 */
public record RestorePlan(
        Duration duration,
        long bytes,
        String status,
        String comment,
        boolean activates,
        StageFailure failure,
        Duration cancelDuration) {

    /** An ordinary restore: 20 minutes, 120 GiB, successful. */
    public static RestorePlan ordinary() {
        return new RestorePlan(Duration.ofMinutes(20), 120L << 30, "SUCCESS", "", false, null, Duration.ofSeconds(5));
    }

    /** The same, taking another time. */
    public RestorePlan withDuration(Duration value) {
        return new RestorePlan(value, bytes, status, comment, activates, failure, cancelDuration);
    }

    /** The same, failing at its end. */
    public RestorePlan failing() {
        return new RestorePlan(duration, bytes, "FAIL", "backup data is broken", activates, failure, cancelDuration);
    }

    /** The same, failing at its end under a DAG that succeeds. */
    public RestorePlan failingUnnoticed() {
        return new RestorePlan(duration, bytes, "FAIL", "backup data is broken", true, failure, cancelDuration);
    }

    /** The same, with a node of its DAG that fails once. */
    public RestorePlan withFailure(StageFailure value) {
        return new RestorePlan(duration, bytes, status, comment, activates, value, cancelDuration);
    }

    /** The same, cancelled in another time. */
    public RestorePlan withCancelDuration(Duration value) {
        return new RestorePlan(duration, bytes, status, comment, activates, failure, value);
    }
}
