package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.operation.request.BackupRequest;
import io.jenkins.plugins.obshell.operation.request.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks for a COMPLETED backup of a tenant that is new enough to make another one unnecessary. It must be of the required kind,
 * and its age must be known.
 */
final class EarlierBackup {

    private final DatabaseClock clock;
    private final Overview overview;
    private final LogArchive log;
    private final BackupScope scope;
    private final RequiredBackupSet required;
    private final Duration limit;
    private final boolean mustBeRestorable;

    /**
     * @param scope            the tenant
     * @param required         what its set must be
     * @param limit            how old it may be
     * @param mustBeRestorable whether one that the log archive will never cover counts for nothing
     */
    private EarlierBackup(
            DatabaseClock clock,
            Overview overview,
            LogArchive log,
            BackupScope scope,
            RequiredBackupSet required,
            Duration limit,
            boolean mustBeRestorable) {
        this.clock = clock;
        this.overview = overview;
        this.log = log;
        this.scope = scope;
        this.required = required;
        this.limit = limit;
        this.mustBeRestorable = mustBeRestorable;
    }

    /**
     * @param operation what looks for it
     * @param overview  reads the backups of its tenant
     * @param request   what backup it would make unnecessary, of one tenant and with an age
     */
    static EarlierBackup of(TurnBasedOperation operation, Overview overview, BackupRequest request) {
        OperationContext context = operation.context();
        boolean looksAtArchive = request.restorableWithin() == null
                || !request.restorableWithin().isZero();
        return new EarlierBackup(
                new DatabaseClock(context.client()),
                overview,
                new LogArchive(context.client(), context.clock(), overview),
                request.scope(),
                RequiredBackupSet.of(request, context.secrets().encrypts()),
                request.unlessNewerThan(),
                looksAtArchive);
    }

    /**
     * What was found.
     *
     * @param backup the backup that makes another one unnecessary, or null
     * @param why    why it does, or why the newest one does not; null if there is none or it is too old
     */
    record Found(@Nullable BackupTask backup, @Nullable String why) {

        static final Found NONE = new Found(null, null);

        private static Found notCounted(String why) {
            return new Found(null, why);
        }
    }

    /** @param shown what the overview shows, which alone reports the encryption */
    CompletableFuture<Found> find(List<BackupTask> shown) {
        return overview.history(scope.tenant()).thenCompose(history -> {
            List<CompletedBackup> completed = CompletedBackup.of(shown, history);
            return completed.isEmpty()
                    ? CompletableFuture.completedFuture(Found.NONE)
                    : clock.now(scope, List.of()).thenCompose(now -> among(completed, now));
        });
    }

    /** Of several that are new enough the newest of the required kind counts. */
    private CompletableFuture<Found> among(List<CompletedBackup> newestFirst, Optional<Instant> now) {
        CompletedBackup newest = newestFirst.get(0);
        if (DatabaseClock.age(newest.task().endTimestamp(), now).isEmpty()) {
            return CompletableFuture.completedFuture(Found.notCounted(Messages.EarlierBackup_ageUnknown(newest.job())));
        }
        List<CompletedBackup> newEnough = newestFirst.stream()
                .filter(candidate ->
                        newEnough(candidate.task().endTimestamp(), now).isPresent())
                .toList();
        if (newEnough.isEmpty()) {
            return CompletableFuture.completedFuture(Found.NONE);
        }
        Optional<CompletedBackup> fitting = newEnough.stream()
                .filter(candidate -> required.shortfall(candidate.kind()).isEmpty())
                .findFirst();
        return fitting.map(candidate -> look(candidate).thenApply(look -> judged(candidate, look, now)))
                .orElseGet(() -> CompletableFuture.completedFuture(unfit(newEnough.get(0))));
    }

    private Found unfit(CompletedBackup candidate) {
        String shortfall = required.shortfall(candidate.kind()).orElseThrow();
        return Found.notCounted(Messages.EarlierBackup_unfit(candidate.job(), shortfall));
    }

    private CompletableFuture<LogArchive.Look> look(CompletedBackup candidate) {
        return log.look(candidate.need(scope.tenant()), null, null);
    }

    /** Data that was changed while the backup ran is safe only with the log up to its end. */
    private Found judged(CompletedBackup candidate, LogArchive.Look look, Optional<Instant> now) {
        if (look.found() instanceof Restorability.Restorable) {
            Duration age = newEnough(candidate.task().endTimestamp(), now).orElseThrow();
            return new Found(
                    candidate.task(),
                    Messages.EarlierBackup_ended(candidate.job(), Durations.format(age), Durations.format(limit)));
        }
        if (mustBeRestorable && look.isNever()) {
            return Found.notCounted(Messages.EarlierBackup_lost(candidate.job(), ArchiveWait.never(look)));
        }
        return newEnough(candidate.task().startTimestamp(), now)
                .map(age -> new Found(
                        candidate.task(),
                        Messages.EarlierBackup_started(
                                candidate.job(), Durations.format(age), Durations.format(limit))))
                .orElseGet(() -> Found.notCounted(
                        Messages.EarlierBackup_startedBefore(candidate.job(), Durations.format(limit))));
    }

    private Optional<Duration> newEnough(@Nullable Instant time, Optional<Instant> now) {
        return DatabaseClock.age(time, now).filter(age -> age.compareTo(limit) < 0);
    }
}
