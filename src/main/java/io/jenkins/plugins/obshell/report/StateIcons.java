package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;

/** The symbols of Jenkins for the words of obshell, of OceanBase and of our own verdicts. */
final class StateIcons {

    private StateIcons() {}

    @NonNull
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
