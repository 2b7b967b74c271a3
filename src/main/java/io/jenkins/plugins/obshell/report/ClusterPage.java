package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.Util;
import hudson.model.Api;
import hudson.model.ModelObject;
import io.jenkins.plugins.obshell.client.crypto.Sha256;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.TenantStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/** A cluster at a glance: how each tenant was backed up when the cluster was last read. */
@ExportedBean(defaultVisibility = 2)
public final class ClusterPage implements ModelObject, PageWithTimes {

    /** How long the user waits for a reading; after that the page says that it is under way. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A name that can be a part of a path as it is, whatever stands in front of Jenkins. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_-][\\p{L}\\p{N} ._-]*");

    private final ObshellCluster cluster;
    private final ClusterReading reading;

    ClusterPage(@NonNull ObshellCluster cluster) {
        this.cluster = cluster;
        this.reading = ClusterReadings.get().last(cluster);
    }

    /** {@return the name of the cluster} */
    @Exported
    @NonNull
    public String getName() {
        return cluster.getName();
    }

    @Override
    @NonNull
    public String getDisplayName() {
        return cluster.getName();
    }

    /** {@return the last part of the path of the page: the name, or a digest of one that cannot be a part of a path} */
    @NonNull
    String getPath() {
        return path(cluster.getName());
    }

    static String path(String name) {
        return PLAIN.matcher(name).matches() ? name : "sha256-" + Sha256.hex(name.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the page, relative to Jenkins} */
    @Exported
    @NonNull
    public String getUrl() {
        return "manage/" + BackupsLink.URL_NAME + "/cluster/" + Util.rawEncode(getPath()) + "/";
    }

    /** {@return whether the user may have the cluster read} */
    public boolean isMayRefresh() {
        return Jenkins.get().hasPermission(Jenkins.MANAGE);
    }

    /**
     * Reads the cluster and leads back to the page. It uses the password of the cluster and makes calls, so it needs more than
     * looking at what was read.
     *
     * @return the page
     */
    @POST
    @NonNull
    public HttpResponse doRefresh() {
        Jenkins.get().checkPermission(Jenkins.MANAGE);
        ClusterReadings.get().refresh(cluster, PATIENCE);
        return HttpResponses.redirectToDot();
    }

    /** {@return when the cluster was last read, such as {@code 2026-01-31T12:00:00Z}; null if it was not} */
    @Exported
    @Nullable
    public String getReadAt() {
        return reading == null ? null : Moment.of(reading.endedAt()).getIso();
    }

    /** {@return when the cluster was last read, for people; null if it was not} */
    @Nullable
    public Moment getRead() {
        return reading == null ? null : Moment.of(reading.endedAt());
    }

    /** {@return how long ago that was, for people; null if it was not} */
    @Nullable
    public String getReadAgo() {
        return reading == null ? null : Durations.format(Duration.between(reading.endedAt(), Instant.now()));
    }

    /** {@return since when the cluster is being read, for people; null if it is not} */
    @Nullable
    public Moment getReadingSince() {
        return Moment.of(ClusterReadings.get().runningSince(cluster));
    }

    /** {@return whether the cluster is being read} */
    @Exported
    public boolean isBeingRead() {
        return getReadingSince() != null;
    }

    /** {@return why the cluster could not be read, for people; null if it could or was not} */
    @Exported
    @Nullable
    public String getFailure() {
        return reading == null ? null : reading.failure();
    }

    /** {@return whether the tenants are known} */
    public boolean isKnown() {
        return reading != null && reading.status() != null;
    }

    /** {@return how each tenant is backed up, those that need attention first} */
    @Exported(visibility = 1)
    @NonNull
    public List<TenantStatusView> getTenants() {
        if (!isKnown()) {
            return List.of();
        }
        VisibleBuilds builds = new VisibleBuilds(reading.builds());
        return reading.status().tenants().stream()
                .map(tenant -> new TenantStatusView(tenant, builds.of(tenant)))
                .toList();
    }

    /** {@return how many tenants were read} */
    @Exported
    public int getTenantCount() {
        return isKnown() ? reading.status().tenants().size() : 0;
    }

    /** {@return how many tenants in use are not known to have a COMPLETED backup} */
    @Exported
    public int getWithoutBackup() {
        return isKnown()
                ? (int) reading.status().tenants().stream()
                        .filter(tenant -> tenant.presence() == TenantStatus.Presence.IN_USE
                                && tenant.lastCompleted().value() == null)
                        .count()
                : 0;
    }

    /** {@return how many tenants were left out, because there are too many} */
    @Exported
    public int getOmittedTenants() {
        return isKnown() ? reading.status().omittedTenants() : 0;
    }

    /** {@return whether tenants that never had a backup are missing, because obshell does not list the tenants} */
    @Exported
    public boolean isTenantsUnlisted() {
        return isKnown() && !reading.status().tenantsListed();
    }

    /** {@return why the tenants in the recycle bin are missing, for people; null if they are not} */
    @Nullable
    public String getRecycleBinUnknown() {
        return isKnown() && reading.status().recycleBin() != null
                ? TenantStatusView.why(reading.status().recycleBin())
                : null;
    }

    /** {@return whether some jobs were not searched for the builds that made the backups, because there are too many} */
    public boolean isJobsLeftOut() {
        return isKnown() && !reading.builds().isComplete();
    }

    /** {@return the REST API of this page} */
    @NonNull
    public Api getApi() {
        return new Api(this);
    }

    /** {@return the name of the cluster} */
    @Override
    public String toString() {
        return Objects.toString(getName());
    }
}
