package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.util.List;

/**
 * What a backup will be like. A plan is immutable; each {@code with} method gives a changed copy.
 *
 * @param duration from its start to its end, at speed 1
 * @param tablets how many tablets it copies
 * @param bytes how many bytes it reads
 * @param finalStatus how it ends: COMPLETED, FAILED, CANCELED, or a word that no client knows
 * @param result the number of its error, 0 for none
 * @param comment what the database says of its end
 * @param unknownStatuses statuses that it shows on the way besides the usual ones
 * @param recordLate how long its task is missing from the overview, at speed 1; null if its job ends without one
 * @param failure a node of its DAG that fails, or null
 * @param course how its copying goes on, and how long the stages after it take
 * @param userLogStart how long after its start the log of its user log streams begins, at speed 1; before it, if negative
 */
public record BackupPlan(
        Duration duration,
        long tablets,
        long bytes,
        String finalStatus,
        int result,
        String comment,
        List<String> unknownStatuses,
        Duration recordLate,
        StageFailure failure,
        Course course,
        Duration userLogStart) {

    /** Copies the statuses. */
    public BackupPlan {
        unknownStatuses = List.copyOf(unknownStatuses);
    }

    /** An ordinary backup: 40 minutes, 1,800 tablets, 120 GiB, completed. */
    public static BackupPlan ordinary() {
        return new BackupPlan(
                Duration.ofMinutes(40),
                1800,
                120L << 30,
                "COMPLETED",
                0,
                "",
                List.of(),
                Duration.ZERO,
                null,
                Course.EVEN,
                Duration.ofNanos(1));
    }

    /** The same, taking another time. */
    public BackupPlan withDuration(Duration value) {
        return new BackupPlan(
                value,
                tablets,
                bytes,
                finalStatus,
                result,
                comment,
                unknownStatuses,
                recordLate,
                failure,
                course,
                userLogStart);
    }

    /** The same, of another size. */
    public BackupPlan withSize(long newTablets, long newBytes) {
        return new BackupPlan(
                duration,
                newTablets,
                newBytes,
                finalStatus,
                result,
                comment,
                unknownStatuses,
                recordLate,
                failure,
                course,
                userLogStart);
    }

    /** The same, with another end. */
    public BackupPlan withEnd(String status, int newResult, String newComment) {
        return new BackupPlan(
                duration,
                tablets,
                bytes,
                status,
                newResult,
                newComment,
                unknownStatuses,
                recordLate,
                failure,
                course,
                userLogStart);
    }

    /** The same, ending as FAILED for want of space at its destination. */
    public BackupPlan failing() {
        return withEnd("FAILED", -9082, "(server)\"127.0.0.1:2882\", (error) backup device out of space");
    }

    /** The same, ending as CANCELED, as if somebody had cancelled it by SQL. */
    public BackupPlan canceled() {
        return withEnd("CANCELED", -4072, "");
    }

    /** The same, showing these statuses on the way. */
    public BackupPlan withUnknownStatuses(String... statuses) {
        return new BackupPlan(
                duration,
                tablets,
                bytes,
                finalStatus,
                result,
                comment,
                List.of(statuses),
                recordLate,
                failure,
                course,
                userLogStart);
    }

    /** The same, missing from the overview at first. */
    public BackupPlan withRecordLate(Duration late) {
        return new BackupPlan(
                duration,
                tablets,
                bytes,
                finalStatus,
                result,
                comment,
                unknownStatuses,
                late,
                failure,
                course,
                userLogStart);
    }

    /** The same, with a job that ends before it had a task: it never stands in the overview. */
    public BackupPlan withoutTask() {
        return withRecordLate(null);
    }

    /** The same, with a node of its DAG failing once. */
    public BackupPlan withFailure(StageFailure value) {
        return new BackupPlan(
                duration,
                tablets,
                bytes,
                finalStatus,
                result,
                comment,
                unknownStatuses,
                recordLate,
                value,
                course,
                userLogStart);
    }

    /** The same, copying and closing in another way. */
    public BackupPlan withCourse(Course value) {
        return new BackupPlan(
                duration,
                tablets,
                bytes,
                finalStatus,
                result,
                comment,
                unknownStatuses,
                recordLate,
                failure,
                value,
                userLogStart);
    }

    /** The same, with the log of its user log streams beginning at another moment. */
    public BackupPlan withUserLogStart(Duration value) {
        return new BackupPlan(
                duration,
                tablets,
                bytes,
                finalStatus,
                result,
                comment,
                unknownStatuses,
                recordLate,
                failure,
                course,
                value);
    }
}
