package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.util.List;

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

    /** {@return the lines of several texts that are not blank, without blanks around them; none for null} */
    static List<String> lines(@CheckForNull List<String> texts) {
        return texts == null
                ? List.of()
                : texts.stream()
                        .flatMap(String::lines)
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .toList();
    }
}
