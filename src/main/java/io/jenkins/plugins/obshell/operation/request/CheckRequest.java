package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A check of the last or running backup. The parameters are checked by the constructor.
 *
 * @param tenants             whose backup
 * @param dagId               the DAG to attach to, of one tenant or of all; null for the last or running backup
 * @param awaitEnd            whether to wait for the end of what is running
 * @param maxAge              how old the last COMPLETED backup may be, or null; obshell 4.3.2 or later
 * @param maxArchiveLag       how far the archived log may lag behind, or null; obshell 4.3.2 or later
 * @param restorable          whether the last COMPLETED backup must be restorable
 * @param archivedUpToNow     whether the log must be archived up to the moment when the check begins
 * @param quiet               whether no backup may be running and no DAG of the cluster be open; waited for with {@code awaitEnd}
 * @param failUnlessCompleted whether any status but COMPLETED is a failure; otherwise it is a warning
 * @param timing              its deadline and patience
 */
public record CheckRequest(
        @NonNull TenantSelection tenants,
        @Nullable String dagId,
        boolean awaitEnd,
        @Nullable Duration maxAge,
        @Nullable Duration maxArchiveLag,
        boolean restorable,
        boolean archivedUpToNow,
        boolean quiet,
        boolean failUnlessCompleted,
        @NonNull Timing timing) {

    /**
     * @throws InvalidParametersException if a value cannot be right, with a sentence for each
     */
    public CheckRequest {
        List<String> problems = new ArrayList<>(tenants.problems());
        if (dagId != null && tenants.tenant() == null && !tenants.isAll()) {
            problems.add(Messages.CheckRequest_dagOfSome());
        }
        ParameterRules.named("dagId", ParameterRules.dagId(dagId)).ifPresent(problems::add);
        InvalidParametersException.throwIfAny(problems);
    }

    /** {@return what obshell is asked about: one tenant, or all} */
    public BackupScope scope() {
        return tenants.scope();
    }
}
