package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.model.RestoreStart;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import io.jenkins.plugins.obshell.client.model.SqlAddress;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.StorageKey;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.FailedNode;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoredBackup;
import io.jenkins.plugins.obshell.operation.result.UtcTime;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Restores the last restorable backup of a tenant into a scratch tenant of the same or another cluster. It drops nothing:
 * whatever its end, a {@link DropOperation} has to follow if {@link OperationState#scratchTenant()} names a tenant.
 */
public final class RestoreOperation extends TurnBasedOperation {

    /** The node that gives up after an hour. What fails before it is not retried, since that would cancel the restore. */
    private static final int WAITING_STAGE = 3;

    private static final int MOST_RETRIES = 3;

    /** Of the DAG and of the restores, in each turn. */
    private static final int READS = 2;

    private static final int PERCENT_STEP = 10;
    private static final String RETRY_NOT_FAILED = "Task.Dag.Operator.RetryNotFailedDag";

    private final RestoreRequest request;
    private final ObshellClient source;
    private final DagStarter starter;
    private final StartTransitions transitions;

    /**
     * @param target  what it works with on the cluster that it restores into; its secrets are the key to the destinations and
     *                the password of the backup set
     * @param source  calls the cluster of the tenant that was backed up, which can be the same; it is only read
     * @param request what to restore
     */
    public RestoreOperation(
            @NonNull OperationContext target, @NonNull ObshellClient source, @NonNull RestoreRequest request) {
        super(target, request.timing());
        this.request = request;
        this.source = source;
        this.starter = DagStarter.ofOwnTenant(target, dag -> DagNames.isRestore(dag.name(), request.scratchTenant()));
        this.transitions = new StartTransitions(this, starter);
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        return switch (state.phase()) {
            case STARTING -> search(state);
            case FOLLOWING, VERIFYING -> follow(state);
            default -> prepare(state);
        };
    }

    /** The scratch tenant shows no clock while it is restored. */
    @Override
    BackupScope scope() {
        return BackupScope.ALL_TENANTS;
    }

    /** The restore is cancelled by the {@link DropOperation} that has to follow. */
    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        String message = state.scratchTenant() == null
                ? Messages.Canceller_nothing()
                : Messages.Operation_aborted(leftRunning(state));
        return CompletableFuture.completedFuture(AbortGracePeriod.over(state, message));
    }

    @Override
    String leftRunning(OperationState state) {
        return state.scratchTenant() == null ? "" : Messages.RestoreOperation_left(request.scratchTenant());
    }

    private CompletableFuture<Turn> prepare(OperationState state) {
        return new LastRestorable(source, context().clock(), request.sourceTenant())
                .find()
                .thenCompose(found -> found.backup() == null
                        ? CompletableFuture.completedFuture(failure(state, masked(found.problem())))
                        : new RestoreTarget(context().client(), request)
                                .check(found)
                                .thenCompose(target -> target.problem() == null
                                        ? unlessSameCluster(state, () -> start(state, found, target))
                                        : CompletableFuture.completedFuture(failure(state, target.problem()))));
    }

    /** One cluster can be configured under two names, with different endpoints. */
    private CompletableFuture<Turn> unlessSameCluster(OperationState state, Supplier<CompletableFuture<Turn>> start) {
        if (request.sameClusterAllowed()) {
            return start.get();
        }
        return source.clusterInfo()
                .thenCompose(from -> context()
                        .client()
                        .clusterInfo()
                        .thenCompose(into -> from.isSame(into)
                                ? CompletableFuture.completedFuture(
                                        failure(state, Messages.RestoreOperation_sameCluster()))
                                : start.get()));
    }

    /** What the source says can hold its own secrets, which the client of the target does not know. */
    private String masked(@Nullable String problem) {
        return MaskedTexts.of(source).changed(problem);
    }

    private CompletableFuture<Turn> start(
            OperationState before, LastRestorable.Found found, RestoreTarget.Checked target) {
        RestoreStart plain = new RestoreStart(
                found.dataUri(),
                found.archiveUri(),
                request.scratchTenant(),
                found.backup().scn(),
                target.zones().stream()
                        .map(zone -> new RestoreStart.Zone(zone, request.unitConfig(), target.unitNum()))
                        .toList(),
                null);
        RestoreStart start;
        try {
            start = withSecrets(plain);
        } catch (PasswordUnavailableException e) {
            return CompletableFuture.completedFuture(failure(before, e.getMessage()));
        }
        if (found.needsPassword() && start.decryption() == null) {
            return CompletableFuture.completedFuture(
                    failure(before, Messages.RestoreOperation_passwordMissing(request.sourceTenant())));
        }
        RestoredBackup backup = MaskedTexts.of(source).changed(found.backup()).into(target.version());
        ScratchTenant scratch =
                new ScratchTenant(request.scratchTenant(), null, backup.scn(), earlierJobs(before, target), null, null);
        boolean isNew = before.drill() == null || !backup.equals(before.drill().backup());
        OperationState chosen = before.withDrill(Drill.of(scratch, backup));
        List<ProgressEvent> events = isNew
                ? List.of(new ProgressEvent.RestoreChosen(
                        backup, request.scratchTenant(), String.join(", ", target.zones())))
                : List.of();
        return starter.start(chosen, () -> send(plain, start))
                .thenCompose(attempted -> transitions.turn(chosen, attempted, null))
                .thenApply(turn -> turn.after(events));
    }

    /** A restore that began after the first request is no earlier one. */
    private static List<String> earlierJobs(OperationState before, RestoreTarget.Checked target) {
        return before.attempt() == null || before.drill() == null
                ? target.earlierJobs()
                : before.drill().scratch().earlierJobs();
    }

    private RestoreStart withSecrets(RestoreStart plain) throws PasswordUnavailableException {
        StorageKey key = context().secrets().storageKey();
        String password = context().secrets().encryptionPassword();
        return new RestoreStart(
                key == null ? plain.dataBackupUri() : key.addTo(plain.dataBackupUri()),
                key == null ? plain.archiveLogUri() : key.addTo(plain.archiveLogUri()),
                plain.tenant(),
                plain.scn(),
                plain.zones(),
                password == null ? null : List.of(password));
    }

    private CompletableFuture<Dag> send(RestoreStart plain, RestoreStart start) {
        show(SentRequests.restore(now(), plain), texts());
        return context().client().startRestore(start);
    }

    private CompletableFuture<Turn> search(OperationState state) {
        return transitions.search(
                state,
                (looked, search) -> search.isNothingNew()
                        ? transitions.again(looked, this::prepare)
                        : CompletableFuture.completedFuture(transitions.cannotTell(
                                looked,
                                search,
                                Messages.RestoreOperation_cannotTell(StartTransitions.problem(looked)))));
    }

    private CompletableFuture<Turn> follow(OperationState state) {
        return dag(state.dag().id(), false, null)
                .thenCompose(dag -> dag != null && isNew(state, dag)
                        ? dagWithDetails(state)
                        : CompletableFuture.completedFuture(dag))
                .thenCompose(dag -> dag == null
                        ? CompletableFuture.completedFuture(missing(
                                state,
                                Messages.RestoreOperation_dagGone(state.dag().id())))
                        : context().client().restoreTasks().thenCompose(restores -> follow(state, dag, restores)));
    }

    private static boolean isNew(OperationState state, Dag dag) {
        return dag.stage() != state.dag().stage() || dag.isOver() && state.phase() == Phase.FOLLOWING;
    }

    private CompletableFuture<Turn> follow(OperationState before, Dag dag, List<RestoreTask> restores) {
        Drill drill = before.drill();
        RestoreTask restore = drill.scratch().jobIn(restores).orElse(null);
        OperationState state = before.withDag(before.dag().seen(dag))
                .withDrill(
                        restore == null
                                ? drill
                                : drill.withScratch(drill.scratch().withId(restore.tenantId())));
        List<ProgressEvent> events = new ArrayList<>();
        if (dag.stage() != before.dag().stage()) {
            events.add(ProgressEvent.StageEntered.of(dag));
        }
        if (dag.isFailed()) {
            FailedNode.in(dag).ifPresent(events::add);
        }
        String why = dag.nodes().isEmpty() ? "" : FailedNode.describe(dag);
        if (restore == null) {
            return CompletableFuture.completedFuture(
                    withoutRecord(state, dag, why, restores).after(events));
        }
        if (restore.isFailed()) {
            String comment = Objects.requireNonNullElse(restore.comment(), "");
            return CompletableFuture.completedFuture(failure(
                            state,
                            Messages.RestoreOperation_failed(restore.jobId(), comment)
                                    .strip())
                    .after(events));
        }
        CompletableFuture<Turn> turn = restore.isRunning()
                ? CompletableFuture.completedFuture(whileRunning(state, dag, why, restore))
                : afterRestore(state, dag, why, restore);
        return turn.thenApply(made -> made.after(events));
    }

    /** Before its second node has done its work a DAG has no restore; if it comes to its end without one, it never will. */
    private Turn withoutRecord(OperationState state, Dag dag, String why, List<RestoreTask> restores) {
        if (!dag.isOver()) {
            return later(state.withDrill(state.drill().withMissesAt(null)));
        }
        if (dag.isFailed()) {
            return failure(
                    state, Messages.RestoreOperation_dagFailed(dag.id(), why).strip());
        }
        String other = state.drill().scratch().newIn(restores).stream()
                .map(RestoreTask::jobId)
                .findFirst()
                .orElse("-");
        return missing(state, Messages.RestoreOperation_noRecord(request.scratchTenant(), dag.id(), other));
    }

    /** Records can be late. */
    private Turn missing(OperationState state, String message) {
        Drill drill = state.drill().missing(now());
        return drill.hasMissedTooLong(now()) ? failure(state, message) : later(state.withDrill(drill));
    }

    private Turn whileRunning(OperationState state, Dag dag, String why, RestoreTask restore) {
        boolean isAbandoned = dag.isOver() && state.phase() == Phase.FOLLOWING;
        if (dag.isFailed() && dag.stage() < WAITING_STAGE) {
            return failure(
                    state, Messages.RestoreOperation_dagFailed(dag.id(), why).strip());
        }
        OperationState next = isAbandoned ? state.in(Phase.VERIFYING, now()) : state;
        List<ProgressEvent> events = new ArrayList<>();
        if (isAbandoned) {
            events.add(new ProgressEvent.DagEndedBeforeRestore(dag.id()));
        }
        int percent = restore.totalBytes() <= 0
                ? 0
                : (int) Math.min(100, 100 * (double) restore.finishBytes() / restore.totalBytes());
        boolean isReported = Objects.equals(restore.status(), state.reported().key())
                && percent < state.reported().percent() + PERCENT_STEP;
        if (!isReported) {
            events.add(new ProgressEvent.RestoreProgress(
                    request.scratchTenant(),
                    restore.jobId(),
                    restore.status(),
                    percent,
                    restore.finishBytes(),
                    restore.totalBytes()));
            next = next.withReported(next.reported().progress(String.valueOf(restore.status()), percent, null));
        }
        Duration followed = Duration.ofMillis(next.pace().followedMillis());
        return later(next.asking(READS), RemainingTime.of(restore, followed), events);
    }

    /** The restore is over and good; its DAG has still to make the tenant usable. */
    private CompletableFuture<Turn> afterRestore(OperationState state, Dag dag, String why, RestoreTask restore) {
        if (dag.isDone()) {
            return context().client().tenants().thenCompose(tenants -> verified(state, dag, restore, tenants));
        }
        if (dag.isSucceeded()) {
            return CompletableFuture.completedFuture(
                    failure(state, Messages.RestoreOperation_notDone(dag.id(), dag.operator())));
        }
        if (!dag.isFailed()) {
            return CompletableFuture.completedFuture(later(state));
        }
        return dag.stage() >= WAITING_STAGE && state.drill().retries() < MOST_RETRIES
                ? retry(state, dag)
                : CompletableFuture.completedFuture(failure(
                        state,
                        Messages.RestoreOperation_dagFailed(dag.id(), why).strip()));
    }

    private CompletableFuture<Turn> retry(OperationState state, Dag dag) {
        OperationState retried = state.withDrill(
                        state.drill().withRetries(state.drill().retries() + 1))
                .in(Phase.FOLLOWING, now());
        return Futures.orElse(
                        context().client().operate(dag.id(), DagOperator.RETRY),
                        error ->
                                error instanceof RefusedException refusal && RETRY_NOT_FAILED.equals(refusal.errCode()),
                        null)
                .thenApply(ignored -> later(retried, new ProgressEvent.DagRetried(dag.id())));
    }

    private CompletableFuture<Turn> verified(OperationState state, Dag dag, RestoreTask restore, List<Tenant> tenants) {
        Tenant tenant = tenants.stream()
                .filter(each -> Objects.equals(each.id(), restore.tenantId()))
                .filter(each -> TenantSelection.isSame(request.scratchTenant(), String.valueOf(each.name())))
                .findFirst()
                .orElse(null);
        if (tenant == null || !"NORMAL".equals(tenant.status())) {
            String status = tenant == null ? "-" : String.valueOf(tenant.status());
            return CompletableFuture.completedFuture(missing(
                    state,
                    Messages.RestoreOperation_notNormal(
                            request.scratchTenant(), String.valueOf(restore.tenantId()), status)));
        }
        return Futures.orElse(sqlAddress(), RefusedException.class::isInstance, Optional.<SqlAddress>empty())
                .thenApply(address -> restored(state, dag, restore, address.orElse(null)));
    }

    private CompletableFuture<Optional<SqlAddress>> sqlAddress() {
        return context()
                .client()
                .tenant(request.scratchTenant())
                .thenCompose(
                        tenant -> context().client().clusterInfo().thenApply(cluster -> cluster.sqlAddress(tenant)));
    }

    private Turn restored(OperationState state, Dag dag, RestoreTask restore, @Nullable SqlAddress address) {
        RestoredBackup backup = state.drill().backup().restored(restore.totalBytes(), address);
        // The start of a DAG that was retried is that of the retry.
        OperationResult result = new OperationResult(
                dag.id(), dag.name(), restore.status(), state.dag().startTime(), dag.endTime(), List.of());
        String message = Messages.RestoreOperation_restored(
                request.sourceTenant(),
                Long.toString(backup.scn()),
                UtcTime.format(backup.time()),
                request.scratchTenant(),
                Durations.format(result.duration()),
                Bytes.format(backup.bytes()));
        return Turn.over(
                state.withDrill(state.drill().withBackup(backup)),
                new Outcome(Verdict.SUCCESS, message, result),
                List.of());
    }
}
