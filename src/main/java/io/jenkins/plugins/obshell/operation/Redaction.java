package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.PlainText;
import java.util.regex.Pattern;

/** Takes access keys out of what obshell says. */
public final class Redaction {

    private static final Pattern KEY_IN_URI =
            Pattern.compile("(?i)\\b(access_id|access_key|encrypt_key|sts_token)=[^&\\s'\"]*");

    private Redaction() {}

    /**
     * @param text what obshell says, or null
     * @return the text on one line, without control characters and without the values of access keys; null for null
     */
    @Nullable
    public static String line(@Nullable String text) {
        return text == null ? null : KEY_IN_URI.matcher(PlainText.line(text)).replaceAll("$1=****");
    }
}
