package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.util.Objects;

/** Shows what is unknown as a dash. */
final class OrDash {

    private OrDash() {}

    /** {@return the text of a value, or {@code -} for null} */
    @NonNull
    static String of(@Nullable Object value) {
        return Objects.toString(value, "-");
    }
}
