package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.BackupSettings;
import io.jenkins.plugins.obshell.client.BackupTask;
import io.jenkins.plugins.obshell.client.Dag;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.StorageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Sets where backups go and how they are kept. The verdict is that of the DAG. */
public final class ConfigurationOperation extends TurnBasedOperation {

    private static final String UNCHANGED = "UNCHANGED";

    private final ConfigurationRequest request;
    private final DagStarter starter;
    private final Overview overview;
    private final Canceller canceller;

    /**
     * @param context what it works with
     * @param request what to set
     */
    public ConfigurationOperation(@NonNull OperationContext context, @NonNull ConfigurationRequest request) {
        super(context, request.timing());
        this.request = request;
        this.starter = new DagStarter(context, DagNames.ofConfiguration(request.scope()));
        this.overview = new Overview(context.client(), request.scope());
        this.canceller = new Canceller(this, starter, request.scope());
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        return switch (state.phase()) {
            case STARTING -> search(state);
            case FOLLOWING, VERIFYING -> follow(state);
            default -> prepare(state);
        };
    }

    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        return canceller.turn(state);
    }

    @Override
    String leftRunning(OperationState state) {
        if (state.dag() != null && !state.dag().gone()) {
            return Messages.Operation_dagLeft(state.dag().id());
        }
        return state.attempt() == null ? "" : Messages.Operation_startUnknown();
    }

    private CompletableFuture<Turn> prepare(OperationState state) {
        if (state.contacted()) {
            return compare(state);
        }
        return new Connecting(context().client()).connect().thenCompose(contact -> {
            if (contact.problem() != null) {
                return CompletableFuture.completedFuture(failure(state, contact.problem(), contact.connected()));
            }
            return compare(state).thenApply(turn -> turn.after(List.of(contact.connected())));
        });
    }

    private CompletableFuture<Turn> compare(OperationState state) {
        if (!request.onlyIfChanged() || !request.isDestinationsOnly()) {
            return awaitQuiet(state);
        }
        return NotFound.orElse(context().client().storageConfig(request.scope().tenant()), null)
                .thenCompose(config -> isAlready(config)
                        ? CompletableFuture.completedFuture(unchanged(state))
                        : awaitQuiet(state));
    }

    private boolean isAlready(StorageConfig config) {
        BackupSettings settings = request.settings();
        return config != null
                && isSame(settings.dataBaseUri(), config.dataBaseUri())
                && isSame(settings.archiveBaseUri(), config.archiveBaseUri());
    }

    private static boolean isSame(String wanted, String actual) {
        return wanted == null || actual != null && wanted.replaceAll("/+$", "").equals(actual.replaceAll("/+$", ""));
    }

    private Turn unchanged(OperationState state) {
        OperationResult result = new OperationResult(null, null, UNCHANGED, null, null, List.of());
        return Turn.over(
                state,
                new Outcome(Verdict.SUCCESS, Messages.ConfigurationOperation_unchanged(), result),
                List.of(new ProgressEvent.AlreadyConfigured(request.scope().tenant())));
    }

    private CompletableFuture<Turn> awaitQuiet(OperationState state) {
        if (!request.interrupts() || request.ifBackupRunning() == IfBackupRunning.INTERRUPT) {
            return start(state);
        }
        return overview.tasks().thenCompose(tasks -> {
            Optional<BackupTask> running =
                    tasks.stream().filter(BackupTask::isRunning).findFirst();
            return running.isEmpty()
                    ? start(state)
                    : CompletableFuture.completedFuture(whileRunning(state, running.get()));
        });
    }

    private Turn whileRunning(OperationState state, BackupTask running) {
        if (request.ifBackupRunning() == IfBackupRunning.FAIL) {
            return failure(state, Messages.ConfigurationOperation_backupRunning(running.jobId()));
        }
        ProgressEvent event = new ProgressEvent.WaitingForBackup(request.scope().tenant(), running.jobId());
        return Waiting.once(this, state, "backup " + running.jobId(), event);
    }

    private CompletableFuture<Turn> start(OperationState state) {
        BackupSettings settings;
        try {
            settings = withKey(request.settings());
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.completedFuture(failure(state, e.getMessage()));
        }
        return starter.unfinished().thenCompose(known -> {
            OperationState attempting = starter.attempting(state, known);
            return starter.start(state, known, attempt -> send(settings))
                    .thenApply(result -> afterStart(state, attempting, result));
        });
    }

    private CompletableFuture<Dag> send(BackupSettings settings) {
        boolean whole = settings.backupBaseUri() != null
                || settings.dataBaseUri() != null && settings.archiveBaseUri() != null;
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

    private Turn afterStart(OperationState state, OperationState attempting, DagStarter.Result result) {
        return StartResults.turn(this, starter, state, attempting, result);
    }

    private CompletableFuture<Turn> search(OperationState state) {
        return starter.find(state.attempt()).thenApply(found -> {
            if (found.isPresent()) {
                return StartResults.adopted(this, state, found.get());
            }
            return starter.isSettled(state.attempt())
                    ? failure(state, Messages.ConfigurationOperation_cannotTell(StartResults.problem(state)))
                    : later(state);
        });
    }

    private CompletableFuture<Turn> follow(OperationState state) {
        return NotFound.orElse(context().client().dag(state.dag().id(), false), null)
                .thenCompose(dag -> dag == null
                        ? CompletableFuture.completedFuture(failure(
                                state.withDag(state.dag().vanished()),
                                Messages.ConfigurationOperation_dagGone(state.dag().id())))
                        : follow(state, dag));
    }

    private CompletableFuture<Turn> follow(OperationState before, Dag dag) {
        OperationState state = before.withDag(before.dag().seen(dag));
        boolean changed = dag.stage() != before.dag().stage();
        if (!changed && !dag.isOver()) {
            return CompletableFuture.completedFuture(later(state));
        }
        return NotFound.orElse(context().client().dag(dag.id(), true), null).thenApply(details -> {
            List<ProgressEvent> events = new ArrayList<>();
            if (changed && details != null) {
                events.add(ProgressEvent.StageEntered.of(details));
            }
            return dag.isOver() ? over(state, dag, details, events) : later(state.in(state.phase()), null, events);
        });
    }

    private Turn over(OperationState state, Dag dag, Dag details, List<ProgressEvent> events) {
        OperationResult result = new OperationResult(
                dag.id(), dag.name(), dag.state(), dag.startTime(), dag.endTime(), List.of());
        if (dag.isSucceeded()) {
            return Turn.over(
                    state, new Outcome(Verdict.SUCCESS, Messages.ConfigurationOperation_done(dag.id()), result), events);
        }
        String why = details == null ? Messages.FailedNode_unknown() : FailedNode.describe(details);
        if (details != null) {
            FailedNode.in(details).ifPresent(events::add);
        }
        return Turn.over(
                state,
                new Outcome(Verdict.FAILURE, Messages.ConfigurationOperation_failed(dag.id(), why), result),
                events);
    }
}
