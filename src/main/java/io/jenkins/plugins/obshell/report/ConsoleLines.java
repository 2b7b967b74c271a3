package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes events and outcomes as lines of the console, in the current language. */
public final class ConsoleLines {

    private static final String PREFIX = "[obshell] ";
    private static final int BAR_CELLS = 20;

    /**
     * @param title the title of an operation, with its cluster
     * @return its lines, at least one
     */
    @NonNull
    public List<String> title(@NonNull String title) {
        return List.of(PREFIX + title);
    }

    /**
     * @param event what happened
     * @return its lines, at least one
     */
    public List<String> lines(@NonNull ProgressEvent event) {
        if (event instanceof ProgressEvent.NodeFailed failed) {
            return nodeFailed(failed);
        }
        if (event instanceof ProgressEvent.OfTenant of) {
            return lines(of.event()).stream()
                    .map(line -> PREFIX + Messages.ConsoleLines_ofTenant(of.tenant(), line.substring(PREFIX.length())))
                    .toList();
        }
        return List.of(PREFIX + startLine(event));
    }

    /**
     * @param outcome the outcome of an operation
     * @return its lines, at least one
     */
    public List<String> lines(@NonNull Outcome outcome) {
        String verdict =
                switch (outcome.verdict()) {
                    case SUCCESS -> Messages.ConsoleLines_success(outcome.message());
                    case WARNING -> Messages.ConsoleLines_warning(outcome.message());
                    case FAILURE -> Messages.ConsoleLines_failure(outcome.message());
                    case ABORTED -> outcome.message();
                };
        return List.of(PREFIX + verdict);
    }

    /**
     * Writes how to restore what a backup made.
     *
     * @param outcome the outcome of a backup
     * @return at most two lines; empty if there is nothing to restore
     */
    @NonNull
    public List<String> restore(@NonNull Outcome outcome) {
        List<RestoreView> restores = RestoreView.of(outcome);
        String page = Messages.ObshellTab_displayName();
        if (restores.size() != 1) {
            return restores.isEmpty() ? List.of() : List.of(PREFIX + Messages.ConsoleLines_restoreEach(page));
        }
        RestoreView restore = restores.get(0);
        return List.of(
                PREFIX + Messages.ConsoleLines_restore(restore.getBackupSetId(), restore.getCommand()),
                PREFIX + Messages.ConsoleLines_restoreMore(page));
    }

    private static String startLine(ProgressEvent event) {
        if (event instanceof ProgressEvent.Connected connected) {
            return Messages.ConsoleLines_connected(
                    connected.endpoint(), orDash(connected.version()), orDash(connected.obVersion()));
        }
        if (event instanceof ProgressEvent.AlreadyConfigured already) {
            return already.notSent()
                    ? Messages.ConsoleLines_alreadyConfiguredNotSent(already.tenant())
                    : Messages.ConsoleLines_alreadyConfigured(already.tenant());
        }
        if (event instanceof ProgressEvent.ArchiveSettingsReset reset) {
            return Messages.ConsoleLines_archiveSettingsReset(String.join(", ", reset.settings()));
        }
        if (event instanceof ProgressEvent.WaitingForBackup waiting) {
            return waiting.notJoined() == null
                    ? Messages.ConsoleLines_waitingForBackup(orDash(waiting.tenant()), orDash(waiting.jobId()))
                    : Messages.ConsoleLines_waitingForBackupNotJoined(
                            orDash(waiting.tenant()), orDash(waiting.jobId()), waiting.notJoined());
        }
        if (event instanceof ProgressEvent.EarlierBackupNotCounted notCounted) {
            return notCounted.why();
        }
        if (event instanceof ProgressEvent.TenantsLeftOut notChecked) {
            return notChecked.why();
        }
        if (event instanceof ProgressEvent.OneByOne oneByOne) {
            return oneByOne.atOnce() == 0
                    ? Messages.ConsoleLines_oneByOneNotAwaited(oneByOne.tenants())
                    : Messages.ConsoleLines_oneByOne(oneByOne.tenants(), oneByOne.atOnce());
        }
        if (event instanceof ProgressEvent.TenantEnded ended) {
            return ended(ended);
        }
        if (event instanceof ProgressEvent.TenantsProgress progress) {
            return Messages.ConsoleLines_tenantsProgress(
                    progress.ended(), progress.tenants(), orDash(progress.running()));
        }
        if (event instanceof ProgressEvent.WaitingForQuiet waiting) {
            return Messages.ConsoleLines_waitingForQuiet(waiting.inTheWay());
        }
        if (event instanceof ProgressEvent.WaitingForMaintenance waiting) {
            return Messages.ConsoleLines_waitingForMaintenance(waiting.message());
        }
        if (event instanceof ProgressEvent.WaitingForAgents waiting) {
            return Messages.ConsoleLines_waitingForAgents(waiting.dagId(), waiting.agents());
        }
        if (event instanceof ProgressEvent.DagStarted started) {
            return started.adopted()
                    ? Messages.ConsoleLines_dagAdopted(started.dagId(), orDash(started.name()))
                    : Messages.ConsoleLines_dagStarted(started.dagId(), orDash(started.name()));
        }
        if (event instanceof ProgressEvent.Joined joined) {
            return Messages.ConsoleLines_joined(orDash(joined.dagId()), orDash(joined.jobId()));
        }
        if (event instanceof ProgressEvent.AnswerLost lost) {
            return Messages.ConsoleLines_answerLost(lost.message());
        }
        if (event instanceof ProgressEvent.StartedByOthers others) {
            return Messages.ConsoleLines_startedByOthers(others.dagId());
        }
        return progressLine(event);
    }

