package io.jenkins.plugins.obshell.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.UnreachableException;
import io.jenkins.plugins.obshell.operation.request.BackupRequestBuilder;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.ClusterStatus;
import io.jenkins.plugins.obshell.operation.result.Reading.Reason;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Presence;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Restorable;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All tenants of a cluster at a glance: what is not known is unknown and says why, and spoils nothing else. */
class ClusterStatusReaderTest {

    private static final Duration BACKUP = BackupPlan.ordinary().duration();
    private static final Duration HOUR = Duration.ofHours(1);

    private SimulatedOperations simulated;

    @AfterEach
    void close() {
        simulated.close();
    }

    private void cluster(String... tenants) {
        start(SimulatedCluster.builder().tenants(tenants));
    }

    private void start(SimulatedCluster.Builder builder) {
        simulated = new SimulatedOperations(builder.agents(2));
    }

    private Instant now() {
        return simulated.clock.instant();
    }

    /** In microseconds, as obshell shows times. */
    private Instant anHourAgo() {
        return now().minus(HOUR).truncatedTo(ChronoUnit.MICROS);
    }

    /** A tenant with a backup that ended an hour ago. */
    private SimulatedTenant backedUp(String name) {
        return simulated
                .cluster
                .tenant(name)
                .configured()
                .hadBackup(BackupPlan.ordinary(), now().minus(HOUR).minus(BACKUP));
    }

    /** The same, and its log has been archived since before that. */
    private SimulatedTenant covered(String name) {
        return backedUp(name).archivingLogSince(now().minus(Duration.ofDays(3)));
    }

    private void fault(FaultAction action, String path) {
        simulated.cluster.faults().add(FaultRule.of(action).on("GET", path));
    }

    private ClusterStatus read() {
        return new ClusterStatusReader(simulated.client(), simulated.controllerClock)
                .read()
                .join();
    }

