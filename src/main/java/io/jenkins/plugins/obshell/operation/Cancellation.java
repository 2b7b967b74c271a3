package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Duration;
import java.time.Instant;

/**
 * How far an abort with a cancellation has come.
 *
 * @param requestedAt when the operation was asked to cancel, or null
 * @param backupSent  whether obshell has been asked to cancel the backup
 * @param dagSent     whether obshell has been asked to cancel the DAG
 */
public record Cancellation(@Nullable Instant requestedAt, boolean backupSent, boolean dagSent) {

    static final Cancellation NONE = new Cancellation(null, false, false);

    static Cancellation requested(@Nullable Instant at) {
        return new Cancellation(at, false, false);
    }

    Cancellation sent(boolean backup, boolean dag) {
        return new Cancellation(requestedAt, backupSent || backup, dagSent || dag);
    }

    Cancellation shifted(Duration by) {
        return new Cancellation(OperationState.shifted(requestedAt, by), backupSent, dagSent);
    }
}
