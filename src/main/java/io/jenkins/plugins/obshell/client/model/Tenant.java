package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;

/**
 * A tenant of the cluster, from {@code GET /api/v1/tenants/overview}.
 *
 * @param id   its id
 * @param name its name
 * @param createdTime when it was made, by OceanBase's clock; null if it is not reported
 */
public record Tenant(
        @Nullable @JsonAlias("tenant_id") String id,
        @Nullable @JsonAlias("tenant_name") String name,
        @Nullable @JsonProperty("created_time") Instant createdTime) {

    /** Cuts or refuses what is longer than anything that obshell sends. */
    public Tenant {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
    }
}
