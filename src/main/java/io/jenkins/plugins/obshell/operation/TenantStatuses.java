package io.jenkins.plugins.obshell.operation;

import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.Reading;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Presence;
import io.jenkins.plugins.obshell.operation.result.TenantStatus.Restorable;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Judges what was read of tenants. All of them are dated by the same clock of OceanBase, so a tenant whose log was never
 * archived is dated with the help of another one.
 *
 * @param ahead how far OceanBase's clock is ahead of that of obshell's host; empty if no tenant shows it
 */
record TenantStatuses(Optional<Duration> ahead) {

    /** Tenants in use before others, those without a backup or with one that cannot be restored first, then the oldest. */
    static final Comparator<TenantStatus> ATTENTION_FIRST = Comparator.comparingInt(TenantStatuses::rank)
            .thenComparing(TenantStatus::age, Comparator.nullsFirst(Comparator.reverseOrder()))
            .thenComparing(TenantStatus::tenant);

    static TenantStatuses of(List<TenantReader.Found> found) {
        return new TenantStatuses(found.stream()
                .flatMap(one -> databaseNow(one).map(now -> Duration.between(one.serverNow(), now)).stream())
                .findFirst());
    }

    private static Optional<Instant> databaseNow(TenantReader.Found found) {
        List<ArchiveTask> rounds = found.rounds().value();
        return rounds == null || rounds.isEmpty()
                ? DatabaseClock.now(found.newestRound().value())
                : DatabaseClock.now(rounds.get(0));
    }

    private static int rank(TenantStatus status) {
        if (status.presence() != Presence.IN_USE) {
            return 3;
        }
        if (status.lastCompleted().value() == null) {
            return 0;
        }
        boolean isArchived = status.archive().value() != null
                && status.archive().value().stream().noneMatch(ArchiveState::isHalted);
        return status.restorable() == Restorable.YES && isArchived ? 2 : 1;
    }

    TenantStatus status(TenantReader.Found found) {
        String label = found.tenant().name() == null
                ? found.tenant().id()
                : found.tenant().name();
        if (found.isDropped()) {
            return TenantStatus.notInUse(label, found.tenant().id(), Presence.DROPPED);
        }
        Restorability judged = judge(found);
        return new TenantStatus(
                label,
                found.tenant().id(),
                Presence.IN_USE,
                found.newest() == null ? null : found.newest().status(),
                completed(found, judged),
                endedAt(found),
                age(found),
                restorable(found, judged),
                archive(label, found),
                found.destinations());
    }

    private static Restorability judge(TenantReader.Found found) {
        Restorability byArchive = found.byArchive();
        if (byArchive instanceof Restorability.Restorable || found.completed().value() == null) {
            return byArchive;
        }
        if (found.carriesItsLog() == null) {
            return new Restorability.Unknown();
        }
        return found.carriesItsLog() ? Restorability.withItsLog(found.need()) : byArchive;
    }

    private static Restorable restorable(TenantReader.Found found, Restorability judged) {
        if (found.completed().isNone()) {
            return Restorable.NO_BACKUP;
        }
        if (judged instanceof Restorability.Restorable) {
            return Restorable.YES;
        }
        if (judged instanceof Restorability.NotYet) {
            return Restorable.NOT_YET;
        }
        if (judged instanceof Restorability.Stopped) {
            return Restorable.NO_ARCHIVE;
        }
        return judged instanceof Restorability.NewRound ? Restorable.NEW_ROUND : Restorable.UNKNOWN;
    }

    private static Reading<TenantBackup> completed(TenantReader.Found found, Restorability judged) {
        if (found.completed().value() == null) {
            return new Reading<>(null, found.completed().unknown());
        }
        TenantBackup backup =
                TenantBackup.of(found.completed().value(), found.tenant().name());
        RestoreWindow window = judged instanceof Restorability.Restorable restorable ? restorable.window() : null;
        boolean carriesItsLog = Boolean.TRUE.equals(found.carriesItsLog());
        return Reading.known(window == null ? backup : backup.restorable(carriesItsLog, window));
    }

    private Instant endedAt(TenantReader.Found found) {
        Instant shown = end(found);
        return shown == null || ahead.isEmpty()
                ? null
                : ArchiveClock.of(found.serverNow().plus(ahead.get()), 0, found.serverNow())
                        .real(shown);
    }

    /** Compared by one clock, like the greatest age that a check allows. */
    private Duration age(TenantReader.Found found) {
        return DatabaseClock.age(end(found), ahead.map(found.serverNow()::plus)).orElse(null);
    }

    private static Instant end(TenantReader.Found found) {
        return found.completed().value() == null
                ? null
                : found.completed().value().endTimestamp();
    }

    private static Reading<List<ArchiveState>> archive(String tenant, TenantReader.Found found) {
        List<ArchiveTask> rounds = found.rounds().value();
        if (rounds == null) {
            return new Reading<>(null, found.rounds().unknown());
        }
        List<ArchiveState> states = found.newestRound().value() == null
                ? ArchiveStates.of(tenant, rounds, found.serverNow())
                : ArchiveStates.of(tenant, rounds, found.newestRound().value(), found.serverNow());
        return new Reading<>(states, found.newestRound().unknown());
    }
}
