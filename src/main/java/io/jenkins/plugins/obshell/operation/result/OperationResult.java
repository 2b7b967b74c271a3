package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What an operation found or made.
 *
 * @param dagId   the DAG, or null where there was none
 * @param dagName what the DAG does, or null
 * @param status  for a backup OceanBase's word; for a configuration the DAG's state; null where nothing is known
 * @param startTime when it started, or null
 * @param endTime   when it ended, or null
 * @param tenants the backup of each tenant, where there are very many of the worst; empty for a configuration
 * @param omitted the tenants that are left out of that list, or null where none is
 * @param restorable the points to which all of them can be restored, or null if that is not known
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record OperationResult(
        @Nullable String dagId,
        @Nullable String dagName,
        @Nullable String status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        List<TenantBackup> tenants,
        @Nullable OmittedTenants omitted,
        @Nullable RestoreWindow restorable)
        implements OperationResultBuilder.With {

    /** Nothing found, nothing made. */
    public static final OperationResult NONE = new OperationResult(null, null, null, null, null, List.of());

    /** Copies the tenants. */
    public OperationResult {
        tenants = List.copyOf(tenants);
    }

    /** A result that leaves no tenant out. */
    public OperationResult(
            @Nullable String dagId,
            @Nullable String dagName,
            @Nullable String status,
            @Nullable Instant startTime,
            @Nullable Instant endTime,
            List<TenantBackup> tenants) {
        this(dagId, dagName, status, startTime, endTime, tenants, null, null);
    }

    /** The same with other tenants. */
    public OperationResult with(List<TenantBackup> changed, @Nullable OmittedTenants left) {
        return with(it -> it.tenants(changed).omitted(left));
    }

    /**
     * Adds the points to which the backup of a tenant can be restored.
     *
     * @param tenantId    the tenant
     * @param plusArchive whether the backup set includes the log that it needs
     * @param window      the points
     * @return the same with them
     */
    public OperationResult restorable(@Nullable String tenantId, boolean plusArchive, RestoreWindow window) {
        List<TenantBackup> changed = tenants.stream()
                .map(backup ->
                        Objects.equals(backup.tenantId(), tenantId) ? backup.restorable(plusArchive, window) : backup)
                .toList();
        RestoreWindow common = restorable == null ? window : restorable.and(window);
        return with(it -> it.tenants(changed).restorable(common));
    }

    /** {@return the result of a DAG that makes no backup} */
    public static OperationResult of(Dag dag) {
        return new OperationResult(dag.id(), dag.name(), dag.state(), dag.startTime(), dag.endTime(), List.of());
    }

    /** {@return the points to which all tenants can be restored; null if there is none or if it is unknown for one of them} */
    @Nullable
    public RestoreWindow commonWindow() {
        boolean isKnown = restorable != null
                && !restorable.from().isAfter(restorable.to())
                && tenants.stream().allMatch(backup -> backup.restorable() != null);
        return isKnown ? restorable : null;
    }

    /** {@return how long it took; zero if its start or its end is unknown} */
    public Duration duration() {
        return startTime == null || endTime == null ? Duration.ZERO : Duration.between(startTime, endTime);
    }

    /** {@return how many tenants are left out of the list} */
    public int omittedTenants() {
        return omitted == null ? 0 : omitted.count();
    }

    /** {@return bytes read, of all tenants} */
    public long inputBytes() {
        return tenants.stream().mapToLong(TenantBackup::inputBytes).sum()
                + (omitted == null ? 0 : omitted.inputBytes());
    }

    /** {@return bytes written, of all tenants} */
    public long outputBytes() {
        return tenants.stream().mapToLong(TenantBackup::outputBytes).sum()
                + (omitted == null ? 0 : omitted.outputBytes());
    }
}
