package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * A tenant of the cluster, from {@code GET /api/v1/tenants/overview}.
 *
 * @param id   its id
 * @param name its name
 */
public record Tenant(
        @Nullable @JsonAlias("tenant_id") String id,
        @Nullable @JsonAlias("tenant_name") String name) {

    /** Cuts or refuses what is longer than anything that obshell sends. */
    public Tenant {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
    }
}
