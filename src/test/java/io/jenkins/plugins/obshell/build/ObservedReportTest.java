package io.jenkins.plugins.obshell.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A report stays small and keeps what matters. */
class ObservedReportTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04Z");

    @Test
    void samplesOfTenHoursAreThinnedAndLoadUnchanged() {
        ObservedReport report = ObservedReport.EMPTY.with(
                new Observation.OfRequest(START, "POST /api/v1/obcluster/backup", Map.of("encryption", "****")));
        for (int turn = 0; turn <= 2400; turn++) {
            report = report.with(new Observation.OfBackup(START.plusSeconds(turn * 15L), tenants(12, turn)));
        }
        report = report.with(new Observation.OfDag(START, dag(4, 3, "SUCCEED", 20)));

        assertEquals(ReportLimits.MOST_SAMPLES, report.samples().size());
        assertEquals(START.getEpochSecond(), report.samples().get(0).second());
        assertEquals(
                START.getEpochSecond() + 36_000,
                report.samples().get(report.samples().size() - 1).second());
        long widest = IntStream.range(1, report.samples().size())
                .mapToLong(gapOf(report))
                .max()
                .orElseThrow();
        assertTrue(widest <= 36_000 / 50, "widest gap: " + widest);
        String json = report.toJson();
        assertTrue(ReportLimits.sizeInXml(json) < 48 * 1024, "bytes: " + ReportLimits.sizeInXml(json));
        assertEquals(report, ObservedReport.fromJson(json));
    }

    private static java.util.function.IntToLongFunction gapOf(ObservedReport report) {
        return i ->
                report.samples().get(i).second() - report.samples().get(i - 1).second();
    }

    @Test
    void theFailedSubTaskOfAHugeClusterIsKept() {
        ObservedReport report = ObservedReport.EMPTY;
        for (int i = 0; i < 5; i++) {
            report = report.with(new Observation.OfDag(START, dag(60, 100, "dag" + i, "SUCCEED", 20)));
        }
        report = report.with(new Observation.OfDag(START, dag(40, 100, "last", "FAILED", 20)));
        report = report.with(new Observation.OfBackup(START, tenants(1000, 1)));

        String json = report.toJson();
        assertTrue(ReportLimits.sizeInXml(json) <= ReportLimits.MOST_STORED, "bytes: " + ReportLimits.sizeInXml(json));
        ObservedReport stored = ObservedReport.fromJson(json);
        DagSnapshot last = stored.dags().get(stored.dags().size() - 1);
        assertEquals("last", last.id());
        assertTrue(last.nodes().stream()
                .flatMap(node -> node.subTasks().stream())
                .anyMatch(part -> "FAILED".equals(part.state())));
        assertTrue(last.nodes().get(1).omittedSubTasks() > 0);
        assertEquals(1000, stored.tenants().size() + stored.omittedTenants());
    }

    @Test
    void textWithMoreOrFewerFieldsLoads() {
        ObservedReport report = ObservedReport.fromJson("{\"observedAt\":\"2026-11-22T02:03:04Z\",\"later\":[1,2]}");

        assertEquals(START, report.observedAt());
        assertTrue(report.dags().isEmpty());
        assertFalse(ObservedReport.fromJson("{}").toJson().isEmpty());
    }

    private static TenantProgress progress(String tenant, long finishTablets, long bytes) {
        String status = finishTablets == 100 ? "COMPLETED" : "DOING";
        return new TenantProgress(tenant, "1", status, START, null, finishTablets, 100, 0, bytes, 0);
    }

    private static Observation part(int second, TenantProgress progress) {
        return new Observation.OfBackup(START.plusSeconds(second), List.of(progress)).amongOthers();
    }

    @Test
    void whatIsSeenOfOneTenantLeavesTheOthersAsTheyWereSeenLast() {
        ObservedReport report = ObservedReport.EMPTY
                .with(part(0, progress("tenant1", 10, 1000)))
                .with(part(5, progress("tenant2", 20, 2000)))
                .with(part(10, progress("tenant1", 30, 3000)));

        assertEquals(
                List.of(progress("tenant2", 20, 2000), progress("tenant1", 30, 3000)),
                report.tenants().stream().toList());
        assertEquals(
                List.of(1000L, 3000L, 5000L),
                report.samples().stream()
                        .map(ObservedReport.Sample::outputBytes)
                        .toList());
        assertEquals(200, report.samples().get(2).tablets());
        assertEquals(report, ObservedReport.fromJson(report.toJson()));
    }

    @Test
    void ofManyTenantsOneByOneThoseThatAreBackedUpNowAreShownAndAllAreCounted() {
        ObservedReport report = ObservedReport.EMPTY;
        for (int i = 0; i < 200; i++) {
            report = report.with(part(20 * i, progress("tenant" + i, 50, 500)));
            if (i < 196) {
                report = report.with(part(20 * i + 10, progress("tenant" + i, 100, 1000)));
            }
        }

        assertEquals(ReportLimits.MOST_TENANTS, report.tenants().size());
        assertEquals(200, report.tenants().size() + report.omittedTenants());
        assertEquals(
                4,
                report.tenants().stream()
                        .filter(tenant -> tenant.percent() < 100)
                        .count());
        assertEquals(
                196 * 1000 + 4 * 500,
                report.samples().get(report.samples().size() - 1).outputBytes());
    }

    @Test
    void theArchiveOfEachTenantIsKeptAsItWasSeenLast() {
        ObservedReport report = ObservedReport.EMPTY
                .with(new Observation.OfArchive(
                        START, List.of(archive("tenant1", "DOING"), archive("tenant2", "DOING"))))
                .with(new Observation.OfArchive(START, List.of(archive("tenant2", null))));

        assertEquals(List.of(archive("tenant2", null), archive("tenant1", "DOING")), report.archives());
        assertEquals(report, ObservedReport.fromJson(report.toJson()));
    }

    @Test
    void ofManyArchivesThoseThatAreHaltedAreKept() {
        ObservedReport report = ObservedReport.EMPTY;
        for (int i = 0; i < 1000; i++) {
            report = report.with(new Observation.OfArchive(
                    START, List.of(archive("tenant" + i, i == 7 ? "SUSPEND" : "DOING" + "x".repeat(5000)))));
        }

        String json = report.toJson();
        assertTrue(ReportLimits.sizeInXml(json) <= ReportLimits.MOST_STORED, "bytes: " + ReportLimits.sizeInXml(json));
        assertEquals(ReportLimits.MOST_TENANTS, report.archives().size());
        assertEquals(
                archive("tenant7", "SUSPEND"),
                ObservedReport.fromJson(json).archives().get(0));
    }

    private static ArchiveState archive(String tenant, String status) {
        return new ArchiveState(tenant, status, "1", START, START.plusSeconds(60), 5L);
    }

    private static List<TenantProgress> tenants(int count, int turn) {
        List<TenantProgress> tenants = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tenants.add(new TenantProgress(
                    "tenant" + i,
                    "" + i,
                    "BACKUP_USER_DATA",
                    START,
                    null,
                    turn,
                    2400,
                    turn * 2L << 20,
                    turn * 1L << 20,
                    1L << 20));
        }
        return tenants;
    }

    private static DagSnapshot dag(int nodes, int obshells, String state, int lines) {
        return dag(nodes, obshells, "11", state, lines);
    }

    private static DagSnapshot dag(int nodes, int obshells, String id, String state, int lines) {
        List<DagSnapshot.Node> all = new ArrayList<>();
        for (int n = 0; n < nodes; n++) {
            Instant from = START.plusSeconds(60L * n);
            List<DagSnapshot.Part> parts = new ArrayList<>();
            for (int o = 0; o < obshells; o++) {
                boolean failed = "FAILED".equals(state) && n == 1 && o == obshells - 1;
                parts.add(new DagSnapshot.Part(
                        "A part \"of\" node " + n,
                        "127.0.0.1:" + (2000 + o),
                        failed ? "FAILED" : "SUCCEED",
                        from,
                        from.plusSeconds(60),
                        1,
                        Collections.nCopies(lines, "<a line of a \"log\" that is long enough to be worth cutting>")));
            }
            all.add(new DagSnapshot.Node("Node " + n, state, from, from.plusSeconds(60), parts, 0));
        }
        return new DagSnapshot(id, "A DAG", state, "RUN", nodes, nodes, START, START.plusSeconds(60L * nodes), all);
    }
}
