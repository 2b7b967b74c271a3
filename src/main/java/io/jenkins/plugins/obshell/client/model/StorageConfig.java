package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * A tenant's backup destinations without their secrets, from {@code GET /api/v1/tenant/{name}/backup/config/storage}.
 *
 * @param tenantId       the tenant
 * @param dataBaseUri    where data backups go, empty where none is set
 * @param archiveBaseUri where the log is archived, empty where none is set
 */
public record StorageConfig(
        @Nullable @JsonProperty("tenant_id") String tenantId,
        @Nullable @JsonProperty("data_base_uri") String dataBaseUri,
        @Nullable @JsonProperty("archive_base_uri") String archiveBaseUri) {}
