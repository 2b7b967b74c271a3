package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.DagOperator;
import io.jenkins.plugins.obshell.client.model.ResourcePool;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.request.DropRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.FailedNode;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.UtcTime;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Removes what a restore into a scratch tenant has made: cancels the restore if it is still at work, drops the tenant if its id
 * is the one that the restore gave it, and drops its resource pools if nobody holds them. It drops nothing else, and says with
 * statements for root@sys what is left.
 */
public final class DropOperation extends TurnBasedOperation {

    /** From this stage on a restore cannot be cancelled any more; its tenant is dropped when the DAG has ended. */
    private static final int FINISHING_STAGE = 4;

    private static final int MOST_RETRIES = 2;

    /** obshell itself takes up to a minute to answer. */
    private static final Duration CANCEL_AGAIN = Duration.ofMinutes(2);

    private final DropRequest request;
    private final String name;
    private final DagStarter starter;
    private final StartTransitions transitions;

    /**
     * @param target  what it works with on the cluster that was restored into
     * @param request what to drop
     */
    public DropOperation(@NonNull OperationContext target, @NonNull DropRequest request) {
        super(target, request.timing());
        this.request = request;
        this.name = request.tenant().name();
        this.starter = DagStarter.ofOwnTenant(target, dag -> DagNames.isDrop(dag.name()) && isOfTenant(dag));
        this.transitions = new StartTransitions(this, starter);
    }

    private boolean isOfTenant(Dag dag) {
        return dag.maintenanceKey() != null && TenantSelection.isSame(name, dag.maintenanceKey());
    }

    @Override
    CompletableFuture<Turn> turn(OperationState before) {
        OperationState state = before.drill() == null ? before.withDrill(Drill.of(request.tenant(), null)) : before;
        return switch (state.phase()) {
            case STARTING -> search(state);
            case FOLLOWING, VERIFYING -> follow(state);
            default -> look(state);
        };
    }

    /** The restore has had contact, and to give up at once would leave its tenant behind. */
    @Override
    Contact contactBefore() {
        return Contact.NONE.accepted();
    }

    /** The scratch tenant shows no clock. */
    @Override
    BackupScope scope() {
        return BackupScope.ALL_TENANTS;
    }

