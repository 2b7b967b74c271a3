package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.result.FailedNode;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Follows a backup from its DAG to the verdict. The DAG shows the stages; only the overview shows whether the backup exists,
 * and only the job that is this backup's counts.
 */
final class BackupFollower {

    /** Every few minutes the DAG is read too, since an operator may have intervened. */
    private static final int LOOKS_WITHOUT_DAG = 20;

    private static final Duration PATIENCE_FOR_RECORD = Duration.ofMinutes(2);
    private static final Duration PATIENCE_AFTER_FAILED_DAG = Duration.ofSeconds(10);

    /** A DAG notices the end of its backup within seconds, unless the obshell that executes it is gone. */
    private static final Duration PATIENCE_FOR_DAG = Duration.ofMinutes(1);

    private static final Set<JobMatcher.Match> OTHERS = Set.of(JobMatcher.Match.UNCERTAIN, JobMatcher.Match.LATER);

    private final TurnBasedOperation operation;
    private final BackupScope scope;
    private final Overview overview;
    private final JobFinder finder;
    private final ProgressReporter reporter;
    private final BackupEnd end;

    /** @param destination where the backup sets must lie, or null for anywhere */
    BackupFollower(TurnBasedOperation operation, BackupScope scope, @Nullable Destination destination) {
        this.operation = operation;
        this.scope = scope;
        this.overview = new Overview(operation.context().client(), scope);
        this.finder = new JobFinder(overview, scope);
        this.reporter = new ProgressReporter(operation, scope);
        this.end = new BackupEnd(operation, reporter, new BackupVerdict(scope, destination));
    }

    /**
     * A turn in {@link Phase#FOLLOWING}. Its first read may be answered by what another build has seen since the last turn;
     * the others are its own, so that nothing is older than what led to them.
     */
    CompletableFuture<Turn> follow(OperationState state) {
        Instant since = state.pace().turnEndedAt();
        return isDagDue(state)
                ? followDag(state, null, since)
                : finder.find(state, since).thenCompose(this::followBackupAlone);
    }

    /** While the DAG only waits for backups that are known, the overview alone shows when that ends. */
    private static boolean isDagDue(OperationState state) {
        FollowedDag dag = state.dag();
        boolean onlyWaits = dag.stage() >= dag.maxStage()
                && dag.backupStartedBy() != null
                && !state.backups().jobs().isEmpty();
        return !onlyWaits || state.pace().looksWithoutDag() >= LOOKS_WITHOUT_DAG;
    }

    private CompletableFuture<Turn> followBackupAlone(JobFinder.Found found) {
        OperationState state = found.state();
        if (!found.isComplete() || !found.isRunning()) {
            return followDag(state, found, null);
        }
        Pace pace = state.pace().withLooksWithoutDag(state.pace().looksWithoutDag() + 1);
        return CompletableFuture.completedFuture(reporter.report(state.withPace(pace), found.jobs(), List.of()));
    }

    private CompletableFuture<Turn> followDag(
            OperationState state, @Nullable JobFinder.Found found, @Nullable Instant since) {
        // A read that comes every few minutes may as well bring what the nodes have logged meanwhile.
        boolean withDetails = state.pace().looksWithoutDag() >= LOOKS_WITHOUT_DAG
                || AwaitedAgents.isSuspected(state, operation.now());
        return operation
                .dag(state.dag().id(), withDetails, since)
                .thenCompose(dag -> dag == null
                        ? verifyNow(state.withDag(state.dag().withGone(true)))
                        : follow(state.asking(1), dag, found));
    }

    private CompletableFuture<Turn> follow(OperationState before, Dag dag, @Nullable JobFinder.Found found) {
        OperationState state = before.withDag(before.dag().seen(dag));
        boolean stageChanged = dag.stage() != before.dag().stage();
        boolean startUnknown = before.dag().backupStartedBy() == null && dag.stage() >= dag.maxStage();
        if (!stageChanged && !startUnknown && !dag.isOver()) {
            if (!dag.nodes().isEmpty()) {
                operation.show(dag);
            }
            AwaitedAgents.Noted noted = AwaitedAgents.note(state, dag, operation.now());
            return followBackup(noted.state(), dag, found, noted.events());
        }
        return operation.dagWithDetails(state).thenCompose(details -> {
            OperationState asked = state.asking(1);
            if (details == null) {
                return followBackup(asked, dag, found, List.of());
            }
            return withTenants(asked).thenCompose(named -> {
                OperationState learned = TenantNames.learn(named, details);
                return stageChanged
                        ? followBackup(
                                learned.withPace(learned.pace().restarted()).nothingAwaited(),
                                dag,
                                found,
                                List.of(ProgressEvent.StageEntered.of(details)))
                        : followBackup(learned, dag, found, List.of());
            });
        });
    }

