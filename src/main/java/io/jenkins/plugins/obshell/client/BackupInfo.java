package io.jenkins.plugins.obshell.client;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import java.time.Instant;

/**
 * How well a tenant is backed up, from {@code GET /api/v1/tenant/{name}/backup/info}.
 *
 * @param tenantId             the tenant
 * @param archiveLogCheckpoint up to when its log is archived, or null where it never was
 * @param lastDataBackupTime   when its last data backup was made, or null where there is none
 * @param archiveLogDelay      how far the archived log lags behind, in seconds; null where obshell leaves it out
 */
public record BackupInfo(
        @CheckForNull @JsonProperty("tenant_id") String tenantId,
        @CheckForNull @JsonProperty("lastest_archive_log_checkpoint") Instant archiveLogCheckpoint,
        @CheckForNull @JsonProperty("lastest_data_backup_time") Instant lastDataBackupTime,
        @CheckForNull @JsonProperty("archive_log_delay") Double archiveLogDelay) {}
