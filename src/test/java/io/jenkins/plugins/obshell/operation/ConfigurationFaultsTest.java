package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettingsBuilder;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequestBuilder;
import io.jenkins.plugins.obshell.operation.request.FixedSecrets;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Setting destinations: nothing is interrupted unasked, nothing is sent twice, and only its own DAG's work is success. */
class ConfigurationFaultsTest {

    private static final String CONFIG = ".*/backup/config";
    private static final String DATA = "file:///data/backup/tenant1/data";
    private static final String ARCHIVE = "file:///data/backup/tenant1/archive";

    private SimulatedOperations simulated = SimulatedOperations.threeObshells();
    private OperationPlayer player = simulated.player();

    @AfterEach
    void close() {
        simulated.close();
    }

    private static ConfigurationRequest destinations(IfBackupRunning ifRunning, boolean onlyIfChanged) {
        return new ConfigurationRequestBuilder("tenant1", BackupSettingsBuilder.destinations(DATA, ARCHIVE))
                .ifBackupRunning(ifRunning)
                .onlyIfChanged(onlyIfChanged)
                .build();
    }

    private Operation configuration(IfBackupRunning ifRunning) {
        return simulated.configuration(SimulatedOperations.seedConfiguration(ifRunning, false));
    }

    private int configurationsSent() {
        return simulated.cluster.requests().count("POST", CONFIG)
                + simulated.cluster.requests().count("PATCH", CONFIG);
    }

    private String backupStatus() {
        return simulated.cluster.tenant("tenant1").backups().get(0).status();
    }

    private static void assertFailure(Outcome outcome, String... words) {
        assertEquals(Verdict.FAILURE, outcome.verdict(), outcome.message());
        for (String word : words) {
            assertTrue(outcome.message().contains(word), word + " in: " + outcome.message());
        }
    }

    @Test
    void aRunningBackupIsNotInterruptedUnasked() {
        simulated.cluster.tenant("tenant1").configured();
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertFailure(outcome, "job " + job, "interrupt");
        assertEquals(0, configurationsSent());
        player.advance(Duration.ofHours(1));
        assertEquals("COMPLETED", backupStatus());
    }

