package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A restore is green only if OceanBase's own records say that this very restore is done. */
class RestoreOperationTest {

    private final SimulatedDrill drill = new SimulatedDrill();
    private final OperationPlayer player = drill.player;

    @AfterEach
    void close() {
        drill.close();
    }

    private void assertGreen(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    private void assertRed(Outcome outcome, String words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains(words), outcome.message());
    }

    @Test
    void theLastBackupIsRestoredAndTheTenantIsNamed() {
        Outcome outcome = player.play(drill.restore());

        assertGreen(outcome);
        assertEquals("SUCCESS", outcome.result().status());
        ScratchTenant scratch = player.state().scratchTenant();
        assertEquals("drill_tenant1_42", scratch.name());
        assertEquals(Integer.toString(drill.cluster.tenantIds().get("drill_tenant1_42")), scratch.id());
        RestoredBackup backup = player.state().restoredBackup();
        assertEquals("1", backup.backupSetId());
        assertEquals(scratch.scn(), backup.scn());
        assertEquals(120L << 30, backup.bytes());
        assertTrue(backup.seconds() >= 20 * 60, backup.toString());
        assertTrue(outcome.message().startsWith("Restored tenant1 to SCN " + backup.scn()), outcome.message());
        assertEquals(1, player.events(ProgressEvent.RestoreChosen.class).size());
        assertFalse(player.events(ProgressEvent.RestoreProgress.class).isEmpty());
    }

    @Test
    void nothingIsLeftAfterTheDrop() {
        player.play(drill.restore());

        assertGreen(drill.clean());
        assertTrue(drill.isClean());
        assertTrue(drill.cluster.tenantIds().containsKey("tenant1"));
    }

    @Test
    void aRestoreThatFailsUnderADagThatSucceedsIsRed() {
        drill.cluster.nextRestore(RestorePlan.ordinary().failingUnnoticed());

        assertRed(player.play(drill.restore()), "the restore failed");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aRestoreThatFailsIsRed() {
        drill.cluster.nextRestore(RestorePlan.ordinary().failing());

        assertRed(player.play(drill.restore()), "backup data is broken");
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aRestoreOfSeveralHoursIsFollowedBeyondItsDag() {
        drill.cluster.nextRestore(RestorePlan.ordinary().withDuration(Duration.ofHours(5)));

        assertGreen(player.play(drill.restore()));
        assertEquals(1, player.events(ProgressEvent.DagEndedBeforeRestore.class).size());
        assertEquals(1, player.events(ProgressEvent.DagRetried.class).size());
        assertEquals(1, drill.restoresPosted());
        assertGreen(drill.clean());
        assertTrue(drill.isClean());
    }

    @Test
    void aTenantOfTheSameNameThatIsMadeMeanwhileIsNotTakenForTheRestoredOneNorDropped() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(() -> drill.cluster.tenant(SimulatedDrill.SCRATCH)))
                        .on("POST", ".*/tenant/restore")
                        .once());

        assertRed(player.play(drill.restore()), "Somebody else made a tenant of that name");
        Outcome dropped = drill.clean();
        assertEquals(Verdict.WARNING, dropped.verdict(), dropped.message());
        assertTrue(drill.cluster.tenantIds().containsKey(SimulatedDrill.SCRATCH));
        assertEquals(0, drill.drops());
    }

    @Test
    void nothingIsRestoredIntoANameThatIsTaken() {
        drill.cluster.tenant("DRILL_TENANT1_42");

        assertRed(player.play(drill.restore()), "has a tenant DRILL_TENANT1_42");
        assertNull(player.state().scratchTenant());
        assertEquals(0, drill.restoresPosted());
    }
}
