package io.jenkins.plugins.obshell.simulator.http;

import java.util.Arrays;

/**
 * The version of an obshell, and what depends on it.
 *
 * @param text version and release, like 4.5.0.0-0
 */
public record ServerVersion(String text) {

    /** Errors carry a name instead of a number. */
    boolean hasErrorNames() {
        return atLeast(4, 3, 1);
    }

    /** The error of a header that cannot be opened has a number beside its name. */
    boolean numbersDecryptFailures() {
        return atLeast(4, 4, 2);
    }

    boolean listsTenants() {
        return atLeast(4, 2, 4);
    }

    boolean hasSubTaskLogs() {
        return atLeast(4, 3, 0);
    }

    boolean hasStorageTasksAndInfo() {
        return atLeast(4, 3, 2);
    }

    /** Paths outside the API answer with the page of the dashboard. */
    boolean hasDashboard() {
        return atLeast(4, 3, 0);
    }

    private boolean atLeast(int... wanted) {
        int[] parts = Arrays.stream(text.split("[^0-9]+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
        for (int i = 0; i < wanted.length; i++) {
            int part = i < parts.length ? parts[i] : 0;
            if (part != wanted[i]) {
                return part > wanted[i];
            }
        }
        return true;
    }

    public static ServerVersion of(String text) {
        if (!text.matches("\\d+(\\.\\d+){1,3}(-.*)?")) {
            throw new IllegalArgumentException("Not a version of obshell: " + text);
        }
        return new ServerVersion(text.contains("-") ? text : text + "-0");
    }
}