    private static String progressLine(ProgressEvent event) {
        if (event instanceof ProgressEvent.StageEntered stage) {
            return Messages.ConsoleLines_stage(
                    stage.dagId(),
                    Integer.toString(stage.stage()),
                    Integer.toString(stage.maxStage()),
                    orDash(stage.node()));
        }
        if (event instanceof ProgressEvent.BackupProgress progress) {
            return progress(progress);
        }
        if (event instanceof ProgressEvent.DagEndedBeforeBackup ended) {
            return Messages.ConsoleLines_dagEnded(ended.dagId(), Objects.requireNonNullElse(ended.message(), ""));
        }
        if (event instanceof ProgressEvent.DagOutlastsBackup outlasting) {
            return Messages.ConsoleLines_dagOutlastsBackup(
                    outlasting.dagId(),
                    Integer.toString(outlasting.stage()),
                    Integer.toString(outlasting.maxStage()),
                    orDash(outlasting.node()),
                    orDash(outlasting.obshell()));
        }
        if (event instanceof ProgressEvent.CompletedWithRemark remark) {
            return Messages.ConsoleLines_completedWithRemark(
                    remark.tenant(), Long.toString(remark.result()), orDash(remark.comment()));
        }
        if (event instanceof ProgressEvent.UnknownEnd ended) {
            return Messages.ConsoleLines_unknownEnd(ended.statuses(), Durations.format(ended.patience()));
        }
        if (event instanceof ProgressEvent.TenantOver over) {
            return tenant(over.backup());
        }
        if (event instanceof ProgressEvent.MoreTenantsOver more) {
            return Messages.ConsoleLines_moreTenants(
                    more.omitted().count(), more.omitted().notCompleted());
        }
        if (event instanceof ProgressEvent.WaitingForArchive waiting) {
            return waiting(waiting);
        }
        if (event instanceof ProgressEvent.RestorableUnknown unknown) {
            return Messages.ConsoleLines_restorableUnknown(unknown.tenants());
        }
        if (event instanceof ProgressEvent.ArchiveReported reported) {
            return archive(reported.archive());
        }
        if (event instanceof ProgressEvent.MoreArchives more) {
            return Messages.ConsoleLines_moreArchives(more.count());
        }
        return drillLine(event);
    }

    private static String drillLine(ProgressEvent event) {
        if (event instanceof ProgressEvent.RestoreChosen chosen) {
            RestoredBackup backup = chosen.backup();
            return Messages.ConsoleLines_restoreChosen(
                    orDash(backup.tenant()),
                    orDash(backup.backupSetId()),
                    Long.toString(backup.scn()),
                    UtcTime.format(backup.time()),
                    chosen.scratchTenant(),
                    chosen.zones());
        }
        if (event instanceof ProgressEvent.RestoreProgress progress) {
            return Messages.ConsoleLines_restoreProgress(
                    progress.tenant(),
                    orDash(progress.status()),
                    bar(progress.percent()),
                    Bytes.format(progress.finishBytes()),
                    Bytes.format(progress.totalBytes()));
        }
        if (event instanceof ProgressEvent.DagEndedBeforeRestore ended) {
            return Messages.ConsoleLines_dagEndedBeforeRestore(ended.dagId());
        }
        if (event instanceof ProgressEvent.DagRetried retried) {
            return Messages.ConsoleLines_dagRetried(retried.dagId());
        }
        if (event instanceof ProgressEvent.WaitingForRestore waiting) {
            return Messages.ConsoleLines_waitingForRestore(waiting.tenant(), waiting.why());
        }
        if (event instanceof ProgressEvent.WaitingForLostRestore waiting) {
            return Messages.ConsoleLines_waitingForLostRestore(waiting.tenant(), UtcTime.format(waiting.until()));
        }
        if (event instanceof ProgressEvent.RestoreCancelRequested requested) {
            return Messages.ConsoleLines_restoreCancelRequested(requested.tenant());
        }
        if (event instanceof ProgressEvent.TenantDropped dropped) {
            return Messages.ConsoleLines_tenantDropped(dropped.tenant(), orDash(dropped.tenantId()));
        }
        if (event instanceof ProgressEvent.PoolDropped dropped) {
            return Messages.ConsoleLines_poolDropped(dropped.pool());
        }
        return troubleLine(event);
    }

