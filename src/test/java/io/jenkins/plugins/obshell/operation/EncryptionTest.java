package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever gives a password for the backup set is told where there is a backup without. */
@Timeout(600)
class EncryptionTest {

    private static final SecretSource WITH_PASSWORD = password("password-of-the-set");

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();

    @AfterEach
    void close() {
        simulated.close();
    }

    private static SecretSource password(String value) {
        return new FixedSecrets(value, null);
    }

    private Outcome play(SecretSource secrets, IfBackupRunning ifRunning, Duration unlessNewerThan) {
        return simulated
                .player()
                .play(new BackupOperation(
                        simulated.context(simulated.client(), simulated.journal()::add, secrets),
                        new BackupRequestBuilder("tenant1")
                                .ifBackupRunning(ifRunning)
                                .unlessNewerThan(unlessNewerThan)
                                .build()));
    }

    @Test
    void aBackupOfOurOwnWithAPasswordIsASuccess() {
        simulated.cluster.tenant("tenant1").configured();
        Outcome outcome = play(WITH_PASSWORD, IfBackupRunning.FAIL, null);
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
    }

    @Test
    void aBackupOfOurOwnThatOceanBaseCallsUnencryptedIsNoSuccess() {
        simulated.cluster.tenant("tenant1").configured();
        Outcome outcome = play(password(""), IfBackupRunning.FAIL, null);
        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("was sent with the start"), outcome.message());
        assertTrue(outcome.message().contains("COMPLETED"), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupThatIsJoinedIsNoSuccessWhereItHasNoPassword(boolean wanted) {
        simulated.cluster.tenant("tenant1").configured().startForeignBackup();
        Outcome outcome = play(wanted ? WITH_PASSWORD : SecretSource.NONE, IfBackupRunning.JOIN, null);
        assertEquals(wanted ? Verdict.WARNING : Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(wanted, outcome.message().contains("is not encrypted"), outcome.message());
        assertTrue(outcome.message().contains("COMPLETED"), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupWithoutAPasswordIsNoneThatIsNewEnough(boolean wanted) {
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .archivingLog()
                .hadBackup(BackupPlan.ordinary(), simulated.clock.instant().minus(Duration.ofHours(3)));
        Outcome outcome = play(wanted ? WITH_PASSWORD : SecretSource.NONE, IfBackupRunning.FAIL, Duration.ofHours(12));
        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(wanted ? 1 : 0, simulated.backupsPosted());
        assertFalse(outcome.message().contains("not encrypted"), outcome.message());
    }
}
