package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.EncryptionMode;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever gives a password for the backup set is told where there is a backup without. */
@Timeout(600)
class EncryptionTest {

    private static final SecretSource WITH_PASSWORD = password("password-of-the-set");

    private final SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private final OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    private static SecretSource password(String value) {
        return new FixedSecrets(value, null);
    }

    private Outcome play(SecretSource secrets, IfBackupRunning ifRunning, Duration unlessNewerThan) {
        return player.play(new BackupOperation(
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
        assertTrue(
                outcome.message()
                        .contains("the backup set of tenant1 is not encrypted, although encryptionCredentialsId was"
                                + " given"),
                outcome.message());
        assertTrue(outcome.message().contains("COMPLETED"), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void aBackupWithoutAPasswordIsNotJoinedIfOneIsGiven() {
        simulated.cluster.tenant("tenant1").configured().startForeignBackup();

        Outcome outcome = play(WITH_PASSWORD, IfBackupRunning.JOIN, null);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
        assertEquals(
                List.of("it is not encrypted"),
                player.events(ProgressEvent.WaitingForBackup.class).stream()
                        .map(ProgressEvent.WaitingForBackup::notJoined)
                        .toList());
    }

    @Test
    void aBackupThatIsJoinedNeedsNoPasswordIfNoneIsGiven() {
        simulated.cluster.tenant("tenant1").configured().startForeignBackup();

        Outcome outcome = play(SecretSource.NONE, IfBackupRunning.JOIN, null);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupWithoutAPasswordIsNoneThatIsNewEnough(boolean wanted) {
        Instant now = simulated.clock.instant();
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .archivingLogSince(now.minus(Duration.ofHours(4)))
                .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(3)));

        Outcome outcome = play(wanted ? WITH_PASSWORD : SecretSource.NONE, IfBackupRunning.FAIL, Duration.ofHours(12));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(wanted ? 1 : 0, simulated.backupsPosted());
        assertEquals(
                wanted
                        ? List.of("The COMPLETED backup of job 1 does not count for unlessNewerThan, because it is not"
                                + " encrypted. A backup is made.")
                        : List.of(),
                player.events(ProgressEvent.EarlierBackupNotCounted.class).stream()
                        .map(ProgressEvent.EarlierBackupNotCounted::why)
                        .toList());
    }

    /** Only the overview reports the encryption, and it shows the last backup only. */
    @Test
    void aBackupOfWhichTheEncryptionIsUnknownDoesNotCount() {
        simulated.cluster.tenant("tenant1").configured();
        play(WITH_PASSWORD, IfBackupRunning.FAIL, null);
        simulated
                .cluster
                .tenant("tenant1")
                .startForeignBackup(BackupPlan.ordinary().failing());
        player.advance(Duration.ofHours(1));

        Outcome outcome = play(WITH_PASSWORD, IfBackupRunning.FAIL, Duration.ofHours(12));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, simulated.backupsPosted());
        assertTrue(
                player.events(ProgressEvent.EarlierBackupNotCounted.class)
                        .toString()
                        .contains("because obshell does not report whether it is encrypted."),
                player.events().toString());
    }

    private Outcome backUp(BackupScope scope, SecretSource secrets) {
        return simulated
                .player()
                .play(new BackupOperation(
                        simulated.context(simulated.client(), simulated.journal()::add, secrets),
                        new BackupRequestBuilder(scope).build()));
    }

    @Test
    void aPasswordThatObshellHasKeptIsReportedUntilObshellRestarts() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant2").configured();
        simulated.cluster.keepEncryptionPasswords();
        assertEquals(
                Verdict.SUCCESS,
                backUp(BackupScope.tenant("tenant2"), WITH_PASSWORD).verdict());

        Outcome outcome = backUp(BackupScope.tenant("tenant1"), SecretSource.NONE);

        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertTrue(
                outcome.message()
                        .contains("The backup set of tenant1 cannot be restored without a password, although this step"
                                + " gave none."),
                outcome.message());
        assertTrue(
                outcome.message()
                        .contains("most likely the password of the last backup before this one that was started with a"
                                + " password through the same obshell, of any tenant and by any job"),
                outcome.message());
        assertTrue(outcome.message().contains("restart obshell"), outcome.message());
        assertFalse(outcome.message().contains("password-of-the-set"), outcome.message());

        for (int agent = 0; agent < 3; agent++) {
            simulated.cluster.agentBack(agent);
        }
        Outcome restarted = backUp(BackupScope.tenant("tenant1"), SecretSource.NONE);
        assertEquals(Verdict.SUCCESS, restarted.verdict(), restarted.message());
    }

    @Test
    void aPasswordThatObshellHasKeptIsReportedOfEachTenant() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant2").configured();
        simulated.cluster.keepEncryptionPasswords();
        backUp(BackupScope.tenant("tenant2"), WITH_PASSWORD);

        Outcome outcome = backUp(BackupScope.ALL_TENANTS, SecretSource.NONE);

        assertEquals(Verdict.WARNING, outcome.verdict(), outcome.message());
        assertTrue(outcome.message().contains("The backup set of tenant1, tenant2 cannot"), outcome.message());
    }

    /** Whoever started it may well have given a password. */
    @Test
    void aBackupWithAPasswordMayBeJoinedWithoutOne() {
        simulated.cluster.tenant("tenant1").configured();
        simulated
                .player()
                .playUntil(
                        new BackupOperation(
                                simulated.context(simulated.client(), simulated.journal()::add, WITH_PASSWORD),
                                new BackupRequestBuilder("tenant1").build()),
                        ProgressEvent.BackupProgress.class);

        Outcome outcome = play(SecretSource.NONE, IfBackupRunning.JOIN, null);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.backupsPosted());
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,true,false,false",
        "PASSWORD,false,true,true",
        "password_encryption,false,true,true",
        "DUAL_MODE_ENCRYPTION,false,true,true",
        "TRANSPARENT_ENCRYPTION,false,true,false",
        "UNKNOWN,false,false,false",
        ",false,false,false"
    })
    void encryptionModesAreThoseOfOceanBase(String word, boolean none, boolean encrypted, boolean needsPassword) {
        assertEquals(none, EncryptionMode.isNone(word));
        assertEquals(encrypted, EncryptionMode.isEncrypted(word));
        assertEquals(needsPassword, EncryptionMode.needsPassword(word));
    }
}
