package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrillRecordTest {

    private static Outcome outcome(Verdict verdict, String message) {
        return new Outcome(verdict, message, OperationResult.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCESS, SUCCESS, SUCCESS",
        "SUCCESS, WARNING, WARNING",
        "SUCCESS, FAILURE, FAILURE",
        "SUCCESS, ABORTED, FAILURE",
        "FAILURE, SUCCESS, FAILURE",
        "FAILURE, FAILURE, FAILURE",
        "ABORTED, SUCCESS, ABORTED",
    })
    void aDrillIsAsGoodAsTheWorseOfItsParts(Verdict restore, Verdict drop, Verdict together) {
        Outcome all = DrillRecord.together(outcome(restore, "Restored."), outcome(drop, "Dropped."));
        assertEquals(together, all.verdict());
        assertEquals("Restored. Dropped.", all.message());
    }

    @Test
    void aRestoreThatMadeNothingStandsAlone() {
        Outcome restore = outcome(Verdict.FAILURE, "No room.");
        assertEquals(restore, DrillRecord.together(restore, null));
    }

    private static StoredOperation restoreInto(String scratchTenant) {
        return new StoredOperation(scratchTenant, "obshellRestoreDrill", "staging", "tenant1")
                .at(
                        1,
                        OperationState.fromJson("{\"dag\":{\"id\":\"12\"},\"drill\":{\"scratch\":{\"name\":\""
                                + scratchTenant + "\"}}}"))
                .ended(outcome(Verdict.SUCCESS, "Restored."));
    }

    private static StoredOperation drop(String scratchTenant, Verdict verdict) {
        return new StoredOperation("drop", "obshellRestoreDrill", "staging", scratchTenant)
                .asDrop()
                .ended(outcome(verdict, ""));
    }

    private static List<String> left(List<StoredOperation> ofThisBuild, List<StoredOperation> earlier) {
        return DrillRecord.left(ofThisBuild, earlier).stream()
                .map(ScratchTenant::name)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"SUCCESS, ", "WARNING, ", "FAILURE, drill_a", "ABORTED, drill_a"})
    void aTenantIsLeftUnlessADropSawItsEnd(Verdict drop, String left) {
        List<StoredOperation> build =
                List.of(restoreInto("drill_a"), drop("drill_a", drop), drop("drill_b", Verdict.SUCCESS));
        assertEquals(left == null ? List.of() : List.of(left), left(List.of(), build));
    }

    @Test
    void aBuildThatWasKilledLeavesItsTenantUntilALaterBuildDropsIt() {
        List<StoredOperation> killed = List.of(restoreInto("drill_a"));
        assertEquals(List.of("drill_a"), left(List.of(), killed));
        assertEquals(List.of(), left(List.of(drop("drill_a", Verdict.SUCCESS)), killed));
    }

    @Test
    void aDrillOfTheSameBuildLeavesItsTenantOnlyOnceItHasEnded() {
        StoredOperation restore = restoreInto("drill_a");
        StoredOperation drop = drop("drill_a", Verdict.FAILURE);
        assertEquals(List.of(), left(List.of(restore, drop), List.of()), "another branch that still needs it");
        StoredOperation over = restore.drillEnded(outcome(Verdict.FAILURE, ""));
        assertEquals(List.of("drill_a"), left(List.of(over, drop), List.of()), "a retry finds it");
    }

    @Test
    void aDrillThatMayNotBeginSaysWhyAndWhatIsLeft() {
        ScratchTenant left = new ScratchTenant("drill_tenant1_41", "1004", 1, List.of(), null, null);
        Outcome end = DrillRecord.notBegun(left, outcome(Verdict.FAILURE, "DAG 12 failed."));
        assertEquals(Verdict.FAILURE, end.verdict());
        assertEquals(
                "Nothing was restored, because drill_tenant1_41, which an earlier drill may have left, could not be"
                        + " dropped. DAG 12 failed.",
                end.message());
    }
}
