package io.jenkins.plugins.obshell.step;

import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterConnector;
import io.jenkins.plugins.obshell.cluster.DrillPermission;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.RestoreOperation;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.step.driver.OperationSource;
import java.util.List;
import java.util.Objects;

/** The restore of a drill, as an operation of its build. */
final class DrillRestore implements OperationSource {

    private final ObshellRestoreDrillStep step;
    private final Run<?, ?> run;
    private final String scratchTenant;

    /**
     * @param step          the drill
     * @param run           the build
     * @param scratchTenant the tenant to make, the same each time
     */
    DrillRestore(ObshellRestoreDrillStep step, Run<?, ?> run, String scratchTenant) {
        this.step = step;
        this.run = run;
        this.scratchTenant = scratchTenant;
    }

    @Override
    public String functionName() {
        return step.functionName();
    }

    @Override
    public String label() {
        return step.label();
    }

    @Override
    public ClusterChoice choice() {
        return step.target();
    }

    @Override
    public String getTenant() {
        return step.sourceTenant();
    }

    @Override
    public String tenantLabel() {
        return step.sourceTenant();
    }

    @Override
    public SecretSource secrets(Run<?, ?> build) {
        return step.secrets(build);
    }

    /** The permission is asked for each time, since it can be withdrawn while the drill waits. */
    @Override
    public Operation operation(OperationContext target) throws AbortException {
        List<String> problems = step.problems(run.getParent().getFullName());
        if (!problems.isEmpty()) {
            throw new AbortException(String.join("\n", problems));
        }
        DrillPermission permission = step.permission();
        RestoreRequest request = step.request(
                        new ParameterReader(),
                        scratchTenant,
                        permission.zones(step.getZones()),
                        permission.allowsSameCluster())
                .orElseThrow();
        DrillSource from = Objects.requireNonNull(step.getFrom());
        ObshellClient source = ClusterConnector.get().connect(from.choice(), run, target.secrets());
        return new RestoreOperation(target, source, request);
    }
}
