package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import java.time.Duration;
import java.time.Instant;

/**
 * What was reported last, so that nothing is reported twice.
 *
 * @param key        identifies what the operation waits for, or is the status of the backup; or null
 * @param waitingFor what the operation waits for, in words; or null
 * @param percent    how much of the backup was done, 0 to 100
 * @param percentAt  when the percentage was reported, by the local clock; or null
 */
public record Reported(
        @Nullable String key,
        @Nullable String waitingFor,
        int percent,
        @Nullable Instant percentAt) {

    static final Reported NOTHING = new Reported(null, null, 0, null);

    Reported waitingFor(@Nullable String newKey, @Nullable String what) {
        return new Reported(newKey, what, percent, percentAt);
    }

    Reported progress(@NonNull String status, int done, Instant at) {
        return new Reported(status, waitingFor, done, at);
    }

    Reported masked(RecordTextMapper texts) {
        return waitingFor(texts.changed(key), texts.changed(waitingFor));
    }

    Reported shifted(Duration by) {
        return new Reported(key, waitingFor, percent, OperationState.shifted(percentAt, by));
    }
}
