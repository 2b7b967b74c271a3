package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * A tenant in the recycle bin, from {@code GET /api/v1/recyclebin/tenants}.
 *
 * @param name         its name there, such as {@code __recycle_$_1_1720679549921648}
 * @param originalName its name before
 */
public record RecycledTenant(
        @Nullable @JsonProperty("object_name") String name,
        @Nullable @JsonProperty("original_tenant_name") String originalName) {

    /** Cuts what is longer than anything that obshell sends. */
    public RecycledTenant {
        name = ResponseLimits.words(name);
        originalName = ResponseLimits.words(originalName);
    }
}
