package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever happens on the way: one restore at most, one drop, and nothing of the scratch tenant is left unsaid. */
class DrillFaultsTest {

    private static final String RESTORE = ".*/tenant/restore";
    private static final String DROP = ".*/tenant/[^/]*";

    private final SimulatedDrill drill = new SimulatedDrill();
    private final OperationPlayer player = drill.player;

    @AfterEach
    void close() {
        drill.close();
    }

    private static void assertGreen(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    private static void assertRed(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), outcome.message());
        }
    }

    private void assertClean() {
        assertTrue(drill.isClean(), drill.cluster.tenantIds() + " " + drill.cluster.freePools());
    }

    private void once(FaultAction action, String method, String path) {
        drill.cluster.faults().add(FaultRule.of(action).on(method, path).once());
    }

    private static Stream<Arguments> lostAnswers() {
        return Stream.<Supplier<FaultAction>>of(
                        FaultAction::loseAnswer,
                        FaultAction::errorAfterActing,
                        FaultAction::halfJson,
                        FaultAction::empty,
                        () -> FaultAction.badGateway().acting(),
                        () -> FaultAction.actLate(Duration.ofSeconds(40)),
                        FaultAction::repeated)
                .map(action -> Arguments.of(action.get().name(), action));
    }

    private static Stream<Arguments> requestsThatNeverArrive() {
        return Stream.<Supplier<FaultAction>>of(
                        FaultAction::badGateway,
                        () -> FaultAction.loseAnswer().notActing(),
                        () -> FaultAction.error(500, "Common.Unexpected", "no"))
                .map(action -> Arguments.of(action.get().name(), action));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lostAnswers")
    void aRestoreWhoseAnswerIsLostIsFoundAndNotSentAgain(String name, Supplier<FaultAction> fault) {
        once(fault.get(), "POST", RESTORE);

        assertGreen(player.play(drill.restore()));
        assertEquals(1, drill.restoresPosted());
        assertGreen(drill.clean());
        assertClean();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lostAnswers")
    void aDropWhoseAnswerIsLostIsFoundAndNotSentAgain(String name, Supplier<FaultAction> fault) {
        player.play(drill.restore());
        once(fault.get(), "DELETE", DROP);

        assertGreen(drill.clean());
        assertEquals(1, drill.drops());
        assertClean();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("requestsThatNeverArrive")
    void whatIsCertainlyLostIsSentOnceMore(String name, Supplier<FaultAction> fault) {
        once(fault.get(), "POST", RESTORE);
        once(fault.get(), "DELETE", DROP);

        assertGreen(player.play(drill.restore()));
        assertGreen(drill.clean());
        assertEquals(2, drill.restoresPosted());
        assertEquals(2, drill.drops());
        assertClean();
    }

    @Test
    void aDropIsNotSentAgainForATenantThatSomebodyElseMakesMeanwhile() {
        player.play(drill.restore());
        once(FaultAction.loseAnswer().notActing(), "DELETE", DROP);
        DropOperation drop = drill.drop(player.state().scratchTenant());
        player.playUntil(drop, ProgressEvent.AnswerLost.class);
        drill.cluster.dropTenant(SimulatedDrill.SCRATCH);
        int others = drill.cluster.tenant(SimulatedDrill.SCRATCH).id();

        Outcome outcome = player.resume(drop);

        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains(Integer.toString(others)), outcome.message());
        assertTrue(outcome.message().contains("DROP TENANT drill_tenant1_42_9f3c2a1b FORCE;"), outcome.message());
        assertTrue(outcome.message().contains("DROP RESOURCE POOL"), outcome.message());
        assertEquals(others, drill.cluster.tenantIds().get(SimulatedDrill.SCRATCH));
        assertEquals(1, drill.drops());
    }

    /** Two jobs can have builds of the same number, and restore the same backup. */
    @Test
    void whatAnotherDrillRestoresUnderTheSameNameToTheSamePointIsNotDropped() {
        player.play(drill.restore());
        ScratchTenant first = player.state().scratchTenant();
        drill.cluster.dropTenant(SimulatedDrill.SCRATCH);
        assertGreen(player.play(drill.restore()));
        ScratchTenant second = player.state().scratchTenant();

        Outcome outcome = player.play(drill.drop(first));

        assertEquals(first.scn(), second.scn());
        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertEquals(second.id(), Integer.toString(drill.cluster.tenantIds().get(SimulatedDrill.SCRATCH)));
        assertEquals(0, drill.drops());
    }

    @Test
    void whatAnotherDrillIsRestoringUnderTheSameNameToTheSamePointIsNotCancelled() {
        player.play(drill.restore());
        ScratchTenant first = player.state().scratchTenant();
        drill.cluster.dropTenant(SimulatedDrill.SCRATCH);
        player.playUntil(drill.restore(), ProgressEvent.RestoreProgress.class);

        Outcome outcome = player.play(drill.drop(first));

        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertTrue(drill.cluster.tenantIds().containsKey(SimulatedDrill.SCRATCH));
        assertEquals(0, drill.cluster.requests().count("DELETE", ".*/tenant/[^/]+/restore"));
    }

    /** obshell undoes a restore that has not begun with a drop of whatever tenant has the name. */
    @Test
    void aRestoreThatFoundItsNameTakenIsNotCancelled() {
        once(FaultAction.meanwhile(() -> drill.cluster.tenant(SimulatedDrill.SCRATCH)), "POST", RESTORE);
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(4));
        player.cancel(restore);
        player.resume(restore);
        int others = drill.cluster.tenantIds().get(SimulatedDrill.SCRATCH);

        Outcome outcome = drill.clean();

        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertEquals(others, drill.cluster.tenantIds().get(SimulatedDrill.SCRATCH));
        assertEquals(0, drill.cluster.requests().count("DELETE", ".*/tenant/[^/]+/restore"));
        assertEquals(
                List.of("the end of DAG 11, which is not cancelled because a tenant " + SimulatedDrill.SCRATCH + " (id "
                        + others + ") exists that it may not have made"),
                player.events(ProgressEvent.WaitingForRestore.class).stream()
                        .map(ProgressEvent.WaitingForRestore::why)
                        .toList());
    }

    @Test
    void aLogThatLiesInNoDestinationIsReported() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.data("{\"tenant_id\":1002,"
                                + "\"data_base_uri\":\"file:///data/backup/tenant1/data\",\"archive_base_uri\":\"\"}"))
                        .on("GET", ".*/tenant/tenant1/backup/config/storage"));

        Outcome outcome = player.play(drill.restore());

        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("the tenant's destination is - by now"), outcome.message());
        assertEquals(0, drill.restoresPosted());
    }

    @Test
    void theIdIsComparedDirectlyBeforeTheDrop() {
        player.play(drill.restore());
        DropOperation drop = drill.drop(player.state().scratchTenant());
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(() -> {
                            drill.cluster.dropTenant(SimulatedDrill.SCRATCH);
                            drill.cluster.tenant(SimulatedDrill.SCRATCH);
                        }))
                        .on("GET", ".*/dags/ob")
                        .once());

        Outcome outcome = player.play(drop);

        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertEquals(List.of(), player.events(ProgressEvent.AnswerLost.class));
        assertTrue(drill.cluster.tenantIds().containsKey(SimulatedDrill.SCRATCH));
        assertEquals(0, drill.drops());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 4, 6, 9, 14, 20, 30, 45})
    void aRestoreGoesOnAfterARestartOfTheControllerInAnyTurn(int turns) {
        RestoreOperation restore = drill.restore();
        player.setState(restore.begin());
        playTurns(restore, turns);
        player.advance(Duration.ofMinutes(3));

        assertGreen(player.resume(drill.restore()));
        assertEquals(1, drill.restoresPosted());
        assertGreen(drill.clean());
        assertClean();
    }

    private void playTurns(Operation operation, int turns) {
        for (int i = 0; i < turns; i++) {
            Turn turn = player.turn(operation);
            if (turn.isOver()) {
                return;
            }
            player.advance(turn.pause());
        }
    }

    @Test
    void aControllerThatIsKilledWhileItStartsTheRestoreTakesItUp() {
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.DagStarted.class);
        player.setState(OperationState.fromJson(drill.simulated.journal().get(0).toJson()));
        player.advance(Duration.ofMinutes(10));

        assertGreen(player.resume(drill.restore()));
        assertEquals(1, drill.restoresPosted());
    }

    @Test
    void aControllerThatIsKilledWhileItDropsTakesItUp() {
        player.play(drill.restore());
        ScratchTenant scratch = player.state().scratchTenant();
        drill.simulated.journal().clear();
        player.playUntil(drill.drop(scratch), ProgressEvent.DagStarted.class);
        player.setState(OperationState.fromJson(drill.simulated.journal().get(0).toJson()));
        player.advance(Duration.ofMinutes(10));

        assertGreen(player.resume(drill.drop(scratch)));
        assertEquals(1, drill.drops());
        assertClean();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 12, 20, 40})
    void anAbortInAnyTurnIsCleanedUp(int turns) {
        RestoreOperation restore = drill.restore();
        player.setState(restore.begin());
        playTurns(restore, turns);
        player.cancel(restore);
        Outcome outcome = player.resume(restore);

        assertEquals(Verdict.ABORTED, outcome.verdict(), outcome.message());
        ScratchTenant scratch = StoredJson.read(StoredJson.write(player.state().scratchTenant()), ScratchTenant.class);
        assertGreen(player.play(drill.drop(scratch)));
        assertClean();
        player.advance(Duration.ofHours(2));
        assertClean();
    }

    @Test
    void anAbortBeforeAnythingWasSentLeavesNothingToDrop() {
        RestoreOperation restore = drill.restore();
        player.setState(restore.begin());
        player.cancel(restore);

        assertEquals(Verdict.ABORTED, player.resume(restore).verdict());
        assertNull(player.state().scratchTenant());
    }

    @Test
    void anAbortWhileTheAnswerIsLostWaitsUntilTheRestoreCannotBeginAnyMore() {
        once(FaultAction.actLate(Duration.ofMinutes(4)), "POST", RESTORE);
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.AnswerLost.class);
        player.cancel(restore);
        player.resume(restore);
        Instant mayAppearUntil = player.state().scratchTenant().mayAppearUntil();

        assertGreen(drill.clean());
        assertClean();
        assertEquals(1, drill.restoresPosted());
        assertEquals(1, drill.cluster.dags().size(), "The restore has begun, late");
        assertEquals(
                List.of(new ProgressEvent.WaitingForLostRestore(SimulatedDrill.SCRATCH, mayAppearUntil)),
                player.events(ProgressEvent.WaitingForLostRestore.class));
    }

    @Test
    void aRestoreThatIsCancelledAfterTheHourOfItsDagIsCleanedUp() {
        drill.cluster.nextRestore(RestorePlan.ordinary().withDuration(Duration.ofHours(5)));
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.DagEndedBeforeRestore.class);
        player.cancel(restore);
        player.resume(restore);

        assertGreen(drill.clean());
        assertClean();
    }

    private void abortWhileRestoring() {
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.RestoreProgress.class);
        player.cancel(restore);
        player.resume(restore);
    }

    /** A second cancel stops what obshell is undoing, and begins it anew. */
    @Test
    void aCancelIsSentOnceWhileObshellUndoesTheRestore() {
        drill.cluster.nextRestore(
                RestorePlan.ordinary().withDuration(Duration.ofHours(5)).withCancelDuration(Duration.ofMinutes(40)));
        abortWhileRestoring();

        assertGreen(drill.clean());
        assertEquals(1, drill.cluster.requests().count("DELETE", ".*/tenant/[^/]+/restore"));
        assertEquals(
                List.of(new ProgressEvent.RestoreCancelRequested(SimulatedDrill.SCRATCH)),
                player.events(ProgressEvent.RestoreCancelRequested.class));
        assertEquals(List.of(), player.events(ProgressEvent.CancelRequested.class));
        assertClean();
    }

    @Test
    void whatIsWaitedForIsASentence() {
        drill.cluster.nextRestore(
                RestorePlan.ordinary().withDuration(Duration.ofHours(5)).withCancelDuration(Duration.ofMinutes(40)));
        abortWhileRestoring();
        drill.timing(new Timing(Duration.ofMinutes(10), Duration.ofSeconds(15), Duration.ofMinutes(15)));

        assertRed(drill.clean(), "It was waiting for: the restore into drill_tenant1_42_9f3c2a1b to be cancelled. The");
    }

    @Test
    void eachStageIsReportedOnceThoughADagGoesOnWhileItIsRead() {
        drill.cluster
                .faults()
                .add(FaultRule.of(FaultAction.meanwhile(() -> player.advance(Duration.ofSeconds(7))))
                        .on("GET", ".*/task/dag/[^/]*"));

        assertGreen(player.play(drill.restore()));
        assertGreen(drill.clean());
        List<String> stages = player.events(ProgressEvent.StageEntered.class).stream()
                .map(stage -> stage.dagId() + " " + stage.stage())
                .toList();
        assertEquals(List.copyOf(new LinkedHashSet<>(stages)), stages);
    }

    @Test
    void aTenantThatIsDroppedWhileObshellLooksAtTheClusterDoesNotMatter() {
        once(
                FaultAction.error(400, "OB.Tenant.NotExist", "Tenant 'other' does not exist."),
                "GET",
                ".*/obcluster/info");

        assertGreen(player.play(drill.restore()));
    }

    /** obshell breaks off the undoing of a DAG that is cancelled once more. */
    @Test
    void aRestoreThatOceanBaseTakesLongToCancelIsCancelledOnce() {
        drill.cluster.nextRestore(RestorePlan.ordinary().withCancelDuration(Duration.ofMinutes(10)));
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.RestoreProgress.class);
        player.cancel(restore);
        player.resume(restore);

        assertGreen(drill.clean());
        assertClean();
        assertEquals(1, drill.cluster.requests().count("DELETE", ".*/restore"));
    }

    @Test
    void aRestoreThatIsCancelledBeforeItsDagIsAtWorkIsCancelledLater() {
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.DagStarted.class);
        player.cancel(restore);
        player.resume(restore);

        assertGreen(drill.clean());
        assertClean();
        assertEquals(1, player.events(ProgressEvent.CancelRefused.class).size());
    }

    @Test
    void anOutageIsNoFailure() {
        RestoreOperation restore = drill.restore();
        player.playUntil(restore, ProgressEvent.RestoreProgress.class);
        for (int i = 0; i < 3; i++) {
            drill.cluster.agent(i).stop();
        }
        playTurns(restore, 5);
        for (int i = 0; i < 3; i++) {
            drill.cluster.agent(i).start();
        }

        assertGreen(player.resume(restore));
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void anOutageThatOutlastsTheDropNamesWhatIsLeft() {
        player.play(drill.restore());
        DropOperation drop = drill.drop(player.state().scratchTenant());
        player.playUntil(drop, ProgressEvent.DagStarted.class);
        for (int i = 0; i < 3; i++) {
            drill.cluster.agent(i).stop();
        }

        assertRed(player.resume(drop), "DROP TENANT drill_tenant1_42_9f3c2a1b FORCE", "DBA_OB_RESOURCE_POOLS");
    }

    @Test
    void aClusterThatNeverAnswersTheDropNamesWhatIsLeft() {
        player.play(drill.restore());
        ScratchTenant scratch = player.state().scratchTenant();
        for (int i = 0; i < 3; i++) {
            drill.cluster.agent(i).stop();
        }

        assertRed(player.play(drill.drop(scratch)), "DROP TENANT drill_tenant1_42_9f3c2a1b FORCE", scratch.id());
    }

    @Test
    void aDropThatBeginsInAnOutageWaitsForItsEnd() {
        player.play(drill.restore());
        DropOperation drop = drill.drop(player.state().scratchTenant());
        for (int i = 0; i < 3; i++) {
            drill.cluster.agent(i).stop();
        }
        player.setState(drop.begin());
        playTurns(drop, 5);
        for (int i = 0; i < 3; i++) {
            drill.cluster.agent(i).start();
        }

        assertGreen(player.resume(drop));
        assertClean();
    }

    @Test
    void aDeadlineEndsTheRestoreAndTheDropStillCleansUp() {
        drill.timing(new Timing(Duration.ofMinutes(10), Duration.ofSeconds(15), Duration.ofMinutes(15)));

        assertRed(
                player.play(drill.restore()),
                "Timed out after 10m 00s",
                "drill_tenant1_42_9f3c2a1b is still to be dropped");
        assertGreen(drill.timing(SimulatedDrill.TIMING).clean());
        assertClean();
    }

    @Test
    void aDropThatFailsIsRetried() {
        player.play(drill.restore());
        drill.cluster.nextDropFails(StageFailure.of("Drop resource pools", "[MySQL.Error]: MySQL error: busy"));

        assertGreen(drill.clean());
        assertEquals(1, player.events(ProgressEvent.DagRetried.class).size());
        assertClean();
    }

    @Test
    void aDropBesideAnotherMaintenanceTaskWaitsForIt() {
        player.play(drill.restore());
        ScratchTenant scratch = player.state().scratchTenant();
        drill.cluster.tenant(SimulatedDrill.SCRATCH).underMaintenance(true);
        DropOperation drop = drill.drop(scratch);
        player.playUntil(drop, ProgressEvent.WaitingForMaintenance.class);
        drill.cluster.tenant(SimulatedDrill.SCRATCH).underMaintenance(false);

        assertGreen(player.resume(drop));
        assertClean();
    }

    @Test
    void aDropIsDoneOnlyOnce() {
        player.play(drill.restore());
        ScratchTenant scratch = player.state().scratchTenant();
        assertGreen(player.play(drill.drop(scratch)));

        assertGreen(player.play(drill.drop(scratch)));
        assertEquals(1, drill.drops());
    }

    @Test
    void poolsThatARestoreLeftBehindAreDroppedAndNoOthers() {
        player.play(drill.restore());
        ScratchTenant scratch = player.state().scratchTenant();
        List<String> before = drill.cluster.freePools();
        drill.cluster.dropTenant(SimulatedDrill.SCRATCH);
        drill.cluster.dropTenant("tenant2");
        assertEquals(before.size() + 6, drill.cluster.freePools().size());

        assertGreen(player.play(drill.drop(scratch)));
        assertEquals(3, player.events(ProgressEvent.PoolDropped.class).size());
        assertTrue(drill.cluster.freePools().stream().allMatch(pool -> pool.startsWith("pool_tenant2_")));
        assertFalse(drill.cluster.freePools().isEmpty());
    }

    @Test
    void aDagThatFailedIsClosedAfterTheDrop() {
        drill.cluster.nextRestore(RestorePlan.ordinary().failing());
        player.play(drill.restore());

        assertGreen(drill.clean());
        assertEquals(
                List.of(), drill.simulated.operatorsClient().unfinishedDags().join());
    }
}
