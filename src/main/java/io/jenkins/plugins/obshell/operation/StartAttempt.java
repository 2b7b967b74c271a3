package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A start that was sent or was about to be sent, with what existed before it.
 *
 * @param number        1 for the first request, 2 for the second
 * @param sentAt        when it was sent, by the local clock; stored before it was sent
 * @param serverSentAt  the same by the clock of the endpoint that is most behind
 * @param knownDags     the ids of the newest DAGs of its name that existed before
 * @param newestDagAt   when the newest DAG of the cluster had started, by the database's clock; null if there was none
 * @param acceptedUntil until when obshell can still accept the request, by the local clock; null until its response is lost
 * @param quietSince    since when it can no longer be accepted and no look failed or found anything; null before
 * @param historiesRead how many tenants' histories were read, before it may be sent again, and show no new backup
 * @param adopted       whether the DAG that is followed was found, so that it may be somebody else's
 * @param problem       why its response is not known, or null
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
record StartAttempt(
        int number,
        Instant sentAt,
        Instant serverSentAt,
        List<String> knownDags,
        @Nullable Instant newestDagAt,
        @Nullable Instant acceptedUntil,
        @Nullable Instant quietSince,
        int historiesRead,
        boolean adopted,
        @Nullable String problem)
        implements StartAttemptBuilder.With {

    /** A handler that is at work makes about five queries of at most 60 s each before it stores the DAG. */
    static final Duration HANDLER_TAKES = Duration.ofMinutes(5);

    StartAttempt {
        knownDags = knownDags == null ? List.of() : List.copyOf(knownDags);
    }

    /** A request about to be sent. */
    static StartAttempt of(
            int number, Instant sentAt, Instant serverSentAt, List<String> knownDags, @Nullable Instant newestDagAt) {
        return new StartAttempt(number, sentAt, serverSentAt, knownDags, newestDagAt, null, null, 0, false, null);
    }

    StartAttempt lost(String why, Instant now) {
        return with(it -> it.acceptedUntil(now.plus(ObshellClient.START_VALIDITY))
                .quietSince(null)
                .problem(why));
    }

    /** The same after a DAG that was found has turned out to be somebody else's. */
    StartAttempt rejecting(String dag, String why) {
        List<String> known = Stream.concat(knownDags.stream(), Stream.of(dag)).toList();
        return with(it -> it.knownDags(known).adopted(false).problem(why));
    }

    /**
     * The same after a look that was answered.
     *
     * @param now         the local time
     * @param interrupted whether the look before it was not answered, so that the quiet time begins anew
     */
    StartAttempt lookedAt(Instant now, boolean interrupted) {
        Instant until = acceptedUntil == null ? now.plus(ObshellClient.START_VALIDITY) : acceptedUntil;
        Instant quiet = quietSince == null || interrupted ? now : quietSince;
        return with(it -> it.acceptedUntil(until).quietSince(now.isBefore(until) ? null : quiet));
    }

    /** {@return whether the request has not begun anything by now and will not do so any more} */
    boolean isSettled(Instant now) {
        return quietSince != null && !now.isBefore(quietSince.plus(HANDLER_TAKES));
    }

    /** {@return until when the request can begin something, by the local clock} */
    Instant mayBeginUntil() {
        Instant accepted = acceptedUntil == null ? sentAt.plus(ObshellClient.START_VALIDITY) : acceptedUntil;
        return accepted.plus(HANDLER_TAKES);
    }

    /** The same after time that nobody watched, or after the local clock was put back. */
    StartAttempt shifted(Duration by) {
        // Only a clock that is put back moves the past.
        Instant sent = by.isNegative() ? sentAt.plus(by) : sentAt;
        return with(it -> it.sentAt(sent)
                .acceptedUntil(OperationState.shifted(acceptedUntil, by))
                .quietSince(OperationState.shifted(quietSince, by)));
    }
}
