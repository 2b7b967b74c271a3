package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.NonNull;

/** Whom an operation shows what it sees, for pages. Called on any thread, for every sighting; it must be quick. */
@FunctionalInterface
public interface Observer {

    /** Nobody looks. */
    Observer NONE = sighting -> {};

    /**
     * @param sighting what was seen or sent
     */
    void seen(@NonNull Observation sighting);
}
