package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * What a unit takes of its server, from {@code GET /api/v1/unit/config/{name}}.
 *
 * @param name       its name
 * @param minCpu     the cores that are reserved
 * @param memorySize its memory, in bytes
 */
public record UnitConfig(
        @Nullable String name,
        @JsonProperty("min_cpu") double minCpu,
        @JsonProperty("memory_size") long memorySize) {

    /** Cuts what is longer than anything that obshell sends. */
    public UnitConfig {
        name = ResponseLimits.words(name);
    }
}
