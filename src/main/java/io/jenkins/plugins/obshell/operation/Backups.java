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
 * @param earlierJobs     each tenant's last job from before the start, by the tenant's id
 * @param jobs            each tenant's job of this backup, by the tenant's id
 * @param tenantNames     the names of tenants, by their ids
 * @param joined          whether somebody else started the backup
 * @param recordMissingAt since when the record of a job is missing that should be there, or null
 */
public record Backups(
        Map<String, String> earlierJobs,
        Map<String, String> jobs,
        Map<String, String> tenantNames,
        boolean joined,
        @Nullable Instant recordMissingAt) {

    static final Backups NONE = new Backups(null, null, null, false, null);

    /** Sorts and copies the maps; null is empty. */
    public Backups {
        earlierJobs = sorted(earlierJobs);
        jobs = sorted(jobs);
        tenantNames = sorted(tenantNames);
    }

    private static Map<String, String> sorted(@Nullable Map<String, String> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(map));
    }

    Backups after(Map<String, String> earlier) {
        return new Backups(earlier, jobs, tenantNames, joined, recordMissingAt);
    }

    Backups of(Map<String, String> ours) {
        return new Backups(earlierJobs, ours, tenantNames, joined, recordMissingAt);
    }

    Backups named(Map<String, String> names) {
        return new Backups(earlierJobs, jobs, names, joined, recordMissingAt);
    }

    Backups joining(Map<String, String> running) {
        return new Backups(earlierJobs, running, tenantNames, true, recordMissingAt);
    }

    Backups missingSince(@Nullable Instant since) {
        return new Backups(earlierJobs, jobs, tenantNames, joined, since);
    }

    Backups shifted(Duration by) {
        return missingSince(OperationState.shifted(recordMissingAt, by));
    }
}
