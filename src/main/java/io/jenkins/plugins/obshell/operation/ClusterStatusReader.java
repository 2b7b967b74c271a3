package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupTask;
import io.jenkins.plugins.obshell.client.model.RecycledTenant;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.operation.result.ClusterStatus;
import io.jenkins.plugins.obshell.operation.result.Reading;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * Reads how all tenants of a cluster are backed up, once, and changes nothing. It makes three calls for the cluster and two
 * to four for a tenant, few of them at a time so that builds are not held up.
 */
public final class ClusterStatusReader {

    /** The most tenants that are read. */
    static final int MOST_TENANTS = 1000;

    /** When no further call is made. What is not read by then is unknown. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    private static final int TENANTS_AT_A_TIME = 3;

    private final ObshellClient client;
    private final Clock clock;

    /**
     * @param client calls the cluster
     * @param clock  the local clock
     */
    public ClusterStatusReader(@NonNull ObshellClient client, @NonNull Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /** The tenants to read. */
    private record Tenants(List<Tenant> users, int omitted, boolean listed, Reading<List<RecycledTenant>> recycled) {}

    /**
     * Reads the cluster.
     *
     * @return what was read, without secrets; an {@link ObshellException} if not even the tenants can be read
     */
    @NonNull
    public CompletableFuture<ClusterStatus> read() {
        TenantReader reader = new TenantReader(client, clock, clock.instant().plus(LONGEST));
        return reader.reading(() -> NotFound.orElse(client.overview(BackupScope.ALL_TENANTS), List.of()))
                .thenCompose(overview -> tenants(reader, overview)
                        .thenCompose(
                                tenants -> read(reader, tenants, overview).thenApply(found -> status(tenants, found))))
                .exceptionallyCompose(
                        error -> CompletableFuture.failedFuture(client.secrets().mask(Futures.unwrap(error))));
    }

    private CompletableFuture<Tenants> tenants(TenantReader reader, Reading<List<BackupTask>> overview) {
        return NotFound.orElse(client.tenants(), null).thenCompose(all -> {
            if (all == null) {
                return CompletableFuture.completedFuture(
                        limited(inOverview(overview), false, Reading.known(List.of())));
            }
            List<Tenant> users = all.stream()
                    .filter(Tenant::isUser)
                    .sorted(Comparator.comparing(ClusterStatusReader::label))
                    .toList();
            return reader.reading(client::recycledTenants).thenApply(recycled -> limited(users, true, recycled));
        });
    }

    private static Tenants limited(List<Tenant> all, boolean listed, Reading<List<RecycledTenant>> recycled) {
        List<Tenant> first = all.subList(0, Math.min(all.size(), MOST_TENANTS));
        return new Tenants(first, all.size() - first.size(), listed, recycled);
    }

    /** An old obshell lists no tenants, but shows the ids of those that have a backup. */
    private static List<Tenant> inOverview(Reading<List<BackupTask>> overview) {
        return overview.value() == null
                ? List.of()
                : overview.value().stream()
                        .map(BackupTask::tenantId)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(id -> new Tenant(id, null, null, null, null))
                        .toList();
    }

    private static String label(Tenant tenant) {
        return Objects.requireNonNullElse(tenant.name(), tenant.id());
    }

    /** Reads tenants one after the other, in as many rows as may be read at a time. */
    private CompletableFuture<List<TenantReader.Found>> read(
            TenantReader reader, Tenants tenants, Reading<List<BackupTask>> overview) {
        Map<String, BackupTask> shown = new HashMap<>();
        if (overview.value() != null) {
            overview.value().forEach(task -> shown.putIfAbsent(JobMatcher.tenant(task), task));
        }
        List<Tenant> inUse = tenants.users().stream()
                .filter(tenant -> !tenant.isBeingRestored())
                .toList();
        List<CompletableFuture<List<TenantReader.Found>>> rows = new ArrayList<>();
        for (int row = 0; row < TENANTS_AT_A_TIME; row++) {
            CompletableFuture<List<TenantReader.Found>> read = CompletableFuture.completedFuture(new ArrayList<>());
            for (int i = row; i < inUse.size(); i += TENANTS_AT_A_TIME) {
                Tenant tenant = inUse.get(i);
                Reading<BackupTask> task = new Reading<>(shown.get(tenant.id()), overview.unknown());
                read = read.thenCompose(before -> reader.read(tenant, task).thenApply(found -> {
                    before.add(found);
                    return before;
                }));
            }
            rows.add(read);
        }
        return CompletableFuture.allOf(rows.toArray(CompletableFuture[]::new))
                .thenApply(
                        all -> rows.stream().flatMap(row -> row.join().stream()).toList());
    }

    private ClusterStatus status(Tenants tenants, List<TenantReader.Found> found) {
        TenantStatuses made = TenantStatuses.of(found);
        List<TenantStatus> statuses = new ArrayList<>();
        found.forEach(one -> statuses.add(made.status(one)));
        tenants.users().stream()
                .filter(Tenant::isBeingRestored)
                .forEach(tenant -> statuses.add(
                        TenantStatus.notInUse(label(tenant), tenant.id(), TenantStatus.Presence.BEING_RESTORED)));
        if (tenants.recycled().value() != null) {
            tenants.recycled().value().stream()
                    .limit(MOST_TENANTS)
                    .map(ClusterStatusReader::formerName)
                    .forEach(name -> statuses.add(TenantStatus.notInUse(name, null, TenantStatus.Presence.RECYCLED)));
        }
        statuses.sort(TenantStatuses.ATTENTION_FIRST);
        ClusterStatus status = new ClusterStatus(
                clock.instant(),
                statuses,
                tenants.omitted(),
                tenants.listed(),
                tenants.recycled().unknown());
        return MaskedTexts.of(client).changed(status);
    }

    private static String formerName(RecycledTenant tenant) {
        return Objects.requireNonNullElse(tenant.originalName(), String.valueOf(tenant.name()));
    }
}