    private static TenantStatus of(ClusterStatus status, String tenant) {
        return status.tenants().stream()
                .filter(one -> one.tenant().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    private TenantStatus read(String tenant) {
        return of(read(), tenant);
    }

    private static void assertAge(Duration expected, TenantStatus status) {
        assertNotNull(status.age(), status.toString());
        assertTrue(status.age().minus(expected).abs().compareTo(Duration.ofSeconds(2)) < 0, status.toString());
    }

    @Test
    void aTenantThatIsBackedUpAndArchived() {
        cluster("tenant1");
        covered("tenant1");

        ClusterStatus status = read();

        TenantStatus tenant = of(status, "tenant1");
        assertEquals(Presence.IN_USE, tenant.presence());
        assertEquals("COMPLETED", tenant.newestStatus());
        assertAge(HOUR, tenant);
        assertEquals(anHourAgo(), tenant.endedAt());
        assertEquals(Restorable.YES, tenant.restorable());
        RestoreWindow window = tenant.lastCompleted().value().restorable();
        assertTrue(window.from().isBefore(tenant.endedAt().plusSeconds(1)), window.toString());
        assertTrue(window.to().isAfter(now().minusSeconds(10)), window.toString());
        ArchiveState archive = tenant.archive().value().get(0);
        assertEquals("DOING", archive.status());
        assertEquals(5, archive.lagSeconds());
        assertEquals(
                "file:///data/backup/tenant1/data",
                tenant.destinations().value().dataBaseUri());
        assertEquals(
                "file:///data/backup/tenant1/archive",
                tenant.destinations().value().archiveBaseUri());
        assertTrue(status.tenantsListed());
        assertNull(status.recycleBin());
        assertEquals(0, status.omittedTenants());
    }

    @Test
    void aTenantThatNeverHadABackupComesFirst() {
        cluster("tenant1", "tenant2", "tenant3");
        covered("tenant1");
        backedUp("tenant2");

        List<TenantStatus> tenants = read().tenants();

        assertEquals(
                List.of("tenant3", "tenant2", "tenant1"),
                tenants.stream().map(TenantStatus::tenant).toList());
        TenantStatus without = tenants.get(0);
        assertTrue(without.lastCompleted().isNone());
        assertNull(without.newestStatus());
        assertEquals(Restorable.NO_BACKUP, without.restorable());
        assertNull(without.archive().value().get(0).status());
        assertEquals("", without.destinations().value().dataBaseUri());
    }

    @Test
    void ofTwoThatAreAlikeTheOlderBackupComesFirst() {
        cluster("tenant1", "tenant2");
        covered("tenant1");
        simulated
                .cluster
                .tenant("tenant2")
                .hadBackup(BackupPlan.ordinary(), now().minus(Duration.ofDays(1)))
                .archivingLogSince(now().minus(Duration.ofDays(3)));

        assertEquals(
                List.of("tenant2", "tenant1"),
                read().tenants().stream().map(TenantStatus::tenant).toList());
    }

    @Test
    void aFailedOrRunningBackupDoesNotHideTheLastCompletedOne() {
        cluster("tenant1", "tenant2");
        covered("tenant1").startForeignBackup(BackupPlan.ordinary().failing());
        simulated.player().advance(HOUR);
        covered("tenant2").startForeignBackup();
        simulated.player().advance(Duration.ofMinutes(5));

        ClusterStatus status = read();

        TenantStatus failed = of(status, "tenant1");
        assertEquals("FAILED", failed.newestStatus());
        assertEquals("COMPLETED", failed.lastCompleted().value().status());
        assertAge(HOUR.plus(HOUR).plusMinutes(5), failed);
        assertEquals(Restorable.YES, failed.restorable());
        TenantStatus running = of(status, "tenant2");
        assertFalse(running.newestStatus().matches("COMPLETED|FAILED"), running.newestStatus());
        assertAge(HOUR.plusMinutes(5), running);
    }

    @Test
    void noneCompletedAmongTheNewestIsNotNever() {
        cluster("tenant1");
        covered("tenant1").startForeignBackup(BackupPlan.ordinary().failing());
        simulated.player().advance(HOUR);
        String failed = "{\"tenant_id\":1002,\"job_id\":9,\"status\":\"FAILED\"}";
        fault(
                FaultAction.data("{\"contents\":[" + String.join(",", Collections.nCopies(50, failed)) + "]}"),
                ".*/tenant1/backup/tasks.*");

        TenantStatus tenant = read("tenant1");

        assertTrue(tenant.lastCompleted().isUnknown(Reason.NOT_AMONG_NEWEST), tenant.toString());
        assertEquals(Restorable.UNKNOWN, tenant.restorable());
        assertNull(tenant.age());
    }

    @Test
    void tenantsThatAreNotInUseAreNamedAsSuchAndNotRead() {
        cluster("tenant1", "restored", "thrown");
        covered("tenant1");
        simulated.cluster.tenant("restored").status("RESTORE");
        simulated.cluster.recycleTenant("thrown");

        ClusterStatus status = read();

        assertEquals(Presence.BEING_RESTORED, of(status, "restored").presence());
        assertEquals(Presence.RECYCLED, of(status, "thrown").presence());
        assertEquals(3, status.tenants().size());
        assertEquals("tenant1", status.tenants().get(0).tenant());
        assertEquals(0, simulated.cluster.requests().count("GET", ".*/(restored|thrown|__recycle.*)/.*"));
    }

    @Test
    void aTenantThatIsDroppedWhileItIsReadIsNoTenantWithoutABackup() {
        cluster("tenant1", "tenant2");
        covered("tenant1");
        covered("tenant2");
        fault(FaultAction.meanwhile(() -> simulated.cluster.dropTenant("tenant2")), ".*/recyclebin/tenants");

        ClusterStatus status = read();

        assertEquals(Presence.DROPPED, of(status, "tenant2").presence());
        assertEquals(Restorable.YES, of(status, "tenant1").restorable());
    }

    @Test
    void withoutALogArchiveABackupCannotBeRestoredUnlessItCarriesItsLog() {
        cluster("tenant1", "tenant2", "tenant3");
        covered("tenant1");
        backedUp("tenant2");
        simulated.cluster.tenant("tenant3").configured();
        simulated
                .player()
                .play(simulated.backup(
                        new BackupRequestBuilder("tenant3").plusArchive(true).build()));
        simulated.cluster.tenant("tenant3").stopArchiveLog();
        simulated.player().advance(HOUR);

        ClusterStatus status = read();

        TenantStatus never = of(status, "tenant2");
        assertEquals(Restorable.NO_ARCHIVE, never.restorable());
        assertNull(never.lastCompleted().value().restorable());
        assertTrue(never.age().compareTo(HOUR) > 0, "known by the archive of another tenant");
        TenantStatus withItsLog = of(status, "tenant3");
        assertEquals(Restorable.YES, withItsLog.restorable());
        assertTrue(withItsLog.lastCompleted().value().plusArchive());
        RestoreWindow window = withItsLog.lastCompleted().value().restorable();
        assertEquals(window.from(), window.to());
    }

    @Test
    void anArchiveThatIsHaltedShowsHowFarItCame() {
        cluster("tenant1", "tenant2", "tenant3");
        covered("tenant1").suspendArchiveLog();
        covered("tenant2").stopArchiveLog();
        covered("tenant3").restartArchiveLog();
        simulated.player().advance(HOUR);

        ClusterStatus status = read();

        ArchiveState suspended = of(status, "tenant1").archive().value().get(0);
        assertEquals("SUSPEND", suspended.status());
        assertTrue(suspended.isHalted());
        assertTrue(suspended.lagSeconds() >= HOUR.toSeconds(), suspended.toString());
        assertEquals(Restorable.YES, of(status, "tenant1").restorable());
        ArchiveState stopped = of(status, "tenant2").archive().value().get(0);
        assertNull(stopped.status());
        assertTrue(stopped.lagSeconds() >= HOUR.toSeconds(), stopped.toString());
        assertEquals(anHourAgo().minusSeconds(5), stopped.archivedUpTo());
        assertEquals(Restorable.NO_ARCHIVE, of(status, "tenant2").restorable());
        assertEquals(Restorable.NEW_ROUND, of(status, "tenant3").restorable());
    }

    @Test
    void anArchiveThatHasNotPassedTheBackupYet() {
        cluster("tenant1");
        covered("tenant1").archiveLag(Duration.ofHours(2));
        simulated.cluster.tenant("tenant1").startForeignBackup();
        simulated.player().advance(HOUR);

        assertEquals(Restorable.NOT_YET, read("tenant1").restorable());
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 0, 8})
    void ageAndTimeAreRealWhateverTheClockOfTheDatabaseShows(long hoursAhead) {
        start(SimulatedCluster.builder()
                .tenants("tenant1", "tenant2")
                .databaseClockOffset(Duration.ofHours(hoursAhead)));
        covered("tenant1");
        backedUp("tenant2");

        ClusterStatus status = read();

        for (String tenant : List.of("tenant1", "tenant2")) {
            assertAge(HOUR, of(status, tenant));
            assertEquals(anHourAgo(), of(status, tenant).endedAt(), tenant);
        }
        RestoreWindow window = of(status, "tenant1").lastCompleted().value().restorable();
        assertFalse(window.to().isAfter(now()), window.toString());
        assertTrue(window.to().isAfter(now().minusSeconds(10)), window.toString());
    }

    @Test
    void ageAndTimeAreRealIfTheClockOfTheControllerIsWrong() {
        cluster("tenant1");
        covered("tenant1");
        simulated.controllerClock.advance(Duration.ofHours(3));

        TenantStatus tenant = read("tenant1");

        assertAge(HOUR, tenant);
        assertEquals(anHourAgo(), tenant.endedAt());
    }

    @Test
    void ifNoTenantShowsTheClockOfTheDatabaseAnAgeIsUnknown() {
        cluster("tenant1");
        backedUp("tenant1");

        TenantStatus tenant = read("tenant1");

        assertNull(tenant.age());
        assertNull(tenant.endedAt());
        assertNotNull(tenant.lastCompleted().value().endTime());
    }

    @Test
    void aRouteThatFailsLeavesItsOwnPartUnknownAndSaysWhy() {
        cluster("tenant1", "tenant2");
        covered("tenant1");
        covered("tenant2");
        FaultAction refused = FaultAction.error(403, "OB.Tenant.Secret", "Not for root-password today");
        fault(refused, ".*/tenant1/backup/log/tasks");
        fault(refused, ".*/tenant2/backup/config/storage");
        fault(refused, ".*/recyclebin/tenants");

        ClusterStatus status = read();

        TenantStatus first = of(status, "tenant1");
        assertEquals(Reason.FAILED, first.archive().unknown().reason());
        String why = first.archive().unknown().message();
        assertTrue(why.contains("Not for **** today"), why);
        assertEquals(Restorable.UNKNOWN, first.restorable());
        assertAge(HOUR, first);
        assertNotNull(first.destinations().value());
        TenantStatus second = of(status, "tenant2");
        assertTrue(second.destinations().isUnknown(Reason.FAILED));
        assertEquals(Restorable.YES, second.restorable());
        assertEquals(Reason.FAILED, status.recycleBin().reason());
    }

    @Test
    void withoutTheOverviewTheHistoriesShowTheBackups() {
        cluster("tenant1", "tenant2");
        covered("tenant1");
        fault(FaultAction.error(403, "OB.Cluster.Secret", "No"), ".*/obcluster/backup/overview");

        ClusterStatus status = read();

        assertAge(HOUR, of(status, "tenant1"));
        assertEquals("COMPLETED", of(status, "tenant1").newestStatus());
        assertEquals(Restorable.YES, of(status, "tenant1").restorable());
        assertTrue(of(status, "tenant2").lastCompleted().isNone());
    }

    @Test
    void withoutAHistoryAFailedBackupLeavesTheLastCompletedOneUnknown() {
        cluster("tenant1", "tenant2");
        covered("tenant1").startForeignBackup(BackupPlan.ordinary().failing());
        simulated.player().advance(HOUR);
        fault(FaultAction.error(403, "OB.Tenant.Secret", "No"), ".*/backup/tasks.*");

        ClusterStatus status = read();

        for (String tenant : List.of("tenant1", "tenant2")) {
            assertTrue(of(status, tenant).lastCompleted().isUnknown(Reason.FAILED), tenant);
            assertEquals(Restorable.UNKNOWN, of(status, tenant).restorable(), tenant);
        }
        assertEquals("FAILED", of(status, "tenant1").newestStatus());
    }

    @Test
    void anOlderObshellReportsLessAndThatIsSaid() {
        start(SimulatedCluster.builder().tenants("tenant1", "tenant2").serverVersion("4.2.5.0"));
        backedUp("tenant1");

        ClusterStatus status = read();

        TenantStatus tenant = of(status, "tenant1");
        assertEquals("COMPLETED", tenant.lastCompleted().value().status());
        assertTrue(tenant.archive().isUnknown(Reason.OLD_OBSHELL));
        assertTrue(tenant.destinations().isUnknown(Reason.OLD_OBSHELL));
        assertEquals(Restorable.UNKNOWN, tenant.restorable());
        assertNull(tenant.age());
        assertTrue(of(status, "tenant2").lastCompleted().isNone());
    }

    @Test
    void anObshellThatListsNoTenantsShowsThoseWithABackupByTheirIds() {
        start(SimulatedCluster.builder().tenants("tenant1", "tenant2").serverVersion("4.2.3.0"));
        backedUp("tenant1");
        String id = Integer.toString(simulated.cluster.tenant("tenant1").id());

        ClusterStatus status = read();

        assertFalse(status.tenantsListed());
        assertEquals(1, status.tenants().size());
        assertEquals("COMPLETED", of(status, id).lastCompleted().value().status());
        assertTrue(of(status, id).archive().isUnknown(Reason.NO_NAME));
    }

    @Test
    void aClusterThatCannotBeReachedFailsAsAWhole() {
        cluster("tenant1");
        simulated.cluster.agent(0).stop();
        simulated.cluster.agent(1).stop();

        assertInstanceOf(
                UnreachableException.class,
                assertThrows(CompletionException.class, this::read).getCause());
    }

    @Test
    void aRefusedPasswordIsSentOnce() {
        cluster("tenant1");
        simulated.setPassword("wrong");

        Throwable refused = assertThrows(CompletionException.class, this::read).getCause();

        assertTrue(assertInstanceOf(RefusedException.class, refused).isWrongPassword());
        assertEquals(1, simulated.cluster.requests().count("GET", ".*(overview|tenants).*"));
    }

    @Test
    void nothingThatIsReadHoldsASecret() {
        cluster("tenant1");
        simulated
                .cluster
                .tenant("tenant1")
                .configured(
                        "s3://bucket/data?host=s3.example.com&access_id=AKIDIDID&access_key=s3cr3tkey",
                        "s3://bucket/log?host=s3.example.com&access_id=AKIDIDID&access_key=s3cr3tkey")
                .hadBackup(BackupPlan.ordinary(), now().minus(HOUR));
        simulated.cluster.say(
                " root-password?access_key=s3cr3tkey",
                "tenant_name",
                "status",
                "comment",
                "path",
                "data_base_uri",
                "original_tenant_name");

        String all = read().toString();

        assertTrue(all.contains("****"), all);
        assertFalse(all.matches("(?s).*(root-password|s3cr3tkey|AKIDIDID).*"), all);
    }

    @Test
    void twoHundredTenantsTakeTwoRequestsEachAndFewAtATime() {
        String[] names =
                IntStream.rangeClosed(1, 200).mapToObj(i -> "tenant" + i).toArray(String[]::new);
        cluster(names);
        for (String name : names) {
            covered(name);
        }

        ClusterStatus status = read();

        assertEquals(200, status.tenants().size());
        assertTrue(status.tenants().stream().allMatch(tenant -> tenant.restorable() == Restorable.YES));
        assertEquals(
                3 + 2 * 200, simulated.cluster.requests().count("GET", ".*/(tenant|tenants|recyclebin|obcluster)/.*"));
        assertTrue(simulated.cluster.requests().maxInFlight() <= 3);
    }

    @Test
    void tenantsThatNeedAttentionTakeFourRequestsEach() {
        cluster("tenant1", "tenant2");
        backedUp("tenant2");

        read();

        assertEquals(
                3 + 2 * 4, simulated.cluster.requests().count("GET", ".*/(tenant|tenants|recyclebin|obcluster)/.*"));
    }

    @Test
    void ofVeryManyTenantsTheRestIsCounted() {
        String[] names =
                IntStream.rangeClosed(1, 1050).mapToObj(i -> "tenant" + i).toArray(String[]::new);
        cluster(names);
        // The time is up at once, so this takes no requests.
        fault(
                FaultAction.meanwhile(() -> simulated.controllerClock.advance(ClusterStatusReader.LONGEST)),
                ".*/recyclebin/tenants");

        ClusterStatus status = read();

        assertEquals(1000, status.tenants().size());
        assertEquals(50, status.omittedTenants());
        assertTrue(status.tenants().stream().allMatch(tenant -> tenant.archive().isUnknown(Reason.NO_TIME)));
        assertEquals(0, simulated.cluster.requests().count("GET", ".*/tenant/.*"));
    }

    @Test
    void theJobOfTheBackupIsKnown() {
        cluster("tenant1");
        simulated.cluster.tenant("tenant1").configured();
        simulated.player().play(simulated.backup(simulated.allTenants()));

        TenantBackup backup = read("tenant1").lastCompleted().value();

        assertEquals(
                Long.toString(
                        simulated.cluster.tenant("tenant1").backups().get(0).jobId()),
                backup.jobId());
        assertEquals("tenant1", backup.tenantName());
    }
}
