package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all obshells of a cluster share. Every use of it holds its monitor. */
public final class ClusterState {

    private static final int FIRST_TENANT = 1002;

    private final Clock clock;
    private final Timeline timeline;
    private final Counters counters = new Counters();
    private final DagEngine dags;
    private final Map<String, TenantState> tenants = new LinkedHashMap<>();
    private String globalMaintenance;
    private boolean underGlobalMaintenance;

    public ClusterState(Clock clock, double speed, List<String> tenantNames) {
        this.clock = clock;
        this.timeline = new Timeline(clock.instant(), speed);
        this.dags = new DagEngine(timeline, counters);
        tenantNames.forEach(this::addTenant);
    }

    public TenantState addTenant(String name) {
        return tenants.computeIfAbsent(
                name, key -> new TenantState(key, FIRST_TENANT + 2 * tenants.size(), timeline, counters));
    }

    public void dropTenant(String name) {
        tenants.remove(name);
    }

    /** Lets everything happen that is due by now. */
    public Instant catchUp() {
        timeline.advanceTo(clock.instant());
        return timeline.now();
    }

    public Timeline timeline() {
        return timeline;
    }

    Counters counters() {
        return counters;
    }

    public DagEngine dags() {
        return dags;
    }

    public List<TenantState> userTenants() {
        return new ArrayList<>(tenants.values());
    }

    /** A tenant, or null. */
    public TenantState tenant(String name) {
        return tenants.values().stream()
                .filter(tenant -> tenant.name.equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    public void setGlobalMaintenance(boolean under, String dagName) {
        underGlobalMaintenance = under;
        globalMaintenance = dagName;
    }

    public boolean isUnderMaintenance() {
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
