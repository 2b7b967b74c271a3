package io.jenkins.plugins.obshell.operation.result;

import java.time.Instant;

/**
 * The points in time to which a backup set can be restored.
 *
 * @param from  the first one
 * @param to    the last one that is known; the same as the first one for a set that carries its log
 * @param toScn the last one as an SCN, in nanoseconds since 1970
 */
public record RestoreWindow(Instant from, Instant to, long toScn) {

    /** {@return the points that are in both; if there is none, those from the later start to the earlier end} */
    RestoreWindow and(RestoreWindow other) {
        RestoreWindow first = to.isAfter(other.to) ? other : this;
        return new RestoreWindow(from.isAfter(other.from) ? from : other.from, first.to, first.toScn);
    }
}
