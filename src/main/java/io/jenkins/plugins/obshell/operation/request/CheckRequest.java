package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A look at the last or running backup. Checked when it is made.
 *
 * @param scope               one tenant, or all user tenants
 * @param dagId               the DAG to attach to, or null for the last or running backup
 * @param awaitEnd            whether to wait for the end of what is running
 * @param maxAge              how long ago the last COMPLETED backup may have ended, or null
 * @param maxArchiveLag       how far the archived log may lag behind, or null; one tenant only, obshell 4.4 or later
 * @param failUnlessCompleted whether anything but COMPLETED is a failure; else it is told only
 * @param timing              how long it may take
 */
public record CheckRequest(
        @NonNull BackupScope scope,
        @Nullable String dagId,
        boolean awaitEnd,
        @Nullable Duration maxAge,
        @Nullable Duration maxArchiveLag,
        boolean failUnlessCompleted,
        @NonNull Timing timing) {

    /**
     * @throws InvalidParametersException where a value cannot be right; all wrong ones are told
     */
    public CheckRequest {
        List<String> problems = new ArrayList<>();
        ParameterRules.tenant(scope.tenant()).ifPresent(problems::add);
        ParameterRules.dagId(dagId).ifPresent(problems::add);
        if (scope.isAllTenants() && maxArchiveLag != null) {
            problems.add(Messages.CheckRequest_lagOfAllTenants());
        }
        if (!problems.isEmpty()) {
            throw new InvalidParametersException(problems);
        }
    }
}
