package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.UtcTime;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/**
 * Waits until the log archive has passed backups that are COMPLETED, since only then they can be restored. If that can never
 * come true, it says so at once.
 */
final class ArchiveWait {

    /** Of how many tenants the archive is read in one turn. */
    private static final int MOST_TENANTS = 20;

    private static final Duration REPORT_EVERY = Duration.ofMinutes(5);

    private final TurnBasedOperation operation;
    private final LogArchive log;
    private final BiFunction<OperationState, Outcome, Turn> ifNever;

    /**
     * @param operation what waits
     * @param log       reads the archive
     * @param ifNever   what to do if a backup can never be restored, given the failure that says why
     */
    ArchiveWait(TurnBasedOperation operation, LogArchive log, BiFunction<OperationState, Outcome, Turn> ifNever) {
        this.operation = operation;
        this.log = log;
        this.ifNever = ifNever;
    }

    /**
     * What the archive is to reach.
     *
     * @param patience  how long to wait; zero for a single look
     * @param required  whether the operation fails unless the backups are shown to be restorable; otherwise it warns
     * @param restoreTo the time to which it must be possible to restore, by the clock of obshell's host; null for the end of
     *                  each backup
     * @param maxLag    how far the archive may lag behind, or null
     */
    record Goal(
            Duration patience,
            boolean required,
            @Nullable Instant restoreTo,
            @Nullable Duration maxLag) {}

    /**
     * Goes on from the end of backups that are all COMPLETED. The archive is read in a turn of its own, so that what fails then
     * cannot take that end back.
     *
     * @param ended       the turn that ended
     * @param goal        what the archive is to reach
     * @param plusArchive whether the backup sets include the log that they need; null if the history must tell
     * @return the turn, which goes on
     */
    Turn begin(Turn ended, Goal goal, @Nullable Boolean plusArchive) {
        Outcome outcome = ended.outcome();
        AwaitedArchive archive = new AwaitedArchive(
                TurnLimits.tenants(outcome),
                operation.now().plus(goal.patience()),
                goal.required(),
                goal.restoreTo(),
                goal.maxLag() == null ? null : goal.maxLag().toMillis(),
                outcome.result().tenants().stream()
                        .map(backup -> LogNeed.of(backup, plusArchive))
                        .toList(),
                null);
        OperationState state = ended.state()
                .withOutcome(null)
                .in(Phase.ARCHIVING, operation.now())
                .nothingAwaited()
                .withArchive(archive);
        return operation.later(state, ended.events());
    }

    /** A turn in {@link Phase#ARCHIVING}. */
    CompletableFuture<Turn> turn(OperationState state) {
        AwaitedArchive archive = state.archive();
        List<LogNeed> pending = archive.pending();
        List<LogNeed> now = pending.subList(0, Math.min(MOST_TENANTS, pending.size()));
        CompletableFuture<List<LogArchive.Look>> looks = CompletableFuture.completedFuture(new ArrayList<>());
        for (LogNeed need : now) {
            looks = looks.thenCompose(list -> log.look(need, archive.restoreTo(), archive.maxLagMillis())
                    .thenApply(look -> {
                        list.add(look);
                        return list;
                    }));
        }
        return looks.thenApply(list -> {
            show(list);
            return judged(state, list, pending.subList(now.size(), pending.size()));
        });
    }

    private void show(List<LogArchive.Look> looks) {
        List<ArchiveState> archives =
                looks.stream().flatMap(look -> look.archive().stream()).toList();
        if (!archives.isEmpty()) {
            operation.show(new Observation.OfArchive(operation.now(), archives), operation.texts());
        }
    }

    private Turn judged(OperationState state, List<LogArchive.Look> looks, List<LogNeed> unread) {
        AwaitedArchive archive = state.archive();
        List<String> never = new ArrayList<>();
        List<LogArchive.Look> unknown = new ArrayList<>();
        List<LogArchive.Look> late = new ArrayList<>();
        Outcome backup = archive.backup();
        for (LogArchive.Look look : looks) {
            if (look.found() instanceof Restorability.Restorable restorable) {
                backup = restorable(backup, look.need(), restorable.window());
            } else if (look.found() instanceof Restorability.NotYet) {
                late.add(look);
            } else if (look.found() instanceof Restorability.Unknown) {
                unknown.add(look);
            } else {
                never.add(never(look));
            }
        }
        List<LogNeed> pending = new ArrayList<>(unread);
        late.forEach(look -> pending.add(look.need()));
        OperationState looked = state.withArchive(archive.with(backup, pending));
        if (!never.isEmpty()) {
            return ifNever.apply(looked, never(backup, never));
        }
        if (!unknown.isEmpty() && archive.required()) {
            return Turn.over(looked, looked.archive().undecided(unknown(unknown)), List.of());
        }
        List<ProgressEvent> events =
                unknown.isEmpty() ? List.of() : List.of(new ProgressEvent.RestorableUnknown(names(unknown)));
        return pending.isEmpty() ? Turn.over(looked, complete(archive, backup), events) : later(looked, late, events);
    }

