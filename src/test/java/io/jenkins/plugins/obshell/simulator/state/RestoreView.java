package io.jenkins.plugins.obshell.simulator.state;

/**
 * A restore at a moment.
 *
 * @param tenant   the tenant that it makes
 * @param tenantId the id of that tenant
 * @param scn      the point that it restores to
 * @param status   RESTORING, SUCCESS or FAIL
 */
public record RestoreView(String tenant, int tenantId, long scn, String status) {

    public static RestoreView of(RestoreJob job) {
        return new RestoreView(job.tenantName, job.tenantId, job.scn, job.status());
    }
}
