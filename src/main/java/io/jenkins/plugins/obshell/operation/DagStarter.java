package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.UnexpectedResponseException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.Dag;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts one DAG. The attempt is stored before it is sent, together with the DAGs that exist by then; if its response is lost,
 * a DAG that is new is looked for.
 */
final class DagStarter {

    /** A request can begin its DAG while it is accepted, and while its handler is at work. */
    private static final Duration BEGINS_WITHIN =
            ObshellClient.START_VALIDITY.plus(StartAttempt.HANDLER_TAKES).plusMinutes(2);

    /** The members of a cluster may not differ by more. */
    private static final Duration CLOCK_SLACK = Duration.ofSeconds(30);

    private static final int MOST_KNOWN = 40;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{1,64}");

    /** Refusals that the request alone explains, so no copy of it can have begun anything. */
    private static final Pattern INVALID =
            Pattern.compile("Invalid|Empty|NotExist|NotAllowed|NotFound|Bind|^Security\\.|^Agent\\.|^Request\\.");

    private static final String SQL_ERROR = "MySQL.Error";

    private final OperationContext context;

    @Nullable
    private final BackupScope scope;

    private final Predicate<Dag> kind;

    /**
     * @param context where to start it
     * @param scope   what it is started for
     * @param names   the names of the DAG that this start can make
     */
    DagStarter(OperationContext context, BackupScope scope, Predicate<String> names) {
        this(context, dag -> dag.name() != null && names.test(dag.name()), scope);
    }

    private DagStarter(OperationContext context, Predicate<Dag> kind, @Nullable BackupScope scope) {
        this.context = context;
        this.scope = scope;
        this.kind = kind;
    }

    /**
     * @param context where to start it
     * @param kind    whether a DAG is about a tenant that nobody else has anything to do with, so that one that is new needs no
     *                other proof
     */
    static DagStarter ofOwnTenant(OperationContext context, Predicate<Dag> kind) {
        return new DagStarter(context, kind, null);
    }

    /** What came of a start. */
    sealed interface Result {}

    /** The response names the DAG. */
    record Started(Dag dag) implements Result {}

    /** obshell refused the request, which a proxy may have sent twice: a first copy may have started the DAG. */
    record Refused(RefusedException refusal) implements Result {}

    /** Nothing was started. */
    record NotStarted(ObshellException failure) implements Result {}

    /** It may have been started. */
    record Unknown(@Nullable ObshellException failure) implements Result {}

    /** Nothing was sent, since the attempt could not be stored. */
    record NotStored(String reason) implements Result {}

    /**
     * What became of a start.
     *
     * @param attempting the state as it was stored before the request was sent
     * @param result     what came of it
     */
    record Attempted(OperationState attempting, Result result) {}

    /**
     * What a look for the DAG of an attempt found.
     *
     * @param candidates  the new DAGs that can be its; if there are several, nothing says which one is
     * @param othersBegan whether there are new DAGs of its name that began too late to be its
     * @param complete    whether obshell lists the DAGs that are over, too
     */
    record Search(List<Dag> candidates, boolean othersBegan, boolean complete) {

        /** {@return the one DAG that can be it, if there is exactly one} */
        Optional<Dag> single() {
            return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
        }

        /** {@return whether certainly no DAG of that name has begun since} */
        boolean isNothingNew() {
            return complete && candidates.isEmpty() && !othersBegan;
        }
    }

    /** Looks for unfinished DAGs of these names. */
    CompletableFuture<List<Dag>> unfinished() {
        return context.client().unfinishedDags().thenApply(this::named);
    }

    /** Stores the attempt with the DAGs that exist by then, and sends it. */
    CompletableFuture<Attempted> start(OperationState state, Supplier<CompletableFuture<Dag>> send) {
        return existing().thenCompose(existing -> {
            OperationState attempting = attempting(state, existing.dags());
            try {
                context.journal().record(attempting);
            } catch (IOException e) {
                String reason = String.valueOf(e.getMessage());
                return CompletableFuture.completedFuture(new Attempted(attempting, new NotStored(reason)));
            }
            return send.get().handle((dag, error) -> new Attempted(attempting, result(dag, error)));
        });
    }

    private static Result result(@Nullable Dag dag, @Nullable Throwable error) {
        if (error == null) {
            return dag == null || !hasId(dag) ? new Unknown(null) : new Started(dag);
        }
        Throwable cause = Futures.unwrap(error);
        if (!(cause instanceof ObshellException failure)) {
            throw new CompletionException(cause);
        }
        if (failure instanceof RefusedException refusal && SQL_ERROR.equals(refusal.errCode())) {
            return new Unknown(refusal);
        }
        if (failure instanceof RefusedException refusal && mayFollowACopy(refusal)) {
            return new Refused(refusal);
        }
        return failure.mayHaveArrived() ? new Unknown(failure) : new NotStarted(failure);
    }

    private static boolean mayFollowACopy(RefusedException refusal) {
        return refusal.isUnderMaintenance()
                || refusal.httpStatus() < 500
                        && !refusal.isWrongPassword()
                        && !refusal.isTransient()
                        && (refusal.errCode() == null
                                || !INVALID.matcher(refusal.errCode()).find());
    }

