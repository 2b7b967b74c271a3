package io.jenkins.plugins.obshell.client.secret;

import java.util.regex.Pattern;

/**
 * Makes a server's text safe to show: without control characters there are no forged lines or console annotations in logs,
 * and without markup there are no scripts in pages.
 */
public final class PlainText {

    private static final int MAX_EXCERPT = 160;
    private static final Pattern NOT_PLAIN = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]+");

    private PlainText() {}

    /**
     * Puts a text on one line.
     *
     * @param text a text of a server
     * @return the text on one line, every control and format character replaced by a space
     */
    public static String line(String text) {
        return NOT_PLAIN.matcher(text).replaceAll(" ").strip();
    }

    /**
     * Cuts a text to an excerpt.
     *
     * @param text a text of any length, without secrets
     * @return its beginning on one line, at most 160 characters
     */
    public static String excerpt(String text) {
        String start = text.length() > MAX_EXCERPT * 4 ? text.substring(0, MAX_EXCERPT * 4) : text;
        String line = line(start);
        return line.length() > MAX_EXCERPT ? line.substring(0, MAX_EXCERPT - 1) + "…" : line;
    }

    /**
     * Makes a text harmless in HTML and XML.
     *
     * @param text any text
     * @return the text with the five special characters escaped
     */
    public static String markup(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
