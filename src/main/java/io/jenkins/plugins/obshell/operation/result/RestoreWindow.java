package io.jenkins.plugins.obshell.operation.result;

import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;

/**
 * The points in time to which a backup set can be restored.
 *
 * @param from        the first one
 * @param to          the last one that is known; the same as the first one for a set that carries its log
 * @param toScn       the last one as an SCN, in nanoseconds since 1970
 * @param archivePath where the log archive that a restore needs is stored, without secrets; null for a set that carries its
 *                    log, for several tenants together, and if obshell does not report it
 */
public record RestoreWindow(
        Instant from, Instant to, long toScn, @Nullable String archivePath) {

    /** {@return the points that are in both; if there is none, those from the later start to the earlier end} */
    public RestoreWindow and(RestoreWindow other) {
        RestoreWindow first = to.isAfter(other.to) ? other : this;
        return new RestoreWindow(from.isAfter(other.from) ? from : other.from, first.to, first.toScn, null);
    }
}
