package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What becomes of an operation after it has tried to start a DAG. */
final class StartTransitions {

    private static final int MOST_REQUESTS = 2;

    private final TurnBasedOperation operation;
    private final DagStarter starter;

    /**
     * @param operation the operation that starts
     * @param starter   what it starts with
     */
    StartTransitions(TurnBasedOperation operation, DagStarter starter) {
        this.operation = operation;
        this.starter = starter;
    }

    /**
     * @param before    the state to go on from if nothing was started
     * @param attempted what came of the start
     * @param lock      the configuration that holds the tenant, or null if none is known
     * @return the turn
     */
    CompletableFuture<Turn> turn(OperationState before, DagStarter.Attempted attempted, @Nullable Dag lock) {
        DagStarter.Result result = attempted.result();
        if (result instanceof DagStarter.NotStarted notStarted) {
            // Nothing was sent or done, so it can be tried again like a read.
            return CompletableFuture.failedFuture(notStarted.failure());
        }
        if (result instanceof DagStarter.Refused refused) {
            return refused(before, attempted.attempting(), refused.refusal(), lock);
        }
        return CompletableFuture.completedFuture(turn(before, attempted.attempting(), result));
    }

    private Turn turn(OperationState before, OperationState attempting, DagStarter.Result result) {
        if (result instanceof DagStarter.Started started) {
            return following(dated(attempting, started.dag()), started.dag());
        }
        if (result instanceof DagStarter.NotStored notStored) {
            return operation.failure(before, Messages.StartTransitions_notStored(notStored.reason()));
        }
        return lost(attempting, ((DagStarter.Unknown) result).failure());
    }

    /** The DAG was made just now, so it shows OceanBase's clock. */
    private OperationState dated(OperationState state, Dag dag) {
        return dag.startTime() == null
                ? state
                : state.withContact(state.contact().knowing(dag.startTime(), operation.now()));
    }

    private Turn lost(OperationState attempting, @Nullable ObshellException failure) {
        OperationState lost = starter.lost(attempting, failure);
        return operation.later(lost, new ProgressEvent.AnswerLost(problem(lost)));
    }

    /** A proxy can have sent the request twice; then the first copy started the DAG, and the second was refused over it. */
    private CompletableFuture<Turn> refused(
            OperationState before, OperationState attempting, RefusedException refusal, @Nullable Dag lock) {
        return Futures.orElse(
                        starter.find(attempting.attempt()).thenApply(Optional::of),
                        ObshellException.class::isInstance,
                        Optional.<DagStarter.Search>empty())
                .thenCompose(search -> {
                    List<Dag> found = search.map(DagStarter.Search::candidates).orElse(List.of());
                    if (found.size() == 1) {
                        return CompletableFuture.completedFuture(adopted(attempting, found.get(0)));
                    }
                    if (search.isEmpty() || !found.isEmpty()) {
                        return CompletableFuture.completedFuture(lost(attempting, refusal));
                    }
                    return refusal.isUnderMaintenance()
                            ? CompletableFuture.completedFuture(waiting(before, refusal, lock))
                            : CompletableFuture.<Turn>failedFuture(refusal);
                });
    }

    private Turn waiting(OperationState before, RefusedException refusal, @Nullable Dag lock) {
        String said = TurnBasedOperation.said(refusal);
        String message = lock == null ? said : said + " " + configuration(lock);
        String key = "maintenance " + refusal.errCode() + (lock == null ? "" : lock.id() + lock.isFailed());
        return operation.waitFor(before, key, message, new ProgressEvent.WaitingForMaintenance(message));
    }

    /** {@return whether nothing else of its tenants should start; a failed configuration of all tenants holds nothing} */
    static boolean isInTheWay(Dag configuration) {
        return !configuration.isFailed()
                || !DagNames.scopeOf(configuration.name()).isAllTenants();
    }

    /** {@return which configuration holds which tenant; of one that failed, what frees it} */
    static String configuration(Dag lock) {
        String tenant = DagNames.scopeOf(lock.name()).tenant();
        if (tenant == null) {
            return Messages.StartTransitions_configurationOfAll(lock.id());
        }
        return lock.isFailed()
                ? Messages.StartTransitions_failedLock(lock.id(), tenant)
                : Messages.StartTransitions_configuration(lock.id(), tenant);
    }

    /**
     * A turn of the search for the DAG of a lost start: it is found, it can still appear, or the search is over.
     *
     * @param state the state
     * @param ended takes over once the start cannot begin anything any more, or if several DAGs can be the one
     */
    CompletableFuture<Turn> search(
            OperationState state, BiFunction<OperationState, DagStarter.Search, CompletableFuture<Turn>> ended) {
        return starter.find(state.attempt()).thenCompose(search -> {
            if (search.single().isPresent()) {
                return CompletableFuture.completedFuture(
                        adopted(state, search.single().get()));
            }
            OperationState looked = starter.lookedAt(state);
            return looked.attempt().isSettled(operation.now())
                    ? ended.apply(looked, search)
                    : CompletableFuture.completedFuture(operation.later(looked));
        });
    }

    /**
     * The end of a search that shows neither a DAG nor that there is none.
     *
     * @param message what cannot be told
     */
    Turn cannotTell(OperationState state, DagStarter.Search search, String message) {
        return operation.failure(state, (message + " " + ambiguous(search.candidates())).strip());
    }

    /** The turn after the DAG of a lost start was found. */
    Turn adopted(OperationState state, Dag dag) {
        return following(state.withAttempt(state.attempt().withAdopted(true)), dag);
    }

    /**
     * The turn after a lost start is known to have begun nothing: it is sent once more.
     *
     * @param state the state
     * @param start sends it
     */
    CompletableFuture<Turn> again(OperationState state, Function<OperationState, CompletableFuture<Turn>> start) {
        return state.attempt().number() >= MOST_REQUESTS
                ? CompletableFuture.completedFuture(
                        operation.failure(state, Messages.StartTransitions_notStarted(problem(state))))
                : start.apply(state);
    }

    static String problem(OperationState state) {
        String problem = state.attempt() == null ? null : state.attempt().problem();
        return Objects.requireNonNullElse(problem, Messages.StartTransitions_interrupted());
    }

    /** {@return which DAGs can be the one, if there are several} */
    static String ambiguous(List<Dag> found) {
        return found.size() < 2
                ? ""
                : Messages.StartTransitions_ambiguous(
                        FirstFew.of(found, Dag::id).joined(", "));
    }

    private Turn following(OperationState state, Dag dag) {
        OperationState following = state.in(Phase.FOLLOWING, operation.now())
                .withDag(FollowedDag.of(dag))
                .nothingAwaited();
        boolean adopted = state.attempt().adopted();
        return operation.later(following, List.of(new ProgressEvent.DagStarted(dag.id(), dag.name(), adopted)));
    }
}
