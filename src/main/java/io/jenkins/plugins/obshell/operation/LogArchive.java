package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Reads whether the log archive of a tenant covers a backup that is COMPLETED. */
final class LogArchive {

    private final ObshellClient client;
    private final Clock clock;
    private final Overview overview;

    /**
     * @param client   calls the cluster
     * @param clock    the local clock
     * @param overview reads the backups of the tenants
     */
    LogArchive(ObshellClient client, Clock clock, Overview overview) {
        this.client = client;
        this.clock = clock;
        this.overview = overview;
    }

    /**
     * What a look at the archive of one tenant showed.
     *
     * @param need    the log that is needed
     * @param found   whether the backup can be restored
     * @param archive the state of the archive; empty if it was not read
     */
    record Look(LogNeed need, Restorability found, List<ArchiveState> archive) {

        /** {@return whether the archive will never cover the backup} */
        boolean isNever() {
            return found instanceof Restorability.Stopped || found instanceof Restorability.NewRound;
        }
    }

    /**
     * @param need         the log that a backup needs
     * @param restoreTo    the real time to which it must be possible to restore, or null for the end of the backup
     * @param maxLagMillis how far the archive may lag behind, or null
     * @return what the archive shows
     */
    CompletableFuture<Look> look(LogNeed need, @Nullable Instant restoreTo, @Nullable Long maxLagMillis) {
        if (need.tenantName() == null) {
            return CompletableFuture.completedFuture(new Look(need, new Restorability.Unknown(), List.of()));
        }
        if (need.carriesItsLog() == null) {
            return overview.isPlusArchive(need.tenantName(), need.jobId())
                    .thenCompose(plusArchive -> look(need.withCarriesItsLog(plusArchive), restoreTo, maxLagMillis));
        }
        if (need.carriesItsLog() && restoreTo == null) {
            return CompletableFuture.completedFuture(new Look(need, Restorability.withItsLog(need), List.of()));
        }
        return NotFound.orElse(client.archiveTasks(need.tenantName()), null)
                .thenApply(rounds -> look(need, rounds, restoreTo, maxLagMillis));
    }

    private Look look(
            LogNeed need,
            @Nullable List<ArchiveTask> rounds,
            @Nullable Instant restoreTo,
            @Nullable Long maxLagMillis) {
        if (rounds == null) {
            return new Look(need, new Restorability.Unknown(), List.of());
        }
        Instant serverNow = ServerClock.now(client, clock.instant());
        return new Look(
                need,
                Restorability.of(need, rounds, restoreTo, maxLagMillis, serverNow),
                ArchiveStates.of(need.tenantName(), rounds, serverNow));
    }
}
