package io.jenkins.plugins.obshell.client.model;

import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * A parameter of a tenant, from {@code GET /api/v1/tenant/{name}/parameter/{parameter}}.
 *
 * @param name  its name
 * @param value its value as OceanBase reports it
 */
public record TenantParameter(
        @Nullable String name, @Nullable String value) {

    /** Cuts what is longer than anything that obshell sends. */
    public TenantParameter {
        name = ResponseLimits.words(name);
        value = ResponseLimits.words(value);
    }
}
