package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RecordTextMapper;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reports the progress of the backups of a scope: to pages in each turn, and as an event now and then. */
final class ProgressReporter {

    private static final int STEP_PERCENT = 10;
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);

    private final TurnBasedOperation operation;
    private final BackupScope scope;

    ProgressReporter(TurnBasedOperation operation, BackupScope scope) {
        this.operation = operation;
        this.scope = scope;
    }

    /**
     * Reports the progress and waits for the next turn.
     *
     * @param state   the state
     * @param jobs    the jobs of the backup, one per tenant
     * @param earlier what happened before in this turn
     * @return the turn
     */
    Turn report(OperationState state, List<BackupTask> jobs, List<ProgressEvent> earlier) {
        if (jobs.isEmpty()) {
            return operation.later(state, earlier);
        }
        RecordTextMapper texts = operation.texts();
        show(state, jobs, texts);
        boolean running = jobs.stream().anyMatch(BackupTask::isRunning);
        RemainingTime remaining =
                RemainingTime.of(jobs, Duration.ofMillis(state.pace().followedMillis()));
        String status = String.valueOf(texts.changed(status(jobs)));
        boolean statusChanged = !status.equals(state.reported().key());
        ProgressEvent.BackupProgress progress =
                texts.changed(sum(state, jobs, statusChanged, running ? remaining.copying() : null));
        List<ProgressEvent> events = new ArrayList<>(earlier);
        OperationState reported = state;
        if (statusChanged || isDue(state.reported(), progress.percent())) {
            events.add(progress);
            reported = state.withReported(state.reported().progress(status, progress.percent(), operation.now()));
        }
        if (running) {
            return operation.later(reported, remaining, events);
        }
        // What is missing is a matter of seconds: the DAG notices the end, or the history takes the record up.
        return operation.later(statusChanged ? reported.withPace(reported.pace().restarted()) : reported, events);
    }

    /** Shows the progress on pages. */
    void show(OperationState state, List<BackupTask> jobs, RecordTextMapper texts) {
        List<TenantProgress> tenants = jobs.stream()
                .map(task -> TenantProgress.of(task, name(state, task)))
                .toList();
        operation.show(new Observation.OfBackup(operation.now(), tenants), texts);
    }

    /** Whether ten percent more are done, or the last report is five minutes old. */
    private boolean isDue(Reported last, int percent) {
        return last.percentAt() == null
                || percent >= last.percent() + STEP_PERCENT
                || Duration.between(last.percentAt(), operation.now()).compareTo(HEARTBEAT) >= 0;
    }

    private ProgressEvent.BackupProgress sum(
            OperationState state, List<BackupTask> jobs, boolean statusChanged, @Nullable Duration remaining) {
        boolean single = jobs.size() == 1;
        String allOf = single ? name(state, jobs.get(0)) : Messages.ProgressReporter_tenants(jobs.size());
        return new ProgressEvent.BackupProgress(
                scope.isAllTenants() ? allOf : scope.tenant(),
                single ? jobs.get(0).jobId() : null,
                status(jobs),
                statusChanged,
                jobs.stream().mapToLong(BackupTask::finishTabletCount).sum(),
                jobs.stream().mapToLong(BackupTask::tabletCount).sum(),
                jobs.stream().mapToLong(BackupTask::outputBytes).sum(),
                jobs.stream()
                        .filter(BackupTask::isRunning)
                        .mapToDouble(BackupTask::outputRateBytes)
                        .sum(),
                remaining);
    }

    /** The name of the tenant, or its id if the name is not known. */
    String name(OperationState state, BackupTask task) {
        String id = JobMatcher.tenant(task);
        return scope.isAllTenants() ? state.backups().tenantNames().getOrDefault(id, id) : scope.tenant();
    }

    @Nullable
    private static String status(List<BackupTask> jobs) {
        if (jobs.size() == 1) {
            return jobs.get(0).status();
        }
        Map<String, Long> counts = jobs.stream()
                .collect(Collectors.groupingBy(
                        task -> String.valueOf(task.status()), TreeMap::new, Collectors.counting()));
        return FirstFew.of(counts.entrySet(), entry -> entry.getValue() + " " + entry.getKey())
                .joined(", ");
    }
}
