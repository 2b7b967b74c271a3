package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.result.ProgressEvent;

/** Waiting before a start for something to end, reported once. */
final class Waiting {

    private Waiting() {}

    /**
     * @param operation the operation that waits
     * @param state     its state
     * @param key       what is waited for; the same key is not reported again
     * @param what      the same in words, for the message if the wait ends without it
     * @param event     the event that reports it
     * @return the turn
     */
    static Turn waitFor(
            TurnBasedOperation operation, OperationState state, String key, String what, ProgressEvent event) {
        // A start that is to be sent again is known to have begun nothing.
        OperationState waiting = state.attempt() == null
                ? state
                : state.in(Phase.NEW, operation.now()).withAttempt(null);
        return key.equals(waiting.reported().key())
                ? operation.later(waiting)
                : operation.later(waiting.with(waiting.reported().waitingFor(key, what)), event);
    }
}
