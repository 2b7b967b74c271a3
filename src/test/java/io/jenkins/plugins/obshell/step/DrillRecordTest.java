package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
