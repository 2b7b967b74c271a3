package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.Table;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** obshell before 4.3.1 gives its errors no names, and has neither history nor storage routes. */
class OlderObshellTest {

    private final SimulatedOperations simulated = new SimulatedOperations(
            SimulatedCluster.builder().agents(3).tenants("tenant1", "tenant2").serverVersion("4.2.5.0"));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        simulated.cluster.tenant("tenant1").configured();
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static void assertSuccess(Outcome outcome) {
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void aTenantIsConfiguredAndBackedUp() {
        assertSuccess(player.play(
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, true))));
        assertSuccess(simulated.player().play(simulated.fullBackup()));
    }

    @Test
    void aTenantUnderMaintenanceIsTriedAgainUntilItIsFree() {
        simulated.cluster.tenant("tenant1").underMaintenance(true);
        Instant free = simulated.clock.instant().plus(Duration.ofMinutes(5));
        player.beforeEachTurn(state -> {
            if (simulated.clock.instant().isAfter(free)) {
                simulated.cluster.tenant("tenant1").underMaintenance(false);
            }
        });

        assertSuccess(player.play(
                simulated.configuration(SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false))));
        assertEquals(1, player.events(ProgressEvent.WaitingForMaintenance.class).size());
    }

    @Test
    void anObshellThatIsNoMemberAnyMoreIsPassedOver() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.agent(0).setIdentity(Identity.SINGLE);

        assertSuccess(player.resume(operation));
    }

    @Test
    void newKeysAndAChangedPasswordAreToldApart() {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        for (int i = 0; i < 3; i++) {
            simulated.cluster.agent(i).setKeyPair(simulated.anotherKey(i));
        }
        player.turn(operation);
        assertEquals(0, player.events(ProgressEvent.PasswordRefused.class).size());
        simulated.cluster.changeRootPassword("another-password");

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().contains("Check the credential"), outcome.message());
    }

    @Test
    void aLostStartIsFoundAmongTheUnfinishedDags() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/dags/ob"));
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());

        assertSuccess(player.play(simulated.fullBackup()));
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void withoutItsDagALostStartIsNotGuessedFromABackupThatBeganThen() {
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/dags/ob"));
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofSeconds(20)));
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        player.advance(Duration.ofMinutes(10));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(outcome.message().startsWith("Cannot tell whether"), outcome.message());
        assertTrue(outcome.message().contains("A backup has begun meanwhile (job 1, COMPLETED)"), outcome.message());
    }

    /** It reports an SQL error in a read as an unexpected error, and of a DAG as a task that is not found. */
    @ParameterizedTest
    @EnumSource(Table.class)
    void anSqlErrorInAReadPassesAndIsNoAnswer(Table table) {
        Operation operation = simulated.fullBackup();
        player.playUntil(operation, ProgressEvent.BackupProgress.class);
        simulated.cluster.loseTable(table, Duration.ofMinutes(12));

        assertSuccess(player.resume(operation));
        assertTrue(
                player.events(ProgressEvent.ContactLost.class).toString().contains("Error 1146"),
                player.events().toString());
    }

    @Test
    void aTenHourBackupIsFollowedToItsEnd() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(10)));

        assertSuccess(player.play(simulated.fullBackup()));
    }
}
