package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.secret.PlainText;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;

/** Makes a backup and follows it to the verdict, which is what OceanBase reports about this backup's job. */
public final class BackupOperation extends TurnBasedOperation {

    /** A log archive lags two minutes behind at most, unless {@code archive_lag_target} is set otherwise. */
    private static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(10);

    private final BackupRequest request;
    private final DagStarter starter;
    private final StartTransitions transitions;
    private final Overview overview;
    private final HistorySearch histories;
    private final BackupFollower follower;
    private final BackupVerdict verdicts;
    private final Canceller canceller;
    private final ArchiveWait archive;

    /**
     * @param context what it works with
     * @param request what backup to make, by one DAG
     */
    public BackupOperation(@NonNull OperationContext context, @NonNull BackupRequest request) {
        this(context, request, false);
    }

    /** @param isPart whether it is one of several backups */
    BackupOperation(OperationContext context, BackupRequest request, boolean isPart) {
        super(context, request.timing(), isPart);
        this.request = request;
        this.starter = new DagStarter(context, request.scope(), DagNames.ofBackup(request.scope(), request.mode()));
        this.transitions = new StartTransitions(this, starter);
        this.overview = new Overview(context.client(), request.scope());
        this.histories = new HistorySearch(overview, new DatabaseClock(context.client()), starter, request.scope());
        this.follower = new BackupFollower(this, request.scope(), RequiredBackupSet.destination(request));
        this.verdicts = new BackupVerdict(request.scope(), null);
        this.canceller = new Canceller(this, starter, request.scope());
        this.archive = new ArchiveWait(
                this, new LogArchive(context.client(), context.clock(), overview), this::neverRestorable);
    }

    /**
     * @param context what it works with
     * @param request what to back up
     * @return the operation that does it, with one DAG or with several
     */
    public static Operation of(@NonNull OperationContext context, @NonNull BackupRequest request) {
        return request.isSeparate()
                ? new SeparateBackupsOperation(context, request)
                : new BackupOperation(context, request);
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        return switch (state.phase()) {
            case CONFIGURING -> first().turn(state);
            case STARTING -> search(state);
            case FOLLOWING -> follower.follow(state).thenApply(this::untilRestorable);
            case VERIFYING -> follower.verify(state).thenApply(this::untilRestorable);
            case ARCHIVING -> archive.turn(state).thenApply(this::unlessArchivedElsewhere);
            default -> inspect(state);
        };
    }

    /** A COMPLETED backup can be restored only once the log archive has passed it. */
    private Turn untilRestorable(Turn turn) {
        boolean isCompleted = turn.isOver()
                && turn.outcome().verdict() != Verdict.FAILURE
                && !turn.outcome().result().tenants().isEmpty();
        if (!isCompleted || patience().isZero()) {
            return turn;
        }
        // A backup that somebody else started may or may not include its log.
        return archive.begin(
                turn,
                new ArchiveWait.Goal(patience(), request.restorableWithin() != null, null, null),
                isStartedHere(turn.state()) ? request.plusArchive() : null);
    }

    /** Another configuration can have been made since that of this step. */
    private Turn unlessArchivedElsewhere(Turn turn) {
        Destination destination = RequiredBackupSet.archiveDestination(request);
        if (destination == null || !turn.isOver() || turn.outcome().verdict() == Verdict.FAILURE) {
            return turn;
        }
        Outcome outcome = turn.outcome();
        return outcome.result().tenants().stream()
                .filter(backup -> isArchivedElsewhere(backup.restorable(), destination))
                .findFirst()
                .map(backup -> Messages.BackupOperation_archivedElsewhere(
                        backup.tenant(),
                        PlainText.excerpt(backup.restorable().archivePath()),
                        PlainText.excerpt(destination.place())))
                .map(why -> turn.with(new Outcome(Verdict.FAILURE, outcome.message() + " " + why, outcome.result())))
                .orElse(turn);
    }

    private static boolean isArchivedElsewhere(@Nullable RestoreWindow window, Destination destination) {
        return window != null
                && window.archivePath() != null
                && !window.archivePath().isEmpty()
                && !destination.contains(window.archivePath());
    }

