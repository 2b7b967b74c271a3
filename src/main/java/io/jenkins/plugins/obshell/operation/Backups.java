package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The backups that an operation follows.
 *
 * @param earlierJobs     the last job before the start of each tenant whose job is not known yet, by the tenant's id
 * @param jobs            each tenant's job of this backup, by the tenant's id
 * @param fingerprints    the start and the path of each of these jobs as first seen, by the tenant's id
 * @param tenantNames     the names of the tenants that this backup covers, by their ids
 * @param notStarted      the names of the tenants whose backup the DAG did not start, by their ids
 * @param joined          whether somebody else started the backup
 * @param recordMissingAt since when the record of a job is missing, or null
 * @param overAt          since when all jobs are over while the DAG is not, or null
 * @param historiesReadTo the id of the last tenant whose history was read, if those of others are still to be read; or null
 */
@RecordBuilder
@RecordBuilder.Options(addClassRetainedGenerated = true, addStaticBuilder = false)
public record Backups(
        Map<String, String> earlierJobs,
        Map<String, String> jobs,
        Map<String, String> fingerprints,
        Map<String, String> tenantNames,
        Map<String, String> notStarted,
        boolean joined,
        @Nullable Instant recordMissingAt,
        @Nullable Instant overAt,
        @Nullable String historiesReadTo)
        implements BackupsBuilder.With {

    static final Backups NONE = new Backups(null, null, null, null, null, false, null, null, null);

    /** Sorts and copies the maps; null is empty. */
    public Backups {
        earlierJobs = sorted(earlierJobs);
        jobs = sorted(jobs);
        fingerprints = sorted(fingerprints);
        tenantNames = sorted(tenantNames);
        notStarted = sorted(notStarted);
    }

    private static Map<String, String> sorted(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }

    Backups of(Map<String, String> ours) {
        return of(ours, fingerprints);
    }

    /** The same with the jobs of this backup. A job that is known is not compared with the one before it any more. */
    Backups of(Map<String, String> ours, Map<String, String> prints) {
        Map<String, String> earlier = new TreeMap<>(earlierJobs);
        earlier.keySet().removeAll(ours.keySet());
        return with(it -> it.earlierJobs(earlier).jobs(ours).fingerprints(prints));
    }

    Backups joining(Map<String, String> running) {
        return with(it -> it.jobs(running).joined(true));
    }

    Backups shifted(Duration by) {
        return with(it -> it.recordMissingAt(OperationState.shifted(recordMissingAt, by))
                .overAt(OperationState.shifted(overAt, by)));
    }
}
