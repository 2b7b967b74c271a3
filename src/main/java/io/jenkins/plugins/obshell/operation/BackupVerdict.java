package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Makes the verdict from what OceanBase reports of the tenants' backups. */
final class BackupVerdict {

    private final BackupScope scope;

    @Nullable
    private final Destination destination;

    /** @param destination where the backup sets must lie, or null for anywhere */
    BackupVerdict(BackupScope scope, @Nullable Destination destination) {
        this.scope = scope;
        this.destination = destination;
    }

    /** What is known of the backups, over or not. */
    OperationResult result(OperationState state, List<BackupTask> tasks) {
        List<TenantBackup> tenants = tasks.stream()
                .map(task -> TenantBackup.of(task, name(state, task)))
                .toList();
        Instant start = tenants.stream()
                .map(TenantBackup::startTime)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
        boolean allOver = tasks.stream().allMatch(BackupTask::isOver);
        Instant end = !allOver
                ? null
                : tenants.stream()
                        .map(TenantBackup::endTime)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        return new OperationResult(state.dagId(), state.dagName(), status(tasks), start, end, tenants);
    }

    /** The verdict over backups that are all over; what is remarked on them is hidden before it is cut. */
    Outcome verdict(OperationState state, List<BackupTask> tasks, RecordTextMapper texts) {
        OperationResult result = result(state, tasks);
        List<TenantBackup> bad = result.tenants().stream()
                .filter(tenant -> !tenant.isCompleted())
                .toList();
        List<String> problems = new ArrayList<>();
        if (tasks.isEmpty() || !bad.isEmpty()) {
            problems.add(notCompleted(bad, result.tenants().size(), texts));
        }
        if (!state.backups().notStarted().isEmpty()) {
            problems.add(Messages.BackupVerdict_notStarted(
                    FirstFew.of(state.backups().notStarted().values(), name -> name)
                            .joined(", ")));
        }
        elsewhere(result).ifPresent(problems::add);
        return problems.isEmpty()
                ? new Outcome(Verdict.SUCCESS, completed(result), result)
                : new Outcome(Verdict.FAILURE, String.join(" ", problems), result);
    }

    private static String notCompleted(List<TenantBackup> bad, int all, RecordTextMapper texts) {
        String ends = FirstFew.of(bad, backup -> end(texts.changed(backup))).joined("; ");
        String cure = bad.stream().allMatch(TenantBackup::isCanceled)
                ? Messages.BackupVerdict_canceledCure()
                : bad.stream().allMatch(backup -> backup.isFailed() || backup.isCanceled())
                        ? Messages.BackupVerdict_failedCure()
                        : Messages.BackupVerdict_unknownCure();
        return all == 1
                ? Messages.BackupVerdict_oneNotCompleted(ends, cure)
                : Messages.BackupVerdict_notCompleted(bad.size(), all, ends, cure);
    }

    /** Another configuration can have been made since that of this step. */
    private Optional<String> elsewhere(OperationResult result) {
        return result.tenants().stream()
                .filter(backup -> destination != null && backup.isCompleted())
                .filter(backup -> backup.path() != null && !backup.path().isEmpty())
                .filter(backup -> !destination.contains(backup.path()))
                .findFirst()
                .map(backup -> Messages.BackupVerdict_elsewhere(
                        backup.tenant(), PlainText.excerpt(backup.path()), PlainText.excerpt(destination.place())));
    }

    private String completed(OperationResult result) {
        long written = result.outputBytes();
        if (result.tenants().size() > 1) {
            return Messages.BackupVerdict_allCompleted(
                    result.tenants().size(), duration(result), Bytes.format(written));
        }
        TenantBackup backup = result.tenants().get(0);
        return Messages.BackupVerdict_completed(
                backup.tenant(),
                duration(result),
                Objects.requireNonNullElse(backup.backupSetId(), "-"),
                Bytes.format(written),
                Objects.requireNonNullElse(backup.path(), "-"));
    }

    static String duration(OperationResult result) {
        return result.startTime() == null || result.endTime() == null
                ? "-"
                : Durations.format(Duration.between(result.startTime(), result.endTime()));
    }

    static String end(TenantBackup backup) {
        String facts = facts(backup);
        if (backup.isFailed()) {
            return Messages.BackupVerdict_failed(backup.tenant(), facts);
        }
        return backup.isCanceled()
                ? Messages.BackupVerdict_canceled(backup.tenant(), facts)
                : Messages.BackupVerdict_endedAs(
                        backup.tenant(), PlainText.excerpt(String.valueOf(backup.status())), facts);
    }

    private static String facts(TenantBackup backup) {
        List<String> facts = new ArrayList<>();
        if (backup.jobId() != null) {
            facts.add(Messages.BackupVerdict_job(backup.jobId()));
        }
        if (backup.result() != 0) {
            facts.add(Messages.BackupVerdict_result(Long.toString(backup.result())));
        }
        if (backup.comment() != null && !backup.comment().isEmpty()) {
            facts.add(PlainText.excerpt(backup.comment()));
        }
        return String.join(", ", facts);
    }

    @Nullable
    private String name(OperationState state, BackupTask task) {
        return scope.isAllTenants() ? state.backups().tenantNames().get(JobMatcher.tenant(task)) : scope.tenant();
    }

    private static String status(List<BackupTask> tasks) {
        return tasks.stream()
                .map(BackupTask::status)
                .filter(status -> !BackupTask.COMPLETED.equals(status))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(tasks.isEmpty() ? null : BackupTask.COMPLETED);
    }
}
