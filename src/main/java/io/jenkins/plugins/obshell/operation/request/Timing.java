package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How long an operation may take and how patient it is.
 *
 * @param timeout         how long the operation may take
 * @param pollInterval    the longest time between two turns
 * @param toleratedOutage how long all endpoints may be silent, once one has answered, before the operation fails
 */
public record Timing(
        @NonNull Duration timeout,
        @NonNull Duration pollInterval,
        @NonNull Duration toleratedOutage) {

    /** One day, turns at most 15 s apart, 15 minutes without an answer. */
    public static final Timing DEFAULT = new Timing(Duration.ofDays(1), Duration.ofSeconds(15), Duration.ofMinutes(15));
}
