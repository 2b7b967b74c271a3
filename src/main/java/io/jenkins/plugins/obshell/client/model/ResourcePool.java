package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * A resource pool of the cluster, from {@code GET /api/v1/resource-pools}.
 *
 * @param name     its name
 * @param tenantId the tenant that holds it; null if nobody does
 */
public record ResourcePool(
        @Nullable String name,
        @Nullable @JsonProperty("tenant_id") String tenantId) {

    /** Go writes 0 for a tenant that there is not. What is longer than anything that obshell sends is cut or refused. */
    public ResourcePool {
        name = ResponseLimits.words(name);
        tenantId = "0".equals(tenantId) ? null : ResponseLimits.id(tenantId);
    }

    /** {@return whether no tenant holds it} */
    public boolean isFree() {
        return tenantId == null;
    }
}
