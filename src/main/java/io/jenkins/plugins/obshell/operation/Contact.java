package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.soabase.recordbuilder.core.RecordBuilder;
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
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record Contact(
        boolean made,
        boolean passwordAccepted,
        @Nullable Instant lostAt,
        int failedTurns,
        @Nullable Instant passwordRefusedAt,
        boolean databaseClockSought,
        @Nullable Long databaseAheadMillis)
        implements ContactBuilder.With {

    static final Contact NONE = new Contact(false, false, null, 0, null, false, null);

    /** The same after an endpoint answered and accepted the password. */
    Contact accepted() {
        return with(it ->
                it.made(true).passwordAccepted(true).lostAt(null).failedTurns(0).passwordRefusedAt(null));
    }

    Contact lostSince(Instant since) {
        return with(it -> it.lostAt(since).failedTurns(failedTurns + 1));
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
        return with(it -> it.lostAt(OperationState.shifted(lostAt, by))
                .passwordRefusedAt(OperationState.shifted(passwordRefusedAt, by))
                .databaseClockSought(false)
                .databaseAheadMillis(null));
    }

    private Contact withDatabaseClock(boolean isSought, @Nullable Long aheadMillis) {
        return with(it -> it.databaseClockSought(isSought).databaseAheadMillis(aheadMillis));
    }
}
