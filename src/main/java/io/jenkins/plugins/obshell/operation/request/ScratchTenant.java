package io.jenkins.plugins.obshell.operation.request;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A tenant that a restore makes or may still make, to be dropped afterwards. It holds all that is needed to drop this tenant
 * and no other.
 *
 * @param name           its name
 * @param id             the id that the restore gave it; null while that is unknown
 * @param scn            the point that was to be restored, in nanoseconds since 1970, by which its restore is recognized
 * @param earlierJobs    the restores into a tenant of this name that there were before
 * @param dagId          the DAG of the restore; null while that is unknown
 * @param mayAppearUntil until when a restore whose response was lost can still begin, by the local clock; null if it cannot
 */
public record ScratchTenant(
        @NonNull String name,
        @Nullable String id,
        long scn,
        @NonNull List<String> earlierJobs,
        @Nullable String dagId,
        @Nullable Instant mayAppearUntil) {

    /** In characters; OceanBase takes one more. */
    private static final int LONGEST_NAME = 63;

    private static final String PREFIX = "drill_";
    private static final int DIGITS = 8;

    /** Copies the jobs; null is none. */
    public ScratchTenant {
        earlierJobs = earlierJobs == null ? List.of() : List.copyOf(earlierJobs);
    }

    /**
     * Makes a name that OceanBase takes in each of obshell's statements, of which some quote it and some do not.
     *
     * The records of obshell tell two restores under one name to the same point apart by nothing else.
     *
     * @param tenant the tenant that is restored
     * @param build  the number of the build
     * @param drill  what no other drill of any controller has
     * @return {@code drill_TENANT_BUILD_DIGITS}, with underscores in the place of other characters than letters and digits, a
     *         long name of a tenant cut, and the first eight digits of the last parameter
     */
    @NonNull
    public static String nameFor(@NonNull String tenant, int build, @NonNull UUID drill) {
        String suffix = "_" + build + "_" + drill.toString().substring(0, DIGITS);
        String plain = tenant.replaceAll("[^A-Za-z0-9_]", "_");
        int room = LONGEST_NAME - PREFIX.length() - suffix.length();
        return PREFIX + (plain.length() <= room ? plain : plain.substring(0, room)) + suffix;
    }

    /**
     * @param restores all restores of the cluster
     * @return the one that makes this tenant: it is new, of this name, to this point and, once an id is known, of this id
     */
    @NonNull
    public Optional<RestoreTask> jobIn(@NonNull List<RestoreTask> restores) {
        return newIn(restores).stream()
                .filter(restore -> restore.scn() == scn)
                .filter(restore -> id == null || id.equals(restore.tenantId()))
                .findFirst();
    }

    /**
     * @param restores all restores of the cluster
     * @return those into a tenant of this name that are new, ours or not
     */
    @NonNull
    public List<RestoreTask> newIn(@NonNull List<RestoreTask> restores) {
        return restores.stream()
                .filter(restore -> restore.tenantName() != null && TenantSelection.isSame(name, restore.tenantName()))
                .filter(restore -> restore.jobId() != null && !earlierJobs.contains(restore.jobId()))
                .toList();
    }

    /** {@return the same under the id that the restore gave it} */
    @NonNull
    public ScratchTenant withId(@Nullable String given) {
        return new ScratchTenant(name, given == null ? id : given, scn, earlierJobs, dagId, mayAppearUntil);
    }

    /** {@return the same after the DAG of its restore is known} */
    @NonNull
    public ScratchTenant ofDag(@NonNull String dag) {
        return new ScratchTenant(name, id, scn, earlierJobs, dag, null);
    }

    /** {@return the same while its restore can still begin} */
    @NonNull
    public ScratchTenant appearingUntil(@NonNull Instant until) {
        return new ScratchTenant(name, id, scn, earlierJobs, dagId, until);
    }

    /** {@return the same after the local clock was off by so much} */
    @NonNull
    public ScratchTenant shifted(@NonNull Duration by) {
        return mayAppearUntil == null ? this : appearingUntil(mayAppearUntil.plus(by));
    }
}
