package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.SeparateBackups.Begun;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/**
 * Backs several tenants up one by one, a few at a time, as one operation: with one deadline, one abort and one verdict. Each
 * backup is a {@link BackupOperation} of its own, whose state is kept inside the state of this one.
 */
final class SeparateBackupsOperation extends TurnBasedOperation {

    /** How many backups are made at the same time. */
    static final int MOST_RUNNING = 4;

    /** With those that only wait for the log archive. */
    private static final int MOST_BEGUN = 16;

    private static final int MOST_BEGUN_IN_ONE_TURN = 4;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int REPORT_PERCENT = 10;
    private static final Duration REPORT_EVERY = Duration.ofMinutes(5);

    private final BackupRequest request;
    private final SeparatePlan plan;

    /**
     * @param context what it works with
     * @param request what to back up, of several tenants
     */
    SeparateBackupsOperation(@NonNull OperationContext context, @NonNull BackupRequest request) {
        super(context, request.timing());
        this.request = request;
        this.plan = new SeparatePlan(this, request);
    }

    /** A state with what happened before in the same turn. */
    private record Made(OperationState state, List<ProgressEvent> events) {

        SeparateBackups backups() {
            return state.separate();
        }

        Made with(SeparateBackups changed, List<ProgressEvent> more) {
            List<ProgressEvent> all = new ArrayList<>(events);
            all.addAll(more);
            return new Made(state.withSeparate(changed), all);
        }
    }

    @Override
    BackupScope scope() {
        return BackupScope.ALL_TENANTS;
    }

    /** Each backup notices by itself that contact is lost. */
    @Override
    boolean isInContact(OperationState after) {
        return after.separate() == null || after.separate().begun().isEmpty() || isAnyInContact(after.separate());
    }

    private static boolean isAnyInContact(SeparateBackups backups) {
        return backups.begun().stream()
                .anyMatch(begun -> begun.state().contact().lostAt() == null);
    }

    @Override
    CompletableFuture<Turn> turn(OperationState state) {
        if (state.separate() == null) {
            return plan.begin(state);
        }
        return state.separate().unread().isEmpty() ? work(state) : plan.look(state);
    }

    private CompletableFuture<Turn> work(OperationState state) {
        if (!state.separate().oneByOne()) {
            return together(state);
        }
        CompletableFuture<Made> made = CompletableFuture.completedFuture(new Made(state, List.of()));
        for (Begun begun : state.separate().begun()) {
            if (isDue(state, begun.state())) {
                made = made.thenCompose(before -> advance(before, begun));
            }
        }
        return made.thenCompose(before -> beginNext(before, MOST_BEGUN_IN_ONE_TURN))
                .thenApply(this::ended);
    }

    /** Nothing tells the tenants apart, so one DAG backs all of them up. */
    private CompletableFuture<Turn> together(OperationState state) {
        OperationState known = state.separate().together();
        OperationState begun = known == null
                ? state.withSeparate(state.separate().together(first(state, request.ofAllTogether())))
                : state;
        Begun only = begun.separate().begun().get(0);
        return operation(begun, only)
                .advance(only.state())
                .exceptionallyCompose(error -> cut(new Made(begun, List.of()), error))
                .thenApply(turn -> {
                    OperationState changed = begun.withSeparate(begun.separate().with(only.with(stored(turn))));
                    return turn.isOver()
                            ? Turn.over(changed, turn.outcome(), turn.events())
                            : Turn.again(changed, turn.pause(), turn.events());
                });
    }

    private static OperationState stored(Turn turn) {
        return turn.state().withOutcome(null);
    }

    private OperationState first(OperationState state, BackupRequest one) {
        return new BackupOperation(context(), one, true)
                .begin()
                .withContact(state.contact().accepted())
                .withDeadline(state.deadline());
    }

    /** Each has its own pace; a clock that was put back must not make it wait. */
    private boolean isDue(OperationState state, OperationState begun) {
        Instant last = begun.pace().turnEndedAt();
        return last == null || now().isBefore(last) || !now().isBefore(due(begun)) || !state.hasTimeLeft(now());
    }

    private static Instant due(OperationState begun) {
        return begun.pace().turnEndedAt().plusMillis(begun.pace().pauseMillis());
    }