    /** The log of a DAG can be cut. What tenants it covers was noted before the start, unless somebody else started it. */
    private CompletableFuture<OperationState> withTenants(OperationState state) {
        boolean isNoted =
                state.attempt() != null || !state.backups().tenantNames().isEmpty();
        return isNoted || !scope.isAllTenants()
                ? CompletableFuture.completedFuture(state)
                : overview.tenantsAt(state.dag().startTime())
                        .thenApply(names -> state.withBackups(state.backups().withTenantNames(names)));
    }

    private CompletableFuture<Turn> followBackup(
            OperationState state, Dag dag, @Nullable JobFinder.Found found, List<ProgressEvent> events) {
        if (dag.isOver()) {
            return verifyNow(state).thenApply(turn -> turn.after(events));
        }
        OperationState looked = state.withPace(state.pace().withLooksWithoutDag(0));
        if (dag.stage() < dag.maxStage() || state.pace().looksWithoutDag() >= LOOKS_WITHOUT_DAG) {
            return CompletableFuture.completedFuture(operation.later(looked, events));
        }
        return found == null
                ? finder.find(looked, null).thenCompose(now -> whileDagWaits(now.state(), now, events))
                : whileDagWaits(looked, found, events);
    }

    /** The verdict is the job's, so it is given although the DAG goes on, once the DAG had time to notice. */
    private CompletableFuture<Turn> whileDagWaits(
            OperationState state, JobFinder.Found found, List<ProgressEvent> events) {
        if (found.isPartial()) {
            return CompletableFuture.completedFuture(
                    operation.later(state.withPace(state.pace().restarted()), events));
        }
        if (!found.isComplete() || !found.isOver()) {
            return CompletableFuture.completedFuture(
                    reporter.report(state.withBackups(state.backups().withOverAt(null)), found.jobs(), events));
        }
        OperationState waiting = state.backups().overAt() != null
                ? state
                : state.withBackups(state.backups().withOverAt(operation.now()));
        if (hasPassed(PATIENCE_FOR_DAG, waiting.backups().overAt())) {
            return finder.find(waiting, null)
                    .thenCompose(again -> again.isComplete() && again.isOver()
                            ? overBeforeDag(again, events)
                            : CompletableFuture.completedFuture(reporter.report(again.state(), again.jobs(), events)));
        }
        return CompletableFuture.completedFuture(reporter.report(waiting, found.jobs(), events));
    }

    private boolean hasPassed(Duration patience, Instant since) {
        return Duration.between(since, operation.now()).compareTo(patience) >= 0;
    }

    private CompletableFuture<Turn> overBeforeDag(JobFinder.Found found, List<ProgressEvent> events) {
        return operation.dagWithDetails(found.state()).thenApply(dag -> {
            List<ProgressEvent> all = new ArrayList<>(events);
            if (dag != null && !dag.isOver()) {
                all.add(ProgressEvent.DagOutlastsBackup.of(dag));
            }
            return end.over(found.state(), found.jobs()).after(all);
        });
    }

    /** A turn in {@link Phase#VERIFYING}, whose first read may be answered by what another build has seen meanwhile. */
    CompletableFuture<Turn> verify(OperationState state) {
        return verify(state, state.pace().turnEndedAt());
    }

    private CompletableFuture<Turn> verifyNow(OperationState state) {
        return verify(state.in(Phase.VERIFYING, operation.now()), null);
    }

    private CompletableFuture<Turn> verify(OperationState before, @Nullable Instant since) {
        return finder.findAll(before, since).thenCompose(found -> {
            OperationState state = found.state();
            if (found.isPartial()) {
                return CompletableFuture.completedFuture(
                        operation.later(state.withPace(state.pace().restarted())));
            }
            if (found.jobs().stream().anyMatch(task -> !task.isOver() && task.endTimestamp() == null)) {
                return CompletableFuture.completedFuture(
                        stillRunning(state.withBackups(state.backups().withRecordMissingAt(null)), found.jobs()));
            }
            if (found.isComplete() && found.isOver()) {
                return withFailedStart(end.over(state, found.jobs()));
            }
            OperationState waiting = state.backups().recordMissingAt() != null
                    ? state
                    : state.withBackups(state.backups().withRecordMissingAt(operation.now()));
            boolean isNew = state.backups().recordMissingAt() == null;
            return found.isComplete() ? ended(waiting, found.jobs(), isNew) : withoutRecord(waiting, found);
        });
    }

    /** An unknown word for the end can be on its way to a known one; it is never taken for a success. */
    private CompletableFuture<Turn> ended(OperationState state, List<BackupTask> jobs, boolean isNew) {
        return isRecordOverdue(state)
                ? withFailedStart(end.over(state, jobs))
                : CompletableFuture.completedFuture(
                        operation.later(state, isNew ? List.of(unknownEnd(state, jobs)) : List.of()));
    }

    private ProgressEvent unknownEnd(OperationState state, List<BackupTask> jobs) {
        List<BackupTask> unknown = jobs.stream().filter(job -> !job.isOver()).toList();
        String statuses = FirstFew.of(unknown, job -> reporter.name(state, job) + ": " + job.status())
                .joined(", ");
        return operation.texts().changed(new ProgressEvent.UnknownEnd(statuses, PATIENCE_FOR_RECORD));
    }

