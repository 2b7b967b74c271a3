package io.jenkins.plugins.obshell.cluster;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Whether the administrator allows a restore drill, and where. It is looked up when it is asked. */
public final class DrillPermission {

    private final ClusterChoice target;

    /** @param target the cluster that is restored into */
    public DrillPermission(@NonNull ClusterChoice target) {
        this.target = target;
    }

    /**
     * @param item       the full name of the job, or of the folder, that makes the drill; null if there is none yet
     * @param source     the cluster of the tenant that was backed up
     * @param unitConfig the unit config that the scratch tenant is to have; null for one that is not known yet
     * @param zones      the zones that the step names, or none
     * @return a sentence for each reason why this drill is not allowed; none if it is
     */
    @NonNull
    public List<String> refusals(
            @CheckForNull String item,
            @NonNull ClusterChoice source,
            @CheckForNull String unitConfig,
            @NonNull List<String> zones) {
        List<String> closed = closed(item);
        return closed.isEmpty()
                ? cluster()
                        .map(cluster -> refusals(cluster, source, endpoints(source), unitConfig, zones))
                        .orElse(closed)
                : closed;
    }

    /**
     * @param item the full name of the job, or of the folder, that makes the drill; null if there is none yet
     * @return why no drill of this job may use the cluster; nothing if one may
     */
    @NonNull
    public List<String> closed(@CheckForNull String item) {
        if (target.cluster() == null) {
            return List.of(Messages.DrillPermission_clusterMissing());
        }
        List<String> problems = target.problems(item);
        return problems.isEmpty() && settings().isEmpty()
                ? List.of(Messages.DrillPermission_off(target.cluster()))
                : problems;
    }

    static List<String> refusals(
            ObshellCluster cluster,
            ClusterChoice source,
            List<String> sourceEndpoints,
            @CheckForNull String unitConfig,
            List<String> zones) {
        String name = cluster.getName();
        RestoreDrills allowed = cluster.getRestoreDrills();
        if (allowed == null) {
            return List.of(Messages.DrillPermission_off(name));
        }
        List<String> reasons = new ArrayList<>();
        reasons.addAll(refusals(name, allowed, unitConfig, zones));
        boolean isSame = name.equals(source.cluster())
                || ClusterRules.endpoints(sourceEndpoints).isEmpty()
                        && !Collections.disjoint(cluster.parsedEndpoints(), EndpointList.parse(sourceEndpoints));
        if (isSame && !allowed.isAllowSameCluster()) {
            reasons.add(Messages.DrillPermission_sameCluster(name));
        }
        return reasons;
    }

    private static List<String> refusals(
            String name, RestoreDrills allowed, @CheckForNull String unitConfig, List<String> zones) {
        List<String> reasons = new ArrayList<>();
        if (unitConfig != null && !allowed.getUnitConfigs().contains(unitConfig)) {
            reasons.add(
                    Messages.DrillPermission_unitConfig(unitConfig, name, String.join(", ", allowed.getUnitConfigs())));
        }
        if (!allowed.getZones().isEmpty() && !allowed.getZones().containsAll(zones)) {
            reasons.add(Messages.DrillPermission_zones(
                    String.join(", ", zones), name, String.join(", ", allowed.getZones())));
        }
        return reasons;
    }

    /**
     * Checks one field of a form without the others. A cluster that is closed to the job says nothing here.
     *
     * @param item       the full name of the job, or of the folder, that makes the drill; null if there is none yet
     * @param unitConfig the unit config; null to check the zones alone
     * @param zones      the zones; none to check the unit config alone
     * @return a sentence for each that is not allowed
     */
    @NonNull
    List<String> fieldRefusals(
            @CheckForNull String item, @CheckForNull String unitConfig, @NonNull List<String> zones) {
        return closed(item).isEmpty()
                ? settings()
                        .map(allowed -> refusals(target.label(), allowed, unitConfig, zones))
                        .orElse(List.of())
                : List.of();
    }

    /**
     * @param named the zones that the step names, or none
     * @return the zones in which to restore; none for those of the source tenant
     */
    @NonNull
    public List<String> zones(@NonNull List<String> named) {
        return named.isEmpty() ? settings().map(RestoreDrills::getZones).orElse(named) : named;
    }

    /** {@return whether a backup may be restored into the cluster that it was made of} */
    public boolean allowsSameCluster() {
        return settings().map(RestoreDrills::isAllowSameCluster).orElse(false);
    }

    /** {@return how many drills may run on the cluster at a time; no limit if it is closed to drills by now} */
    public int maxConcurrent() {
        return settings().map(RestoreDrills::getMaxConcurrent).orElse(Integer.MAX_VALUE);
    }

    private Optional<RestoreDrills> settings() {
        return cluster().map(ObshellCluster::getRestoreDrills);
    }

    private Optional<ObshellCluster> cluster() {
        return ObshellGlobalConfiguration.get().cluster(target.cluster());
    }

    /** One cluster can be configured under two names, so its endpoints are compared too. */
    private static List<String> endpoints(ClusterChoice source) {
        return ObshellGlobalConfiguration.get()
                .cluster(source.cluster())
                .map(ObshellCluster::getEndpoints)
                .orElse(List.of());
    }
}
