package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import java.time.Duration;

/**
 * How long an operation may take and how patient it is.
 *
 * @param timeout         when to give up, counted from the beginning
 * @param pollInterval    the longest time between two looks
 * @param toleratedOutage how long no endpoint may answer, once one has, before the operation fails
 */
public record Timing(
        @NonNull Duration timeout,
        @NonNull Duration pollInterval,
        @NonNull Duration toleratedOutage) {

    /** A day, looks at most 15 s apart, a quarter of an hour without contact. */
    public static final Timing DEFAULT = new Timing(Duration.ofDays(1), Duration.ofSeconds(15), Duration.ofMinutes(15));
}
