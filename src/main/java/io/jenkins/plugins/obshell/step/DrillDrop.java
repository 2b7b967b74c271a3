package io.jenkins.plugins.obshell.step;

import hudson.model.Run;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.operation.DropOperation;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.DropRequest;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.step.driver.OperationSource;

/** The drop of the scratch tenant of a drill, as an operation of the build that drops it. */
final class DrillDrop implements OperationSource {

    private final ObshellRestoreDrillStep step;
    private final ScratchTenant tenant;

    /**
     * @param step   the drill, or a later one that drops what an earlier one has left
     * @param tenant the tenant
     */
    DrillDrop(ObshellRestoreDrillStep step, ScratchTenant tenant) {
        this.step = step;
        this.tenant = tenant;
    }

    @Override
    public String functionName() {
        return step.functionName();
    }

    @Override
    public String label() {
        return Messages.DrillDrop_label(tenant.name());
    }

    @Override
    public ClusterChoice choice() {
        return step.target();
    }

    @Override
    public String getTenant() {
        return tenant.name();
    }

    @Override
    public String tenantLabel() {
        return tenant.name();
    }

    @Override
    public SecretSource secrets(Run<?, ?> run) {
        return step.secrets(run);
    }

    @Override
    public StoredOperation unstarted(String id) {
        return OperationSource.super.unstarted(id).asDrop();
    }

    @Override
    public String leftBehind() {
        return DropOperation.left(tenant);
    }

    /** Needs no permission: the restore was allowed, and its tenant has to go. */
    @Override
    public Operation operation(OperationContext target) {
        return new DropOperation(target, new DropRequest(tenant, step.dropTiming()));
    }
}
