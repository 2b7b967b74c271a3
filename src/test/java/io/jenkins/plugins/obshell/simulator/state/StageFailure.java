package io.jenkins.plugins.obshell.simulator.state;

import java.util.List;

/**
 * A node of a DAG that fails once; a retry of the DAG finds nothing wrong.
 *
 * @param node the name of the node, as the server writes it
 * @param message what the last log line of its sub-task says, after "ERROR: "
 * @param logs the log lines before
 */
public record StageFailure(String node, String message, List<String> logs) {

    /** Copies the lines. */
    public StageFailure {
        logs = List.copyOf(logs);
    }

    /** A failure with nothing in the log but its message. */
    public static StageFailure of(String node, String message) {
        return new StageFailure(node, message, List.of());
    }
}
