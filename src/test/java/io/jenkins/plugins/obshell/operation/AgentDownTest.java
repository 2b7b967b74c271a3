package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The first node of every DAG runs on every agent, so one agent that is down holds it up without a word. */
class AgentDownTest {

    private static final int DOWN = 2;

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private Operation backup() {
        Timing timing = new TimingBuilder().timeout(Duration.ofMinutes(10)).build();
        return simulated.backup(
                new BackupRequestBuilder("tenant1").timing(timing).build());
    }

    private String agent() {
        return simulated.cluster.endpoints().get(DOWN).substring("http://".length());
    }

    private String dag() {
        return simulated.cluster.dags().get(0).id();
    }

    private int cancelled() {
        return simulated.cluster.requests().count("POST", ".*/task/dag/1\\d*");
    }

    private void assertRed(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    private int backupsOnceTheAgentIsBack() {
        simulated.cluster.agentBack(DOWN);
        player.advance(Duration.ofHours(2));
        return simulated.cluster.tenant("tenant1").backups().size();
    }

    @Test
    void anAgentThatIsDownIsNamedWithinSecondsAndOnce() {
        Instant start = simulated.clock.instant();
        Operation operation = simulated.fullBackup();
        simulated.cluster.agentDown(DOWN);

        player.playUntil(operation, ProgressEvent.WaitingForAgents.class);

        Duration passed = Duration.between(start, simulated.clock.instant());
        assertTrue(passed.compareTo(Duration.ofSeconds(15)) < 0, passed.toString());
        player.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 5; i++) {
            player.advance(player.turn(operation).pause());
        }
        simulated.cluster.agentBack(DOWN);
        Outcome outcome = player.resume(operation);
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, player.events(ProgressEvent.WaitingForAgents.class).size());
        assertEquals(
                agent(),
                player.events(ProgressEvent.WaitingForAgents.class).get(0).agents());
    }

    @Test
    void withAllAgentsUpNoneIsNamed() {
        player.play(backup());

        assertEquals(0, player.events(ProgressEvent.WaitingForAgents.class).size());
    }

    @Test
    void atTheDeadlineADagThatHasNotStartedItsBackupIsCancelledSoThatNoneStartsLater() {
        simulated.cluster.agentDown(DOWN);

        assertRed(player.play(backup()), "Timed out after 10m", agent(), "DAG " + dag() + " was cancelled");

        assertEquals(1, cancelled());
        assertEquals(0, backupsOnceTheAgentIsBack());
    }

    @Test
    void atTheDeadlineADagThatCouldNotBeReadAnyMoreIsNotCancelled() {
        simulated.cluster.agentDown(DOWN);
        Operation operation = backup();
        player.playUntil(operation, ProgressEvent.WaitingForAgents.class);
        simulated.cluster.agentBack(DOWN);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).on("GET", ".*"));

        assertRed(player.resume(operation), "Timed out after 10m", "DAG " + dag());

        assertEquals(0, cancelled());
    }

    @Test
    void aDagThatCannotBeCancelledIsSaidToStartItsBackupLater() {
        simulated.cluster.agentDown(DOWN);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(500, "Common.Unexpected", "Unexpected error"))
                        .on("POST", ".*/task/dag/1\\d*"));

        assertRed(player.play(backup()), agent(), "has not started its backup yet, but may still do so");
        assertEquals(1, backupsOnceTheAgentIsBack());
    }

    @Test
    void aDagThatIsNotCertainlyOursIsNotCancelledAtTheDeadline() {
        simulated.cluster.agentDown(DOWN);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());

        assertRed(player.play(backup()), agent(), "has not started its backup yet, but may still do so");
        assertEquals(0, cancelled());
    }

    @Test
    void aJoinedDagIsNotCancelledAtTheDeadline() {
        simulated.cluster.agentDown(DOWN);
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);
        Timing timing = new TimingBuilder().timeout(Duration.ofMinutes(10)).build();

        Outcome outcome = player.play(simulated.backup(new BackupRequestBuilder("tenant1")
                .ifBackupRunning(IfBackupRunning.JOIN)
                .timing(timing)
                .build()));

        assertRed(outcome, agent(), "has not started its backup yet, but may still do so");
        assertEquals(0, cancelled());
    }

    @Test
    void anAgentThatIsBackInTimeLetsTheBackupGoOn() {
        simulated.cluster.agentDown(DOWN);
        Operation operation = backup();
        player.playUntil(operation, ProgressEvent.WaitingForAgents.class);
        simulated.cluster.agentBack(DOWN);

        while (player.events(ProgressEvent.BackupProgress.class).isEmpty()) {
            player.advance(player.turn(operation).pause());
        }

        assertNull(player.state().reported().waitingFor());
    }

    @Test
    void aConfigurationNamesTheAgentThatIsDown() {
        simulated.cluster.agentDown(DOWN);

        player.playUntil(
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)),
                ProgressEvent.WaitingForAgents.class);

        assertEquals(
                agent(),
                player.events(ProgressEvent.WaitingForAgents.class).get(0).agents());
    }
}
