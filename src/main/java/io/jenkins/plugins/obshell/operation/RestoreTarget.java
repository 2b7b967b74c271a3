package io.jenkins.plugins.obshell.operation;

import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.client.Futures;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.model.ClusterInfo;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.client.model.RestoreTask;
import io.jenkins.plugins.obshell.client.model.Tenant;
import io.jenkins.plugins.obshell.client.model.UnitConfig;
import io.jenkins.plugins.obshell.operation.request.RestoreRequest;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks whether a backup can be restored into a cluster. It only reads. */
final class RestoreTarget {

    private static final String TENANT_NOT_EXIST = "OB.Tenant.NotExist";

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

    /** How many numbers of a version count; what follows is a build. */
    private static final int VERSION_PARTS = 4;

    private final ObshellClient client;
    private final RestoreRequest request;

    RestoreTarget(ObshellClient client, RestoreRequest request) {
        this.client = client;
        this.request = request;
    }

    /**
     * What the cluster is like.
     *
     * @param problem     why nothing can be restored into it, or null
     * @param version     the version of OceanBase
     * @param zones       where the scratch tenant is to be placed
     * @param unitNum     how many units it is to have in each zone
     * @param earlierJobs the restores into a tenant of that name that there were before
     */
    record Checked(
            @Nullable String problem,
            @Nullable String version,
            List<String> zones,
            int unitNum,
            List<String> earlierJobs) {

        private static Checked problem(String why) {
            return new Checked(why, null, List.of(), 0, List.of());
        }
    }

    CompletableFuture<Checked> check(LastRestorable.Found source) {
        return NotFound.orElse(client.restoreTasks().thenApply(Optional::of), Optional.<List<RestoreTask>>empty())
                .thenCompose(restores -> restores.isEmpty()
                        ? CompletableFuture.completedFuture(Checked.problem(Messages.RestoreTarget_tooOld()))
                        : check(source, restores.get()));
    }

    private CompletableFuture<Checked> check(LastRestorable.Found source, List<RestoreTask> restores) {
        return cluster()
                .thenCompose(cluster -> client.unitConfig(request.unitConfig())
                        .thenCompose(unit -> client.unfinishedDags()
                                .thenCompose(dags -> client.tenants()
                                        .thenApply(tenants -> blocked(dags, tenants)
                                                .map(Checked::problem)
                                                .orElseGet(() -> placed(source, cluster, unit, restores))))));
    }

    /** obshell looks at one tenant after the other, and refuses if one of them is dropped meanwhile. */
    private CompletableFuture<ClusterInfo> cluster() {
        return client.clusterInfo()
                .exceptionallyCompose(error -> Futures.unwrap(error) instanceof RefusedException refusal
                                && TENANT_NOT_EXIST.equals(refusal.errCode())
                        ? client.clusterInfo()
                        : CompletableFuture.failedFuture(error));
    }

    private Optional<String> blocked(List<Dag> dags, List<Tenant> tenants) {
        Optional<String> upgrade = dags.stream()
                .filter(dag -> DagNames.isUpgrade(dag.name()))
                .findFirst()
                .map(dag -> Messages.RestoreTarget_upgrade(dag.id(), dag.name()));
        return upgrade.or(() -> tenants.stream()
                .filter(tenant ->
                        tenant.name() != null && TenantSelection.isSame(request.scratchTenant(), tenant.name()))
                .findFirst()
                .map(tenant -> Messages.RestoreTarget_nameTaken(tenant.name(), tenant.id())));
    }

    private Checked placed(
            LastRestorable.Found source, ClusterInfo cluster, UnitConfig unit, List<RestoreTask> restores) {
        String from = source.backup().fromVersion();
        if (isOlder(cluster.version(), from)) {
            return Checked.problem(Messages.RestoreTarget_older(cluster.version(), from));
        }
        List<String> zones = request.zones().isEmpty() ? source.zones() : request.zones();
        int unitNum = source.unitNum();
        for (String name : zones) {
            Optional<ClusterInfo.Zone> zone = cluster.zones().stream()
                    .filter(each -> name.equals(each.name()))
                    .findFirst();
            if (zone.isEmpty()) {
                List<String> existing = cluster.zones().stream()
                        .map(each -> String.valueOf(each.name()))
                        .toList();
                return Checked.problem(Messages.RestoreTarget_noZone(name, String.join(", ", existing)));
            }
            long room = zone.get().servers().stream()
                    .filter(server -> server.hasRoomFor(unit))
                    .count();
            if (room < unitNum) {
                return Checked.problem(Messages.RestoreTarget_noRoom(
                        name, Integer.toString(unitNum), request.unitConfig(), Long.toString(room)));
            }
            OptionalLong disk =
                    cluster.sharedStorage() ? OptionalLong.empty() : zone.get().freeDisk();
            if (disk.isPresent() && disk.getAsLong() < source.bytes()) {
                return Checked.problem(Messages.RestoreTarget_noDisk(
                        name, Bytes.format(disk.getAsLong()), Bytes.format(source.bytes())));
            }
        }
        List<String> earlier = restores.stream()
                .filter(restore -> restore.tenantName() != null
                        && TenantSelection.isSame(request.scratchTenant(), restore.tenantName()))
                .map(RestoreTask::jobId)
                .toList();
        return new Checked(null, cluster.version(), zones, unitNum, earlier);
    }

    /** {@return whether one version of OceanBase is older than another; not so if one of them is unknown} */
    static boolean isOlder(@Nullable String version, @Nullable String other) {
        if (version == null || other == null) {
            return false;
        }
        Matcher ours = NUMBER.matcher(version);
        Matcher theirs = NUMBER.matcher(other);
        for (int part = 0; part < VERSION_PARTS && ours.find() && theirs.find(); part++) {
            int difference = Integer.compare(Integer.parseInt(ours.group()), Integer.parseInt(theirs.group()));
            if (difference != 0) {
                return difference < 0;
            }
        }
        return false;
    }
}