    private Duration patience() {
        return Objects.requireNonNullElse(request.restorableWithin(), DEFAULT_PATIENCE);
    }

    private static boolean isStartedHere(OperationState state) {
        return state.attempt() != null && !state.backups().joined();
    }

    /** If an earlier backup was to make this one unnecessary, this one is made after all. */
    private Turn neverRestorable(OperationState state, Outcome failure) {
        boolean isEarlier = state.attempt() == null && !state.backups().joined();
        return isEarlier
                ? later(state.in(Phase.NEW, now())
                        .withArchive((AwaitedArchive) null)
                        .nothingAwaited())
                : Turn.over(state, failure, List.of());
    }

    @Override
    BackupScope scope() {
        return request.scope();
    }

    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        if (state.backups().joined() || state.archive() != null) {
            return CompletableFuture.completedFuture(Turn.over(state, abandon(state), List.of()));
        }
        return state.attempt() == null && FirstConfiguration.isUnderWay(state)
                ? first().cancellingTurn(state)
                : canceller.turn(state);
    }

    private FirstConfiguration first() {
        return new FirstConfiguration(this, request.configuration());
    }

    @Override
    String leftRunning(OperationState state) {
        if (state.archive() != null) {
            return "";
        }
        if (state.dag() != null && !state.dag().gone()) {
            return isBeforeBackup(state.dag())
                    ? Messages.BackupOperation_backupToCome(state.dag().id())
                    : Messages.Operation_backupLeft(state.dag().id());
        }
        if (!state.backups().jobs().isEmpty()) {
            return Messages.Operation_jobLeft(
                    FirstFew.of(state.backups().jobs().values(), job -> job).joined(", "));
        }
        if (state.attempt() != null) {
            return Messages.Operation_startUnknown();
        }
        return first().leftRunning(state);
    }

    /** In its first stage a DAG has changed nothing, so cancelling it harms nothing else. */
    private static boolean isBeforeBackup(FollowedDag dag) {
        return dag.stage() == 1 && dag.maxStage() > 1 && !dag.isSucceeded() && !dag.isFailed();
    }

    /** Whether obshell named the DAG in its response to the start request of this operation. */
    private static boolean isCertainlyOurs(OperationState state) {
        return isStartedHere(state) && !state.attempt().adopted();
    }

    @Override
    CompletableFuture<String> stopAtDeadline(OperationState state) {
        FollowedDag dag = state.dag();
        boolean isStale = state.contact().lostAt() != null;
        if (dag == null || dag.gone() || isStale || !isBeforeBackup(dag) || !isCertainlyOurs(state)) {
            return super.stopAtDeadline(state);
        }
        ObshellClient client = context().client();
        return client.operate(dag.id(), DagOperator.CANCEL)
                .thenCompose(ignored -> client.dag(dag.id(), false))
                .thenApply(now -> now.stage() == 1
                        ? Messages.BackupOperation_cancelledBeforeBackup(dag.id())
                        : Messages.Operation_backupLeft(dag.id()))
                .exceptionallyCompose(error -> Futures.unwrap(error) instanceof ObshellException
                        ? super.stopAtDeadline(state)
                        : CompletableFuture.failedFuture(error));
    }

    private CompletableFuture<Turn> inspect(OperationState state) {
        boolean isFirst =
                state.attempt() == null && state.backups().tenantNames().isEmpty();
        return request.scope().isAllTenants() && isFirst ? withDestinations(state) : inspectBackups(state);
    }

    /** obshell refuses a backup of all tenants over the first one without a destination, and maybe only after a long wait. */
    private CompletableFuture<Turn> withDestinations(OperationState state) {
        return overview.tenants()
                .thenCompose(names -> new MissingDestinations(context().client())
                        .among(List.copyOf(names.values()))
                        .thenCompose(missing -> missing.isEmpty()
                                ? inspectBackups(
                                        state.withBackups(state.backups().withTenantNames(names)))
                                : CompletableFuture.completedFuture(failure(
                                        state,
                                        Messages.BackupOperation_noDestination(FirstFew.of(missing, name -> name)
                                                .joined(", "))))));
    }

    private CompletableFuture<Turn> inspectBackups(OperationState state) {
        return overview.tasks()
                .thenCompose(tasks -> earlier(state, tasks)
                        .thenCompose(earlier -> earlier.backup() != null
                                ? CompletableFuture.completedFuture(unnecessary(state, earlier))
                                : whileQuiet(state, tasks).thenApply(turn -> withReason(turn, earlier.why()))));
    }

    private CompletableFuture<EarlierBackup.Found> earlier(OperationState state, List<BackupTask> tasks) {
        return request.unlessNewerThan() == null || FirstConfiguration.isDone(state)
                ? CompletableFuture.completedFuture(EarlierBackup.Found.NONE)
                : EarlierBackup.of(this, overview, request).find(tasks);
    }

    private RequiredBackupSet required() {
        return RequiredBackupSet.of(request, context().secrets().encrypts());
    }

    private Turn unnecessary(OperationState state, EarlierBackup.Found earlier) {
        Outcome outcome =
                new Outcome(Verdict.SUCCESS, earlier.why(), verdicts.result(state, List.of(earlier.backup())));
        Turn turn = Turn.over(state, outcome, List.of());
        return request.awaitEnd() ? untilRestorable(turn) : turn;
    }

    /** Says why an earlier backup does not do, once this one is begun. */
    private static Turn withReason(Turn turn, @Nullable String why) {
        boolean isBegun = isStartedHere(turn.state()) || turn.state().configuration() != null;
        return why == null || !isBegun ? turn : turn.after(List.of(new ProgressEvent.EarlierBackupNotCounted(why)));
    }

    private CompletableFuture<Turn> whileQuiet(OperationState state, List<BackupTask> tasks) {
        List<BackupTask> running = tasks.stream().filter(BackupTask::isRunning).toList();
        return context().client().unfinishedDags().thenCompose(dags -> {
            List<Dag> backups = matching(dags, DagNames.ofAnyBackup(request.scope()));
            if (!running.isEmpty() || !backups.isEmpty()) {
                return whileRunning(state, tasks, running, widest(backups));
            }
            List<Dag> upgrades = matching(dags, DagNames::isUpgrade);
            if (!upgrades.isEmpty()) {
                return CompletableFuture.completedFuture(whileUpgrading(state, upgrades.get(0)));
            }
            Optional<Dag> configuration = matching(dags, DagNames.ofAnyConfiguration(request.scope())).stream()
                    .filter(StartTransitions::isInTheWay)
                    .findFirst();
            return configuration.isPresent()
                    ? CompletableFuture.completedFuture(whileConfiguring(state, configuration.get()))
                    : go(state, tasks);
        });
    }

    private static List<Dag> matching(List<Dag> dags, Predicate<String> names) {
        return dags.stream()
                .filter(dag -> dag.id() != null && dag.name() != null && names.test(dag.name()))
                .toList();
    }

    /** OceanBase allows no backup while it is upgraded, and obshell starts one all the same. */
    private Turn whileUpgrading(OperationState state, Dag upgrade) {
        String message = upgrade.isFailed()
                ? Messages.BackupOperation_upgradeFailed(upgrade.id(), upgrade.name())
                : Messages.BackupOperation_upgradeRunning(upgrade.id(), upgrade.name());
        if (request.ifBackupRunning() == IfBackupRunning.FAIL) {
            return failure(state, message + " " + Messages.BackupOperation_afterUpgrade());
        }
        String key = (upgrade.isFailed() ? "failed upgrade " : "upgrade ") + upgrade.id();
        return waitFor(state, key, message, new ProgressEvent.WaitingForMaintenance(message));
    }

    /** A configuration closes the archive log and waits for that; a backup opens it again, so the two would hang each other. */
    private Turn whileConfiguring(OperationState state, Dag configuration) {
        String message = configuration.isFailed()
                ? StartTransitions.configuration(configuration)
                : Messages.BackupOperation_configurationRunning(configuration.id());
        if (request.ifBackupRunning() == IfBackupRunning.FAIL) {
            return failure(state, message);
        }
        String key = (configuration.isFailed() ? "failed configuration " : "configuration ") + configuration.id();
        return waitFor(state, key, message, new ProgressEvent.WaitingForMaintenance(message));
    }

    /** {@return the DAG of all tenants if there is one, since it covers most} */
    @Nullable
    private static Dag widest(List<Dag> dags) {
        return dags.stream()
                .filter(dag -> DagNames.scopeOf(dag.name()).isAllTenants())
                .findFirst()
                .orElse(dags.isEmpty() ? null : dags.get(0));
    }

    private CompletableFuture<Turn> whileRunning(
            OperationState state, List<BackupTask> tasks, List<BackupTask> running, @Nullable Dag dag) {
        String jobId = running.isEmpty() ? null : running.get(0).jobId();
        String dagId = dag == null ? null : dag.id();
        return switch (request.ifBackupRunning()) {
            case JOIN ->
                new RunningBackup(overview, request.scope(), required())
                        .shortfall(running, dag)
                        .thenApply(shortfall -> shortfall.isEmpty()
                                ? join(state, tasks, running, dag)
                                : waitForEnd(state, jobId, dagId, shortfall.get()));
            case WAIT -> CompletableFuture.completedFuture(waitForEnd(state, jobId, dagId, null));
            default ->
                CompletableFuture.completedFuture(failure(
                        state,
                        dagId == null
                                ? Messages.BackupOperation_jobRunning(jobId)
                                : Messages.BackupOperation_dagRunning(dagId)));
        };
    }

    private Turn waitForEnd(
            OperationState state, @Nullable String jobId, @Nullable String dagId, @Nullable String notJoined) {
        String running = dagId == null ? Messages.BackupOperation_job(jobId) : Messages.BackupOperation_dag(dagId);
        String tenant = request.scope().isAllTenants() ? null : request.scope().tenant();
        return waitFor(
                state,
                notJoined == null ? "backup" : "backup not joined, because " + notJoined,
                notJoined == null ? running : Messages.BackupOperation_notJoined(running, notJoined),
                new ProgressEvent.WaitingForBackup(tenant, jobId, notJoined));
    }

    private Turn join(OperationState state, List<BackupTask> tasks, List<BackupTask> running, @Nullable Dag dag) {
        // Once the DAG has started its backups, all of them count, those that are over as well.
        boolean hasStarted = dag != null && dag.stage() >= dag.maxStage();
        Map<String, String> jobs = hasStarted ? Map.of() : JobMatcher.jobs(running);
        Map<String, String> earlier = hasStarted ? Map.of() : withoutRunning(tasks);
        OperationState joined = state.in(dag == null ? Phase.VERIFYING : Phase.FOLLOWING, now())
                .withDag(dag == null ? null : FollowedDag.of(dag))
                .withBackups(state.backups()
                        .withTenantNames(Map.of())
                        .withEarlierJobs(earlier)
                        .joining(jobs))
                .nothingAwaited();
        String jobId = running.isEmpty() ? null : running.get(0).jobId();
        List<ProgressEvent> events = List.of(new ProgressEvent.Joined(dag == null ? null : dag.id(), jobId));
        return request.awaitEnd() ? later(joined, events) : started(joined, events, Messages.BackupOperation_joined());
    }

    private CompletableFuture<Turn> go(OperationState state, List<BackupTask> tasks) {
        if (!configuresFirst(state)) {
            return start(state, tasks);
        }
        try {
            // Without it there will be no backup, so the destinations stay as they are too.
            context().secrets().encryptionPassword();
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.completedFuture(failure(state, e.getMessage()));
        }
        return reportsDestinations()
                .thenCompose(reports -> reports ? first().begin(state) : startOrConfigure(state, tasks));
    }

    /** Whether obshell has the route; one before 4.3.2 has not. */
    private CompletableFuture<Boolean> reportsDestinations() {
        return context().client().storageConfig(request.scope().tenant()).handle((config, error) -> {
            Throwable cause = error == null ? null : Futures.unwrap(error);
            if (cause == null || cause instanceof RefusedException) {
                return !(cause instanceof RefusedException refusal && refusal.isNotFound());
            }
            throw new CompletionException(cause);
        });
    }

    /** Setting destinations stops log archiving, so an obshell that cannot report them is given them only if it has none. */
    private CompletableFuture<Turn> startOrConfigure(OperationState state, List<BackupTask> tasks) {
        return start(state, tasks)
                .exceptionallyCompose(error ->
                        Futures.unwrap(error) instanceof RefusedException refusal && refusal.isDestinationMissing()
                                ? first().begin(state.withAttempt(null))
                                : CompletableFuture.failedFuture(Futures.unwrap(error)));
    }

    private CompletableFuture<Turn> start(OperationState state, List<BackupTask> tasks) {
        OperationState before = state.withBackups(state.backups().withEarlierJobs(JobMatcher.jobs(tasks)));
        return request.scope().isAllTenants()
                ? overview.tenants()
                        .thenCompose(names ->
                                start(before.withBackups(before.backups().withTenantNames(names))))
                : start(before);
    }

    private static Map<String, String> withoutRunning(List<BackupTask> tasks) {
        return JobMatcher.jobs(tasks.stream().filter(task -> !task.isRunning()).toList());
    }

    private boolean configuresFirst(OperationState state) {
        return request.configuration() != null && !FirstConfiguration.isDone(state);
    }

    private CompletableFuture<Turn> start(OperationState state) {
        BackupStart start;
        try {
            start = new BackupStart(
                    request.mode().word(),
                    request.plusArchive() ? Boolean.TRUE : null,
                    context().secrets().encryptionPassword());
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.completedFuture(failure(state, e.getMessage()));
        }
        return starter.start(state, () -> send(start))
                .thenCompose(attempted -> transitions.turn(state, attempted, null))
                .thenApply(this::unlessAwaited);
    }

    private CompletableFuture<Dag> send(BackupStart start) {
        show(SentRequests.backup(now(), request.scope(), start), texts());
        return context().client().startBackup(request.scope(), start);
    }

    private Turn unlessAwaited(Turn turn) {
        boolean isStarted = !turn.isOver() && turn.state().dag() != null;
        return request.awaitEnd() || !isStarted
                ? turn
                : started(turn.state(), turn.events(), Messages.BackupOperation_started());
    }

    private Turn started(OperationState state, List<ProgressEvent> events, String message) {
        String status = state.dag() == null ? null : state.dag().state();
        OperationResult result = new OperationResult(state.dagId(), state.dagName(), status, null, null, List.of());
        return Turn.over(state, new Outcome(Verdict.SUCCESS, message, result), events);
    }

    private CompletableFuture<Turn> search(OperationState state) {
        return transitions
                .search(
                        state,
                        (looked, search) -> overview.tasks().thenCompose(tasks -> {
                            boolean jobBegan = tasks.stream().anyMatch(task -> isNew(looked, task));
                            return search.isNothingNew() && !jobBegan
                                    ? againUnlessInHistory(looked, tasks)
                                    : CompletableFuture.completedFuture(cannotTell(looked, search.candidates(), tasks));
                        }))
                .thenApply(this::unlessAwaited);
    }

    private CompletableFuture<Turn> againUnlessInHistory(OperationState state, List<BackupTask> tasks) {
        return histories.next(state).thenCompose(found -> {
            if (!found.began().isEmpty()) {
                return CompletableFuture.completedFuture(cannotTell(found.state(), List.of(), found.began()));
            }
            return found.complete()
                    ? transitions.again(found.state(), again -> whileQuiet(again, tasks))
                    : CompletableFuture.completedFuture(
                            later(found.state().withPace(found.state().pace().restarted())));
        });
    }

    private static boolean isNew(OperationState state, BackupTask task) {
        return task.jobId() != null
                && !task.jobId().equals(state.backups().earlierJobs().get(JobMatcher.tenant(task)));
    }

    /** A backup that began about then is named, but without its DAG nothing says whose it is. */
    private Turn cannotTell(OperationState state, List<Dag> found, List<BackupTask> tasks) {
        String others = tasks.stream()
                .filter(task -> isNew(state, task))
                .findFirst()
                .map(task -> Messages.BackupOperation_startedMeanwhile(
                        String.valueOf(task.jobId()), String.valueOf(task.status())))
                .orElse("");
        String message = Messages.BackupOperation_cannotTell(StartTransitions.problem(state));
        return failure(
                state,
                String.join(" ", message, StartTransitions.ambiguous(found), others)
                        .replaceAll(" +", " ")
                        .strip());
    }
}
