package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * The tenants of an operation: those of its result, or else as last observed.
 *
 * @param views       the tenants that are shown
 * @param omitted     the number of tenants that are not shown
 * @param inputBytes  the number of bytes read, of all tenants
 * @param outputBytes the number of bytes written, of all tenants
 */
record OperationTenants(List<TenantView> views, int omitted, long inputBytes, long outputBytes) {

    private static final int MOST_SHOWN = 100;

    static OperationTenants of(OperationSnapshot snapshot) {
        return snapshot.result().tenants().isEmpty() ? observed(snapshot) : inResult(snapshot);
    }

    private static OperationTenants inResult(OperationSnapshot snapshot) {
        OperationResult result = snapshot.result();
        List<TenantView> views = result.tenants().stream()
                .limit(MOST_SHOWN)
                .map(backup -> new TenantView(backup, snapshot.databaseNow()))
                .toList();
        return new OperationTenants(
                views,
                result.tenants().size() - views.size() + result.omittedTenants(),
                result.inputBytes(),
                result.outputBytes());
    }

    private static OperationTenants observed(OperationSnapshot snapshot) {
        ObservedReport report = snapshot.report();
        Instant until = snapshot.isRunning() ? snapshot.databaseNow() : snapshot.databaseObservedAt();
        return new OperationTenants(
                report.tenants().stream()
                        .map(progress -> new TenantView(progress, until))
                        .toList(),
                report.omittedTenants(),
                report.tenants().stream().mapToLong(TenantProgress::inputBytes).sum(),
                report.tenants().stream().mapToLong(TenantProgress::outputBytes).sum());
    }

    /** {@return a property of the only tenant, or null if there are several or none} */
    @Nullable
    String ofOnly(Function<TenantView, String> property) {
        return views.size() + omitted == 1 ? property.apply(views.get(0)) : null;
    }
}
