package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Sums up how far the backups of a scope are, and decides when that is worth a line. */
final class ProgressReporter {

    private static final int STEP_PERCENT = 10;
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);

    private final BackupScope scope;

    ProgressReporter(BackupScope scope) {
        this.scope = scope;
    }

    /** One line for all tenants of the scope. */
    ProgressEvent.BackupProgress sum(OperationState state, List<BackupTask> ours) {
        long done = ours.stream().mapToLong(BackupTask::finishTabletCount).sum();
        long all = ours.stream().mapToLong(BackupTask::tabletCount).sum();
        long bytes = ours.stream().mapToLong(BackupTask::outputBytes).sum();
        double rate = ours.stream()
                .filter(BackupTask::isRunning)
                .mapToDouble(BackupTask::outputRateBytes)
                .sum();
        boolean runs = ours.stream().anyMatch(BackupTask::isRunning);
        return new ProgressEvent.BackupProgress(
                label(state, ours),
                jobId(ours),
                status(ours),
                done,
                all,
                bytes,
                rate,
                runs ? remaining(state, ours).copying() : null);
    }

    static RemainingTime remaining(OperationState state, List<BackupTask> ours) {
        return RemainingTime.of(ours, Duration.ofMillis(state.pace().followedMillis()));
    }

    /** Whether it is worth a line: another status, ten percent more, or five minutes gone. */
    boolean isWorthTelling(OperationState state, ProgressEvent.BackupProgress progress, Instant now) {
        return !String.valueOf(progress.status()).equals(state.reported().key())
                || percent(progress) >= state.reported().percent() + STEP_PERCENT
                || state.reported().percentAt() == null
                || Duration.between(state.reported().percentAt(), now).compareTo(HEARTBEAT) >= 0;
    }

    OperationState told(OperationState state, ProgressEvent.BackupProgress progress, Instant now) {
        return state.with(state.reported().progress(String.valueOf(progress.status()), percent(progress), now));
    }

    private static int percent(ProgressEvent.BackupProgress progress) {
        return progress.tablets() <= 0 ? 0 : (int) (progress.finishTablets() * 100 / progress.tablets());
    }

    /** The name of the tenant, or its id where that is not known. */
    String name(OperationState state, BackupTask task) {
        String id = JobMatcher.tenant(task);
        return scope.isAllTenants() ? state.backups().tenantNames().getOrDefault(id, id) : scope.tenant();
    }

    private String label(OperationState state, List<BackupTask> ours) {
        if (!scope.isAllTenants()) {
            return scope.tenant();
        }
        return ours.size() == 1 ? name(state, ours.get(0)) : Messages.ProgressReporter_tenants(ours.size());
    }

    private static String jobId(List<BackupTask> ours) {
        return ours.size() == 1 ? ours.get(0).jobId() : null;
    }

    private static String status(List<BackupTask> ours) {
        if (ours.size() == 1) {
            return ours.get(0).status();
        }
        Map<String, Long> counts = ours.stream()
                .collect(Collectors.groupingBy(
                        task -> String.valueOf(task.status()), TreeMap::new, Collectors.counting()));
        return FirstFew.of(counts.entrySet(), entry -> entry.getValue() + " " + entry.getKey())
                .joined(", ");
    }
}
