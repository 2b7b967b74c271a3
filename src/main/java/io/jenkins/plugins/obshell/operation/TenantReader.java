package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.client.model.BackupInfo;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.BackupTaskPage;
import io.jenkins.plugins.obshell.client.model.StorageConfig;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.result.Reading;
import io.jenkins.plugins.obshell.operation.result.Reading.Reason;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Reads how one tenant is backed up. A call that fails leaves its own part unknown and nothing else. A tenant whose last
 * backup is COMPLETED and covered by its log archive takes two calls, any other up to four.
 */
final class TenantReader {

    private final ObshellClient client;
    private final Clock clock;
    private final Instant deadline;

    /** @param deadline when no further call is made */
    TenantReader(ObshellClient client, Clock clock, Instant deadline) {
        this.client = client;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * What was read of a tenant, as obshell reports it.
     *
     * @param tenant       the tenant
     * @param newest       its newest backup; null if there is none or it is unknown
     * @param completed    its last COMPLETED backup
     * @param carriesItsLog whether the set of that backup includes the log that it needs; null if that was not read
     * @param rounds       the rounds of its log archive that are not over
     * @param newestRound  how far its newest round came; none if it was not read
     * @param destinations where it is backed up to
     * @param serverNow    the time of the reading by the clock of obshell's host
     */
    record Found(
            Tenant tenant,
            @Nullable BackupTask newest,
            Reading<BackupTask> completed,
            @Nullable Boolean carriesItsLog,
            Reading<List<ArchiveTask>> rounds,
            Reading<BackupInfo> newestRound,
            Reading<StorageConfig> destinations,
            Instant serverNow) {

        boolean isDropped() {
            return List.of(completed, rounds, newestRound, destinations).stream()
                    .anyMatch(reading -> reading.isUnknown(Reason.DROPPED));
        }

        /** {@return whether the log archive covers the last COMPLETED backup, or why not} */
        Restorability byArchive() {
            return rounds.value() == null || completed.value() == null
                    ? new Restorability.Unknown()
                    : Restorability.of(need(), rounds.value(), null, null, serverNow);
        }

        LogNeed need() {
            return LogNeed.of(TenantBackup.of(completed.value(), tenant.name()), carriesItsLog);
        }

        private boolean needsNoHistory() {
            return byArchive() instanceof Restorability.Restorable;
        }

        private Found with(
                @Nullable BackupTask itsNewest, Reading<BackupTask> itsCompleted, @Nullable Boolean itsCarriesItsLog) {
            return new Found(
                    tenant, itsNewest, itsCompleted, itsCarriesItsLog, rounds, newestRound, destinations, serverNow);
        }
    }

    /**
     * Reads a tenant.
     *
     * @param tenant the tenant
     * @param shown  its backup in the overview; none if the overview shows none
     */
    CompletableFuture<Found> read(Tenant tenant, Reading<BackupTask> shown) {
        String name = tenant.name();
        if (name == null) {
            return CompletableFuture.completedFuture(nameless(tenant, shown));
        }
        return reading(() -> client.archiveTasks(name))
                .thenCompose(rounds -> newestRound(name, rounds)
                        .thenCompose(newestRound -> destinations(name)
                                .thenApply(destinations -> new Found(
                                        tenant,
                                        shown.value(),
                                        completed(shown),
                                        null,
                                        rounds,
                                        newestRound,
                                        destinations,
                                        ServerClock.now(client, clock.instant())))))
                .thenCompose(found -> found.needsNoHistory() || found.isDropped()
                        ? CompletableFuture.completedFuture(found)
                        : history(name).thenApply(history -> withHistory(found, shown, history)));
    }

    private Found nameless(Tenant tenant, Reading<BackupTask> shown) {
        return new Found(
                tenant,
                shown.value(),
                completed(shown).isNone() ? Reading.unknown(Reason.NO_NAME) : completed(shown),
                null,
                Reading.unknown(Reason.NO_NAME),
                Reading.known(null),
                Reading.unknown(Reason.NO_NAME),
                ServerClock.now(client, clock.instant()));
    }

    private static Reading<BackupTask> completed(Reading<BackupTask> shown) {
        return shown.value() != null && !shown.value().isCompleted() ? Reading.known(null) : shown;
    }

    /** It is reported whether or not the round is over, but says nothing that a round that is not over does not. */
    private CompletableFuture<Reading<BackupInfo>> newestRound(String name, Reading<List<ArchiveTask>> rounds) {
        boolean isShown = rounds.value() != null && !rounds.value().isEmpty();
        return isShown || rounds.isUnknown(Reason.OLD_OBSHELL) || rounds.isUnknown(Reason.DROPPED)
                ? CompletableFuture.completedFuture(Reading.known(null))
                : reading(() -> client.backupInfo(name));
    }

    private CompletableFuture<Reading<StorageConfig>> destinations(String name) {
        return reading(() -> client.storageConfig(name))
                .thenApply(config -> config.isNone() ? Reading.unknown(Reason.NOT_SHOWN) : config);
    }

    private CompletableFuture<Reading<List<BackupTask>>> history(String name) {
        return reading(() -> client.tasks(name, 1, Overview.HISTORY).thenApply(BackupTaskPage::contents));
    }

    private static Found withHistory(Found found, Reading<BackupTask> shown, Reading<List<BackupTask>> history) {
        BackupTask inOverview = shown.value();
        if (history.value() == null) {
            // An old obshell has no histories, but its overview shows each tenant that ever had a backup.
            boolean neverHadOne = history.isUnknown(Reason.OLD_OBSHELL) && shown.isNone();
            return found.completed().value() != null || neverHadOne
                    ? found
                    : found.with(inOverview, new Reading<>(null, history.unknown()), null);
        }
        BackupTask newest = inOverview != null || history.value().isEmpty()
                ? inOverview
                : history.value().get(0);
        Reading<BackupTask> completed =
                found.completed().value() != null ? found.completed() : lastCompleted(history.value());
        return found.with(newest, completed, completed.value() == null ? null : carriesItsLog(completed, history));
    }

    private static Reading<BackupTask> lastCompleted(List<BackupTask> history) {
        return history.stream()
                .filter(BackupTask::isCompleted)
                .findFirst()
                .map(Reading::known)
                .orElseGet(() -> history.size() < Overview.HISTORY
                        ? Reading.known(null)
                        : Reading.unknown(Reason.NOT_AMONG_NEWEST));
    }

    private static boolean carriesItsLog(Reading<BackupTask> completed, Reading<List<BackupTask>> history) {
        return history.value().stream()
                .anyMatch(task -> Objects.equals(task.jobId(), completed.value().jobId()) && task.isPlusArchive());
    }

    /** {@return what a call gives, or why it fails; nothing is called after the deadline} */
    <T> CompletableFuture<Reading<T>> reading(Supplier<CompletableFuture<T>> call) {
        if (!clock.instant().isBefore(deadline)) {
            return CompletableFuture.completedFuture(Reading.unknown(Reason.NO_TIME));
        }
        return call.get()
                .handle((value, error) -> error == null ? Reading.known(value) : failed(Futures.unwrap(error)));
    }

    private static <T> Reading<T> failed(Throwable error) {
        if (!(error instanceof ObshellException failure)) {
            throw new CompletionException(error);
        }
        if (Overview.isDroppedTenant(failure)) {
            return Reading.unknown(Reason.DROPPED);
        }
        return failure instanceof RefusedException refusal && refusal.isNotFound()
                ? Reading.unknown(Reason.OLD_OBSHELL)
                : new Reading<>(null, new Reading.Unknown(Reason.FAILED, failure.getMessage()));
    }
}
