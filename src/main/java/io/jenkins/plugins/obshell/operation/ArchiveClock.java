package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import java.time.Duration;
import java.time.Instant;

/**
 * Relates real times to the times that obshell shows for backups and archive rounds. These are off by the difference between
 * OceanBase's time zone and that of obshell's host.
 *
 * @param ahead how far the shown times are ahead of the real ones
 */
record ArchiveClock(Duration ahead) {

    /** All time zones are a multiple of this apart. */
    private static final long ZONE_STEP_SECONDS = 15 * 60;

    /** More than any two time zones are apart. */
    private static final double LONGEST_SECONDS = 26 * 3600.0;

    /**
     * @param round     a round of the archive; its checkpoint and its delay add up to the present
     * @param serverNow the present by the clock of obshell's host
     */
    static ArchiveClock of(@Nullable ArchiveTask round, Instant serverNow) {
        return round == null || round.checkpoint() == null || round.delay() == null
                ? new ArchiveClock(Duration.ZERO)
                : of(round.checkpoint(), round.delay(), serverNow);
    }

    /**
     * @param checkpoint up to when the log is archived, as obshell shows it
     * @param lagSeconds how far that is behind the present
     * @param serverNow  the present by the clock of obshell's host
     */
    static ArchiveClock of(Instant checkpoint, double lagSeconds, Instant serverNow) {
        double seconds = Duration.between(serverNow, checkpoint).toMillis() / 1000.0 + lagSeconds;
        long steps = Math.abs(seconds) > LONGEST_SECONDS ? 0 : Math.round(seconds / ZONE_STEP_SECONDS);
        return new ArchiveClock(Duration.ofSeconds(steps * ZONE_STEP_SECONDS));
    }

    /** {@return the real time of a shown one} */
    Instant real(Instant shown) {
        return shown.minus(ahead);
    }

    /** {@return the time that obshell would show for a real one} */
    Instant shown(Instant real) {
        return real.plus(ahead);
    }
}