    private boolean isRecordOverdue(OperationState state) {
        return hasPassed(PATIENCE_FOR_RECORD, state.backups().recordMissingAt());
    }

    /** If only some backups were started, adds why the others were not. */
    private CompletableFuture<Turn> withFailedStart(Turn turn) {
        if (turn.state().backups().notStarted().isEmpty()) {
            return CompletableFuture.completedFuture(turn);
        }
        return operation.dag(turn.state().dag().id(), true, null).thenApply(dag -> {
            if (dag == null) {
                return turn;
            }
            Outcome outcome = turn.outcome();
            List<ProgressEvent> events = new ArrayList<>(turn.events());
            FailedNode.in(dag).ifPresent(events::add);
            String message = outcome.message() + " " + FailedNode.describe(dag);
            return Turn.over(turn.state(), new Outcome(outcome.verdict(), message, outcome.result()), events);
        });
    }

    private Turn stillRunning(OperationState state, List<BackupTask> jobs) {
        FollowedDag dag = state.dag();
        if (dag == null || dag.endReported()) {
            return reporter.report(state, jobs, List.of());
        }
        String message = dag.isSucceeded() ? null : Messages.BackupFollower_dagOver(String.valueOf(dag.state()));
        return reporter.report(
                state.withDag(dag.withEndReported(true)),
                jobs,
                List.of(new ProgressEvent.DagEndedBeforeBackup(dag.id(), message)));
    }

    private CompletableFuture<Turn> withoutRecord(OperationState state, JobFinder.Found found) {
        FollowedDag dag = state.dag();
        if (dag != null && (dag.gone() || dag.isFailed())) {
            return lookAgain(state, found);
        }
        return CompletableFuture.completedFuture(
                isRecordOverdue(state)
                        ? failure(state, found, Messages.BackupFollower_noRecord(tenants(found)), List.of())
                        : operation.later(state));
    }

    /** A DAG that failed can run again, and one that was not there can be there again. */
    private CompletableFuture<Turn> lookAgain(OperationState state, JobFinder.Found found) {
        FollowedDag before = state.dag();
        boolean mayHaveStarted = before.gone() || before.backupStartedBy() != null;
        Duration patience = mayHaveStarted ? PATIENCE_FOR_RECORD : PATIENCE_AFTER_FAILED_DAG;
        return operation.dagWithDetails(state).thenCompose(dag -> {
            if (dag != null && (!dag.isFailed() || before.gone())) {
                OperationState following =
                        TenantNames.learn(state.withDag(before.seen(dag)), dag).in(Phase.FOLLOWING, operation.now());
                return follow(following.withBackups(following.backups().withRecordMissingAt(null)), dag, null);
            }
            Turn turn;
            if (!hasPassed(patience, state.backups().recordMissingAt())) {
                turn = operation.later(dag == null ? state.withDag(before.withGone(true)) : state);
            } else if (dag == null) {
                turn = failure(state, found, Messages.BackupFollower_dagGone(before.id()), List.of());
            } else {
                List<ProgressEvent> events = new ArrayList<>();
                FailedNode.in(dag).ifPresent(events::add);
                turn = failure(state, found, failed(before, dag, tenants(found)), events);
            }
            return CompletableFuture.completedFuture(turn);
        });
    }

    /** If the node that starts backups has done its work, one can be running all the same. */
    private static String failed(FollowedDag before, Dag failed, String tenants) {
        boolean cancelled = "CANCEL".equals(failed.operator());
        if (before.backupStartedBy() == null) {
            return cancelled
                    ? Messages.BackupFollower_dagCancelled(failed.id())
                    : Messages.BackupFollower_dagFailed(failed.id(), FailedNode.describe(failed));
        }
        return Messages.BackupFollower_noRecord(tenants) + " "
                + (cancelled ? Messages.BackupFollower_cancelledByOperator() : FailedNode.describe(failed));
    }

    private String tenants(JobFinder.Found found) {
        return scope.isAllTenants()
                ? FirstFew.of(
                                found.missing(),
                                tenant -> found.state().backups().tenantNames().getOrDefault(tenant, tenant))
                        .joined(", ")
                : scope.tenant();
    }

    /** Fails, and adds which backup the overview shows that is not, or may not be, this one. */
    private Turn failure(OperationState state, JobFinder.Found found, String message, List<ProgressEvent> events) {
        String other = found.shown().stream()
                .filter(task -> OTHERS.contains(JobMatcher.match(state, task)))
                .findFirst()
                .map(task -> shown(task, JobMatcher.match(state, task)))
                .orElse("");
        return end.failure(state, found.jobs(), (message + " " + other).strip(), events);
    }

    private static String shown(BackupTask task, JobMatcher.Match match) {
        String job = String.valueOf(task.jobId());
        String status = String.valueOf(task.status());
        return match == JobMatcher.Match.UNCERTAIN
                ? Messages.BackupFollower_uncertainRecord(job, status)
                : Messages.BackupFollower_otherRecord(job, status);
    }
}
