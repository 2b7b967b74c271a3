package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.BackupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** One user tenant of a simulated cluster. All its answers are those of the moment of the cluster's clock. */
public final class SimulatedTenant {

    /**
     * A backup, running or over.
     *
     * @param jobId of its job
     * @param setId of its backup set
     * @param status as the overview shows it
     * @param incremental rather than full; one that was asked for as such is full if it found nothing to continue
     * @param plusArchive with the archive logs
     * @param encryption its password, or empty
     * @param path where its backup set lies
     */
    public record BackupView(
            long jobId,
            long setId,
            String status,
            boolean incremental,
            boolean plusArchive,
            String encryption,
            String path) {}

    private final SimulatedCluster cluster;
    private final String name;

    public SimulatedTenant(SimulatedCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its number. */
    public int id() {
        return read(tenant -> tenant.id);
    }

    /** Plans the next backup. Called again, it plans the one after that. */
    public SimulatedTenant nextBackup(BackupPlan plan) {
        return change(tenant -> tenant.nextPlans.add(plan));
    }

    /** Plans all backups that have no plan of their own. */
    public SimulatedTenant everyBackup(BackupPlan plan) {
        return change(tenant -> tenant.everyPlan = plan);
    }

    /** Lets a node of the next configuration DAG fail once. */
    public SimulatedTenant nextConfigFails(StageFailure failure) {
        return change(tenant -> tenant.nextConfigFailures.add(failure));
    }

    /** obshell may not write below destinations on a file system. */
    public SimulatedTenant destinationsReadOnly() {
        return change(tenant -> tenant.destinationsReadOnly = true);
    }

    /** OceanBase refuses to start its next backup with this SQL error, which fails the DAG where it stands. */
    public SimulatedTenant nextStartRefused(String error) {
        return change(tenant -> tenant.nextRefusals.add(error));
    }

    /** Sets the destinations at once, without a DAG. */
    public SimulatedTenant configured(String dataDestination, String archiveDestination) {
        return change(tenant -> {
            tenant.dataDestination = dataDestination;
            tenant.archiveDestination = archiveDestination;
        });
    }

    /** Sets destinations on a file system at once, without a DAG. */
    public SimulatedTenant configured() {
        return configured("file:///data/backup/" + name + "/data", "file:///data/backup/" + name + "/archive");
    }

    /** Gives it a backup that is over already; only before its first other backup. */
    public SimulatedTenant hadBackup(BackupPlan plan, Instant start) {
        return change(tenant -> tenant.remember(plan, start));
    }

    /** Somebody else starts a backup by SQL: it has no DAG. Returns the number of its job. */
    public long startForeignBackup() {
        return read(tenant -> startForeignBackup(tenant, tenant.takePlan()));
    }

    /** The same, with a plan of its own. */
    public long startForeignBackup(BackupPlan plan) {
        return read(tenant -> startForeignBackup(tenant, plan));
    }

    private long startForeignBackup(TenantState tenant, BackupPlan plan) {
        return startForeignBackup(tenant, plan, new BackupRequest(false, false, ""));
    }

    private long startForeignBackup(TenantState tenant, BackupPlan plan, BackupRequest request) {
        // OceanBase makes a backup only while the log is archived.
        tenant.archiveLog.open();
        Backup backup = tenant.start(plan, request);
        if (backup == null) {
            throw new IllegalStateException("A backup of " + name + " is running already");
        }
        return backup.ids().jobId();
    }

    /** Somebody else starts an incremental backup by SQL. Returns the number of its job. */
    public long startForeignIncrementalBackup() {
        return read(tenant -> startForeignBackup(tenant, tenant.takePlan(), new BackupRequest(true, false, "")));
    }

    /** Somebody else cancels the running backup by SQL. */
    public SimulatedTenant cancelBackup() {
        return change(TenantState::cancelBackup);
    }

    /** The status in which the list of tenants shows it, such as {@code RESTORE}. */
    public SimulatedTenant status(String status) {
        return change(tenant -> tenant.status = status);
    }

    /** Locks the tenant as another maintenance DAG would, or unlocks it. */
    public SimulatedTenant underMaintenance(boolean locked) {
        return change(tenant -> tenant.underForeignMaintenance = locked);
    }

    /** Opens its log archiving, as a first backup does: a new round, unless one is going on. */
    public SimulatedTenant archivingLog() {
        return change(tenant -> tenant.archiveLog.open());
    }

    /** Has its log archived since a moment in the past, unless it is archived already. */
    public SimulatedTenant archivingLogSince(Instant start) {
        return change(tenant -> tenant.archiveLog.openedAt(start));
    }

    /** Somebody else stops its log archiving by SQL, which ends the round. */
    public SimulatedTenant stopArchiveLog() {
        return change(tenant -> tenant.archiveLog.close());
    }

    /** Somebody else pauses its log archiving by SQL; the round can go on. */
    public SimulatedTenant suspendArchiveLog() {
        return change(tenant -> tenant.archiveLog.defer());
    }

    /** Somebody else lets its log archiving go on after a pause. */
    public SimulatedTenant resumeArchiveLog() {
        return change(tenant -> tenant.archiveLog.enable());
    }

    /** Somebody else stops its log archiving and starts it anew by SQL, which begins a new round. */
    public SimulatedTenant restartArchiveLog() {
        return change(tenant -> {
            tenant.archiveLog.close();
            tenant.archiveLog.open();
        });
    }

    /** Interrupts its log archiving, as a destination that is full does. The round can never go on. */
    public SimulatedTenant interruptArchiveLog() {
        return change(tenant -> tenant.archiveLog.interrupt());
    }

    /** Deletes the files of a backup set. All records of its backup stay. */
    public SimulatedTenant deleteBackupSet(long setId) {
        return change(tenant -> tenant.backups().stream()
                .filter(backup -> backup.ids().setId() == setId)
                .findFirst()
                .orElseThrow()
                .delete());
    }

    /** What a restore would have to go by now. */
    public RestoreModel restoreModel() {
        return read(TenantState::restoreModel);
    }

    /** What a restore finds at its destinations by now. */
    public StoredBackups storedBackups() {
        return read(TenantState::storedBackups);
    }

    /** How long its log archiving takes from being closed to STOP. */
    public SimulatedTenant archiveLogStopsIn(Duration time) {
        return change(tenant -> tenant.archiveLog.setStopping(time));
    }

    /** How far its log archiving is behind. What is archived already stays so: a longer lag makes it stand for a while. */
    public SimulatedTenant archiveLag(Duration lag) {
        return change(tenant -> tenant.archiveLog.setLag(lag));
    }

    /** The status of its log archiving; empty before the first. */
    public String archiveLogStatus() {
        return read(tenant -> tenant.archiveLog.status());
    }

    /** Where its data is backed up to; empty when not configured. */
    public String dataDestination() {
        return read(tenant -> tenant.dataDestination);
    }

    /** Where its logs are archived to; empty when not configured. */
    public String archiveDestination() {
        return read(tenant -> tenant.archiveDestination);
    }

    /** The recovery window of its delete policy, or null. */
    public String recoveryWindow() {
        return read(tenant -> tenant.deletePolicy);
    }

    /** The other parameters that configurations have set, under the names of the API. */
    public Map<String, String> parameters() {
        return read(tenant -> Map.copyOf(tenant.parameters));
    }

    /** All its backups, the oldest first. */
    public List<BackupView> backups() {
        return read(tenant -> tenant.backups().stream()
                .map(backup -> new BackupView(
                        backup.ids().jobId(),
                        backup.ids().setId(),
                        backup.status(),
                        backup.incremental(),
                        backup.plusArchive(),
                        backup.encryption(),
                        backup.path()))
                .toList());
    }

    private SimulatedTenant change(Consumer<TenantState> change) {
        return read(tenant -> {
            change.accept(tenant);
            return this;
        });
    }

    private <T> T read(Function<TenantState, T> read) {
        synchronized (cluster.monitor()) {
            cluster.state().catchUp();
            TenantState tenant = cluster.state().tenant(name);
            if (tenant == null) {
                throw new IllegalStateException("The tenant " + name + " was dropped");
            }
            return read.apply(tenant);
        }
    }
}
