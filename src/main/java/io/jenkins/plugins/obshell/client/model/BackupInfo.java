package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;
import java.time.Instant;

/**
 * How well a tenant is backed up, from {@code GET /api/v1/tenant/{name}/backup/info}.
 *
 * @param tenantId             the tenant
 * @param archiveLogCheckpoint up to when its log is archived, or null if it never was
 * @param archiveLogDelay      how far the archived log lags behind, in seconds; null if obshell leaves it out
 */
public record BackupInfo(
        @Nullable @JsonProperty("tenant_id") String tenantId,

        @Nullable @JsonProperty("lastest_archive_log_checkpoint")
        Instant archiveLogCheckpoint,

        @Nullable @JsonProperty("archive_log_delay") Double archiveLogDelay) {}
