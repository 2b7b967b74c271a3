package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A start that was sent, or was about to be.
 *
 * @param sentAt       when, by the local clock; stored before it was sent
 * @param serverSentAt the same by the clock of the cluster that is most behind
 * @param serverSentBy the same by the one that is most ahead; null is the same
 * @param knownDags    the unfinished DAGs of the same name from before
 * @param settledBy    from when on, by the local clock, a DAG that is not there will not come
 * @param problem      why its answer is not known, or null
 */
record StartAttempt(
        Instant sentAt,
        Instant serverSentAt,
        @Nullable Instant serverSentBy,
        List<String> knownDags,
        Instant settledBy,
        @Nullable String problem) {

    StartAttempt {
        serverSentBy = serverSentBy == null ? serverSentAt : serverSentBy;
        knownDags = knownDags == null ? List.of() : List.copyOf(knownDags);
    }

    StartAttempt lost(String why, Instant settles) {
        return new StartAttempt(sentAt, serverSentAt, serverSentBy, knownDags, settles, why);
    }

    StartAttempt because(@Nullable String why) {
        return new StartAttempt(sentAt, serverSentAt, serverSentBy, knownDags, settledBy, why);
    }

    /** The same after the local clock was put by that much. */
    StartAttempt shifted(Duration by) {
        return new StartAttempt(sentAt.plus(by), serverSentAt, serverSentBy, knownDags, settledBy.plus(by), problem);
    }
}
