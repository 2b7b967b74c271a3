package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.model.ArchiveTask;
import io.jenkins.plugins.obshell.client.model.BackupInfo;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Reads OceanBase's clock. The times of backups can be hours ahead of or behind every other clock, because OceanBase's time
 * zone need not be that of obshell's host, so they are compared with this clock only.
 */
final class DatabaseClock {

    /** More than any archive lags behind. */
    private static final double LONGEST_DELAY_SECONDS = 100 * 366 * 86400.0;

    /** An end that is further in the future than this was not written by this clock. */
    private static final Duration SLACK = Duration.ofSeconds(10);

    /** How many tenants are tried until one shows the time. */
    private static final int MOST_TENANTS = 5;

    private final ObshellClient client;

    DatabaseClock(ObshellClient client) {
        this.client = client;
    }

    /**
     * Reads the clock, with the help of a tenant whose log is archived.
     *
     * @param scope   the tenant, or all tenants
     * @param tenants the ids of tenants that have a backup, for the case of all tenants
     * @return the time by OceanBase's clock; empty if obshell does not report it, which it does since 4.3.2
     */
    CompletableFuture<Optional<Instant>> now(BackupScope scope, Collection<String> tenants) {
        if (!scope.isAllTenants()) {
            return now(scope.tenant());
        }
        return NotFound.orElse(client.tenants(), List.of())
                .thenCompose(all -> all.stream()
                        .filter(tenant -> tenant.name() != null && tenants.contains(tenant.id()))
                        .findFirst()
                        .map(tenant -> now(tenant.name()))
                        .orElse(CompletableFuture.completedFuture(Optional.empty())));
    }

    /**
     * Reads the clock, with the help of the tenant or else of another one of the cluster.
     *
     * @param scope the tenant, or all tenants
     * @return the time by OceanBase's clock; empty if none of these tenants ever had its log archived, or obshell does not
     *         report it
     */
    CompletableFuture<Optional<Instant>> now(BackupScope scope) {
        return scope.isAllTenants()
                ? ofAnyTenant()
                : now(scope.tenant())
                        .thenCompose(
                                time -> time.isPresent() ? CompletableFuture.completedFuture(time) : ofAnyTenant());
    }

    private CompletableFuture<Optional<Instant>> ofAnyTenant() {
        return NotFound.orElse(client.tenants(), List.of())
                .thenCompose(all -> firstKnown(TenantNames.of(all).values().stream()
                        .limit(MOST_TENANTS)
                        .toList()));
    }

    private CompletableFuture<Optional<Instant>> firstKnown(List<String> tenants) {
        CompletableFuture<Optional<Instant>> known = CompletableFuture.completedFuture(Optional.empty());
        for (String tenant : tenants) {
            known = known.thenCompose(time -> time.isPresent() ? CompletableFuture.completedFuture(time) : now(tenant));
        }
        return known;
    }

    private CompletableFuture<Optional<Instant>> now(String tenant) {
        return NotFound.orElse(client.backupInfo(tenant), null).thenApply(DatabaseClock::now);
    }

    /** {@return the time by OceanBase's clock, from the archived log of a tenant; empty if it was never archived} */
    static Optional<Instant> now(@Nullable BackupInfo info) {
        return info == null || info.archiveLogCheckpoint() == null
                ? Optional.empty()
                : now(info.archiveLogCheckpoint(), info.archiveLogDelay() == null ? 0 : info.archiveLogDelay());
    }

    /** {@return the time by OceanBase's clock, from a round of a log archive; empty if the round does not show it} */
    static Optional<Instant> now(ArchiveTask round) {
        return round.checkpoint() == null || round.delay() == null
                ? Optional.empty()
                : now(round.checkpoint(), round.delay());
    }

    /** The checkpoint of the archived log and how far it lags behind add up to the present. */
    private static Optional<Instant> now(Instant checkpoint, double delay) {
        return Math.abs(delay) <= LONGEST_DELAY_SECONDS
                ? Optional.of(checkpoint.plusMillis((long) (delay * 1000)))
                : Optional.empty();
    }

    /**
     * @param end when a backup ended, or null
     * @param now the time by the same clock; empty if unknown
     * @return how long ago that was; empty if that is unknown or in the future
     */
    static Optional<Duration> age(@Nullable Instant end, Optional<Instant> now) {
        return now.filter(time -> end != null && !end.isAfter(time.plus(SLACK)))
                .map(time -> Duration.between(end, time))
                .map(age -> age.isNegative() ? Duration.ZERO : age);
    }
}