    private CompletableFuture<Made> beginNext(Made made, int most) {
        if (most == 0 || !mayBegin(made.state())) {
            return CompletableFuture.completedFuture(made);
        }
        String tenant = made.backups().pending().get(0);
        Made begun = made.with(made.backups().begin(first(made.state(), request.of(tenant))), List.of());
        List<Begun> all = begun.backups().begun();
        return advance(begun, all.get(all.size() - 1)).thenCompose(next -> beginNext(next, most - 1));
    }

    private boolean mayBegin(OperationState state) {
        SeparateBackups backups = state.separate();
        return !backups.pending().isEmpty()
                && backups.running() < MOST_RUNNING
                && backups.begun().size() < MOST_BEGUN
                && state.hasTimeLeft(now());
    }

    /** One backup after the other, so that each start is stored with all that the others have done before. */
    private CompletableFuture<Made> advance(Made made, Begun begun) {
        OperationState before = made.state().hasTimeLeft(now())
                ? begun.state()
                : begun.state().withDeadline(made.state().deadline());
        return operation(made.state(), begun)
                .advance(before)
                .exceptionallyCompose(error -> cut(made, error))
                .thenCompose(turn -> after(made, begun, turn));
    }

    /** A password that was refused is refused to the others, too, so they do not send it. */
    private <T> CompletableFuture<T> cut(Made made, Throwable error) {
        Throwable cause = Futures.unwrap(error);
        return CompletableFuture.failedFuture(
                cause instanceof ObshellException failure
                        ? new CutTurnException(Turn.again(made.state(), SHORTEST_PAUSE, made.events()), failure)
                        : cause);
    }

    private CompletableFuture<Made> after(Made made, Begun begun, Turn turn) {
        SeparateBackups changed = made.backups().with(begun.with(stored(turn)));
        List<ProgressEvent> events = SeparateEvents.of(made.backups(), changed, begun, turn);
        SeparateBackups left = changed.without(begun);
        if (!turn.isOver()) {
            return CompletableFuture.completedFuture(
                    made.with(isToBeMade(begun, turn) ? left.withPending(begun.tenant()) : changed, events));
        }
        boolean failed = turn.outcome().verdict() == Verdict.FAILURE;
        return (failed && !isAnythingSent(turn.state()) ? isDropped(begun.tenant()) : no())
                .thenApply(dropped -> dropped
                        ? made.with(left.with(left.ended().withDropped(begun.tenant())), List.of())
                        : made.with(over(left, begun.tenant(), turn), SeparateEvents.over(events, begun, turn)));
    }

    /** Whether its earlier backup turns out to be lost. It waits for its turn, since others may be running meanwhile. */
    private static boolean isToBeMade(Begun begun, Turn turn) {
        return begun.state().phase() == Phase.ARCHIVING && turn.state().phase() == Phase.NEW;
    }

    private static CompletableFuture<Boolean> no() {
        return CompletableFuture.completedFuture(false);
    }

    private static boolean isAnythingSent(OperationState state) {
        return state.attempt() != null || state.backups().joined();
    }

    /** Whether a tenant that nobody named needs no backup any more; not so if that cannot be told. */
    private CompletableFuture<Boolean> isDropped(String tenant) {
        if (request.tenants().isChosenFew()) {
            return no();
        }
        return Futures.orElse(
                context()
                        .client()
                        .tenants()
                        .thenApply(all -> all.stream()
                                .map(Tenant::name)
                                .filter(Objects::nonNull)
                                .noneMatch(name -> TenantSelection.isSame(name, tenant))),
                ObshellException.class::isInstance,
                false);
    }

    private SeparateBackups over(SeparateBackups left, String tenant, Turn turn) {
        Outcome outcome = turn.outcome();
        EndedBackups ended = left.ended();
        if (outcome.verdict() == Verdict.FAILURE || outcome.verdict() == Verdict.ABORTED) {
            SeparateBackups failed = left.with(ended.withFailed(tenant, outcome));
            // The outage was tolerated as long as it may last, unless obshell only cannot read this one tenant.
            return turn.state().contact().lostAt() == null || isAnyInContact(left) ? failed : notBegun(failed);
        }
        if (!isAnythingSent(turn.state())) {
            return left.with(ended.withLeftOut(tenant, outcome));
        }
        return left.with(
                request.awaitEnd() ? ended.withCompleted(tenant, outcome) : ended.withStarted(tenant, outcome));
    }

