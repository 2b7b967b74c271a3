package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;

/** The Jenkins symbols for DAG states, backup statuses and verdicts. */
final class StateIcons {

    private StateIcons() {}

    /** {@return the symbol; an animated one for a state that is neither waiting nor an end} */
    static String of(@Nullable String state) {
        return switch (String.valueOf(state)) {
            case "SUCCESS", "SUCCEED", "COMPLETED" -> "symbol-status-blue";
            case "WARNING" -> "symbol-status-yellow";
            case "FAILURE", "FAILED" -> "symbol-status-red";
            case "ABORTED", "CANCELED", "CANCELING" -> "symbol-status-aborted";
            case "null", "PENDING", "READY", "UNKNOWN" -> "symbol-status-nobuilt";
            default -> "symbol-status-nobuilt-anime";
        };
    }
}
