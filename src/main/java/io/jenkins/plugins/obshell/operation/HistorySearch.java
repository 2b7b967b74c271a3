package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks in the tenants' histories for backups that began after a start whose response was lost: one that ended before it had a
 * task is shown nowhere else.
 */
final class HistorySearch {

    private final Overview overview;
    private final DatabaseClock clock;
    private final DagStarter starter;
    private final BackupScope scope;

    HistorySearch(Overview overview, DatabaseClock clock, DagStarter starter, BackupScope scope) {
        this.overview = overview;
        this.clock = clock;
        this.starter = starter;
        this.scope = scope;
    }

    /**
     * What the histories that were read in one turn show.
     *
     * @param state    the state, which remembers how many were read
     * @param began    the backups that began, or may have begun, after the start was sent
     * @param complete whether all histories were read
     */
    record Found(OperationState state, List<BackupTask> began, boolean complete) {}

    /** Reads the next histories. */
    CompletableFuture<Found> next(OperationState state) {
        List<String> tenants =
                scope.isAllTenants() ? List.copyOf(state.backups().tenantNames().values()) : List.of(scope.tenant());
        int from = Math.min(state.attempt().historiesRead(), tenants.size());
        int to = Math.min(from + Overview.MOST_HISTORIES, tenants.size());
        CompletableFuture<List<BackupTask>> unknown = CompletableFuture.completedFuture(new ArrayList<>());
        for (String tenant : tenants.subList(from, to)) {
            unknown = unknown.thenCompose(jobs -> overview.history(tenant).thenApply(history -> {
                history.stream()
                        .filter(job -> !JobMatcher.isFromBefore(state, job, history))
                        .forEach(jobs::add);
                return jobs;
            }));
        }
        OperationState read = state.withAttempt(state.attempt().withHistoriesRead(to));
        return unknown.thenCompose(jobs -> began(state, jobs))
                .thenApply(began -> new Found(read, began, to == tenants.size()));
    }

    /** A job that ended before the start without ever having a task is known by its age only. */
    private CompletableFuture<List<BackupTask>> began(OperationState state, List<BackupTask> jobs) {
        return jobs.isEmpty()
                ? CompletableFuture.completedFuture(jobs)
                : clock.now(scope)
                        .thenApply(now -> jobs.stream()
                                .filter(job -> Optional.ofNullable(job.startTimestamp())
                                        .flatMap(start -> DatabaseClock.age(start, now))
                                        .filter(age -> starter.isOlder(age, state.attempt()))
                                        .isEmpty())
                                .toList());
    }
}
