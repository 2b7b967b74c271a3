package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;
import java.util.List;

/**
 * A start that was sent, or was about to be.
 *
 * @param sentAt       when, by the local clock; stored before it was sent
 * @param serverSentAt the same by obshell's clock
 * @param knownDags    the unfinished DAGs of the same name from before
 * @param settledBy    from when on, by the local clock, a DAG that is not there will not come
 * @param problem      why its answer is not known, or null
 */
record StartAttempt(
        Instant sentAt,
        Instant serverSentAt,
        List<String> knownDags,
        Instant settledBy,
        @CheckForNull String problem) {

    StartAttempt {
        knownDags = knownDags == null ? List.of() : List.copyOf(knownDags);
    }

    StartAttempt lost(String why, Instant settles) {
        return new StartAttempt(sentAt, serverSentAt, knownDags, settles, why);
    }
}
