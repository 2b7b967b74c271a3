package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Something that happened in a turn and is worth a line in the console. */
public sealed interface ProgressEvent {

    /** An obshell of the cluster answered for the first time. */
    record Connected(
            String endpoint,
            @Nullable String version,
            @Nullable String obVersion) implements ProgressEvent {}

    /** The destinations are already set, so nothing was sent; {@code notSent} if settings were given that obshell does not report. */
    record AlreadyConfigured(String tenant, boolean notSent) implements ProgressEvent {}

    /** An archive destination is set without these settings, as {@code name: 'value'}, so obshell resets them. */
    record ArchiveSettingsReset(List<String> settings) implements ProgressEvent {}

    /** A backup is running and is waited for; {@code notJoined} is why it was not joined, as a clause, if that was asked for. */
    record WaitingForBackup(
            String tenant, @Nullable String jobId, @Nullable String notJoined) implements ProgressEvent {}

    /** A backup is made, because the earlier one does not count for {@code unlessNewerThan}; why. */
    record EarlierBackupNotCounted(String why) implements ProgressEvent {}

    /** Tenants that an operation on all tenants leaves out, or that a check need not fail for; which, and why. */
    record TenantsLeftOut(String why) implements ProgressEvent {}

    /** The backups of several tenants are made one by one; so many at once, or 0 if their ends are not waited for. */
    record OneByOne(int tenants, int atOnce) implements ProgressEvent {}

    /** Something that happened to the backup of one of several tenants. */
    record OfTenant(String tenant, ProgressEvent event) implements ProgressEvent {}

    /** The backup of one of several tenants has ended otherwise than COMPLETED, or was not needed. */
    record TenantEnded(String tenant, Verdict verdict, String message) implements ProgressEvent {}

    /**
     * How far the backups of several tenants are.
     *
     * @param ended   of how many tenants they have ended
     * @param tenants how many tenants there are
     * @param running the first that are being backed up, and how much of each is done
     */
    record TenantsProgress(int ended, int tenants, String running) implements ProgressEvent {}

    /** The cluster is to be quiet, but these backups are running and these DAGs are open. */
    record WaitingForQuiet(String inTheWay) implements ProgressEvent {}

    /** Another maintenance task holds the tenant or the cluster; obshell's own words. */
    record WaitingForMaintenance(String message) implements ProgressEvent {}

    /** The first node of a DAG does not end, because agents of the cluster do not take up their sub-tasks. */
    record WaitingForAgents(String dagId, String agents) implements ProgressEvent {}

    /** A DAG was started; {@code adopted} if it was found rather than named in the response to the start. */
    record DagStarted(String dagId, @Nullable String name, boolean adopted) implements ProgressEvent {}

    /** A running backup is taken for the one that was asked for. */
    record Joined(@Nullable String dagId, @Nullable String jobId) implements ProgressEvent {}

    /** The response to a start was lost; what it started is looked for. */
    record AnswerLost(String message) implements ProgressEvent {}

    /** A DAG that was found is not the one that was looked for. */
    record StartedByOthers(String dagId) implements ProgressEvent {}

    /** The DAG entered a stage. */
    record StageEntered(
            String dagId, int stage, int maxStage, @Nullable String node) implements ProgressEvent {

        /** {@return the stage in which the DAG is} */
        public static StageEntered of(Dag details) {
            int index = details.stage() - 1;
            String node = index >= 0 && index < details.nodes().size()
                    ? details.nodes().get(index).name()
                    : null;
            return new StageEntered(details.id(), details.stage(), details.maxStage(), node);
        }
    }

    /** How far the backup of a tenant is; {@code statusChanged} since the last such event. */
    record BackupProgress(
            String tenant,
            @Nullable String jobId,
            @Nullable String status,
            boolean statusChanged,
            long finishTablets,
            long tablets,
            long outputBytes,
            double bytesPerSecond,
            @Nullable Duration remaining)
            implements ProgressEvent {

        /** {@return how much is done, 0 to 100; 0 while nobody knows} */
        public int percent() {
            return TenantProgress.percent(finishTablets, tablets);
        }
    }

    /** The DAG is over while the backup goes on. */
    record DagEndedBeforeBackup(String dagId, @Nullable String message) implements ProgressEvent {}

