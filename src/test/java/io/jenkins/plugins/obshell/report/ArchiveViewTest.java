package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.localizer.LocaleProvider;

/** The log archive in the console, on the page of a build and in the REST API. */
class ArchiveViewTest {

    private static final LocaleProvider LOCALES = LocaleProvider.getProvider();
    private static final Instant SINCE = Instant.parse("2026-11-20T01:02:03.456Z");
    private static final Instant UP_TO = Instant.parse("2026-11-22T02:03:04.5Z");
    private static final ArchiveState NONE = new ArchiveState("tenant1", null, null, null, UP_TO, 3600L);

    @AfterEach
    void reset() {
        LocaleProvider.setProvider(LOCALES);
    }

    private static ArchiveState round(String status) {
        return new ArchiveState("tenant1", status, "7", SINCE, UP_TO, 75L);
    }

    private static List<String> line(ArchiveState archive) {
        return new ConsoleLines().lines(new ProgressEvent.ArchiveReported(archive));
    }

    private static OperationView view(ArchiveState... archives) {
        ObservedReport report = ObservedReport.EMPTY.with(new Observation.OfArchive(UP_TO, List.of(archives)));
        StoredOperation stored = new StoredOperation("7", "obshellBackup", "prod", "tenant1");
        return new OperationView(
                1, OperationSnapshot.of(stored, ObservedReport.fromJson(report.toJson()), true, UP_TO));
    }

    @Test
    void theConsoleNamesStatusRoundAndBeginning() {
        assertEquals(
                List.of("[obshell] The log archive of tenant1 is DOING since 2026-11-20 01:02:03 (round 7), has reached"
                        + " 2026-11-22 02:03:04 (UTC) and is 1m 15s behind."),
                line(round("DOING")));
        assertEquals(
                List.of("[obshell] The log of tenant1 is not being archived: archiving was stopped, was interrupted or"
                        + " was never started. It reached 2026-11-22 02:03:04 (UTC) and is 1h 00m behind."),
                line(NONE));
        assertTrue(line(new ArchiveState("tenant1", "PREPARE", null, null, null, null))
                .get(0)
                .endsWith("PREPARE since - (round -), has reached - (UTC) and is - behind."));
    }

    @Test
    void theConsoleSpeaksChinese() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        assertEquals(
                List.of("[obshell] tenant1 的日志归档自 2026-11-20 01:02:03 起为 DOING（第 7 轮），已归档到 2026-11-22"
                        + " 02:03:04（UTC），延迟 1m 15s。"),
                line(round("DOING")));
        assertEquals("未在归档：已停止、已中断或从未开启", view(NONE).getArchives().get(0).getStatusText());
    }

    @Test
    void thePageAndTheRestApiShowTheRound() {
        ArchiveView archive = view(round("DOING")).getArchives().get(0);

        assertEquals("tenant1", archive.getTenant());
        assertEquals("DOING", archive.getStatus());
        assertEquals("7", archive.getRoundId());
        assertEquals(SINCE.toString(), archive.getSince());
        assertEquals(UP_TO.toString(), archive.getArchivedUpTo());
        assertEquals(75, archive.getLagSeconds());
        assertEquals("1m 15s", archive.getLag());
        assertEquals("2026-11-20T01:02:03Z", archive.getBegan().getIso());
        assertEquals("2026-11-22T02:03:04Z", archive.getCheckpoint().getIso());
        assertEquals("symbol-status-blue", archive.getIcon());
        assertFalse(view(round("DOING")).isArchiveHalted());
        assertFalse(view().isArchiveHalted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOPPING", "SUSPEND"})
    void anArchiveThatIsHaltedIsRed(String status) {
        assertEquals(
                "symbol-status-red", view(round(status)).getArchives().get(0).getIcon());
        assertTrue(view(round("DOING"), round(status)).isArchiveHalted());
    }

    @Test
    void aTenantWithoutARoundIsRed() {
        ArchiveView archive = view(NONE).getArchives().get(0);

        assertEquals("symbol-status-red", archive.getIcon());
        assertNull(archive.getStatus());
        assertEquals("not archived: stopped, interrupted or never started", archive.getStatusText());
        assertTrue(archive.isHalted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGINNING", "PREPARE"})
    void anArchiveThatBeginsIsNeitherRedNorDone(String status) {
        assertEquals(
                "symbol-status-nobuilt-anime",
                view(round(status)).getArchives().get(0).getIcon());
    }
}
