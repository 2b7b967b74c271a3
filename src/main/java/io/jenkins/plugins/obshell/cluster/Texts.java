package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;

/** What people type. */
final class Texts {

    private Texts() {}

    /** {@return the text without blanks around it, or null if nothing is left} */
    @CheckForNull
    static String orNull(@CheckForNull String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** {@return the text without blanks around it; empty for null} */
    static String orEmpty(@CheckForNull String text) {
        return text == null ? "" : text.strip();
    }
}
