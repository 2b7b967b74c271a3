package io.jenkins.plugins.obshell.operation;

/** Waiting for something, told once. */
final class Waiting {

    private Waiting() {}

    static Turn once(TurnBasedOperation operation, OperationState state, String what, ProgressEvent event) {
        return what.equals(state.told())
                ? operation.later(state)
                : operation.later(state.with(draft -> draft.told = what), event);
    }
}