    private static SeparateBackups notBegun(SeparateBackups backups) {
        return backups.withoutPending().with(backups.ended().withNotBegun(backups.pending()));
    }

    private Turn ended(Made made) {
        SeparateBackups backups = made.backups();
        if (!made.state().hasTimeLeft(now())) {
            return timedOut(made);
        }
        if (backups.begun().isEmpty() && backups.pending().isEmpty()) {
            return Turn.over(made.state(), backups.ended().outcome(), made.events());
        }
        return reporting(made);
    }

    /** Each backup that goes on has said so itself, except if it was begun just now. */
    private Turn timedOut(Made made) {
        SeparateBackups left = notBegun(made.backups());
        for (Begun begun : left.begun()) {
            Outcome outcome = operation(made.state(), begun).timeOut(begun.state());
            left = left.without(begun).with(left.ended().withFailed(begun.name(), outcome));
        }
        return Turn.over(made.state().withSeparate(left), left.ended().outcome(), made.events());
    }

    private Turn reporting(Made made) {
        OperationState state = made.state();
        int percent = percent(state.separate());
        boolean isDue = state.reported().percentAt() == null
                || percent >= state.reported().percent() + REPORT_PERCENT
                || !now().isBefore(state.reported().percentAt().plus(REPORT_EVERY));
        if (!isDue || !request.awaitEnd()) {
            return after(pause(state), state, made.events());
        }
        List<ProgressEvent> events = new ArrayList<>(made.events());
        if (state.reported().percentAt() != null) {
            events.add(progress(state.separate()));
        }
        return after(pause(state), state.withReported(state.reported().progress("", percent, now())), events);
    }

    private Duration pause(OperationState state) {
        if (mayBegin(state)) {
            return SHORTEST_PAUSE;
        }
        Duration pause = state.separate().begun().stream()
                .map(begun -> Duration.between(now(), due(begun.state())))
                .min(Duration::compareTo)
                .orElse(SHORTEST_PAUSE);
        return pause.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : pause;
    }

    private static int percent(SeparateBackups backups) {
        int done = 100 * backups.ended().count()
                + backups.begun().stream()
                        .mapToInt(begun -> begun.state().reported().percent())
                        .sum();
        return done / Math.max(1, backups.count());
    }

    private static ProgressEvent progress(SeparateBackups backups) {
        String running = FirstFew.of(
                        backups.begun(),
                        begun -> Messages.SeparateBackups_percent(
                                begun.name(),
                                Integer.toString(begun.state().reported().percent())))
                .joined(", ");
        return new ProgressEvent.TenantsProgress(backups.ended().count(), backups.count(), running);
    }

    private BackupOperation operation(OperationState state, Begun begun) {
        BackupRequest one = begun.tenant() == null ? request.ofAllTogether() : request.of(begun.tenant());
        Journal nested = changed ->
                context().journal().record(state.withSeparate(state.separate().with(begun.with(changed))));
        OperationContext context = context().with(nested);
        return new BackupOperation(
                begun.tenant() == null ? context : context.observedBy(this::showAmongOthers), one, true);
    }

    /** What is seen of one tenant leaves what was seen of the others as it is. */
    private void showAmongOthers(Observation seen) {
        context().observer().observed(seen instanceof Observation.OfBackup backup ? backup.amongOthers() : seen);
    }

    @Override
    CompletableFuture<Turn> cancellingTurn(OperationState state) {
        SeparateBackups backups = state.separate();
        if (backups == null || backups.begun().isEmpty()) {
            return CompletableFuture.completedFuture(aborted(state, List.of()));
        }
        // At the same time, since all of them have the same 20 s.
        List<CompletableFuture<Turn>> turns = backups.begun().stream()
                .map(begun -> operation(state, begun).advance(cancelling(state, begun)))
                .toList();
        return CompletableFuture.allOf(turns.toArray(CompletableFuture<?>[]::new))
                .handle((ignored, error) -> turns)
                .thenApply(all -> cancelled(state, all));
    }

    private OperationState cancelling(OperationState state, Begun begun) {
        return begun.state().phase() == Phase.CANCELLING
                ? begun.state()
                : operation(state, begun)
                        .cancel(begun.state())
                        .withCancellation(
                                Cancellation.requested(state.cancellation().requestedAt()));
    }

