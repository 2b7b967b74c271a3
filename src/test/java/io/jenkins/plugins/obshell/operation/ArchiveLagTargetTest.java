package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An archive in s3 needs a lag target of a minute or more, which obshell checks only beside an archive URI. */
class ArchiveLagTargetTest {

    private static final String CONFIG = ".*/backup/config";
    private static final String S3 = "s3://bucket/archive?host=s3.example.com";

    private SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    private static ConfigurationRequest request(BackupSettings settings) {
        return new ConfigurationRequestBuilder("tenant1", settings).build();
    }

    private Operation lag(String target) {
        return simulated.configuration(
                request(new BackupSettingsBuilder().archiveLagTarget(target).build()));
    }

    private Operation toS3() {
        return simulated.configuration(request(new BackupSettingsBuilder()
                .archiveBaseUri(S3)
                .archiveLagTarget("1m")
                .build()));
    }

    private Outcome play(Operation operation) {
        return player.play(operation);
    }

    private void assertSuccess(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    private void assertInS3() {
        String archive = simulated.cluster.tenant("tenant1").archiveDestination();
        assertTrue(archive.startsWith("s3://bucket/archive/?host=s3.example.com"), archive);
        assertEquals("1m", simulated.cluster.tenant("tenant1").parameters().get("archive_lag_target"));
    }

    @Test
    void aTenantWithAShorterLagMovesToS3InTwoCalls() {
        assertSuccess(play(lag("30s")));

        assertSuccess(play(toS3()));

        assertInS3();
        assertEquals(3, simulated.cluster.dags().size());
    }

    @Test
    void aTenantThatIsInS3IsConfiguredInOneCall() {
        assertSuccess(play(toS3()));
        simulated.cluster.requests().clear();

        assertSuccess(play(toS3()));

        assertEquals(1, simulated.cluster.requests().count("PATCH", CONFIG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4.2.5.0", "4.3.1.0"})
    void anObshellThatCannotReportTheArchiveIsGivenTheLagFirst(String version) {
        simulated.close();
        simulated = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants("tenant1").serverVersion(version));
        player = simulated.player();
        assertSuccess(play(lag("30s")));

        assertSuccess(play(toS3()));

        assertInS3();
    }

    @Test
    void allTenantsMoveToS3InTwoCalls() {
        assertSuccess(play(lag("30s")));

        assertSuccess(play(simulated.configuration(new ConfigurationRequestBuilder(
                        BackupScope.ALL_TENANTS,
                        new BackupSettingsBuilder()
                                .backupBaseUri(S3)
                                .archiveLagTarget("1m")
                                .build())
                .build())));

        assertTrue(simulated.cluster.tenant("tenant2").archiveDestination().startsWith("s3://bucket/archive/"));
    }

    @Test
    void aKilledControllerGoesOnBetweenTheTwoCallsAndSendsNeitherAgain() {
        assertSuccess(play(lag("30s")));
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("PATCH", CONFIG)
                        .skipping(1)
                        .once());
        OperationState state = toS3().begin();
        Outcome outcome = null;
        for (int turns = 0; outcome == null && turns < 2000; turns++) {
            Turn turn = toS3().advance(state).join();
            outcome = turn.outcome();
            state = OperationState.fromJson(turn.state().toJson());
            player.advance(turn.pause());
        }

        assertSuccess(outcome);
        assertInS3();
        assertEquals(3, simulated.cluster.dags().size());
    }

    @Test
    void aLagThatFailsLeavesTheArchiveWhereItIs() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));

        Outcome outcome = play(toS3());

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("[X]: broken"), outcome.message());
        assertTrue(simulated.cluster.tenant("tenant1").archiveDestination().startsWith("file:"));
    }

    @Test
    void anAbortDuringTheFirstCallSaysWhatRuns() {
        Operation operation = toS3();
        player.playUntil(operation, ProgressEvent.DagStarted.class);

        Outcome outcome = operation.abandon(player.state());

        assertTrue(
                outcome.message()
                        .contains("DAG " + simulated.cluster.dags().get(0).id()),
                outcome.message());
    }

    @Test
    void aShorterLagIsNotSentToATenantWhoseArchiveIsInS3() {
        simulated.cluster.tenant("tenant1").configured("file:///data", S3);

        Outcome outcome = play(lag("30s"));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertEquals(
                "archiveLagTarget: 30s is too short, because the log of tenant1 is archived in s3, which needs at least 1m."
                        + " Nothing was sent.",
                outcome.message());
        assertEquals(0, simulated.cluster.requests().count("PATCH", CONFIG));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1us", "500MS", "30s", "2h"})
    void elsewhereItIsSentAsItIsWritten(String target) {
        simulated.cluster.tenant("tenant1").configured();

        assertSuccess(play(lag(target)));
    }
}
