package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import java.time.Instant;
import java.util.List;

/** Whether a COMPLETED backup set can be restored, decided by the rounds of the tenant's log archive. */
sealed interface Restorability {

    /**
     * The log archive has passed the set in an unbroken round, or the set carries its log.
     *
     * @param window the points to which it can be restored, or null if OceanBase does not report them
     */
    record Restorable(@Nullable RestoreWindow window) implements Restorability {}

    /**
     * The log archive has not passed the set yet.
     *
     * @param archivedUpTo up to when the log is archived, or null if that is unknown
     * @param needed       up to when it must be archived
     * @param status       the status of the round
     */
    record NotYet(@Nullable Instant archivedUpTo, Instant needed, String status) implements Restorability {}

    /** The log archive will never pass the set, because no round is being archived. */
    record Stopped() implements Restorability {}

    /** The log archive will never cover the set, because its round began after the backup. */
    record NewRound(String roundId, Instant roundBegan, Instant needed) implements Restorability {}

    /** OceanBase reports too little to tell. */
    record Unknown() implements Restorability {}

    /** {@return that a set that carries its log can be restored, to its end} */
    static Restorability withItsLog(LogNeed need) {
        Instant end = Scn.time(need.endScn());
        return new Restorable(need.endScn() <= 0 ? null : new RestoreWindow(end, end, need.endScn(), null));
    }

    /**
     * @param need      the log that the set needs
     * @param rounds    the rounds of the tenant's archive that are not over
     * @param restoreTo the real time to which it must be possible to restore, or null for the end of the backup
     * @param maxLagMillis how far the archive may lag behind, or null
     * @param serverNow the present by the clock of obshell's host
     */
    static Restorability of(
            LogNeed need,
            List<ArchiveTask> rounds,
            @Nullable Instant restoreTo,
            @Nullable Long maxLagMillis,
            Instant serverNow) {
        if (rounds.isEmpty()) {
            return new Stopped();
        }
        if (rounds.size() > 1) {
            return severalRounds(need, rounds, serverNow);
        }
        ArchiveTask round = rounds.get(0);
        String status = String.valueOf(round.status());
        ArchiveClock clock = ArchiveClock.of(round, serverNow);
        LogNeed.Span span = need.span(clock);
        if (span == null) {
            return new Unknown();
        }
        Instant began = round.startTime();
        if (began != null && began.isAfter(span.from())) {
            return new NewRound(String.valueOf(round.roundId()), clock.real(began), clock.real(span.from()));
        }
        Instant point = restoreTo == null ? span.to() : later(span.to(), clock.shown(restoreTo));
        Instant needed = maxLagMillis == null
                ? point
                : later(point, clock.shown(serverNow).minusMillis(maxLagMillis));
        Instant checkpoint = round.checkpoint();
        // What is archived stays so, but a lag grows unless the archive goes on.
        boolean isAtWork = maxLagMillis == null || "DOING".equals(status);
        if (isAtWork && began != null && checkpoint != null && !checkpoint.isBefore(needed)) {
            Instant last = restoreTo == null ? checkpoint : point;
            return new Restorable(new RestoreWindow(
                    clock.real(span.to()), clock.real(last), Scn.of(last.minus(span.scnsAhead())), round.path()));
        }
        return "STOPPING".equals(status)
                ? new Stopped()
                : new NotYet(checkpoint == null ? null : clock.real(checkpoint), clock.real(needed), status);
    }

    private static Restorability severalRounds(LogNeed need, List<ArchiveTask> rounds, Instant serverNow) {
        ArchiveClock clock = ArchiveClock.of(rounds.get(0), serverNow);
        LogNeed.Span span = need.span(clock);
        String words = String.join(
                ", ",
                rounds.stream().map(round -> String.valueOf(round.status())).toList());
        return span == null ? new Unknown() : new NotYet(null, clock.real(span.to()), words);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
