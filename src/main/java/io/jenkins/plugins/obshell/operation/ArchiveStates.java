package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.client.model.BackupInfo;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import java.time.Instant;
import java.util.List;

/** The state of a tenant's log archive for people, in real times. */
final class ArchiveStates {

    private ArchiveStates() {}

    /**
     * @param tenant    its name
     * @param rounds    the rounds that are not over
     * @param serverNow the present by the clock of obshell's host
     * @return the state of each round; one without a status if there is no round
     */
    static List<ArchiveState> of(String tenant, List<ArchiveTask> rounds, Instant serverNow) {
        return rounds.isEmpty()
                ? List.of(new ArchiveState(tenant, null, null, null, null, null))
                : rounds.stream().map(round -> of(tenant, round, serverNow)).toList();
    }

    /**
     * @param tenant    its name
     * @param rounds    the rounds that are not over
     * @param newest    the newest round, which may be over
     * @param serverNow the present by the clock of obshell's host
     * @return the same, with how far the newest round came if all are over
     */
    static List<ArchiveState> of(String tenant, List<ArchiveTask> rounds, BackupInfo newest, Instant serverNow) {
        Instant checkpoint = newest.archiveLogCheckpoint();
        if (!rounds.isEmpty() || checkpoint == null) {
            return of(tenant, rounds, serverNow);
        }
        double lag = newest.archiveLogDelay() == null ? 0 : newest.archiveLogDelay();
        Instant archivedUpTo = ArchiveClock.of(checkpoint, lag, serverNow).real(checkpoint);
        return List.of(new ArchiveState(tenant, null, null, null, archivedUpTo, seconds(lag)));
    }

    private static ArchiveState of(String tenant, ArchiveTask round, Instant serverNow) {
        ArchiveClock clock = ArchiveClock.of(round, serverNow);
        return new ArchiveState(
                tenant,
                String.valueOf(round.status()),
                round.roundId(),
                round.startTime() == null ? null : clock.real(round.startTime()),
                round.checkpoint() == null ? null : clock.real(round.checkpoint()),
                round.delay() == null ? null : seconds(round.delay()));
    }

    private static long seconds(double lag) {
        return (long) Math.ceil(lag);
    }
}
