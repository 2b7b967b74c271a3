package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Receives what an operation observes, for pages. It is called on any thread, for every observation, and must be quick. */
@FunctionalInterface
public interface Observer {

    /**
     * @param observation what was seen or sent
     */
    void observed(@NonNull Observation observation);
}
