package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The numbers and pictures that the pages derive from what was observed. */
class OperationViewTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04Z");
    private static final DagSnapshot DAG = new DagSnapshot(
            "11",
            "A DAG",
            "SUCCEED",
            "RUN",
            2,
            2,
            START,
            START.plusSeconds(120),
            List.of(node(START), node(START.plusSeconds(60))));

    @Test
    void aScreenReaderReadsTheEndOfTheChart() {
        ObservedReport report = ObservedReport.EMPTY
                .with(new Observation.OfBackup(START, copied(0)))
                .with(new Observation.OfBackup(START.plusSeconds(3600), copied(100)));

        String svg = BytesChart.draw(report.samples());
        assertTrue(svg.startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\""), svg);
        assertTrue(svg.contains("1h 00m"), svg);
        assertFalse(svg.contains("style="), svg);
        assertEquals("", BytesChart.draw(report.samples().subList(0, 1)));
        assertEquals("&lt;a href=&quot;x&#39;&amp;", PlainText.markup("<a href=\"x'&"));
    }

    @Test
    void theRemainingTimeIsEstimatedWithoutTheClockOfOceanBase() {
        Instant now = START.plus(Duration.ofDays(3));
        ObservedReport report = ObservedReport.EMPTY
                .with(new Observation.OfBackup(now.minusSeconds(600), copied(0)))
                .with(new Observation.OfBackup(now, copied(600)));

        OperationView view = new OperationView(
                1,
                OperationSnapshot.of(new StoredOperation("7", "obshellBackup", "prod", "tenant0"), report, true, now));

        String text = view.getProgress().getText();
        assertTrue(text.endsWith("about 30m 00s left"), text);
    }

    @Test
    void theStageOfTheDagBeforeIsNotShownBesideTheNextDag() {
        ObservedReport report = ObservedReport.EMPTY.with(new Observation.OfDag(START, DAG));

        assertEquals("stage 2/2: A node", following("11", report).getStageText());
        assertNull(following("12", report).getStageText());
    }

    @Test
    void contactIsLostOnceAllOfSeveralBackupsHaveLostIt() {
        String contact = "\"contact\":{\"lostAt\":\"2026-11-22T02:03:1%dZ\"},";

        StatusView lost = separate(String.format(contact, 1), String.format(contact, 2));
        assertEquals("No contact", lost.getText());
        assertEquals("2026-11-22T02:03:12Z", lost.getContactLostAt().getIso());

        StatusView one = separate(String.format(contact, 1), "");
        assertEquals("Running", one.getText());
        assertNull(one.getContactLostAt());
    }

    /** Two backups one by one, with these contacts. */
    private static StatusView separate(String first, String second) {
        String state = "{%s\"phase\":\"FOLLOWING\",\"begunAt\":\"" + START + "\",\"deadline\":\""
                + START.plusSeconds(3600) + "\",\"phaseSince\":\"" + START + "\"%s}";
        String begun = String.format(
                ",\"separate\":{\"begun\":[{\"tenant\":\"a\",\"state\":%s},{\"tenant\":\"b\",\"state\":%s}]}",
                String.format(state, first, ""), String.format(state, second, ""));
        StoredOperation operation = new StoredOperation("7", "obshellBackup", "prod", null)
                .at(1, OperationState.fromJson(String.format(state, "", begun)));
        return new OperationView(1, OperationSnapshot.of(operation, ObservedReport.EMPTY, true, START.plusSeconds(60)))
                .getStatusView();
    }

    private static OperationView following(String dagId, ObservedReport report) {
        OperationState state = OperationState.fromJson("{\"begunAt\":\"" + START + "\",\"deadline\":\""
                + START.plusSeconds(3600) + "\",\"phaseSince\":\"" + START + "\",\"dag\":{\"id\":\"" + dagId + "\"}}");
        StoredOperation operation = new StoredOperation("7", "obshellBackup", "prod", "tenant0").at(1, state);
        return new OperationView(1, OperationSnapshot.of(operation, report, true, START));
    }

    @Test
    void theBarsOfADagLieOnOneAxis() {
        DagView view = new DagView("dag", DAG, false, null);

        List<NodeView> nodes = view.getNodes();
        assertEquals("0.0", nodes.get(0).getBarStart());
        assertEquals("50.0", nodes.get(0).getBarWidth());
        assertEquals("50.0", nodes.get(1).getBarStart());
        assertEquals("1m 00s", nodes.get(1).getTook());
        assertEquals("127.0.0.1:2001", nodes.get(1).getSubTasks().get(1).getObshell());
        assertTrue(view.isOver());
    }

    private static List<TenantProgress> copied(int tablets) {
        return List.of(new TenantProgress(
                "tenant0",
                "1",
                "BACKUP_USER_DATA",
                START,
                null,
                tablets,
                2400,
                tablets * 2L << 20,
                tablets * 1L << 20,
                1L << 20));
    }

    private static DagSnapshot.Node node(Instant from) {
        Instant to = from.plusSeconds(60);
        List<DagSnapshot.Part> parts = Stream.of("127.0.0.1:2000", "127.0.0.1:2001")
                .map(obshell -> new DagSnapshot.Part("A part", obshell, "SUCCEED", from, to, 1, List.of()))
                .toList();
        return new DagSnapshot.Node("A node", "SUCCEED", from, to, parts, 0);
    }
}
