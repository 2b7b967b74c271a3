package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Duration;
import java.time.Instant;

/**
 * The contact with obshell.
 *
 * @param made                whether an endpoint has ever answered
 * @param passwordAccepted    whether the password was ever accepted
 * @param lostAt              since when no endpoint answers, by the local clock; or null
 * @param failedTurns         how many turns in a row got no answer
 * @param passwordRefusedAt   since when the password is refused, by the local clock; or null
 * @param databaseClockSought whether it was tried to learn OceanBase's clock
 * @param databaseAheadMillis how far OceanBase's clock is ahead of the local one, in milliseconds; null if that is unknown
 */
public record Contact(
        boolean made,
        boolean passwordAccepted,
        @Nullable Instant lostAt,
        int failedTurns,
        @Nullable Instant passwordRefusedAt,
        boolean databaseClockSought,
        @Nullable Long databaseAheadMillis) {

    static final Contact NONE = new Contact(false, false, null, 0, null, false, null);

    /** The same after an endpoint answered and accepted the password. */
    Contact accepted() {
        return new Contact(true, true, null, 0, null, databaseClockSought, databaseAheadMillis);
    }

    Contact begun() {
        return with(true, lostAt, failedTurns, passwordRefusedAt);
    }

    Contact lostSince(Instant since) {
        return with(made, since, failedTurns + 1, passwordRefusedAt);
    }

    Contact passwordRefusedSince(Instant since) {
        return with(made, lostAt, failedTurns, since);
    }

    Contact withoutFailures() {
        return with(made, lostAt, 0, passwordRefusedAt);
    }

    /** The same with what the other one knows of OceanBase's clock. */
    Contact withDatabaseClockOf(Contact other) {
        return withDatabaseClock(other.databaseClockSought, other.databaseAheadMillis);
    }

    /**
     * The same after it was tried to learn OceanBase's clock.
     *
     * @param database a time by that clock, or null if it cannot be learnt
     * @param local    the same moment by the local clock
     */
    Contact knowing(@Nullable Instant database, Instant local) {
        return withDatabaseClock(
                true,
                database == null ? null : Duration.between(local, database).toMillis());
    }

    /** The same after time that nobody watched. The local clock may have been put forward, so OceanBase's is learnt again. */
    Contact shifted(Duration by) {
        return with(
                        made,
                        OperationState.shifted(lostAt, by),
                        failedTurns,
                        OperationState.shifted(passwordRefusedAt, by))
                .withDatabaseClock(false, null);
    }

    private Contact with(boolean isMade, @Nullable Instant lost, int failures, @Nullable Instant refused) {
        return new Contact(isMade, passwordAccepted, lost, failures, refused, databaseClockSought, databaseAheadMillis);
    }

    private Contact withDatabaseClock(boolean isSought, @Nullable Long aheadMillis) {
        return new Contact(made, passwordAccepted, lostAt, failedTurns, passwordRefusedAt, isSought, aheadMillis);
    }
}
