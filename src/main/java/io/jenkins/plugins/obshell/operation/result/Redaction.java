package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.client.secret.UriSecrets;

/** Takes access keys out of what obshell says. */
public final class Redaction {

    private Redaction() {}

    /**
     * @param text what obshell says, or null
     * @return the text on one line, without control characters and without the values of access keys; null for null
     */
    @Nullable
    public static String line(@Nullable String text) {
        return text == null ? null : UriSecrets.hide(PlainText.line(text));
    }
}
