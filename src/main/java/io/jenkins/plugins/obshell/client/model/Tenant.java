package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;

/**
 * A tenant of the cluster, from {@code GET /api/v1/tenants/overview}, which leaves out META tenants and those in the recycle
 * bin.
 *
 * @param id          its id
 * @param name        its name
 * @param status      {@code NORMAL}, {@code CREATING}, {@code RESTORE}, {@code DROPPING} or another word of a later version
 * @param locked      {@code YES} if nobody can log in to it, else {@code NO}
 * @param createdTime when it was made, by OceanBase's clock; null if it is not reported
 */
public record Tenant(
        @Nullable @JsonAlias("tenant_id") String id,
        @Nullable @JsonAlias("tenant_name") String name,
        @Nullable String status,
        @Nullable String locked,
        @Nullable @JsonProperty("created_time") Instant createdTime) {

    private static final String SYS_ID = "1";

    /** Cuts or refuses what is longer than anything that obshell sends. */
    public Tenant {
        id = ResponseLimits.id(id);
        name = ResponseLimits.words(name);
        status = ResponseLimits.words(status);
        locked = ResponseLimits.words(locked);
    }

    /** {@return whether it is a user tenant; the sys tenant cannot be backed up} */
    public boolean isUser() {
        return id != null && !SYS_ID.equals(id);
    }

    /** {@return whether it is being restored from a backup} */
    public boolean isBeingRestored() {
        return "RESTORE".equals(status);
    }
}
