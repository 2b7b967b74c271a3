package io.jenkins.plugins.obshell.simulator;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all obshells of a cluster share. Every use of it holds its monitor. */
final class ClusterState {

    private static final int FIRST_TENANT = 1002;

    private final Clock clock;
    private final Timeline timeline;
    private final Counters counters = new Counters();
    private final DagEngine dags;
    private final Map<String, TenantState> tenants = new LinkedHashMap<>();
    private String globalMaintenance;
    private boolean underGlobalMaintenance;

    ClusterState(Clock clock, double speed, List<String> tenantNames) {
        this.clock = clock;
        this.timeline = new Timeline(clock.instant(), speed);
        this.dags = new DagEngine(timeline, counters);
        tenantNames.forEach(this::addTenant);
    }

    TenantState addTenant(String name) {
        return tenants.computeIfAbsent(
                name, key -> new TenantState(key, FIRST_TENANT + 2 * tenants.size(), timeline, counters));
    }

    void dropTenant(String name) {
        tenants.remove(name);
    }

    /** Lets everything happen that is due by now. */
    Instant catchUp() {
        timeline.advanceTo(clock.instant());
        return timeline.now();
    }

    Timeline timeline() {
        return timeline;
    }

    Counters counters() {
        return counters;
    }

    DagEngine dags() {
        return dags;
    }

    List<TenantState> userTenants() {
        return new ArrayList<>(tenants.values());
    }

    /** A tenant, or null. */
    TenantState tenant(String name) {
        return tenants.get(name);
    }

    void setGlobalMaintenance(boolean under, String dagName) {
        underGlobalMaintenance = under;
        globalMaintenance = dagName;
    }

    boolean isUnderMaintenance() {
        return underGlobalMaintenance
                || tenants.values().stream()
                        .anyMatch(tenant -> tenant.underForeignMaintenance || dags.lockOf(tenant.name) != null);
    }

    /** Refuses a DAG that would lock a tenant while it, or the whole cluster, is locked. */
    void checkMaintenance(String tenant) throws ObshellException {
        if (underGlobalMaintenance) {
            throw globalMaintenance == null
                    ? ObshellException.of(ErrorCode.CLUSTER_UNDER_MAINTENANCE)
                    : ObshellException.of(ErrorCode.CLUSTER_UNDER_MAINTENANCE_WITH_DAG, globalMaintenance);
        }
        if (tenants.get(tenant).underForeignMaintenance || dags.lockOf(tenant) != null) {
            throw ObshellException.of(ErrorCode.TENANT_UNDER_MAINTENANCE, tenant);
        }
    }
}