    private OperationState attempting(OperationState state, List<Dag> dags) {
        Instant now = context.clock().instant();
        Comparator<Dag> byStart = Comparator.comparing(Dag::startTime, Comparator.nullsLast(Comparator.naturalOrder()));
        List<String> newest = named(dags).stream()
                .sorted(byStart.reversed())
                .limit(MOST_KNOWN)
                .map(Dag::id)
                .toList();
        Instant newestAt = dags.stream()
                .map(Dag::startTime)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
        int number = state.attempt() == null ? 1 : state.attempt().number() + 1;
        StartAttempt attempt = StartAttempt.of(number, now, serverNow(), newest, newestAt);
        return state.in(Phase.STARTING, now).withAttempt(attempt).nothingAwaited();
    }

    /** The state after a start whose response is not known. */
    OperationState lost(OperationState attempting, @Nullable ObshellException failure) {
        String problem = failure == null ? Messages.DagStarter_noDag() : TurnBasedOperation.said(failure);
        return attempting.withAttempt(
                attempting.attempt().lost(problem, context.clock().instant()));
    }

    /**
     * Looks for the DAG of an attempt: one that did not exist before the request was sent.
     *
     * @param attempt the attempt
     * @return what was found
     */
    CompletableFuture<Search> find(StartAttempt attempt) {
        return existing().thenCompose(existing -> {
            List<Dag> began = named(existing.dags()).stream()
                    .filter(dag -> isNew(attempt, dag))
                    .toList();
            // What is new while the request can still begin something may be its; later, only the times can say so.
            if (began.isEmpty() || scope == null || canStillBegin(attempt)) {
                return CompletableFuture.completedFuture(new Search(began, false, existing.complete()));
            }
            return new DatabaseClock(context.client()).now(scope).thenApply(now -> {
                List<Dag> candidates = began.stream()
                        .filter(dag -> beganInTime(attempt, dag, now))
                        .toList();
                return new Search(candidates, candidates.size() < began.size(), existing.complete());
            });
        });
    }

    /** The state after a look that found no DAG to go on with. */
    OperationState lookedAt(OperationState state) {
        boolean interrupted = state.contact().lostAt() != null;
        return state.withAttempt(state.attempt().lookedAt(context.clock().instant(), interrupted));
    }

    /** The DAGs of the cluster, and whether those that are over are among them. */
    private record Existing(List<Dag> dags, boolean complete) {}

    private CompletableFuture<Existing> existing() {
        return all().thenCompose(all -> all.isPresent()
                ? CompletableFuture.completedFuture(new Existing(all.get(), true))
                : context.client().unfinishedDags().thenApply(dags -> new Existing(dags, false)));
    }

    /** Nothing if obshell is too old to list them, or has more than a response may hold. */
    private CompletableFuture<Optional<List<Dag>>> all() {
        return Futures.orElse(
                NotFound.orElse(context.client().allDags().thenApply(Optional::of), Optional.empty()),
                error -> error instanceof UnexpectedResponseException response
                        && response.reason() == UnexpectedResponseException.Reason.TOO_LARGE,
                Optional.empty());
    }

    private List<Dag> named(List<Dag> dags) {
        return dags.stream().filter(dag -> hasId(dag) && kind.test(dag)).toList();
    }

    private static boolean hasId(Dag dag) {
        return dag.id() != null && ID.matcher(dag.id()).matches();
    }

    /** Both times are the database's. */
    private static boolean isNew(StartAttempt attempt, Dag dag) {
        return !attempt.knownDags().contains(dag.id())
                && (attempt.newestDagAt() == null
                        || dag.startTime() == null
                        || !dag.startTime().isBefore(attempt.newestDagAt().minus(CLOCK_SLACK)));
    }

    /** One of the two clocks can have been put forward or back meanwhile. */
    private boolean canStillBegin(StartAttempt attempt) {
        Duration localAgo = Duration.between(attempt.sentAt(), context.clock().instant());
        return Stream.of(localAgo, sentAgo(attempt))
                .anyMatch(ago -> !ago.isNegative() && ago.compareTo(BEGINS_WITHIN) < 0);
    }

    /** How long ago the DAG began is a matter of the database's clock, how long ago the request was sent one of the server's. */
    private boolean beganInTime(StartAttempt attempt, Dag dag, Optional<Instant> databaseNow) {
        return DatabaseClock.age(dag.startTime(), databaseNow)
                .filter(begunAgo -> !isOlder(begunAgo, attempt))
                .filter(begunAgo -> begunAgo.compareTo(sentAgo(attempt).minus(BEGINS_WITHIN)) >= 0)
                .isPresent();
    }

    /** {@return whether what began so long ago had begun before the request was sent} */
    boolean isOlder(Duration begunAgo, StartAttempt attempt) {
        return begunAgo.compareTo(sentAgo(attempt).plus(CLOCK_SLACK)) > 0;
    }

    private Duration sentAgo(StartAttempt attempt) {
        return Duration.between(attempt.serverSentAt(), serverNow());
    }

    /** {@return the present by the clock of the endpoint that is most behind} */
    private Instant serverNow() {
        return context.clock()
                .instant()
                .plus(context.client().directory().clockOffsets().stream()
                        .min(Duration::compareTo)
                        .orElse(Duration.ZERO));
    }
}
