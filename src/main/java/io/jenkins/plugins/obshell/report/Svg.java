package io.jenkins.plugins.obshell.report;

import io.jenkins.plugins.obshell.client.secret.PlainText;
import java.util.Locale;
import java.util.stream.Stream;

/** Builds an SVG picture. All text is escaped, and no style is inline, so that a strict content security policy holds. */
final class Svg {

    private final StringBuilder text = new StringBuilder();

    /** Begins a picture that is as wide as its place. Screen readers read its label. */
    Svg(String styleClass, int width, int height, String label) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" focusable=\"false\" class=\"%s\""
                        + " viewBox=\"0 0 %d %d\" aria-label=\"%s\">",
                styleClass, width, height, label);
    }

    /** Adds a line. */
    Svg line(String styleClass, double x1, double y1, double x2, double y2) {
        return add("<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", styleClass, x1, y1, x2, y2);
    }

    /** Adds a path. */
    Svg path(String styleClass, String d) {
        return add("<path class=\"%s\" d=\"%s\"/>", styleClass, d);
    }

    /** Adds a rectangle that shows its title under the pointer. */
    Svg bar(String styleClass, double x, double y, double width, double height, String title) {
        return add(
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>%s</title></rect>",
                styleClass, x, y, width, height, title);
    }

    /**
     * Adds a text.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     */
    Svg label(double x, double y, String anchor, String label) {
        return add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, label);
    }

    /** {@return the finished picture} */
    String end() {
        return text.append("</svg>").toString();
    }

    /** {@return a number as SVG writes it, with one decimal} */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private Svg add(String form, Object... values) {
        Object[] escaped = Stream.of(values)
                .map(value -> value instanceof String string ? PlainText.markup(string) : value)
                .toArray();
        text.append(String.format(Locale.ROOT, form, escaped));
        return this;
    }
}