    /** The backup is over, but the DAG goes on, in this stage and on this obshell. */
    record DagOutlastsBackup(
            String dagId,
            int stage,
            int maxStage,
            @Nullable String node,
            @Nullable String obshell) implements ProgressEvent {

        /** {@return the stage of a DAG that is not over, and the obshell of the first sub-task there that is not over} */
        public static DagOutlastsBackup of(Dag details) {
            StageEntered stage = StageEntered.of(details);
            String obshell = stage.node() == null
                    ? null
                    : details.nodes().get(stage.stage() - 1).subTasks().stream()
                            .filter(subTask -> "RUNNING".equals(subTask.state()) || "READY".equals(subTask.state()))
                            .findFirst()
                            .map(FailedNode::address)
                            .orElse(null);
            return new DagOutlastsBackup(details.id(), stage.stage(), stage.maxStage(), stage.node(), obshell);
        }
    }

    /** A COMPLETED backup has an error number other than 0, or a comment. */
    record CompletedWithRemark(
            String tenant, long result, @Nullable String comment) implements ProgressEvent {}

    /**
     * Backups have ended with a status that is not known, which may be on its way to a known one.
     *
     * @param statuses the words of OceanBase, with the tenants
     * @param patience for how long another status is waited for
     */
    record UnknownEnd(String statuses, Duration patience) implements ProgressEvent {}

    /**
     * The log archive has not passed a COMPLETED backup yet.
     *
     * @param tenant       the tenant whose archive is the furthest behind
     * @param others       how many more tenants are waited for
     * @param status       the status of its archive
     * @param archivedUpTo up to when its log is archived, or null if unknown
     * @param needed       up to when it must be archived
     */
    record WaitingForArchive(
            String tenant,
            int others,
            String status,
            @Nullable Instant archivedUpTo,
            Instant needed) implements ProgressEvent {}

    /** obshell or OceanBase reports too little to tell whether the backups of these tenants can be restored. */
    record RestorableUnknown(String tenants) implements ProgressEvent {}

    /** The backup to restore is chosen, and nothing has been sent yet. */
    record RestoreChosen(RestoredBackup backup, String scratchTenant, String zones) implements ProgressEvent {}

    /** How far a restore is. */
    record RestoreProgress(
            String tenant,
            @Nullable String jobId,
            @Nullable String status,
            int percent,
            long finishBytes,
            long totalBytes)
            implements ProgressEvent {}

    /** The DAG of a restore gave up waiting while the restore goes on. */
    record DagEndedBeforeRestore(String dagId) implements ProgressEvent {}

    /** A failed DAG was retried. */
    record DagRetried(String dagId) implements ProgressEvent {}

    /** A scratch tenant is not there any more. */
    record TenantDropped(String tenant, @Nullable String tenantId) implements ProgressEvent {}

    /** A resource pool that a scratch tenant has left behind was dropped. */
    record PoolDropped(String pool) implements ProgressEvent {}

    /** A scratch tenant cannot be dropped yet; why. */
    record WaitingForRestore(String tenant, String why) implements ProgressEvent {}

    /** Until that time a restore whose response was lost may still make a scratch tenant that is not there. */
    record WaitingForLostRestore(String tenant, Instant until) implements ProgressEvent {}

    /** No endpoint answers. */
    record ContactLost(String message, Duration tolerated) implements ProgressEvent {}

    /** An endpoint answers again. */
    record ContactRegained(Duration outage) implements ProgressEvent {}

    /** obshell refuses the password; the credential can still be put right. */
    record PasswordRefused(String message, Duration patience) implements ProgressEvent {}

    /** A part of a DAG failed. */
    record NodeFailed(
            String dagId,
            @Nullable String node,
            @Nullable String subTask,
            @Nullable String obshell,
            List<String> log) implements ProgressEvent {}

    /** obshell was asked to cancel. */
    record CancelRequested(@Nullable String dagId) implements ProgressEvent {}

    /** obshell was asked to cancel a restore. */
    record RestoreCancelRequested(String tenant) implements ProgressEvent {}

    /** obshell refused to cancel. */
    record CancelRefused(String message) implements ProgressEvent {}

    /** How the backup of a tenant ended. */
    record TenantOver(TenantBackup backup) implements ProgressEvent {}

    /** How many more backups ended than were reported one by one. */
    record MoreTenantsOver(OmittedTenants omitted) implements ProgressEvent {}

    /** How well a tenant's log is archived. */
    record ArchiveReported(ArchiveState archive) implements ProgressEvent {}

    /** How many more log archives there are than were reported, which lag no further behind. */
    record MoreArchives(int count) implements ProgressEvent {}
}
