package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the page of a build, the page of a job and the REST API show of a drill. */
class DrillViewTest {

    private static final Instant START = Instant.parse("2026-11-22T14:10:00Z");
    private static final String STATE = "{\"begunAt\":\"" + START + "\",\"deadline\":\"" + START.plusSeconds(86_400)
            + "\",\"phaseSince\":\"" + START + "\",\"dag\":{\"id\":\"12\"},"
            + "\"drill\":{\"scratch\":{\"name\":\"drill_tenant1_42_9f3c2a1b\",\"id\":\"1010\",\"scn\":1795313074000000001},"
            + "\"backup\":{\"tenant\":\"tenant1\",\"backupSetId\":\"7\",\"scn\":1795313074000000001,"
            + "\"time\":\"2026-11-22T14:03:40Z\",\"bytes\":128849018880,\"sqlAddress\":{\"host\":\"10.0.0.2\",\"port\":2881},\"fromVersion\":\"4.2.5.0\",\"toVersion\":\"4.3.5.3\"}}}";

    private static StoredOperation restore() {
        return new StoredOperation("7", "obshellRestoreDrill", "staging", "tenant1")
                .at(1, OperationState.fromJson(STATE));
    }

    private static OperationView view(StoredOperation operation) {
        return new OperationView(1, OperationSnapshot.of(operation, ObservedReport.EMPTY, true, START.plusSeconds(60)));
    }

    private static StoredOperation after(int minutes) {
        return restore()
                .ended(new Outcome(
                        Verdict.SUCCESS,
                        "Restored.",
                        new OperationResult(
                                "12", "Restore", "SUCCESS", START, START.plusSeconds(60L * minutes), List.of())));
    }

    @Test
    void aRestoreShowsWhatIsRestoredAndWhere() {
        OperationView view = view(restore());
        DrillView drill = view.getDrill();
        assertEquals("Restore drill of tenant1", view.getTitle());
        assertEquals("drill_tenant1_42_9f3c2a1b", drill.getScratchTenant());
        assertEquals("1010", drill.getScratchTenantId());
        assertEquals(128849018880L, drill.getBytes());
        assertEquals(2460, view(after(41)).getDrill().getRestoreSeconds());
        assertEquals("10.0.0.2:2881", drill.getSqlAddress());
        assertEquals("7", drill.getBackupSetId());
        assertEquals("1795313074000000001", drill.getRestorePoint());
        assertEquals("2026-11-22T14:03:40Z", drill.getRestoredTo());
        assertEquals("4.2.5.0 to 4.3.5.3", drill.getFromVersion() + " to " + drill.getToVersion());
        assertFalse(view.isBackup());
        assertNull(view.getHints().getAttachLine(), "nothing attaches to a restore");
    }

    @Test
    void aDropIsCalledByItsTenantAndAnyOtherOperationHasNoDrill() {
        StoredOperation drop =
                new StoredOperation("7-x", "obshellRestoreDrill", "staging", "drill_tenant1_42_9f3c2a1b").asDrop();
        assertEquals("Drop of drill_tenant1_42_9f3c2a1b", view(drop).getTitle());
        assertFalse(view(drop).isRestore());
        assertNull(view(drop).getDrill());
        assertNull(view(new StoredOperation("7", "obshellBackup", "prod", "tenant1"))
                .getDrill());
    }

    @Test
    void whatADropIsSurvivesItsStatesAndItsEnd() {
        StoredOperation drop =
                new StoredOperation("7-x", "obshellRestoreDrill", "staging", "drill_tenant1_42_9f3c2a1b").asDrop();
        assertTrue(drop.at(1, OperationState.fromJson(STATE)).isDrop());
        assertTrue(drop.ended(new Outcome(Verdict.SUCCESS, "Gone.", OperationResult.NONE))
                .isDrop());
        assertTrue(restore().isRestore() && !restore().isDrop());
    }

    @Test
    void inTheHistoryTheVerdictIsThatOfTheWholeDrill() {
        StoredOperation restored = after(41);
        OperationView running = view(restored.asWholeDrill());
        assertTrue(running.isRunning(), "the body and the drop are to come");

        Outcome checksFailed = new Outcome(
                Verdict.FAILURE, "The checks failed.", restored.outcome().result());
        OperationView failed = view(restored.drillEnded(checksFailed).asWholeDrill());
        assertEquals("FAILURE", failed.getVerdict());
        assertEquals("The checks failed.", failed.getMessage());
        assertEquals("Failed", failed.getStatusView().getText());
        assertEquals("41m 00s", failed.getTook());
        assertEquals("7", failed.getDrill().getBackupSetId());

        OperationView onThePageOfTheBuild = view(restored.drillEnded(checksFailed));
        assertEquals("SUCCESS", onThePageOfTheBuild.getVerdict());
    }

    @Test
    void theTrendShowsHowLongRestoresTook() {
        List<BackupOfBuild> drills = IntStream.of(41, 39)
                .mapToObj(minutes -> new BackupOfBuild(minutes, "job/drill/" + minutes + "/", view(after(minutes))))
                .toList();
        String chart = TrendChart.restores(drills, "UTC");
        assertTrue(chart.contains("How long the last restores took"), chart);
        assertTrue(chart.contains("#39: 39m 00s") && chart.contains("#41: 41m 00s"), chart);
        assertEquals("", TrendChart.restores(drills.subList(0, 1), "UTC"));
    }
}
