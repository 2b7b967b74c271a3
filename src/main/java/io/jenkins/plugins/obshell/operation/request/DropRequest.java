package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * A scratch tenant to drop.
 *
 * @param tenant the tenant
 * @param timing its deadline and patience
 */
public record DropRequest(
        @NonNull ScratchTenant tenant, @NonNull Timing timing) {}
