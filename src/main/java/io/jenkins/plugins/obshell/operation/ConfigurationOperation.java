package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupSettings;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import io.jenkins.plugins.obshell.operation.request.ConfigurationRequest;
import io.jenkins.plugins.obshell.operation.request.Destination;
import io.jenkins.plugins.obshell.operation.request.IfBackupRunning;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.result.FailedNode;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Sets where backups go and how they are kept. The verdict is that of its DAG. */
public final class ConfigurationOperation extends TurnBasedOperation {

    private static final String UNCHANGED = "UNCHANGED";

    /** What obshell answers if a destination was set to something that it cannot read. */
    private static final String UNREADABLE = "OB.Storage.URI.Invalid";

    private static final Duration PATIENCE_FOR_DAG = Duration.ofMinutes(1);

    private static final Duration PATIENCE_FOR_PARAMETERS = Duration.ofSeconds(10);

    private static final String CHECK = "Check backup config";

    private final ConfigurationRequest request;
    private final DagStarter starter;
    private final StartTransitions transitions;
    private final Overview overview;

    /**
     * @param context what it works with
     * @param request what to set
     */
    public ConfigurationOperation(@NonNull OperationContext context, @NonNull ConfigurationRequest request) {
        super(context, request.timing());
        this.request = request;
        this.starter = new DagStarter(context, request.scope(), DagNames.ofConfiguration(request.scope()));
        this.transitions = new StartTransitions(this, starter);
        this.overview = new Overview(context.client(), request.scope());
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        return switch (state.phase()) {
            case CONFIGURING -> lagFirst().turn(state);
            case STARTING -> search(state);
            case FOLLOWING, VERIFYING -> follow(state);
            default -> compare(state);
        };
    }

