package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.TimingBuilder;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant.BackupView;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several tenants are backed up one by one, four at a time, as one step with one verdict. */
class SeparateBackupsTest {

    private static final String[] TWELVE =
            IntStream.rangeClosed(1, 12).mapToObj(i -> "tenant" + i).toArray(String[]::new);

    private final SimulatedOperations simulated =
            new SimulatedOperations(SimulatedCluster.builder().tenants(TWELVE));
    private final OperationPlayer player = simulated.player();

    @BeforeEach
    void configure() {
        for (String tenant : TWELVE) {
            simulated.cluster.tenant(tenant).configured();
        }
    }

    @AfterEach
    void close() {
        simulated.close();
    }

    private static BackupRequest twelve() {
        return BackupRequestBuilder.of(TWELVE).build();
    }

    private static void assertOutcome(Verdict verdict, Outcome outcome, String... words) {
        assertEquals(verdict, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    private List<BackupView> backups(String tenant) {
        return simulated.cluster.tenant(tenant).backups();
    }

    private List<String> statuses(String tenant) {
        return backups(tenant).stream().map(BackupView::status).toList();
    }

    /** How many backups run now. */
    private long running() {
        return Arrays.stream(TWELVE)
                .flatMap(tenant -> backups(tenant).stream())
                .filter(backup -> !List.of("COMPLETED", "FAILED", "CANCELED").contains(backup.status()))
                .count();
    }

    private void assertEachHasOne() {
        for (String tenant : TWELVE) {
            assertEquals(List.of("COMPLETED"), statuses(tenant), tenant);
        }
    }

    private static List<String> names(Outcome outcome) {
        return outcome.result().tenants().stream()
                .map(TenantBackup::tenantName)
                .sorted()
                .toList();
    }

    private List<String> notes() {
        return player.events(ProgressEvent.TenantsLeftOut.class).stream()
                .map(ProgressEvent.TenantsLeftOut::why)
                .toList();
    }

    @Test
    void aChosenFewAreBackedUpAndNoOthers() {
        Outcome outcome = player.play(simulated.backup(
                BackupRequestBuilder.of("tenant2", "tenant5", "TENANT2").build()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 2, after ", "Restorable from ");
        assertEquals(List.of("tenant2", "tenant5"), names(outcome));
        assertEquals("COMPLETED", outcome.result().status());
        assertNull(outcome.result().dagId());
        assertEquals(2, simulated.backupsPosted());
        assertEquals(
                outcome.result().tenants().stream()
                        .mapToLong(TenantBackup::outputBytes)
                        .sum(),
                outcome.result().outputBytes());
    }

    @Test
    void atMostFourRunAtTheSameTime() {
        long[] most = {0};
        player.beforeEachTurn(state -> most[0] = Math.max(most[0], running()));

        Outcome outcome = player.play(simulated.backup(twelve()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 12, after ");
        assertEquals(4, most[0]);
        assertEachHasOne();
        assertEquals(12, simulated.backupsPosted());
        assertEquals(12, player.events(ProgressEvent.TenantOver.class).size());
    }

    @Test
    void allButSomeAreBackedUp() {
        simulated.cluster.tenant("scratch");

        Outcome outcome = player.play(simulated.backup(
                BackupRequestBuilder.allExcept("Scratch", "tenant12", "nobody").build()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 11, after ");
        assertEquals(List.of(), backups("scratch"));
        assertEquals(List.of(), backups("tenant12"));
        assertEquals(
                List.of(
                        "Left out, as except says: tenant12, scratch.",
                        "except names no tenant of this cluster: nobody."),
                notes());
    }

    @Test
    void oneThatFailsAmongManyMakesItRedWithItsReasonAndTheOthersAreMade() {
        simulated.cluster.tenant("tenant5").nextBackup(BackupPlan.ordinary().failing());

        Outcome outcome = player.play(simulated.backup(twelve()));

        assertOutcome(
                Verdict.FAILURE,
                outcome,
                "Without a COMPLETED backup: 1 of 12 tenants. tenant5 failed",
                "out of space",
                "COMPLETED backups: 11, after ");
        assertEquals("FAILED", outcome.result().status());
        assertEquals("tenant5", outcome.result().tenants().get(0).tenantName());
        assertEquals(12, outcome.result().tenants().size());
        assertEquals(
                List.of("tenant5"),
                player.events(ProgressEvent.TenantEnded.class).stream()
                        .map(ProgressEvent.TenantEnded::tenant)
                        .toList());
    }

    @Test
    void aTenantThatThereIsNotIsRedAndHasARow() {
        Outcome outcome = player.play(
                simulated.backup(BackupRequestBuilder.of("tenant1", "nobody").build()));

        assertOutcome(Verdict.FAILURE, outcome, "1 of 2 tenants", "nobody: ", "COMPLETED backups: 1, after ");
        assertEquals(List.of("nobody", "tenant1"), names(outcome));
        assertNull(outcome.result().status());
    }

    @Test
    void theLostStartOfOneIsFoundAndNotSentAgain() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/tenant6/backup")
                        .once());

        Outcome outcome = player.play(simulated.backup(twelve()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 12, after ");
        assertEquals(12, simulated.backupsPosted());
        assertEachHasOne();
        assertEquals(
                List.of("tenant6"),
                player.events(ProgressEvent.OfTenant.class).stream()
                        .filter(of -> of.event() instanceof ProgressEvent.AnswerLost)
                        .map(ProgressEvent.OfTenant::tenant)
                        .toList());
    }

    /** The controller stops after turns of which it has stored only what was stored before a start. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7})
    void aRestartInTheMiddleBeginsNoBackupTwice(int everyTurn) {
        OperationState[] journaled = {null};
        OperationState state = null;
        Outcome outcome = null;
        for (int turns = 1; outcome == null && turns < 20_000; turns++) {
            Operation operation = BackupOperation.of(
                    simulated.context(simulated.client(), stored -> journaled[0] = stored, SecretSource.NONE),
                    twelve());
            if (state == null) {
                state = operation.begin();
            }
            journaled[0] = null;
            Turn turn = operation.advance(state).join();
            boolean isKilled = turns % everyTurn == 0;
            if (!isKilled) {
                state = turn.state();
                outcome = turn.outcome();
            } else if (journaled[0] != null) {
                state = journaled[0];
            }
            state = OperationState.fromJson(state.toJson());
            player.advance(isKilled ? Duration.ofSeconds(20) : turn.pause());
        }

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 12, after ");
        assertEachHasOne();
        assertEquals(12, simulated.backupsPosted());
    }

    @Test
    void anAbortCancelsEachThatRunsAndBeginsNoOther() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        List<String> running = Arrays.stream(TWELVE)
                .filter(tenant -> !backups(tenant).isEmpty())
                .toList();
        assertEquals(4, running.size());
        assertEquals(4, running());

        Instant asked = simulated.clock.instant();
        player.cancel(operation);
        Outcome outcome = player.resume(operation);

        assertOutcome(
                Verdict.ABORTED,
                outcome,
                "tenant1, tenant2, tenant3, tenant4: Aborted; nothing that it started is running any more.",
                "Backups not begun: 8.");
        assertTrue(Duration.between(asked, simulated.clock.instant()).compareTo(Duration.ofSeconds(21)) <= 0);
        for (String tenant : running) {
            assertEquals(List.of("CANCELED"), statuses(tenant), tenant);
        }
        player.advance(Duration.ofHours(2));
        assertEquals(4, simulated.backupsPosted());
        assertEquals(0, running());
    }

    @Test
    void anAbortWhileObshellIsSilentEndsInTimeAndSaysWhatIsLeft() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.reset()).onPath(".*"));

        Instant asked = simulated.clock.instant();
        player.cancel(operation);
        Outcome outcome = player.resume(operation);

        assertOutcome(Verdict.ABORTED, outcome, "the cancellation was not confirmed", "dagId: '");
        assertTrue(Duration.between(asked, simulated.clock.instant()).compareTo(Duration.ofSeconds(21)) <= 0);
        assertEquals(4, running());
    }

    @Test
    void whoStopsWaitingIsToldEachThatGoesOn() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);

        Outcome outcome = operation.abandon(player.state());

        assertOutcome(Verdict.ABORTED, outcome, "tenant1: The backup may still be running", "tenant4: The backup may");
        assertTrue(outcome.message().contains("Backups not begun: 8."), outcome.message());
    }

    @Test
    void whoStopsWaitingIsToldAlsoOfThoseThatAreCompletedOrOnlyWait() {
        simulated.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofMinutes(1)));
        simulated.cluster.tenant("tenant1").archiveLag(Duration.ofHours(5));
        simulated.cluster.tenant("tenant2").startForeignBackup();
        Operation operation = simulated.backup(BackupRequestBuilder.of("tenant1", "tenant2", "tenant3")
                .ifBackupRunning(IfBackupRunning.WAIT)
                .build());
        player.playUntil(operation, ProgressEvent.TenantOver.class);

        Outcome outcome = operation.abandon(player.state());

        assertOutcome(
                Verdict.ABORTED,
                outcome,
                "tenant1: The backup of tenant1 is COMPLETED",
                "tenant3: The backup may still be running",
                "Backups not begun: 1.");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAbortSaysWhatWasStartedAndIsNotAwaited(boolean cancels) {
        Operation operation =
                simulated.backup(BackupRequestBuilder.of(TWELVE).awaitEnd(false).build());
        player.playUntil(operation, ProgressEvent.OneByOne.class);
        player.turn(operation);
        if (cancels) {
            player.cancel(operation);
        }

        Outcome outcome = cancels ? player.resume(operation) : operation.abandon(player.state());

        assertEquals(4, simulated.backupsPosted());
        assertOutcome(
                Verdict.ABORTED,
                outcome,
                "Started backups, whose ends are not waited for: tenant1 (DAG ",
                "tenant4 (DAG ",
                "Backups not begun: 8.");
        assertFalse(outcome.message().contains("nothing"), outcome.message());
        assertFalse(outcome.message().contains("had ended"), outcome.message());
    }

    @Test
    void atTheDeadlineEachThatGoesOnIsNamedAndTheOthersAreNotBegun() {
        BackupRequest request = BackupRequestBuilder.of(TWELVE)
                .timing(new TimingBuilder().timeout(Duration.ofMinutes(20)).build())
                .build();

        Outcome outcome = player.play(simulated.backup(request));

        assertOutcome(
                Verdict.FAILURE,
                outcome,
                "12 of 12 tenants",
                "tenant1: Timed out after 20m",
                "attach to it with obshellBackupStatus dagId: '",
                "Not begun: tenant5, ");
        assertFalse(outcome.message().contains("had not answered"), outcome.message());
        assertEquals(4, simulated.backupsPosted());
    }

    @Test
    void tenantsThatAreDroppedAreNotMissedUnlessTheyWereNamed() {
        Operation operation =
                simulated.backup(BackupRequestBuilder.allExcept("tenant12").build());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated.cluster.dropTenant("tenant9");
        simulated.cluster.recycleTenant("tenant10");
        simulated.cluster.tenant("tenant13").configured();

        Outcome outcome = player.resume(operation);

        assertOutcome(
                Verdict.SUCCESS,
                outcome,
                "COMPLETED backups: 9, after ",
                "Dropped or renamed before their backup was begun: tenant9, tenant10.");
        assertEquals(List.of(), backups("tenant13"));
        assertEquals(9, outcome.result().tenants().size());
    }

    @Test
    void aChosenTenantThatIsDroppedIsRed() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated.cluster.dropTenant("tenant9");

        assertOutcome(Verdict.FAILURE, player.resume(operation), "1 of 12 tenants", "tenant9: ");
    }

    @Test
    void tenantsThatAreBeingRestoredOrInTheRecycleBinAreLeftOutAndSaid() {
        simulated.cluster.tenant("tenant3").status("RESTORE");
        simulated.cluster.recycleTenant("tenant4");

        Outcome outcome = player.play(
                simulated.backup(BackupRequestBuilder.allExcept("tenant12").build()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 9, after ");
        assertEquals(
                List.of(
                        "Left out, as except says: tenant12.",
                        "Left out, because they are being restored: tenant3.",
                        "Left out, because they are in the recycle bin: tenant4."),
                notes());
        assertEquals(List.of(), backups("tenant3"));
    }

    @Test
    void theEncryptionPasswordGoesWithEachStart() {
        simulated.cluster.keepEncryptionPasswords();
        SecretSource secrets = new FixedSecrets("password-of-the-set", null);

        Outcome outcome = player.play(BackupOperation.of(
                simulated.context(simulated.client(secrets), simulated.journal()::add, secrets), twelve()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 12, after ");
        for (String tenant : TWELVE) {
            assertEquals("password-of-the-set", backups(tenant).get(0).encryption(), tenant);
        }
        assertFalse(outcome.toString().contains("password-of-the-set"));
        simulated.journal().forEach(state -> assertFalse(state.toJson().contains("password-of-the-set")));
    }

    @Test
    void backupsThatAreNotAwaitedAreAllStarted() {
        Outcome outcome = player.play(
                simulated.backup(BackupRequestBuilder.of(TWELVE).awaitEnd(false).build()));

        assertOutcome(
                Verdict.SUCCESS,
                outcome,
                "Started backups, whose ends are not waited for: ",
                "tenant1 (DAG ",
                "and 2 more");
        assertEquals(12, simulated.backupsPosted());
        assertEquals(12, outcome.result().tenants().size());
        player.advance(Duration.ofHours(1));
        assertEachHasOne();
    }

    @Test
    void aForeignBackupOfOneIsWaitedForWhileTheOthersAreMade() {
        simulated
                .cluster
                .tenant("tenant1")
                .startForeignBackup(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));

        Outcome outcome = player.play(simulated.backup(BackupRequestBuilder.of("tenant1", "tenant2", "tenant3")
                .ifBackupRunning(IfBackupRunning.WAIT)
                .build()));

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 3, after ");
        assertEquals(List.of("COMPLETED", "COMPLETED"), statuses("tenant1"));
        assertEquals(3, simulated.backupsPosted());
    }

    @Test
    void anOutageIsOneOutageAndIsTolerated() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).onPath(".*").lasting(Duration.ofMinutes(10)));

        Outcome outcome = player.resume(operation);

        assertOutcome(Verdict.SUCCESS, outcome, "COMPLETED backups: 12, after ");
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
        assertEquals(1, player.events(ProgressEvent.ContactRegained.class).size());
        assertEachHasOne();
    }

    @Test
    void anOutageThatLastsTooLongEndsAllOfThem() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        Instant began = simulated.clock.instant();
        simulated.cluster.faults().add(FaultRule.of(FaultAction.reset()).onPath(".*"));

        Outcome outcome = player.resume(operation);

        assertOutcome(Verdict.FAILURE, outcome, "12 of 12 tenants", "Not begun: tenant5, ");
        assertTrue(
                Duration.between(began, simulated.clock.instant()).compareTo(Duration.ofMinutes(17)) < 0,
                "after " + Duration.between(began, simulated.clock.instant()));
    }

    @Test
    void aTenantOfWhichObshellCanReadNothingKeepsNoOtherFromItsBackup() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "MySQL.Error", "Error 4721: the tenant has no leader"))
                        .on("GET", ".*/tenant2/.*"));

        Outcome outcome = player.play(simulated.backup(twelve()));

        assertOutcome(Verdict.FAILURE, outcome, "1 of 12 tenants. tenant2: ", "COMPLETED backups: 11, after ");
    }

    /** Each refusal counts towards the lock of the account. */
    @Test
    void aPasswordThatIsRefusedIsNotSentForEachTenant() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated.cluster.changeRootPassword("changed-password");
        int before = simulated.cluster.requests().size();

        Outcome outcome = player.resume(operation);

        assertOutcome(Verdict.FAILURE, outcome, "Check the credential", "tenant1: The backup may still be running");
        assertEquals(1, player.events(ProgressEvent.PasswordRefused.class).size());
        int refused = simulated.cluster.requests().size() - before;
        assertTrue(refused <= 20, refused + " requests");
    }

    @Test
    void aPasswordThatIsPutRightLetsAllOfThemGoOn() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated.cluster.changeRootPassword("changed-password");
        while (player.events(ProgressEvent.PasswordRefused.class).isEmpty()) {
            player.advance(player.turn(operation).pause());
        }
        simulated.setPassword("changed-password");

        assertOutcome(Verdict.SUCCESS, player.resume(operation), "COMPLETED backups: 12, after ");
        assertEachHasOne();
    }

    @Test
    void thePageShowsAllTenantsAlsoWhileOneIsLookedAt() {
        ObservedReport[] report = {ObservedReport.EMPTY};
        OperationContext context = new OperationContext(
                simulated.client(),
                simulated.controllerClock,
                state -> {},
                SecretSource.NONE,
                seen -> report[0] = report[0].with(seen));
        int[] most = {0};
        player.beforeEachTurn(state -> {
            int shown = report[0].tenants().size() + report[0].omittedTenants();
            assertTrue(shown >= most[0], "first " + most[0] + " tenants, then " + shown);
            most[0] = shown;
        });

        Outcome outcome = player.play(BackupOperation.of(context, twelve()));

        assertEquals(
                List.of(TWELVE).stream().sorted().toList(),
                report[0].tenants().stream()
                        .map(TenantProgress::tenant)
                        .sorted()
                        .toList());
        assertTrue(report[0].tenants().stream().allMatch(tenant -> tenant.percent() == 100));
        assertEquals(
                outcome.result().outputBytes(),
                report[0].samples().get(report[0].samples().size() - 1).outputBytes());
    }

    @Test
    void anEndIsGivenAgain() {
        Operation operation =
                simulated.backup(BackupRequestBuilder.of("tenant1", "tenant2").build());
        Outcome outcome = player.play(operation);
        int requests = simulated.cluster.requests().size();

        assertEquals(outcome, player.turn(operation).outcome());
        assertEquals(requests, simulated.cluster.requests().size());
    }

    @Test
    void theClockOfTheControllerCanBePutBackOrForward() {
        Operation operation = simulated.backup(twelve());
        player.playUntil(operation, ProgressEvent.TenantsProgress.class);
        simulated.controllerClock.advance(Duration.ofHours(-3));
        for (int i = 0; i < 20; i++) {
            player.advance(player.turn(operation).pause());
        }
        simulated.controllerClock.advance(Duration.ofHours(5));

        assertOutcome(Verdict.SUCCESS, player.resume(operation), "COMPLETED backups: 12, after ");
        assertEachHasOne();
    }
}
