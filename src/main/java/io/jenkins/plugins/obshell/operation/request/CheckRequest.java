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
 * @param scope               one tenant, or all user tenants
 * @param except              the names of tenants that need no backup; all tenants only, and no DAG
 * @param dagId               the DAG to attach to, or null for the last or running backup
 * @param awaitEnd            whether to wait for the end of what is running
 * @param maxAge              how old the last COMPLETED backup may be, or null; obshell 4.3.2 or later
 * @param maxArchiveLag       how far the archived log may lag behind, or null; one tenant only, obshell 4.3.2 or later
 * @param restorable          whether the last COMPLETED backup must be restorable
 * @param archivedUpToNow     whether the log must be archived up to the moment when the check begins
 * @param quiet               whether no backup may be running and no DAG of the cluster be open; waited for with {@code awaitEnd}
 * @param failUnlessCompleted whether any status but COMPLETED is a failure; otherwise it is a warning
 * @param timing              its deadline and patience
 */
public record CheckRequest(
        @NonNull BackupScope scope,
        @NonNull List<String> except,
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
        except = List.copyOf(except);
        List<String> problems = new ArrayList<>();
        ParameterRules.tenant(scope.tenant()).ifPresent(problems::add);
        except.forEach(name -> ParameterRules.except(name).ifPresent(problems::add));
        if (!except.isEmpty() && (!scope.isAllTenants() || dagId != null)) {
            problems.add(Messages.CheckRequest_exceptOfOne());
        }
        ParameterRules.dagId(dagId).ifPresent(problems::add);
        if (scope.isAllTenants() && maxArchiveLag != null) {
            problems.add(Messages.CheckRequest_lagOfAllTenants());
        }
        InvalidParametersException.throwIfAny(problems);
    }
}
