package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Duration;
import java.time.Instant;

/**
 * The contact with obshell.
 *
 * @param made              whether an endpoint has ever answered
 * @param passwordAccepted  whether the password was ever accepted
 * @param lostAt            since when no endpoint answers, by the local clock; or null
 * @param failedTurns       how many turns in a row got no answer
 * @param passwordRefusedAt since when the password is refused, by the local clock; or null
 */
public record Contact(
        boolean made,
        boolean passwordAccepted,
        @Nullable Instant lostAt,
        int failedTurns,
        @Nullable Instant passwordRefusedAt) {

    static final Contact NONE = new Contact(false, false, null, 0, null);

    /** An endpoint answered and accepted the password. */
    static final Contact ACCEPTED = new Contact(true, true, null, 0, null);

    Contact begun() {
        return new Contact(true, passwordAccepted, lostAt, failedTurns, passwordRefusedAt);
    }

    Contact lostSince(Instant since) {
        return new Contact(made, passwordAccepted, since, failedTurns + 1, passwordRefusedAt);
    }

    Contact passwordRefusedSince(Instant since) {
        return new Contact(made, passwordAccepted, lostAt, failedTurns, since);
    }

    Contact withoutFailures() {
        return new Contact(made, passwordAccepted, lostAt, 0, passwordRefusedAt);
    }

    Contact shifted(Duration by) {
        return new Contact(
                made,
                passwordAccepted,
                OperationState.shifted(lostAt, by),
                failedTurns,
                OperationState.shifted(passwordRefusedAt, by));
    }
}
