package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;

/**
 * A round of a tenant's log archive that is not over, from {@code GET /api/v1/tenant/{name}/backup/log/tasks}.
 *
 * @param tenantId   the tenant
 * @param roundId    the round; each time that archiving is started anew, a new round begins
 * @param status     {@code BEGINNING}, {@code PREPARE}, {@code DOING}, {@code SUSPEND} or {@code STOPPING}
 * @param path       where the log is archived
 * @param delay      how far the checkpoint lags behind, in seconds; null if obshell does not report it
 * @param checkpoint up to when the log is archived, by OceanBase's clock
 * @param startTime  from when on the log is archived, by OceanBase's clock
 */
public record ArchiveTask(
        @Nullable @JsonProperty("tenant_id") String tenantId,
        @Nullable @JsonProperty("round_id") String roundId,
        @Nullable String status,
        @Nullable String path,
        @Nullable Double delay,
        @Nullable Instant checkpoint,
        @Nullable @JsonProperty("start_time") Instant startTime) {

    /** What is longer than anything that obshell sends is cut or, where it is an id, refused. */
    public ArchiveTask {
        tenantId = ResponseLimits.id(tenantId);
        roundId = ResponseLimits.id(roundId);
        status = ResponseLimits.words(status);
        path = ResponseLimits.words(path);
    }
}
