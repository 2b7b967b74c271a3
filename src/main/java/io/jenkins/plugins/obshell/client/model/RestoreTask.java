package io.jenkins.plugins.obshell.client.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import edu.umd.cs.findbugs.annotations.Nullable;

/**
 * One restore of the cluster, running or over, from {@code GET /api/v1/restore/tasks}. It outlives its tenant.
 *
 * @param jobId       the job of OceanBase
 * @param tenantName  the tenant that it makes
 * @param tenantId    the id of that tenant; null before it has one
 * @param scn         the point that it restores to, in nanoseconds since 1970
 * @param status      OceanBase's word: {@code SUCCESS} or {@code FAIL} once it is over
 * @param totalBytes  bytes to restore, 0 until known
 * @param finishBytes bytes restored
 * @param comment     OceanBase's remark on its end
 */
public record RestoreTask(
        @Nullable @JsonProperty("job_id") String jobId,
        @Nullable @JsonProperty("restore_tenant_name") String tenantName,
        @Nullable @JsonProperty("restore_tenant_id") String tenantId,
        @JsonProperty("restore_scn") long scn,
        @Nullable String status,
        @JsonProperty("total_bytes") long totalBytes,
        @JsonProperty("finish_bytes") long finishBytes,
        @Nullable String comment) {

    private static final String SUCCESS = "SUCCESS";
    private static final String FAIL = "FAIL";

    /** Go writes 0 for an id that there is not. What is longer than anything that obshell sends is cut or refused. */
    public RestoreTask {
        jobId = ResponseLimits.id(jobId);
        tenantName = ResponseLimits.words(tenantName);
        tenantId = "0".equals(tenantId) ? null : ResponseLimits.id(tenantId);
        status = ResponseLimits.words(status);
        comment = ResponseLimits.words(comment);
    }

    /** {@return whether the restore ended well} */
    public boolean isSuccessful() {
        return SUCCESS.equals(status);
    }

    /** {@return whether the restore failed} */
    public boolean isFailed() {
        return FAIL.equals(status);
    }

    /** {@return whether it goes on; an unknown word counts as going on} */
    public boolean isRunning() {
        return !isSuccessful() && !isFailed();
    }
}
