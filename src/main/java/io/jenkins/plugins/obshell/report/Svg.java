package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.SuppressFBWarnings;
import java.util.Locale;

/** Builds an SVG picture. All text is escaped, and no style is inline, so that a strict content security policy holds. */
final class Svg {

    private final StringBuilder text = new StringBuilder();

    /** Begins a picture that is as wide as its place. Screen readers read its label. */
    Svg(String styleClass, int width, int height, String label) {
        text.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" focusable=\"false\" class=\"")
                .append(escape(styleClass))
                .append("\" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" aria-label=\"")
                .append(escape(label))
                .append("\">");
    }

    /** Adds a line. */
    Svg line(String styleClass, double x1, double y1, double x2, double y2) {
        text.append("<line class=\"").append(escape(styleClass)).append('"');
        number("x1", x1).number("y1", y1).number("x2", x2).number("y2", y2);
        text.append("/>");
        return this;
    }

    /** Adds a path. */
    Svg path(String styleClass, String d) {
        text.append("<path class=\"")
                .append(escape(styleClass))
                .append("\" d=\"")
                .append(escape(d))
                .append("\"/>");
        return this;
    }

    /** Adds a rectangle that shows its title under the pointer. */
    @SuppressFBWarnings(value = "POTENTIAL_XML_INJECTION", justification = "Every text goes through escape(String).")
    Svg bar(String styleClass, double x, double y, double width, double height, String title) {
        text.append("<rect class=\"").append(escape(styleClass)).append('"');
        number("x", x).number("y", y).number("width", width).number("height", height);
        text.append("><title>").append(escape(title)).append("</title></rect>");
        return this;
    }

    /**
     * Adds a text.
     *
     * @param anchor {@code start}, {@code middle} or {@code end}
     */
    Svg label(double x, double y, String anchor, String label) {
        text.append("<text");
        number("x", x).number("y", y);
        text.append(" text-anchor=\"")
                .append(escape(anchor))
                .append("\">")
                .append(escape(label))
                .append("</text>");
        return this;
    }

    /** {@return the finished picture} */
    String end() {
        return text.append("</svg>").toString();
    }

    /** {@return a number as SVG writes it, with one decimal} */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private Svg number(String name, double value) {
        text.append(' ').append(name).append("=\"").append(number(value)).append('"');
        return this;
    }

    /** {@return the text with the five special characters of XML escaped} */
    static String escape(String value) {
        return value.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
