package io.jenkins.plugins.obshell.cluster;

import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.cluster.ConnectionReport.Grade;
import io.jenkins.plugins.obshell.cluster.ConnectionReport.TestedEndpoint;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Shows in the form of a cluster what a test of its connection found: the verdict first, then a table of the endpoints. All
 * text is escaped, and no style or script is inline, so that a strict content security policy holds.
 */
final class ConnectionReportView {

    private static final int PAIRS_SHOWN = 4;
    private static final int CHARACTERS_OF_A_PAIR = 3;

    private ConnectionReportView() {}

    /**
     * @param report what was found
     * @param pinned the keys in the form
     * @return the markup; it offers to pin keys that the form lacks
     */
    static String html(ConnectionReport report, Set<KeyFingerprint> pinned) {
        return element(
                        "div",
                        "obshell-test__verdict obshell-test__verdict--" + style(report.grade()),
                        PlainText.markup(report.verdict()))
                + report.details().stream()
                        .map(detail -> element("div", "obshell-test__detail", PlainText.markup(detail)))
                        .collect(Collectors.joining())
                + table(report)
                + (pinned.containsAll(report.keys()) ? "" : pinButton(report));
    }

    private static String style(Grade grade) {
        return switch (grade) {
            case GOOD -> "good";
            case DOUBTFUL -> "doubtful";
            case BAD -> "bad";
        };
    }

    private static String table(ConnectionReport report) {
        String head = Stream.of(
                        Messages.ConnectionReportView_endpoint(),
                        Messages.ConnectionReportView_answer(),
                        Messages.ConnectionReportView_versions(),
                        Messages.ConnectionReportView_clock(),
                        Messages.ConnectionReportView_key())
                .map(title -> "<th scope=\"col\">%s</th>".formatted(PlainText.markup(title)))
                .collect(Collectors.joining());
        String rows = report.endpoints().stream().map(ConnectionReportView::row).collect(Collectors.joining());
        return """
                <div class="obshell-test__scroll" role="region" tabindex="0" aria-label="%s">\
                <table class="jenkins-table jenkins-table--small obshell-test__table">\
                <thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>""".formatted(PlainText.markup(Messages.ConnectionReportView_table()), head, rows);
    }

    private static String row(TestedEndpoint tested) {
        return "<tr>"
                + cell(tested.endpoint().toString())
                + cell(tested.answer())
                + cell(tested.versions())
                + cell(tested.clock())
                + "<td>%s</td></tr>".formatted(tested.key() == null ? "" : folded(tested.key()));
    }

    private static String cell(String text) {
        return "<td>%s</td>".formatted(PlainText.markup(text));
    }

    /** The first pairs of a fingerprint; unfolded, all of them. */
    private static String folded(KeyFingerprint key) {
        String whole = key.toString();
        return "<details><summary><code>%s…</code></summary><code>%s</code></details>"
                .formatted(whole.substring(0, PAIRS_SHOWN * CHARACTERS_OF_A_PAIR - 1), whole);
    }

    /** A button that adds the keys to the field of the form; nothing is saved by it. */
    private static String pinButton(ConnectionReport report) {
        String keys = report.keys().stream().map(KeyFingerprint::toString).collect(Collectors.joining(" "));
        return """
                <div class="obshell-test__pin">\
                <button type="button" class="jenkins-button" data-obshell-keys="%s" data-obshell-done="%s">%s</button>\
                <span role="status">%s</span></div>""".formatted(
                        keys,
                        PlainText.markup(Messages.ConnectionReportView_pinned()),
                        PlainText.markup(Messages.ConnectionReportView_pin()),
                        PlainText.markup(Messages.ConnectionReportView_compare()));
    }

    private static String element(String name, String style, String content) {
        return "<%1$s class=\"%2$s\">%3$s</%1$s>".formatted(name, style, content);
    }
}
