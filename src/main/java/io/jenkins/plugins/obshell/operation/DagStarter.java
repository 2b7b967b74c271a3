package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.UnexpectedResponseException;
import io.jenkins.plugins.obshell.client.model.Dag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Starts a DAG exactly once. The attempt is stored before it is sent; where its answer is lost the DAG is looked for, and it
 * is never sent again while the first may have arrived.
 */
final class DagStarter {

    /** A request expires after 60 s; what has not begun half a minute later will not. */
    private static final Duration SETTLES_AFTER_LOSS = Duration.ofSeconds(90);

    /** How long after it was sent a request can still begin its DAG: while it is valid, and what a server needs. */
    private static final Duration BEGINS_WITHIN = Duration.ofMinutes(2);

    private static final Duration CLOCK_SLACK = Duration.ofSeconds(30);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    private final OperationContext context;
    private final Predicate<String> names;

    /**
     * @param context where to start it
     * @param names   the names of the DAG that this start can make
     */
    DagStarter(OperationContext context, Predicate<String> names) {
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

    /** Nothing was sent, since the attempt could not be stored. */
    record NotStored(String reason) implements Result {}

    /**
     * What became of a start.
     *
     * @param attempting the state as it was stored before it was sent
     * @param result     what came of it
     */
    record Attempted(OperationState attempting, Result result) {}

    /** Looks for unfinished DAGs that do the same. */
    CompletableFuture<List<Dag>> unfinished() {
        return named(context.client().unfinishedDags());
    }

    /** Stores the attempt, then sends it. */
    CompletableFuture<Attempted> start(OperationState state, List<Dag> known, Supplier<CompletableFuture<Dag>> send) {
        OperationState attempting = attempting(state, known);
        try {
            context.journal().record(attempting);
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            return CompletableFuture.completedFuture(new Attempted(attempting, new NotStored(reason)));
        }
        return send.get().handle((dag, error) -> new Attempted(attempting, result(dag, error)));
    }

    private static Result result(Dag dag, Throwable error) {
        if (error == null) {
            return dag == null || dag.id() == null || !ID.matcher(dag.id()).matches()
                    ? new Unknown(null)
                    : new Started(dag);
        }
        Throwable cause = TurnBasedOperation.unwrap(error);
        if (!(cause instanceof ObshellException failure)) {
            throw new CompletionException(cause);
        }
        if (failure instanceof RefusedException refusal && refusal.isUnderMaintenance()) {
            return new Held(refusal);
        }
        return failure.mayHaveArrived() ? new Unknown(failure) : new NotStarted(failure);
    }

    private OperationState attempting(OperationState state, List<Dag> known) {
        Instant now = context.clock().instant();
        List<Duration> offsets = context.client().directory().clockOffsets();
        Duration least = offsets.stream().min(Duration::compareTo).orElse(Duration.ZERO);
        Duration most = offsets.stream().max(Duration::compareTo).orElse(Duration.ZERO);
        List<String> ids = known.stream().map(Dag::id).filter(Objects::nonNull).toList();
        StartAttempt attempt =
                new StartAttempt(now, now.plus(least), now.plus(most), ids, now.plus(SETTLES_AFTER_LOSS), null);
        return state.in(Phase.STARTING, now).withAttempt(attempt).nothingAwaited();
    }

    /** The state after a start whose answer is not known. */
    OperationState lost(OperationState attempting, @Nullable ObshellException failure) {
        // An error, too, can come from one obshell while another one, to which it passed the request, still acts.
        Instant settledBy = context.clock().instant().plus(SETTLES_AFTER_LOSS);
        String problem = failure == null ? Messages.DagStarter_noDag() : TurnBasedOperation.said(failure);
        return attempting.withAttempt(attempting.attempt().lost(problem, settledBy));
    }

    /**
     * Looks for the DAG of an attempt, among those that are not over and, where obshell lists them, among the others.
     *
     * @return all that can be it; where there is more than one, nothing tells which
     */
    CompletableFuture<List<Dag>> find(StartAttempt attempt) {
        return unfinished()
                .thenCompose(running -> all().thenApply(all -> {
                    Map<String, Dag> found = new TreeMap<>();
                    all.stream().filter(dag -> beganAfter(attempt, dag)).forEach(dag -> found.put(dag.id(), dag));
                    running.forEach(dag -> found.put(dag.id(), dag));
                    return found.values().stream()
                            .filter(dag -> !attempt.knownDags().contains(dag.id()))
                            .filter(dag -> beganInTime(attempt, dag))
                            .toList();
                }));
    }

    /** Empty where obshell is too old to list them, or has more than an answer may hold. */
    private CompletableFuture<List<Dag>> all() {
        return NotFound.orElse(named(context.client().allDags()), List.of())
                .handle((dags, error) -> {
                    boolean tooMany = error != null
                            && TurnBasedOperation.unwrap(error) instanceof UnexpectedResponseException answer
                            && answer.reason() == UnexpectedResponseException.Reason.TOO_LARGE;
                    if (error == null || tooMany) {
                        return CompletableFuture.completedFuture(tooMany ? List.<Dag>of() : dags);
                    }
                    return CompletableFuture.<List<Dag>>failedFuture(error);
                })
                .thenCompose(Function.identity());
    }

    private CompletableFuture<List<Dag>> named(CompletableFuture<List<Dag>> dags) {
        return dags.thenApply(list -> list.stream()
                .filter(dag -> dag.name() != null && names.test(dag.name()))
                .filter(dag -> dag.id() != null && ID.matcher(dag.id()).matches())
                .toList());
    }

    private static boolean beganAfter(StartAttempt attempt, Dag dag) {
        Instant earliest = attempt.serverSentAt().minus(CLOCK_SLACK);
        return dag.startTime() == null || !dag.startTime().isBefore(earliest);
    }

    /** Looked for at once, whatever is new is from now; only later the clocks must tell. */
    private boolean beganInTime(StartAttempt attempt, Dag dag) {
        Instant now = context.clock().instant();
        boolean atOnce = now.isBefore(attempt.sentAt().plus(BEGINS_WITHIN)) && !now.isBefore(attempt.sentAt());
        Instant latest = attempt.serverSentBy().plus(BEGINS_WITHIN);
        return atOnce || dag.startTime() != null && !dag.startTime().isAfter(latest);
    }

    boolean isSettled(StartAttempt attempt) {
        return !context.clock().instant().isBefore(attempt.settledBy());
    }
}
