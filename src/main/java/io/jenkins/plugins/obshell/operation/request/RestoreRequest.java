package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.List;

/**
 * A restore of the last restorable backup of a tenant into a scratch tenant. The parameters are checked by the constructor.
 *
 * @param sourceTenant       the tenant whose backup is restored
 * @param scratchTenant      the tenant to make, as {@link ScratchTenant#nameFor} names it
 * @param unitConfig         the unit config of its units
 * @param zones              the zones to place it in; empty for those of the source tenant
 * @param sameClusterAllowed whether it may be made in the cluster of the source
 * @param timing             its deadline and patience
 */
public record RestoreRequest(
        @NonNull String sourceTenant,
        @NonNull String scratchTenant,
        @NonNull String unitConfig,
        @NonNull List<String> zones,
        boolean sameClusterAllowed,
        @NonNull Timing timing) {

    /**
     * @throws InvalidParametersException if a value cannot be right, with a sentence for each
     */
    public RestoreRequest {
        zones = List.copyOf(zones);
        List<String> problems = new ArrayList<>();
        ParameterRules.named("tenant", ParameterRules.tenant(sourceTenant)).ifPresent(problems::add);
        ParameterRules.named("tenant", ParameterRules.tenant(scratchTenant)).ifPresent(problems::add);
        if (ParameterRules.isLeftOut(unitConfig)) {
            problems.add(Messages.RestoreRequest_unitConfigMissing());
        }
        InvalidParametersException.throwIfAny(problems);
    }
}
