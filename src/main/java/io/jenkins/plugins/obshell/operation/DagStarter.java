package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.Dag;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Starts a DAG exactly once. The attempt is stored before it is sent; where its answer is lost the DAG is looked for, and it
 * is never sent again while the first may have arrived.
 */
final class DagStarter {

    /** A request expires after 60 s; what has not begun half a minute later will not. */
    private static final Duration SETTLES_AFTER_LOSS = Duration.ofSeconds(90);

    /** After an answer the server is done with the request. */
    private static final Duration SETTLES_AFTER_REFUSAL = Duration.ofSeconds(10);

    private static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

    private final OperationContext context;
    private final Set<String> names;

    /**
     * @param context where to start it
     * @param names   the names of the DAG that this start can make
     */
    DagStarter(OperationContext context, Set<String> names) {
        this.context = context;
        this.names = names;
    }

    /** What came of a start. */
    sealed interface Result {}

    /** The DAG is known. */
    record Started(Dag dag) implements Result {}

    /** Nothing was started, since another maintenance task holds the tenant or the cluster. */
    record Held(RefusedException refusal) implements Result {}

    /** Nothing was started. */
    record NotStarted(ObshellException failure) implements Result {}

    /** It may have been started. */
    record Unknown(ObshellException failure) implements Result {}

    /** Looks for unfinished DAGs that do the same. */
    CompletableFuture<List<Dag>> unfinished() {
        return context.client()
                .unfinishedDags()
                .thenApply(dags ->
                        dags.stream().filter(dag -> names.contains(dag.name())).toList());
    }

    /** Stores the attempt, then sends it. */
    CompletableFuture<Result> start(
            OperationState state, List<Dag> known, Function<OperationState, CompletableFuture<Dag>> send) {
        OperationState attempting = attempting(state, known);
        try {
            context.journal().record(attempting);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(e);
        }
        return send.apply(attempting).handle((dag, error) -> {
            if (error == null) {
                return dag == null || dag.id() == null ? new Unknown(null) : new Started(dag);
            }
            Throwable cause = TurnBasedOperation.unwrap(error);
            if (!(cause instanceof ObshellException failure)) {
                throw new java.util.concurrent.CompletionException(cause);
            }
            if (failure instanceof RefusedException refusal && refusal.isUnderMaintenance()) {
                return new Held(refusal);
            }
            return failure.mayHaveArrived() ? new Unknown(failure) : new NotStarted(failure);
        });
    }

    /** The state as it is stored while the start is under way. */
    OperationState attempting(OperationState state, List<Dag> known) {
        Instant now = context.clock().instant();
        Duration offset = context.client()
                .directory()
                .clockOffset(context.client().directory().endpoints().get(0));
        List<String> ids = known.stream().map(Dag::id).filter(Objects::nonNull).toList();
        StartAttempt attempt = new StartAttempt(now, now.plus(offset), ids, now.plus(SETTLES_AFTER_LOSS), null);
        return state.in(Phase.STARTING, now).with(draft -> draft.attempt = attempt);
    }

    /** The state after a start whose answer is not known. */
    OperationState lost(OperationState attempting, ObshellException failure) {
        boolean answered = failure instanceof RefusedException;
        Instant settledBy = context.clock().instant().plus(answered ? SETTLES_AFTER_REFUSAL : SETTLES_AFTER_LOSS);
        String problem = failure == null ? Messages.DagStarter_noDag() : failure.getMessage();
        return attempting.with(draft -> draft.attempt = attempting.attempt().lost(problem, settledBy));
    }

    /** Looks for the DAG of an attempt among those that are not over. */
    CompletableFuture<Optional<Dag>> find(StartAttempt attempt) {
        Instant earliest = attempt.serverSentAt().minus(CLOCK_SLACK);
        return unfinished().thenApply(dags -> dags.stream()
                .filter(dag -> dag.id() != null && !attempt.knownDags().contains(dag.id()))
                .filter(dag -> dag.startTime() == null || !dag.startTime().isBefore(earliest))
                .findFirst());
    }

    boolean isSettled(StartAttempt attempt) {
        return !context.clock().instant().isBefore(attempt.settledBy());
    }
}