    private Turn cancelled(OperationState state, List<CompletableFuture<Turn>> turns) {
        List<Begun> begun = state.separate().begun();
        List<ProgressEvent> events = new ArrayList<>();
        SeparateBackups changed = state.separate();
        Duration pause = null;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = made(state, begun.get(i), turns.get(i));
            events.addAll(SeparateEvents.of(state.separate(), changed, begun.get(i), turn));
            changed = changed.with(begun.get(i).with(turn.state()));
            if (!turn.isOver()) {
                pause = pause == null || turn.pause().compareTo(pause) < 0 ? turn.pause() : pause;
            }
        }
        OperationState cancelled = state.withSeparate(changed);
        return pause == null ? aborted(cancelled, events) : Turn.again(cancelled, pause, events);
    }

    /** A password that is refused by now ends the cancellation of this backup, not of the others. */
    private Turn made(OperationState state, Begun begun, CompletableFuture<Turn> turn) {
        try {
            return turn.join();
        } catch (CompletionException e) {
            if (Futures.unwrap(e) instanceof RefusedException) {
                return Turn.over(begun.state(), operation(state, begun).abandon(begun.state()), List.of());
            }
            throw e;
        }
    }

    private Turn aborted(OperationState state, List<ProgressEvent> events) {
        List<String> sentences = new ArrayList<>();
        if (state.separate() != null) {
            Map<String, List<String>> tenants = new LinkedHashMap<>();
            for (Begun begun : state.separate().begun()) {
                String message = begun.state().outcome().message();
                tenants.computeIfAbsent(message, ignored -> new ArrayList<>()).add(begun.name());
            }
            tenants.forEach((message, names) -> sentences.add(
                    Messages.EndedBackups_of(FirstFew.of(names, name -> name).joined(", "), message)));
        }
        if (sentences.isEmpty()) {
            sentences.add(
                    isAnyEnded(state.separate())
                            ? Messages.Operation_aborted("").strip()
                            : Messages.Canceller_nothing());
        }
        sentences.add(others(state.separate(), 0));
        return Turn.over(
                state, new Outcome(Verdict.ABORTED, String.join(" ", sentences).strip(), state.known()), events);
    }

    @Override
    String leftRunning(OperationState state) {
        SeparateBackups backups = state.separate();
        if (backups == null) {
            return "";
        }
        List<String> left = backups.begun().stream()
                .map(begun -> leftRunning(state, begun))
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(ArrayList::new));
        String others = others(backups, backups.begun().size() - left.size());
        return (FirstFew.of(left, sentence -> sentence).joined(" ") + " " + others).strip();
    }

    @Nullable
    private String leftRunning(OperationState state, Begun begun) {
        String left = operation(state, begun).left(begun.state());
        return left.isEmpty() ? null : Messages.EndedBackups_of(begun.name(), left);
    }

    private static boolean isAnyEnded(@Nullable SeparateBackups backups) {
        return backups != null && backups.ended().count() > 0;
    }

    /**
     * @param waiting how many of those that have begun have sent nothing yet
     * @return what is to be said of the tenants whose backup has ended or has not been begun
     */
    private static String others(@Nullable SeparateBackups backups, int waiting) {
        if (backups == null || backups.together() != null) {
            return "";
        }
        List<String> sentences = new ArrayList<>();
        int started = backups.ended().started().count();
        int ended = backups.ended().count() - started;
        if (ended > 0) {
            sentences.add(Messages.SeparateBackups_ended(ended, backups.ended().completed()));
        }
        if (started > 0) {
            sentences.add(
                    Messages.EndedBackups_started(backups.ended().started().joined(", ")));
        }
        int notBegun = backups.unread().size() + backups.pending().size() + waiting;
        if (notBegun > 0) {
            sentences.add(Messages.SeparateBackups_notBegun(notBegun));
        }
        return String.join(" ", sentences);
    }

    @Override
    String doing(OperationState state) {
        SeparateBackups backups = state.separate();
        if (backups == null || backups.begun().isEmpty()) {
            return super.doing(state);
        }
        return FirstFew.of(
                        backups.begun(),
                        begun -> Messages.EndedBackups_of(
                                begun.name(), operation(state, begun).doing(begun.state())))
                .joined(" ");
    }
}
