package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Where a host stores a state at once, before something is done that must not be done twice. */
@FunctionalInterface
public interface Journal {

    /**
     * Stores the state so that it survives the end of this process.
     *
     * @param state what to store
     * @throws java.io.IOException where it cannot be stored; then nothing is sent
     */
    void record(@NonNull OperationState state) throws java.io.IOException;
}