    @Test
    void aBackupWhoseDagHasNotComeToItIsNotInterruptedEither() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.DagStarted.class);

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertFailure(outcome, "DAG " + simulated.cluster.dags().get(0).id());
        assertEquals(0, configurationsSent());
    }

    @Test
    void aRunningBackupIsWaitedForToldOnceAndThenTheDestinationsAreSet() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(configuration(IfBackupRunning.WAIT));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("COMPLETED", backupStatus());
        assertEquals(1, player.events(ProgressEvent.WaitingForBackup.class).size());
        assertEquals("2d", simulated.cluster.tenant("tenant1").recoveryWindow());
    }

    @Test
    void aRunningBackupIsInterruptedWhereThatIsAsked() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(configuration(IfBackupRunning.INTERRUPT));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("CANCELED", backupStatus());
    }

    @Test
    void waitingForABackupEndsAtTheDeadlineWithTheReason() {
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(3)));
        long job = simulated.cluster.tenant("tenant1").startForeignBackup();

        assertFailure(player.play(configuration(IfBackupRunning.WAIT)), "Timed out after 12h", "job " + job);
        assertEquals(0, configurationsSent());
    }

    @Test
    void destinationsThatAreSoAlreadyAreNotSentAndItSaysSo() {
        simulated.cluster.tenant("tenant1").configured(DATA, ARCHIVE);
        simulated.cluster.tenant("tenant1").startForeignBackup();

        Outcome outcome = player.play(simulated.configuration(destinations(IfBackupRunning.FAIL, true)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("UNCHANGED", outcome.result().status());
        assertTrue(outcome.message().contains("nothing was sent"), outcome.message());
        assertEquals(1, player.events(ProgressEvent.AlreadyConfigured.class).size());
        assertEquals(0, configurationsSent());
    }

    @Test
    void destinationsThatDifferAreSent() {
        simulated.cluster.tenant("tenant1").configured("file:///elsewhere", ARCHIVE);

        Outcome outcome = player.play(simulated.configuration(destinations(IfBackupRunning.FAIL, true)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
        assertEquals(DATA, simulated.cluster.tenant("tenant1").dataDestination().replaceAll("/+$", ""));
    }

    @Test
    void anObshellThatCannotTellTheDestinationsIsSentThem() {
        simulated.close();
        simulated = new SimulatedOperations(
                SimulatedCluster.builder().agents(1).tenants("tenant1").serverVersion("4.2.5.0"));
        player = simulated.player();

        Outcome outcome = player.play(simulated.configuration(destinations(IfBackupRunning.FAIL, true)));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
    }

    static List<FaultAction> answersLostAfterActing() {
        return BackupStartFaultsTest.answersLostAfterActing();
    }

    @ParameterizedTest
    @MethodSource("answersLostAfterActing")
    void aConfigurationWhoseAnswerIsLostIsFoundAndNotSentAgain(FaultAction action) {
        simulated.cluster.faults().add(FaultRule.of(action).on("POST", CONFIG).once());

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
        assertEquals("2d", simulated.cluster.tenant("tenant1").recoveryWindow());
    }

    static List<FaultAction> answersWithoutActing() {
        return BackupStartFaultsTest.answersWithoutActing();
    }

    @ParameterizedTest
    @MethodSource("answersWithoutActing")
    void aConfigurationThatNeverArrivedIsSentAgainOnceItCanNoLongerBeginAnything(FaultAction action) {
        simulated.cluster.faults().add(FaultRule.of(action).on("POST", CONFIG).once());

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(2, configurationsSent());
        assertEquals("2d", simulated.cluster.tenant("tenant1").recoveryWindow());
    }

    private void somebodyElseConfigures(String data) {
        simulated
                .operatorsClient()
                .configureBackup(BackupScope.tenant("tenant1"), BackupSettingsBuilder.destinations(data, ARCHIVE))
                .join();
    }

    @Test
    void somebodyElsesConfigurationIsNotTakenForTheLostOneAndOursIsSentAfterIt() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("POST", CONFIG).once());
        Operation operation = simulated.configuration(destinations(IfBackupRunning.FAIL, false));
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        somebodyElseConfigures("file:///data/elsewhere");

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(simulated.cluster.tenant("tenant1").dataDestination().startsWith(DATA));
        assertEquals(1, player.events(ProgressEvent.StartedByOthers.class).size());
        assertEquals(simulated.cluster.dags().get(1).id(), outcome.result().dagId());
    }

    private static ConfigurationRequest withLag(String lag) {
        return new ConfigurationRequestBuilder(
                        "tenant1",
                        new BackupSettingsBuilder()
                                .dataBaseUri(DATA)
                                .archiveBaseUri(ARCHIVE)
                                .archiveLagTarget(lag)
                                .build())
                .build();
    }

    @Test
    void aConfigurationOfTheSameDestinationsWithOtherParametersIsNotTakenForTheLostOne() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("POST", CONFIG).once());
        Operation operation = simulated.configuration(withLag("1h"));
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        somebodyElseConfigures(DATA);

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("1h", simulated.cluster.tenant("tenant1").parameters().get("archive_lag_target"));
        assertEquals(1, player.events(ProgressEvent.StartedByOthers.class).size());
    }

    @Test
    void parametersThatTheObserversShowAMomentLaterAreStillThoseOfTheLostConfiguration() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer()).on("POST", CONFIG).once());
        Operation operation = simulated.configuration(withLag("3600s"));
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.data("{\"name\":\"archive_lag_target\",\"value\":\"120s\"}"))
                        .on("GET", ".*/parameter/archive_lag_target")
                        .once());
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.data("{\"name\":\"archive_lag_target\",\"value\":\"1h\"}"))
                        .on("GET", ".*/parameter/archive_lag_target"));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
    }

    @Test
    void parametersThatCannotBeReadDecideNothing() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer()).on("POST", CONFIG).once());
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(404, "Common.NotFound", "Element not found: 404 not found"))
                        .on("GET", ".*/parameter/.*"));

        Outcome outcome = player.play(simulated.configuration(withLag("1h")));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
    }

    @Test
    void aConfigurationWithoutDestinationsIsNotTakenForTheLostOneEither() {
        ConfigurationRequest policy = new ConfigurationRequestBuilder(
                        "tenant1",
                        new BackupSettingsBuilder()
                                .deletePolicy("default", "5d")
                                .build())
                .build();
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset()).on("PATCH", CONFIG).once());
        Operation operation = simulated.configuration(policy);
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        somebodyElseConfigures("file:///data/elsewhere");

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals("5d", simulated.cluster.tenant("tenant1").recoveryWindow());
    }

    @Test
    void aConfigurationThatAProxySendsTwiceAndWhoseCopyIsRefusedIsFoundAndNotSentAgain() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(500, "OB.Tenant.UnderMaintenance", "under maintenance")
                                .acting())
                        .on("POST", CONFIG)
                        .once());

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
        assertEquals(0, player.events(ProgressEvent.WaitingForMaintenance.class).size());
    }

    @Test
    void aControllerThatIsKilledBetweenStartAndSavedIdFindsItsConfigurationAgain() {
        simulated.cluster.tenant("tenant2").configured().archivingLog();
        player.playUntil(configuration(IfBackupRunning.FAIL), ProgressEvent.DagStarted.class);
        OperationPlayer restarted = simulated.player();
        restarted.setState(OperationState.fromJson(simulated.journal().get(0).toJson()));
        restarted.advance(Duration.ofMinutes(30));

        Outcome outcome = restarted.resume(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
    }

    @Test
    void aLostConfigurationIsNotTakenForTheFailedOneThatHoldsTheTenant() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));
        assertFailure(player.play(configuration(IfBackupRunning.FAIL)), "[X]: broken");
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer()).on("POST", CONFIG).once());

        Outcome outcome = simulated.player().play(configuration(IfBackupRunning.FAIL));

        assertFailure(
                outcome,
                "obshell task pass -i " + simulated.cluster.dags().get(0).id());
        assertFalse(outcome.message().contains("[X]: broken"), outcome.message());
    }

    @Test
    void twoDagsThatMightBothBeTheLostConfigurationAreNotGuessedBetween() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer()).on("POST", CONFIG).once());
        Operation operation = configuration(IfBackupRunning.FAIL);
        player.playUntil(operation, ProgressEvent.AnswerLost.class);
        player.advance(Duration.ofSeconds(30));
        simulated
                .operatorsClient()
                .configureBackup(
                        BackupScope.tenant("tenant1"),
                        SimulatedOperations.seedConfiguration(IfBackupRunning.FAIL, false)
                                .settings())
                .join();

        Outcome outcome = player.resume(operation);

        assertFailure(outcome, "Cannot tell whether the configuration was started");
        simulated.cluster.dags().forEach(dag -> assertTrue(outcome.message().contains(dag.id()), outcome.message()));
    }

    @Test
    void aTenantUnderMaintenanceIsTriedAgainUntilItIsFreeAndToldOnce() {
        simulated.cluster.tenant("tenant1").underMaintenance(true);
        var free = simulated.clock.instant().plus(Duration.ofMinutes(20));
        player.beforeEachTurn(state -> {
            if (simulated.clock.instant().isAfter(free)) {
                simulated.cluster.tenant("tenant1").underMaintenance(false);
            }
        });

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, player.events(ProgressEvent.WaitingForMaintenance.class).size());
    }

    @Test
    void aClusterUnderMaintenanceIsTriedAgainUntilTheDeadline() {
        simulated.cluster.underMaintenance(true, "Upgrade cluster");

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertFailure(outcome, "Timed out after 12h", "Upgrade cluster");
        assertEquals(1, player.events(ProgressEvent.WaitingForMaintenance.class).size());
    }

    @Test
    void aFailedConfigurationThatHoldsTheTenantIsNamedWithWhatToDo() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));
        assertFailure(player.play(configuration(IfBackupRunning.FAIL)), "[X]: broken");
        String lock = simulated.cluster.dags().get(0).id();
        OperationPlayer second = simulated.player();
        int[] turns = {0};
        second.beforeEachTurn(state -> {
            if (turns[0]++ == 30) {
                simulated.client().operate(lock, DagOperator.PASS).join();
            }
        });

        Outcome outcome = second.play(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        List<ProgressEvent.WaitingForMaintenance> told = second.events(ProgressEvent.WaitingForMaintenance.class);
        assertEquals(1, told.size());
        assertTrue(told.get(0).message().contains("obshell task pass -i " + lock), told.toString());
        assertTrue(told.get(0).message().contains("keeps the tenant tenant1 locked"), told.toString());
    }

    @Test
    void aFailedConfigurationOfABackupThatIsConfiguredFirstIsReportedAtOnce() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));
        assertFailure(player.play(configuration(IfBackupRunning.FAIL)), "keeps the tenant tenant1 locked");
        String lock = simulated.cluster.dags().get(0).id();

        assertFailure(
                simulated.player().play(configuredBackup(IfBackupRunning.FAIL)),
                "The configuration of DAG " + lock + " failed",
                "obshell task pass -i " + lock);
    }

    @Test
    void aConfigurationThatIsUnderWayIsNamedAndWaitedFor() {
        simulated.cluster.tenant("tenant1").archivingLog().archiveLogStopsIn(Duration.ofMinutes(3));
        simulated.player().playUntil(configuration(IfBackupRunning.FAIL), ProgressEvent.DagStarted.class);
        String running = simulated.cluster.dags().get(0).id();

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        List<ProgressEvent.WaitingForMaintenance> told = player.events(ProgressEvent.WaitingForMaintenance.class);
        assertEquals(1, told.size());
        assertTrue(
                told.get(0).message().contains("A configuration of tenant1 is running (DAG " + running + ")."),
                told.toString());
    }

    @Test
    void aFailedConfigurationOfAllTenantsIsNotNamedAsALock() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));
        player.play(simulated.configuration(new ConfigurationRequestBuilder(
                        BackupScope.ALL_TENANTS,
                        new BackupSettingsBuilder().backupBaseUri("file:///all").build())
                .build()));
        simulated.cluster.underMaintenance(true, "Upgrade cluster");
        OperationPlayer second = simulated.player();

        second.playUntil(configuration(IfBackupRunning.FAIL), ProgressEvent.WaitingForMaintenance.class);

        String told =
                second.events(ProgressEvent.WaitingForMaintenance.class).get(0).message();
        assertFalse(told.contains("configuration"), told);
    }

    @ParameterizedTest
    @EnumSource(
            value = DagOperator.class,
            names = {"PASS", "ROLLBACK"})
    void aConfigurationThatAnOperatorPassedOrUndidIsNoSuccess(DagOperator operator) {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Check backup config", "[X]: broken"));
        Operation operation = configuration(IfBackupRunning.FAIL);
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        player.advance(Duration.ofSeconds(20));
        String dag = simulated.cluster.dags().get(0).id();
        simulated.client().operate(dag, operator).join();
        player.advance(Duration.ofSeconds(20));
        assertEquals("SUCCEED", simulated.cluster.dags().get(0).state());

        assertFailure(player.resume(operation), "DAG " + dag, operator.name());
        assertEquals("", simulated.cluster.tenant("tenant1").dataDestination());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Check backup config", "Set backup config"})
    void aFailedConfigurationNamesItsNodeAndTheEndOfItsLog(String node) {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of(node, "[OB.Backup.X]: it went wrong"));

        Outcome outcome = player.play(configuration(IfBackupRunning.FAIL));

        assertFailure(outcome, "“" + node + "”", "it went wrong");
        assertEquals(1, player.events(ProgressEvent.NodeFailed.class).size());
    }

    @Test
    void aBrokenWayIsWaitedForWhileConfiguring() {
        Operation operation = configuration(IfBackupRunning.FAIL);
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.badGateway()).lasting(Duration.ofMinutes(10)));

        Outcome outcome = player.resume(operation);

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, player.events(ProgressEvent.ContactLost.class).size());
    }

    @Test
    void aDagThatNobodyKnowsAnyMoreIsAFailureThatSaysSo() {
        Operation operation = configuration(IfBackupRunning.FAIL);
        player.playUntil(operation, ProgressEvent.DagStarted.class);
        simulated.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).onPath(".*/task/dag/1\\d*"));

        assertFailure(player.resume(operation), "no longer knows DAG", "safely be run again");
    }

    @Test
    void aStorageKeyTravelsInTheUriAndIsToldNowhere() {
        SecretSource secrets = new FixedSecrets(null, new StorageKey("THE-ID", "THE-KEY", false));
        ConfigurationRequest request = new ConfigurationRequestBuilder(
                        "tenant1",
                        BackupSettingsBuilder.destinations(
                                "oss://bucket/data?host=oss.example.com", "oss://bucket/archive?host=oss.example.com"))
                .build();

        Outcome outcome = player.play(new ConfigurationOperation(
                simulated.context(simulated.client(), simulated.journal()::add, secrets), request));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertTrue(simulated.cluster.tenant("tenant1").dataDestination().contains("access_key=THE-KEY"));
        String everything = outcome
                + player.events().toString()
                + player.state().toJson()
                + simulated.journal().get(0).toJson()
                + request
                + secrets.toString();
        assertFalse(everything.contains("THE-KEY"), everything);
        assertFalse(everything.contains("THE-ID"), everything);
    }

    @Test
    void aStorageKeyThatIsGoneSendsNothing() {
        SecretSource gone = new SecretSource() {
            @Override
            public String encryptionPassword() {
                return null;
            }

            @Override
            public StorageKey storageKey() throws PasswordUnavailableException {
                throw new PasswordUnavailableException("There is no credential “oss” any more.");
            }
        };

        Outcome outcome = player.play(new ConfigurationOperation(
                simulated.context(simulated.client(), simulated.journal()::add, gone),
                destinations(IfBackupRunning.FAIL, false)));

        assertFailure(outcome, "“oss”");
        assertEquals(0, configurationsSent());
    }

    @Test
    void aSingleSettingIsSentAsAChange() {
        ConfigurationRequest request = new ConfigurationRequestBuilder(
                        "tenant1",
                        new BackupSettingsBuilder().haLowThreadScore(30).build())
                .onlyIfChanged(true)
                .build();

        Outcome outcome = player.play(simulated.configuration(request));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.cluster.requests().count("PATCH", CONFIG));
        assertEquals("30", simulated.cluster.tenant("tenant1").parameters().get("ha_low_thread_score"));
    }

    private Operation configuredBackup(IfBackupRunning ifRunning) {
        return simulated.backup(new BackupRequestBuilder("tenant1")
                .configuration(destinations(IfBackupRunning.FAIL, true))
                .ifBackupRunning(ifRunning)
                .build());
    }

    @Test
    void aBackupCanBeConfiguredFirst() {
        Outcome outcome = player.play(configuredBackup(IfBackupRunning.FAIL));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void nothingIsConfiguredForABackupWhoseEncryptionPasswordIsGone() {
        SecretSource gone = new SecretSource() {
            @Override
            public String encryptionPassword() throws PasswordUnavailableException {
                throw new PasswordUnavailableException("There is no credential “backup-set” any more.");
            }

            @Override
            public StorageKey storageKey() {
                return null;
            }
        };

        Outcome outcome = player.play(new BackupOperation(
                simulated.context(simulated.client(), simulated.journal()::add, gone),
                new BackupRequestBuilder("tenant1")
                        .configuration(destinations(IfBackupRunning.FAIL, true))
                        .build()));

        assertFailure(outcome, "“backup-set”");
        assertEquals(0, configurationsSent());
        assertEquals(0, simulated.backupsPosted());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunningBackupIsWaitedForBeforeABackupIsConfiguredAndMade(boolean bySql) {
        simulated.cluster.tenant("tenant1").configured();
        if (bySql) {
            simulated.cluster.tenant("tenant1").startForeignBackup();
        } else {
            simulated.player().playUntil(simulated.fullBackup(), ProgressEvent.BackupProgress.class);
        }

        Outcome outcome = player.play(configuredBackup(IfBackupRunning.WAIT));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(
                List.of("COMPLETED", "COMPLETED"),
                simulated.cluster.tenant("tenant1").backups().stream()
                        .map(SimulatedTenant.BackupView::status)
                        .toList());
        assertEquals(1, player.events(ProgressEvent.WaitingForBackup.class).size());
    }

    @Test
    void aRunningBackupIsNotInterruptedByABackupThatIsConfiguredFirst() {
        simulated.cluster.tenant("tenant1").configured();
        simulated.cluster.tenant("tenant1").startForeignBackup();

        assertFailure(player.play(configuredBackup(IfBackupRunning.FAIL)), "already running");
        assertEquals(0, configurationsSent());
        player.advance(Duration.ofHours(1));
        assertEquals("COMPLETED", backupStatus());
    }

    @Test
    void aConfigurationThatFailsStartsNoBackup() {
        simulated.cluster.tenant("tenant1").nextConfigFails(StageFailure.of("Set backup config", "[X]: broken"));

        assertFailure(player.play(configuredBackup(IfBackupRunning.FAIL)), "[X]: broken");
        assertEquals(0, simulated.backupsPosted());
    }

    @Test
    void aBackupThatIsConfiguredFirstSurvivesAnythingOnce() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer()).on("POST", CONFIG).once());
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.loseAnswer())
                        .on("POST", ".*/backup")
                        .once());
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.reset())
                        .onPath(".*/task/dag/1\\d*")
                        .skipping(1)
                        .times(6));
        OperationState state = configuredBackup(IfBackupRunning.FAIL).begin();
        Outcome outcome = null;
        for (int turns = 0; outcome == null && turns < 2000; turns++) {
            Turn turn = configuredBackup(IfBackupRunning.FAIL).advance(state).join();
            outcome = turn.outcome();
            state = OperationState.fromJson(turn.state().toJson());
            player.advance(turn.pause());
        }

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, configurationsSent());
        assertEquals(1, simulated.backupsPosted());
    }

    @Test
    void allTenantsAreConfiguredByOneDag() {
        ConfigurationRequest request = new ConfigurationRequestBuilder(
                        BackupScope.ALL_TENANTS,
                        new BackupSettingsBuilder()
                                .backupBaseUri("file:///data/backup")
                                .build())
                .onlyIfChanged(true)
                .build();

        Outcome outcome = player.play(simulated.configuration(request));

        assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
        assertEquals(1, simulated.cluster.dags().size());
        assertFalse(simulated.cluster.tenant("tenant2").dataDestination().isEmpty());
    }

    /** obshell itself writes there first, so that a mistake shows before anything is set. */
    @Test
    void aDestinationThatObshellMayNotWriteToFailsBeforeAnythingIsSet() {
        simulated.cluster.tenant("tenant1").destinationsReadOnly();

        Outcome outcome = player.play(configuration(IfBackupRunning.WAIT));

        assertEquals(Verdict.FAILURE, outcome.verdict());
        assertTrue(
                outcome.message().contains("check archive path: check write permission")
                        && outcome.message().contains("permission denied"),
                outcome.message());
        assertEquals("", simulated.cluster.tenant("tenant1").dataDestination());
    }
}