    private static String troubleLine(ProgressEvent event) {
        if (event instanceof ProgressEvent.ContactLost lost) {
            return Messages.ConsoleLines_contactLost(lost.message(), Durations.format(lost.tolerated()));
        }
        if (event instanceof ProgressEvent.ContactRegained regained) {
            return Messages.ConsoleLines_contactRegained(Durations.format(regained.outage()));
        }
        if (event instanceof ProgressEvent.PasswordRefused refused) {
            return Messages.ConsoleLines_passwordRefused(refused.message(), Durations.format(refused.patience()));
        }
        if (event instanceof ProgressEvent.CancelRequested requested) {
            return requested.dagId() == null
                    ? Messages.ConsoleLines_cancelRequestedBackup()
                    : Messages.ConsoleLines_cancelRequested(requested.dagId());
        }
        if (event instanceof ProgressEvent.CancelRefused refused) {
            return Messages.ConsoleLines_cancelRefused(refused.message());
        }
        throw new IllegalArgumentException(event.toString());
    }

    private static String bar(int percent) {
        int filled = percent * BAR_CELLS / 100;
        return "[" + "#".repeat(filled) + ".".repeat(BAR_CELLS - filled) + "] " + percent + "%";
    }

    private static String progress(ProgressEvent.BackupProgress progress) {
        if (progress.statusChanged() && progress.finishTablets() == 0 && progress.outputBytes() == 0) {
            return Messages.ConsoleLines_progressBegun(progress.tenant(), orDash(progress.status()));
        }
        boolean isCopied = progress.finishTablets() >= progress.tablets();
        String done = bar(progress.percent());
        String finishTablets = Long.toString(progress.finishTablets());
        String tablets = Long.toString(progress.tablets());
        String output = Bytes.format(progress.outputBytes());
        String rate = Bytes.format(progress.bytesPerSecond());
        String remaining = progress.remaining() == null || progress.remaining().toSeconds() == 0 || isCopied
                ? ""
                : Messages.ConsoleLines_remaining(Durations.format(progress.remaining()));
        // What the figures are is said once for each status.
        return progress.statusChanged()
                ? Messages.ConsoleLines_progress(
                        progress.tenant(),
                        orDash(progress.status()),
                        done,
                        finishTablets,
                        tablets,
                        output,
                        rate,
                        remaining)
                : Messages.ConsoleLines_progressOn(
                        progress.tenant(), done, finishTablets, tablets, output, rate, remaining);
    }

    private static String ended(ProgressEvent.TenantEnded ended) {
        return switch (ended.verdict()) {
            case FAILURE -> Messages.ConsoleLines_tenantFailed(ended.tenant(), ended.message());
            case WARNING -> Messages.ConsoleLines_tenantWarned(ended.tenant(), ended.message());
            default -> Messages.ConsoleLines_tenantEnded(ended.tenant(), ended.message());
        };
    }

    private static String waiting(ProgressEvent.WaitingForArchive waiting) {
        return Messages.ConsoleLines_waitingForArchive(
                waiting.tenant(),
                time(waiting.archivedUpTo()),
                UtcTime.format(waiting.needed()),
                waiting.status(),
                waiting.others() == 0 ? "" : Messages.ConsoleLines_waitingForMore(waiting.others()));
    }

    private static String archive(ArchiveState archive) {
        String lag = archive.lagSeconds() == null ? "-" : Durations.format(Duration.ofSeconds(archive.lagSeconds()));
        return archive.status() == null
                ? Messages.ConsoleLines_archiveNone(archive.tenant(), time(archive.archivedUpTo()), lag)
                : Messages.ConsoleLines_archive(
                        archive.tenant(),
                        archive.status(),
                        time(archive.since()),
                        orDash(archive.roundId()),
                        time(archive.archivedUpTo()),
                        lag);
    }

    private static String time(@Nullable Instant time) {
        return time == null ? "-" : UtcTime.format(time);
    }

    private static String tenant(TenantBackup backup) {
        return Messages.ConsoleLines_tenant(
                backup.tenant(),
                orDash(backup.status()),
                orDash(backup.jobId()),
                orDash(backup.backupSetId()),
                Bytes.format(backup.inputBytes()),
                Bytes.format(backup.outputBytes()),
                orDash(TimedView.format(TimedView.between(backup.startTime(), backup.endTime()))));
    }

    private static List<String> nodeFailed(ProgressEvent.NodeFailed failed) {
        List<String> lines = new ArrayList<>();
        lines.add(PREFIX
                + Messages.ConsoleLines_nodeFailed(
                        failed.dagId(), orDash(failed.node()), orDash(failed.subTask()), orDash(failed.obshell())));
        failed.log().forEach(line -> lines.add(PREFIX + "    " + line));
        return lines;
    }

    private static String orDash(@Nullable Object value) {
        return Objects.toString(value, "-");
    }
}
