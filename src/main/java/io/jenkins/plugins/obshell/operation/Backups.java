package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
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
public record Backups(
        Map<String, String> earlierJobs,
        Map<String, String> jobs,
        Map<String, String> fingerprints,
        Map<String, String> tenantNames,
        Map<String, String> notStarted,
        boolean joined,
        @Nullable Instant recordMissingAt,
        @Nullable Instant overAt,
        @Nullable String historiesReadTo) {

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

    Backups after(Map<String, String> earlier) {
        return new Backups(
                earlier, jobs, fingerprints, tenantNames, notStarted, joined, recordMissingAt, overAt, historiesReadTo);
    }

    Backups of(Map<String, String> ours) {
        return of(ours, fingerprints);
    }

    /** The same with the jobs of this backup. A job that is known is not compared with the one before it any more. */
    Backups of(Map<String, String> ours, Map<String, String> prints) {
        Map<String, String> earlier = new TreeMap<>(earlierJobs);
        earlier.keySet().removeAll(ours.keySet());
        return new Backups(
                earlier, ours, prints, tenantNames, notStarted, joined, recordMissingAt, overAt, historiesReadTo);
    }

    Backups named(Map<String, String> names) {
        return named(names, notStarted);
    }

    Backups named(Map<String, String> names, Map<String, String> left) {
        return new Backups(
                earlierJobs, jobs, fingerprints, names, left, joined, recordMissingAt, overAt, historiesReadTo);
    }

    Backups joining(Map<String, String> running) {
        return new Backups(
                earlierJobs,
                running,
                fingerprints,
                tenantNames,
                notStarted,
                true,
                recordMissingAt,
                overAt,
                historiesReadTo);
    }

    Backups missingSince(@Nullable Instant since) {
        return new Backups(
                earlierJobs, jobs, fingerprints, tenantNames, notStarted, joined, since, overAt, historiesReadTo);
    }

    Backups overSince(@Nullable Instant since) {
        return new Backups(
                earlierJobs,
                jobs,
                fingerprints,
                tenantNames,
                notStarted,
                joined,
                recordMissingAt,
                since,
                historiesReadTo);
    }

    Backups readTo(@Nullable String tenant) {
        return new Backups(
                earlierJobs, jobs, fingerprints, tenantNames, notStarted, joined, recordMissingAt, overAt, tenant);
    }

    Backups shifted(Duration by) {
        return missingSince(OperationState.shifted(recordMissingAt, by)).overSince(OperationState.shifted(overAt, by));
    }
}
