package io.jenkins.plugins.obshell.client.secret;

import java.util.regex.Pattern;

/** Makes what a server says safe for logs: no control characters, so no forged lines and no console annotations. */
public final class PlainText {

    private static final int EXCERPT = 160;
    private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+");

    private PlainText() {}

    /**
     * @param text what a server says
     * @return the text on one line, every control and format character replaced by a space
     */
    public static String line(String text) {
        return NOT_PLAIN.matcher(text).replaceAll(" ").strip();
    }

    /**
     * @param text what a server says, of any length
     * @return its beginning on one line, at most 160 characters
     */
    public static String excerpt(String text) {
        String start = text.length() > EXCERPT * 4 ? text.substring(0, EXCERPT * 4) : text;
        String line = line(start);
        return line.length() > EXCERPT ? line.substring(0, EXCERPT - 1) + "…" : line;
    }
}
