package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A COMPLETED backup of a tenant, put together from the overview and the history.
 *
 * @param task what OceanBase reports of it; of the overview if that shows it, which alone reports SCNs and encryption
 * @param kind what its set is
 */
record CompletedBackup(BackupTask task, BackupSetKind kind) {

    /**
     * @param shown   what the overview shows
     * @param history the backups of the tenant, the newest first
     * @return those that are COMPLETED, the newest first
     */
    static List<CompletedBackup> of(List<BackupTask> shown, List<BackupTask> history) {
        List<CompletedBackup> completed = new ArrayList<>();
        shown.stream()
                .filter(task -> task.isCompleted() && find(history, task).isEmpty())
                .forEach(task -> completed.add(new CompletedBackup(task, BackupSetKind.of(task))));
        history.stream().filter(BackupTask::isCompleted).forEach(job -> {
            BackupTask task = find(shown, job).filter(BackupTask::isCompleted).orElse(job);
            completed.add(new CompletedBackup(task, BackupSetKind.of(task).or(BackupSetKind.of(job))));
        });
        return completed;
    }

    private static Optional<BackupTask> find(List<BackupTask> all, BackupTask same) {
        return all.stream()
                .filter(task -> Objects.equals(task.jobId(), same.jobId()))
                .findFirst();
    }

    String job() {
        return String.valueOf(task.jobId());
    }

    /** {@return the log that its set needs} */
    LogNeed need(String tenant) {
        String plusArchivelog = kind.plusArchivelog();
        return LogNeed.of(
                TenantBackup.of(task, tenant), plusArchivelog == null ? null : "ON".equalsIgnoreCase(plusArchivelog));
    }
}
