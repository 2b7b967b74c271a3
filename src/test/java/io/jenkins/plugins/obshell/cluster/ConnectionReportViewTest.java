package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.cluster.ConnectionReport.Grade;
import io.jenkins.plugins.obshell.cluster.ConnectionReport.TestedEndpoint;
import java.io.StringReader;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ConnectionReportViewTest {

    private static final KeyFingerprint FIRST = new KeyFingerprint("ab".repeat(32));
    private static final KeyFingerprint SECOND = new KeyFingerprint("cd".repeat(32));
    private static final String HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>";

    private static TestedEndpoint tested(String host, KeyFingerprint key) {
        return new TestedEndpoint(
                Endpoint.parse(host), "Yes (CLUSTER AGENT).", "obshell 4.4.2.0, OceanBase 4.3.5.3", "0.0 s", key);
    }

    private static Document parse(ConnectionReport report, KeyFingerprint... pinned) throws Exception {
        String html = ConnectionReportView.html(report, Set.of(pinned));
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<body>" + html + "</body>")));
    }

    private static String text(Document page, String tag, int index) {
        return page.getElementsByTagName(tag).item(index).getTextContent();
    }

    @Test
    void theVerdictComesFirstAndEachEndpointHasARow() throws Exception {
        ConnectionReport report = new ConnectionReport(
                Grade.BAD,
                "The password is refused.",
                List.of("Access denied."),
                List.of(tested("ob1", FIRST), tested("ob2", SECOND)));
        Document page = parse(report);
        assertEquals("The password is refused.", text(page, "div", 0));
        assertEquals("Access denied.", text(page, "div", 1));
        assertEquals(3, page.getElementsByTagName("tr").getLength());
        assertEquals("http://ob1:2886", text(page, "td", 0));
        assertEquals("Yes (CLUSTER AGENT).", text(page, "td", 1));
        assertEquals("obshell 4.4.2.0, OceanBase 4.3.5.3", text(page, "td", 2));
        assertEquals("0.0 s", text(page, "td", 3));
        assertEquals("AB:AB:AB:AB…", text(page, "summary", 0));
        assertTrue(text(page, "details", 1).endsWith(SECOND.toString()));
    }

    @Test
    void keysAreOfferedForPinningUntilTheFormHasThem() throws Exception {
        ConnectionReport report = new ConnectionReport(
                Grade.GOOD,
                "Good.",
                List.of(),
                List.of(tested("ob1", FIRST), tested("ob2", SECOND), tested("ob3", FIRST)));
        Element button =
                (Element) parse(report, FIRST).getElementsByTagName("button").item(0);
        assertEquals("button", button.getAttribute("type"));
        assertEquals(FIRST + " " + SECOND, button.getAttribute("data-obshell-keys"));
        assertEquals(
                0, parse(report, FIRST, SECOND).getElementsByTagName("button").getLength());
    }

    @Test
    void noKeyIsOfferedIfNoneWasGiven() throws Exception {
        ConnectionReport report =
                new ConnectionReport(Grade.BAD, "No endpoint answers.", List.of(), List.of(tested("ob1", null)));
        assertEquals(0, parse(report).getElementsByTagName("button").getLength());
    }

    @Test
    void whatObshellSaysIsShownAsText() throws Exception {
        ConnectionReport report = new ConnectionReport(
                Grade.BAD,
                HOSTILE,
                List.of(HOSTILE),
                List.of(new TestedEndpoint(Endpoint.parse("ob1"), HOSTILE, HOSTILE, HOSTILE, FIRST)));
        Document page = parse(report);
        assertEquals(HOSTILE, text(page, "div", 0));
        assertEquals(HOSTILE, text(page, "div", 1));
        for (int cell = 1; cell <= 3; cell++) {
            assertEquals(HOSTILE, text(page, "td", cell));
        }
        assertEquals(0, page.getElementsByTagName("script").getLength());
        assertEquals(0, page.getElementsByTagName("img").getLength());
        assertFalse(ConnectionReportView.html(report, Set.of()).contains("style="));
    }
}
