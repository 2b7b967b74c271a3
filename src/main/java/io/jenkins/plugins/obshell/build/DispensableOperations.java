package io.jenkins.plugins.obshell.build;

import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import java.util.List;

/** The operations that a build with very many of them can do without. */
final class DispensableOperations {

    private DispensableOperations() {}

    /**
     * @param operations those of a build, oldest first
     * @return the oldest ones that have ended, as many as there are too many; without the restores whose scratch tenant may
     *         still be there, which only they name
     */
    static List<StoredOperation> of(List<StoredOperation> operations) {
        return operations.stream()
                .filter(operation -> operation.hasEnded() && !isNeeded(operation, operations))
                .limit(Math.max(0, operations.size() - ReportLimits.MOST_OPERATIONS))
                .toList();
    }

    private static boolean isNeeded(StoredOperation operation, List<StoredOperation> operations) {
        ScratchTenant tenant = operation.isRestore() ? operation.scratchTenant() : null;
        return tenant != null && operations.stream().noneMatch(other -> other.hasDropped(tenant.name()));
    }
}
