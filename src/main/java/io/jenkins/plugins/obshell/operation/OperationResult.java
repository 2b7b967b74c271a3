package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;
import java.util.List;

/**
 * What an operation found or made.
 *
 * @param dagId   the DAG, or null where there was none
 * @param dagName what the DAG does, or null
 * @param status  for a backup OceanBase's word; for a configuration the DAG's state; null where nothing is known
 * @param startTime when it started, or null
 * @param endTime   when it ended, or null
 * @param tenants the backup of each tenant; empty for a configuration
 */
public record OperationResult(
        @Nullable String dagId,
        @Nullable String dagName,
        @Nullable String status,
        @Nullable Instant startTime,
        @Nullable Instant endTime,
        List<TenantBackup> tenants) {

    /** Nothing found, nothing made. */
    public static final OperationResult NONE = new OperationResult(null, null, null, null, null, List.of());

    /** Copies the tenants. */
    public OperationResult {
        tenants = List.copyOf(tenants);
    }
}