    @Override
    BackupScope scope() {
        return request.scope();
    }

    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        if (FirstConfiguration.isUnderWay(state)) {
            return lagFirst().cancellingTurn(state);
        }
        if (state.dag() == null && state.attempt() == null) {
            return CompletableFuture.completedFuture(AbortGracePeriod.over(state, Messages.Canceller_nothing()));
        }
        return AbortGracePeriod.over(this, state, () -> state.dag() == null ? searchLast(state) : watch(state));
    }

    /**
     * A configuration is left to finish: cancelled half-way it would keep the tenant locked, and log archiving could stay
     * stopped. A DAG that is not found can be found again.
     */
    private CompletableFuture<Turn> watch(OperationState state) {
        return dag(state.dag().id(), false, null).thenApply(dag -> {
            if (dag == null) {
                return AbortGracePeriod.again(this, state, List.of());
            }
            return dag.isOver()
                    ? AbortGracePeriod.over(
                            state,
                            Messages.ConfigurationOperation_abortedAt(
                                    state.dag().id(), dag.state()))
                    : AbortGracePeriod.again(this, state.withDag(state.dag().seen(dag)), List.of());
        });
    }

    private CompletableFuture<Turn> searchLast(OperationState state) {
        return starter.find(state.attempt())
                .thenApply(search -> AbortGracePeriod.again(
                        this,
                        search.single()
                                .map(dag -> state.withDag(FollowedDag.of(dag)))
                                .orElse(state),
                        List.of()));
    }

    @Override
    String leftRunning(OperationState state) {
        if (state.dag() != null && !state.dag().gone()) {
            return Messages.Operation_dagLeft(state.dag().id());
        }
        if (state.attempt() != null) {
            return Messages.Operation_startUnknown();
        }
        return FirstConfiguration.isUnderWay(state) ? lagFirst().leftRunning(state) : "";
    }

    private CompletableFuture<Turn> compare(OperationState state) {
        if (!request.onlyIfChanged() || !request.isDestinationsOnly()) {
            return awaitQuiet(state);
        }
        return hasDestinations()
                .thenCompose(already -> already ? archived(state, unchanged(state)) : awaitQuiet(state));
    }

    /** Whether obshell reports the destinations of the request; false if it is too old to report any. */
    private CompletableFuture<Boolean> hasDestinations() {
        return destinations().thenApply(this::isAlready);
    }

    /** What obshell reports, or null if it is too old for that or cannot read it. */
    private CompletableFuture<StorageConfig> destinations() {
        return Futures.orElse(
                NotFound.orElse(context().client().storageConfig(request.scope().tenant()), null),
                error -> error instanceof RefusedException refusal && UNREADABLE.equals(refusal.errCode()),
                null);
    }

    private boolean isAlready(@Nullable StorageConfig config) {
        BackupSettings settings = request.settings();
        return config != null
                && isSame(settings.dataBaseUri(), config.dataBaseUri())
                && isSame(settings.archiveBaseUri(), config.archiveBaseUri());
    }

    private static boolean isSame(@Nullable String asked, @Nullable String reported) {
        return asked == null || Destination.isSame(asked, reported);
    }

    private Turn unchanged(OperationState state) {
        OperationResult result = new OperationResult(null, null, UNCHANGED, null, null, List.of());
        return Turn.over(
                state,
                new Outcome(Verdict.SUCCESS, Messages.ConfigurationOperation_unchanged(), result),
                List.of(new ProgressEvent.AlreadyConfigured(request.scope().tenant(), request.hasArchiveSettings())));
    }

    private CompletableFuture<Turn> awaitQuiet(OperationState state) {
        if (!request.interrupts() || request.ifBackupRunning() == IfBackupRunning.INTERRUPT) {
            return start(state);
        }
        return overview.tasks()
                .thenCompose(tasks -> new DagStarter(context(), request.scope(), DagNames.ofAnyBackup(request.scope()))
                        .unfinished()
                        .thenCompose(dags -> {
                            Optional<BackupTask> running =
                                    tasks.stream().filter(BackupTask::isRunning).findFirst();
                            return running.isEmpty() && dags.isEmpty()
                                    ? start(state)
                                    : CompletableFuture.completedFuture(
                                            whileRunning(state, running.orElse(null), dags));
                        }));
    }

    /** A backup whose DAG has not come to it yet would be interrupted as well. */
    private Turn whileRunning(OperationState state, @Nullable BackupTask running, List<Dag> dags) {
        String jobId = running == null ? null : running.jobId();
        String what = running == null
                ? Messages.BackupOperation_dag(dags.get(0).id())
                : Messages.BackupOperation_job(String.valueOf(jobId));
        if (request.ifBackupRunning() == IfBackupRunning.FAIL) {
            return failure(state, Messages.ConfigurationOperation_backupRunning(what));
        }
        ProgressEvent event = new ProgressEvent.WaitingForBackup(request.scope().tenant(), jobId, null);
        return waitFor(state, "backup", what, event);
    }

    private CompletableFuture<Turn> start(OperationState state) {
        boolean lagMayComeFirst = request.lagBeforeS3().isPresent() && !FirstConfiguration.isDone(state);
        if (!lagMayComeFirst && !request.setsLagTooShortForS3()) {
            return startNow(state);
        }
        CompletableFuture<StorageConfig> reported =
                request.scope().isAllTenants() ? CompletableFuture.completedFuture(null) : destinations();
        return reported.thenCompose(config -> {
            boolean isInS3 = config != null && Destination.isS3(config.archiveBaseUri());
            if (isInS3 && request.setsLagTooShortForS3()) {
                return CompletableFuture.completedFuture(failure(
                        state,
                        Messages.ConfigurationOperation_lagTooShortForS3(
                                request.settings().archiveLagTarget(),
                                request.scope().tenant())));
            }
            return lagMayComeFirst && !isInS3 ? lagFirst().begin(state) : startNow(state);
        });
    }

    private FirstConfiguration lagFirst() {
        return new FirstConfiguration(this, request.lagBeforeS3().orElseThrow());
    }

    private CompletableFuture<Turn> startNow(OperationState state) {
        BackupSettings settings;
        try {
            settings = withKey(request.settings());
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.completedFuture(failure(state, e.getMessage()));
        }
        DagStarter locking = new DagStarter(context(), request.scope(), DagNames.ofAnyConfiguration(request.scope()));
        return locking.unfinished().thenCompose(known -> {
            Dag lock = known.stream()
                    .filter(StartTransitions::isInTheWay)
                    .findFirst()
                    .orElse(null);
            return starter.start(state, () -> send(settings))
                    .thenCompose(attempted -> transitions.turn(state, attempted, lock))
                    .thenApply(this::withResets);
        });
    }

    private Turn withResets(Turn turn) {
        List<String> resets = request.resets();
        return resets.isEmpty() || turn.state().attempt() == null
                ? turn
                : turn.after(List.of(new ProgressEvent.ArchiveSettingsReset(resets)));
    }

    private CompletableFuture<Dag> send(BackupSettings settings) {
        boolean whole =
                settings.backupBaseUri() != null || settings.dataBaseUri() != null && settings.archiveBaseUri() != null;
        show(SentRequests.configuration(now(), whole ? "POST" : "PATCH", request.scope(), request.settings()), texts());
        return whole
                ? context().client().configureBackup(request.scope(), settings)
                : context().client().changeBackupConfiguration(request.scope(), settings);
    }

    private BackupSettings withKey(BackupSettings settings) throws PasswordUnavailableException {
        StorageKey key = context().secrets().storageKey();
        if (key == null) {
            return settings;
        }
        return new BackupSettings(
                key.addTo(settings.dataBaseUri()),
                key.addTo(settings.archiveBaseUri()),
                key.addTo(settings.backupBaseUri()),
                settings.binding(),
                settings.pieceSwitchInterval(),
                settings.logArchiveConcurrency(),
                settings.archiveLagTarget(),
                settings.haLowThreadScore(),
                settings.deletePolicy());
    }

    private CompletableFuture<Turn> search(OperationState state) {
        return transitions.search(
                state,
                (looked, search) -> search.isNothingNew()
                        ? transitions.again(looked, this::awaitQuiet)
                        : CompletableFuture.completedFuture(transitions.cannotTell(
                                looked,
                                search,
                                Messages.ConfigurationOperation_cannotTell(StartTransitions.problem(looked)))));
    }

    private CompletableFuture<Turn> follow(OperationState state) {
        boolean withDetails = AwaitedAgents.isSuspected(state, now());
        return dag(state.dag().id(), withDetails, null)
                .thenCompose(dag -> dag == null
                        ? CompletableFuture.completedFuture(gone(state))
                        : follow(state.withBackups(state.backups().withRecordMissingAt(null)), dag));
    }

    private Turn gone(OperationState state) {
        Instant since = state.backups().recordMissingAt() == null
                ? now()
                : state.backups().recordMissingAt();
        return Duration.between(since, now()).compareTo(PATIENCE_FOR_DAG) < 0
                ? later(state.withBackups(state.backups().withRecordMissingAt(since)))
                : failure(
                        state.withDag(state.dag().withGone(true)),
                        Messages.ConfigurationOperation_dagGone(state.dag().id()));
    }

    private CompletableFuture<Turn> follow(OperationState before, Dag dag) {
        OperationState state = before.withDag(before.dag().seen(dag));
        boolean changed = dag.stage() != before.dag().stage();
        if (!changed && !dag.isOver()) {
            AwaitedAgents.Noted noted = AwaitedAgents.note(state, dag, now());
            return CompletableFuture.completedFuture(later(noted.state(), noted.events()));
        }
        return dag(dag.id(), true, null).thenCompose(details -> {
            List<ProgressEvent> events = new ArrayList<>();
            if (details != null) {
                show(details);
            }
            if (changed && details != null) {
                events.add(ProgressEvent.StageEntered.of(details));
            }
            if (dag.isDone() && state.attempt() != null && state.attempt().adopted()) {
                return ifOurs(state, dag, details, events);
            }
            return dag.isOver()
                    ? archived(state, over(state, dag, details, events))
                    : CompletableFuture.completedFuture(
                            later(state.in(state.phase()).nothingAwaited(), events));
        });
    }

    /** Whether all that obshell reports of what this request sets is so. */
    private CompletableFuture<Boolean> isAllSet() {
        CompletableFuture<Boolean> set = hasDestinations();
        for (String parameter : request.reportedParameters()) {
            set = set.thenCompose(
                    isSet -> isSet ? isSetOrUnreported(parameter) : CompletableFuture.completedFuture(false));
        }
        return set;
    }

    private CompletableFuture<Boolean> isSetOrUnreported(String parameter) {
        return Futures.orElse(
                        context().client().tenantParameter(request.scope().tenant(), parameter),
                        error -> error instanceof RefusedException refusal
                                && !refusal.isTransient()
                                && !refusal.isWrongPassword(),
                        null)
                .thenApply(reported ->
                        reported == null || reported.value() == null || request.isSet(parameter, reported.value()));
    }

    /**
     * A configuration that was found is taken for this one only if all that obshell reports is as requested afterwards. An
     * observer can report a parameter a moment late.
     */
    private CompletableFuture<Turn> ifOurs(
            OperationState state, Dag dag, @Nullable Dag details, List<ProgressEvent> events) {
        boolean comparable = !request.scope().isAllTenants()
                && (request.settings().dataBaseUri() != null
                        || request.settings().archiveBaseUri() != null);
        return (comparable ? isAllSet() : CompletableFuture.completedFuture(false)).thenCompose(ours -> {
            if (ours) {
                return archived(state, over(state, dag, details, events));
            }
            if (comparable && state.phase() != Phase.VERIFYING) {
                return CompletableFuture.completedFuture(later(state.in(Phase.VERIFYING, now()), events));
            }
            if (comparable && Duration.between(state.phaseSince(), now()).compareTo(PATIENCE_FOR_PARAMETERS) < 0) {
                return CompletableFuture.completedFuture(later(state, events));
            }
            String why = Messages.ConfigurationOperation_notOurs(dag.id());
            events.add(new ProgressEvent.StartedByOthers(dag.id()));
            return CompletableFuture.completedFuture(later(
                    state.in(Phase.STARTING, now())
                            .withDag(null)
                            .withAttempt(state.attempt().rejecting(dag.id(), why)),
                    events));
        });
    }

    /** The end of a success once log archiving is started again, if that is asked for. It can be asked any number of times. */
    private CompletableFuture<Turn> archived(OperationState state, Turn over) {
        if (!request.opensArchive() || over.outcome().verdict() != Verdict.SUCCESS) {
            return CompletableFuture.completedFuture(over);
        }
        return context().client().resumeLogArchiving(request.scope()).handle((accepted, error) -> {
            Throwable cause = error == null ? null : Futures.unwrap(error);
            if (cause != null && !InterruptedArchive.isMeant(cause)) {
                throw new CompletionException(cause);
            }
            String message = over.outcome().message() + " "
                    + (cause == null
                            ? Messages.ConfigurationOperation_archiveOn()
                            : Messages.ConfigurationOperation_archiveInterrupted(cause.getMessage()));
            Verdict verdict = cause == null ? Verdict.SUCCESS : Verdict.FAILURE;
            return Turn.over(state, new Outcome(verdict, message, over.outcome().result()), over.events());
        });
    }

    private Turn over(OperationState state, Dag dag, @Nullable Dag details, List<ProgressEvent> events) {
        OperationResult result = OperationResult.of(dag);
        if (dag.isDone()) {
            return Turn.over(
                    state,
                    new Outcome(Verdict.SUCCESS, Messages.ConfigurationOperation_done(dag.id()), result),
                    events);
        }
        if (dag.isSucceeded()) {
            String message = Messages.ConfigurationOperation_notDone(dag.id(), dag.operator());
            return Turn.over(state, new Outcome(Verdict.FAILURE, message, result), events);
        }
        String why = details == null
                ? io.jenkins.plugins.obshell.operation.result.Messages.FailedNode_unknown()
                : FailedNode.describe(details);
        if (details != null) {
            FailedNode.in(details).ifPresent(events::add);
        }
        return Turn.over(state, new Outcome(Verdict.FAILURE, failed(dag, details, why), result), events);
    }

    /** obshell can roll back the check of a configuration, but not its setting. */
    private String failed(Dag dag, @Nullable Dag details, String why) {
        boolean inCheck = details != null
                && FailedNode.in(details)
                        .filter(failed -> CHECK.equals(failed.node()))
                        .isPresent();
        if (request.scope().isAllTenants()) {
            return Messages.ConfigurationOperation_failedForAll(dag.id(), why);
        }
        String tenant = request.scope().tenant();
        return inCheck
                ? Messages.ConfigurationOperation_failedInCheck(dag.id(), why, tenant)
                : Messages.ConfigurationOperation_failed(dag.id(), why, tenant);
    }
}