    private Turn later(OperationState state, List<LogArchive.Look> late, List<ProgressEvent> events) {
        AwaitedArchive archive = state.archive();
        if (late.isEmpty()) {
            return operation.later(state, events);
        }
        LogArchive.Look last =
                late.stream().max(Comparator.comparing(ArchiveWait::missing)).orElseThrow();
        Restorability.NotYet notYet = (Restorability.NotYet) last.found();
        OperationState waiting =
                state.withReported(state.reported().waitingFor("archive", describe(last.need(), notYet)));
        if (!operation.now().isBefore(archive.until())) {
            String why = Messages.ArchiveWait_notInTime(describe(last.need(), notYet));
            return Turn.over(waiting, archive.undecided(why), events);
        }
        boolean isDue = archive.reportedAt() == null
                || !operation.now().isBefore(archive.reportedAt().plus(REPORT_EVERY));
        if (!isDue) {
            return operation.later(waiting, events);
        }
        List<ProgressEvent> all = new ArrayList<>(events);
        all.add(new ProgressEvent.WaitingForArchive(
                last.need().tenantName(),
                archive.pending().size() - 1,
                notYet.status(),
                notYet.archivedUpTo(),
                notYet.needed()));
        return operation.later(waiting.withArchive(archive.withReportedAt(operation.now())), all);
    }

    private static Duration missing(LogArchive.Look look) {
        Restorability.NotYet notYet = (Restorability.NotYet) look.found();
        return notYet.archivedUpTo() == null
                ? Duration.ofDays(Integer.MAX_VALUE)
                : Duration.between(notYet.archivedUpTo(), notYet.needed());
    }

    /** {@return how far the log archive is from the need, in words} */
    static String describe(LogNeed need, Restorability.NotYet notYet) {
        return Messages.ArchiveWait_notYet(
                need.tenantName(),
                notYet.status(),
                notYet.archivedUpTo() == null ? "-" : UtcTime.format(notYet.archivedUpTo()),
                UtcTime.format(notYet.needed()));
    }

    static String never(LogArchive.Look look) {
        String tenant = look.need().tenantName();
        return look.found() instanceof Restorability.NewRound round
                ? Messages.ArchiveWait_newRound(
                        tenant, round.roundId(), UtcTime.format(round.roundBegan()), UtcTime.format(round.needed()))
                : Messages.ArchiveWait_stopped(tenant);
    }

    private static Outcome never(Outcome backup, List<String> problems) {
        String message = FirstFew.of(problems, problem -> problem).joined(" ");
        return new Outcome(
                Verdict.FAILURE,
                String.join(" ", backup.message(), message, Messages.ArchiveWait_neverCure()),
                backup.result());
    }

    private static String unknown(List<LogArchive.Look> looks) {
        return Messages.ArchiveWait_unknown(names(looks));
    }

    private static String names(List<LogArchive.Look> looks) {
        return FirstFew.of(looks, look -> look.need().name()).joined(", ");
    }

    private static Outcome restorable(Outcome backup, LogNeed need, @Nullable RestoreWindow window) {
        return window == null
                ? backup
                : backup.with(backup.result().restorable(need.tenantId(), need.carriesItsLog(), window));
    }

    private static Outcome complete(AwaitedArchive archive, Outcome backup) {
        RestoreWindow window = backup.result().commonWindow();
        return window == null || archive.restoreTo() == null
                ? withWindow(backup)
                : saying(
                        backup,
                        Messages.ArchiveWait_restorePoint(UtcTime.format(window.to()), Long.toString(window.toScn())));
    }

    /** The same saying to which points all the backups can be restored, if they are known. */
    static Outcome withWindow(Outcome backup) {
        RestoreWindow window = backup.result().commonWindow();
        if (window == null) {
            return backup;
        }
        String from = UtcTime.format(window.from());
        String to = UtcTime.format(window.to());
        if (window.from().equals(window.to())) {
            return saying(backup, Messages.ArchiveWait_restorableTo(to));
        }
        return saying(
                backup,
                from.equals(to) ? Messages.ArchiveWait_restorableAt(to) : Messages.ArchiveWait_restorable(from, to));
    }

    private static Outcome saying(Outcome backup, String words) {
        return new Outcome(backup.verdict(), backup.message() + " " + words, backup.result());
    }
}