    /** What obshell has begun to drop it drops. */
    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        return CompletableFuture.completedFuture(
                AbortGracePeriod.over(state, Messages.Operation_aborted(leftRunning(state))));
    }

    @Override
    String leftRunning(OperationState state) {
        return left(scratch(state));
    }

    /** {@return what may be left of a scratch tenant, with its id and the statements that remove it} */
    @NonNull
    public static String left(@NonNull ScratchTenant tenant) {
        return Messages.DropOperation_left(tenant.name(), tenant.id() == null ? "-" : tenant.id());
    }

    private ScratchTenant scratch(OperationState state) {
        return state.drill() == null ? request.tenant() : state.drill().scratch();
    }

    /** What the cluster reports of a scratch tenant. */
    private record Seen(List<RestoreTask> restores, List<Dag> dags, List<Tenant> tenants) {}

    /** The tenants are read last: what a restore that is over has made is there then. */
    private CompletableFuture<Turn> look(OperationState state) {
        return context()
                .client()
                .unfinishedDags()
                .thenCompose(dags -> context()
                        .client()
                        .restoreTasks()
                        .thenCompose(restores -> context()
                                .client()
                                .tenants()
                                .thenCompose(tenants -> decide(state, new Seen(restores, dags, tenants)))));
    }

    private CompletableFuture<Turn> decide(OperationState before, Seen seen) {
        ScratchTenant known = scratch(before);
        RestoreTask restore = known.jobIn(seen.restores()).orElse(null);
        OperationState state = restore == null
                ? before
                : before.withDrill(before.drill().withScratch(known.withId(restore.tenantId())));
        List<Dag> open = seen.dags().stream()
                .filter(dag -> isOfTenant(dag) && !dag.isOver())
                .toList();
        Optional<Dag> restoring = open.stream()
                .filter(dag -> DagNames.isRestore(dag.name(), name))
                .filter(dag -> known.dagId() == null || known.dagId().equals(dag.id()))
                .findFirst();
        boolean isAtWork = restore != null && restore.isRunning();
        if (!isAtWork && restoring.isPresent()) {
            // obshell undoes a restore that it does not find with a drop of whatever tenant has the name.
            Optional<Tenant> others = others(scratch(state), seen.tenants());
            if (others.isPresent()) {
                return CompletableFuture.completedFuture(waiting(
                        state,
                        Messages.DropOperation_notCancelled(
                                restoring.get().id(), name, others.get().id())));
            }
        }
        if (isAtWork || restoring.isPresent()) {
            return cancel(state, restoring, isAtWork);
        }
        Optional<Dag> dropping =
                open.stream().filter(dag -> DagNames.isDrop(dag.name())).findFirst();
        if (dropping.isPresent()) {
            return CompletableFuture.completedFuture(
                    later(following(state, dropping.get()).in(Phase.FOLLOWING, now())));
        }
        return decide(state, seen.tenants());
    }

    private static OperationState following(OperationState state, Dag dag) {
        return state.withDag(FollowedDag.of(dag)).withDrill(state.drill().withMissesAt(null));
    }

    private Turn waiting(OperationState state, String what) {
        return waitFor(state, what, what, new ProgressEvent.WaitingForRestore(name, what));
    }

    private Turn waitUntil(OperationState state, Instant mayAppearUntil) {
        return waitFor(
                state,
                "lost restore",
                Messages.DropOperation_mayAppear(UtcTime.format(mayAppearUntil)),
                new ProgressEvent.WaitingForLostRestore(name, mayAppearUntil));
    }

    private CompletableFuture<Turn> cancel(OperationState state, Optional<Dag> restoring, boolean isAtWork) {
        String dagId = restoring.map(Dag::id).orElse(null);
        boolean isFinishing =
                restoring.filter(dag -> dag.stage() >= FINISHING_STAGE).isPresent() && !isAtWork;
        if (isFinishing) {
            return CompletableFuture.completedFuture(waiting(state, Messages.DropOperation_finishing(dagId)));
        }
        // A second request would turn the undoing around, and then nothing cancels the restore any more.
        Instant last = state.drill().cancelAt();
        boolean isBeingUndone = restoring.filter(Dag::isBeingUndone).isPresent();
        if (isBeingUndone || last != null && Duration.between(last, now()).compareTo(CANCEL_AGAIN) < 0) {
            return CompletableFuture.completedFuture(waiting(state, Messages.DropOperation_cancelling(name)));
        }
        OperationState sent = state.withDrill(state.drill().withCancelAt(now()));
        return context().client().cancelRestore(name).handle((accepted, error) -> {
            ObshellException failure = error == null ? null : failureOf(error);
            if (failure instanceof RefusedException refusal && !refusal.isWrongPassword()) {
                return later(sent, new ProgressEvent.CancelRefused(said(refusal)));
            }
            if (failure == null || failure.mayHaveArrived()) {
                return later(sent, new ProgressEvent.RestoreCancelRequested(name));
            }
            throw new CutTurnException(later(sent), failure);
        });
    }

    private static ObshellException failureOf(Throwable error) {
        if (Futures.unwrap(error) instanceof ObshellException failure) {
            return failure;
        }
        throw new CompletionException(error);
    }

    private CompletableFuture<Turn> decide(OperationState state, List<Tenant> tenants) {
        ScratchTenant scratch = scratch(state);
        Optional<Tenant> ours = ours(scratch, tenants);
        if (ours.isPresent()) {
            return TenantSelection.isSame(name, String.valueOf(ours.get().name()))
                    ? drop(state)
                    : CompletableFuture.completedFuture(failure(
                            state,
                            Messages.DropOperation_renamed(
                                    name, scratch.id(), ours.get().name())));
        }
        if (scratch.mayAppearUntil() != null && now().isBefore(scratch.mayAppearUntil())) {
            return CompletableFuture.completedFuture(waitUntil(state, scratch.mayAppearUntil()));
        }
        Optional<Tenant> others = others(scratch, tenants);
        return others.isPresent()
                ? CompletableFuture.completedFuture(ended(
                        state,
                        Verdict.WARNING,
                        Messages.DropOperation_others(name, others.get().id())))
                : dropPools(state);
    }

    private static Optional<Tenant> ours(ScratchTenant scratch, List<Tenant> tenants) {
        return tenants.stream()
                .filter(tenant -> scratch.id() != null && scratch.id().equals(tenant.id()))
                .findFirst();
    }

    /** Before its id is known, no tenant is shown to be the one that the restore makes. */
    private Optional<Tenant> others(ScratchTenant scratch, List<Tenant> tenants) {
        return tenants.stream()
                .filter(tenant -> tenant.name() != null && TenantSelection.isSame(name, tenant.name()))
                .filter(tenant -> scratch.id() == null || !scratch.id().equals(tenant.id()))
                .findFirst();
    }

    private CompletableFuture<Turn> drop(OperationState state) {
        CompletableFuture<Turn> turn = state.attempt() == null ? start(state) : transitions.again(state, this::start);
        return turn.thenApply(made -> made.isOver() ? sayingWhatIsLeft(made) : made);
    }

    private Turn sayingWhatIsLeft(Turn end) {
        String message = end.outcome().message() + " " + leftRunning(end.state());
        return end.with(
                new Outcome(end.outcome().verdict(), message, end.outcome().result()));
    }

    private CompletableFuture<Turn> start(OperationState state) {
        return starter.start(state, () -> send(scratch(state)))
                .thenCompose(attempted -> transitions.turn(state, attempted, null))
                .exceptionallyCompose(error -> Futures.unwrap(error) instanceof NotOursException
                        ? look(state.in(Phase.NEW, now()))
                        : CompletableFuture.failedFuture(error));
    }

    /** Nothing was sent, because the tenant of that name has another id by now. */
    private static final class NotOursException extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /** The id is compared once more, directly before the tenant of that name is dropped. */
    private CompletableFuture<Dag> send(ScratchTenant scratch) {
        return context().client().tenants().thenCompose(tenants -> {
            boolean isOurs = ours(scratch, tenants)
                    .filter(tenant -> TenantSelection.isSame(name, String.valueOf(tenant.name())))
                    .isPresent();
            if (!isOurs) {
                throw new NotOursException();
            }
            show(SentRequests.drop(now(), name), texts());
            return context().client().dropTenant(name);
        });
    }

    /** The tenants say whether a drop whose response is not known was done. */
    private CompletableFuture<Turn> search(OperationState state) {
        return starter.find(state.attempt()).thenCompose(search -> {
            if (search.single().isPresent()) {
                return CompletableFuture.completedFuture(
                        transitions.adopted(state, search.single().get()));
            }
            OperationState looked = starter.lookedAt(state);
            return context().client().tenants().thenCompose(tenants -> {
                boolean isGone = ours(scratch(state), tenants).isEmpty();
                if (isGone) {
                    return look(looked.in(Phase.NEW, now()));
                }
                return looked.attempt().isSettled(now())
                        ? drop(looked)
                        : CompletableFuture.completedFuture(later(looked));
            });
        });
    }

    private CompletableFuture<Turn> follow(OperationState state) {
        return dag(state.dag().id(), false, null).thenCompose(dag -> dag == null ? gone(state) : follow(state, dag));
    }

    private CompletableFuture<Turn> gone(OperationState state) {
        Drill drill = state.drill().missing(now());
        return drill.hasMissedTooLong(now())
                ? look(state.withDag(null).in(Phase.NEW, now()))
                : CompletableFuture.completedFuture(later(state.withDrill(drill)));
    }

    private CompletableFuture<Turn> follow(OperationState state, Dag dag) {
        boolean isNew = dag.stage() != state.dag().stage() || dag.isOver();
        return isNew
                ? dagWithDetails(state)
                        .thenCompose(details -> details == null ? gone(state) : withDetails(state, details))
                : CompletableFuture.completedFuture(later(seen(state, dag)));
    }

    private static OperationState seen(OperationState state, Dag dag) {
        return state.withDag(state.dag().seen(dag)).withDrill(state.drill().withMissesAt(null));
    }

    private CompletableFuture<Turn> withDetails(OperationState before, Dag dag) {
        OperationState state = seen(before, dag);
        List<ProgressEvent> events = new ArrayList<>();
        if (dag.stage() != before.dag().stage()) {
            events.add(ProgressEvent.StageEntered.of(dag));
        }
        if (dag.isFailed()) {
            FailedNode.in(dag).ifPresent(events::add);
            return afterFailure(state, dag, events);
        }
        return dag.isSucceeded()
                ? look(state.in(Phase.NEW, now())).thenApply(turn -> turn.after(events))
                : CompletableFuture.completedFuture(later(state, events));
    }

    /** A retry drops the tenant whose id the DAG noted when it was made, so it cannot befall another one. */
    private CompletableFuture<Turn> afterFailure(OperationState state, Dag dag, List<ProgressEvent> events) {
        if (state.drill().retries() >= MOST_RETRIES) {
            String message = Messages.DropOperation_failed(dag.id(), FailedNode.describe(dag), leftRunning(state));
            return CompletableFuture.completedFuture(failure(state, message).after(events));
        }
        events.add(new ProgressEvent.DagRetried(dag.id()));
        OperationState retried =
                state.withDrill(state.drill().withRetries(state.drill().retries() + 1));
        return ignoringRefusal(context().client().operate(dag.id(), DagOperator.RETRY))
                .thenApply(ignored -> later(retried, events));
    }

    private static CompletableFuture<Void> ignoringRefusal(CompletableFuture<Void> call) {
        return Futures.orElse(
                call,
                error -> error instanceof RefusedException refusal
                        && !refusal.isTransient()
                        && !refusal.isWrongPassword(),
                null);
    }

    /** A tenant that is gone holds no pool any more, and obshell may have failed before it dropped them. */
    private CompletableFuture<Turn> dropPools(OperationState state) {
        return context().client().resourcePools().thenCompose(pools -> {
            List<ProgressEvent> events = new ArrayList<>();
            CompletableFuture<Void> dropped = CompletableFuture.completedFuture(null);
            for (ResourcePool pool : pools) {
                if (pool.isFree() && pool.isMadeForRestoreOf(name)) {
                    dropped = dropped.thenCompose(ignored -> context().client().dropResourcePool(pool.name()))
                            .thenRun(() -> events.add(new ProgressEvent.PoolDropped(pool.name())));
                }
            }
            return dropped.thenCompose(ignored -> passFailedRestore(state)).thenApply(ignored -> over(state, events));
        });
    }

    /** A restore's DAG that failed would stay among the unfinished ones for ever, with nothing left to restore into. */
    private CompletableFuture<Void> passFailedRestore(OperationState state) {
        String dagId = scratch(state).dagId();
        return dagId == null
                ? CompletableFuture.completedFuture(null)
                : dag(dagId, false, null)
                        .thenCompose(dag -> dag != null && dag.isFailed()
                                ? ignoringRefusal(context().client().operate(dagId, DagOperator.PASS))
                                : CompletableFuture.completedFuture(null));
    }

    private Turn over(OperationState state, List<ProgressEvent> events) {
        String id = scratch(state).id();
        String message = id == null ? Messages.DropOperation_nothing(name) : Messages.DropOperation_dropped(name, id);
        List<ProgressEvent> all = new ArrayList<>();
        if (id != null) {
            all.add(new ProgressEvent.TenantDropped(name, id));
        }
        all.addAll(events);
        return ended(state, Verdict.SUCCESS, message).after(all);
    }

    private static Turn ended(OperationState state, Verdict verdict, String message) {
        return Turn.over(state, new Outcome(verdict, message, state.known()), List.of());
    }
}
