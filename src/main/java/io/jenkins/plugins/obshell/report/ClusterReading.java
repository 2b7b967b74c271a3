package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.ClusterStatus;
import java.time.Instant;

/**
 * What a reading of a cluster showed.
 *
 * @param endedAt when it ended
 * @param status  how the tenants are backed up; null if the cluster could not be read
 * @param failure why it could not be read, for people and without secrets; null if it could
 * @param builds  which builds made the backups; of all jobs, so the viewer's permission to see them must be asked for
 */
record ClusterReading(
        Instant endedAt,
        @Nullable ClusterStatus status,
        @Nullable String failure,
        BackupBuilds builds) {}
