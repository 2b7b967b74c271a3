package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.operation.result.ProgressEvent;

/** Waiting for something, told once. */
final class Waiting {

    private Waiting() {}

    /**
     * @param operation the operation that waits
     * @param state     its state
     * @param key       what is waited for; the same key is not told again
     * @param what      the same for a person, for the case that the wait ends without it
     * @param event     how it is told
     */
    static Turn once(TurnBasedOperation operation, OperationState state, String key, String what, ProgressEvent event) {
        return key.equals(state.reported().key())
                ? operation.later(state)
                : operation.later(state.with(state.reported().waitingFor(key, what)), event);
    }
}
