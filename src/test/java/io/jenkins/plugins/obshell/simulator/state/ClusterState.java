package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all obshells of a cluster share. Every use of it holds its monitor. */
public final class ClusterState {

    private static final int FIRST_TENANT = 1002;

    private final Clock clock;
    private final Timeline timeline;
    private final Counters counters = new Counters();
    private final DagEngine dags;
    private final EncryptionSessions encryptionSessions = new EncryptionSessions();
    private final Map<String, TenantState> tenants = new LinkedHashMap<>();
    private final TenantState sys;
    private final Resources resources;
    private final Restores restores = new Restores(this);
    private int tenantsMade;
    private String globalMaintenance;
    private boolean underGlobalMaintenance;
    private boolean databaseAway;
    private Duration backupWait = Duration.ofSeconds(3600);
    private final Map<Table, Instant> lostTables = new EnumMap<>(Table.class);

    public ClusterState(Clock clock, double speed, int zones, List<String> tenantNames) {
        this.clock = clock;
        this.timeline = new Timeline(clock.instant(), speed);
        this.dags = new DagEngine(timeline, counters);
        this.resources = new Resources(counters, zones);
        this.sys = new TenantState("sys", 1, timeline, counters);
        tenantNames.forEach(this::addTenant);
    }

    public TenantState addTenant(String name) {
        TenantState known = tenants.get(key(name));
        if (known != null) {
            return known;
        }
        TenantState made = makeTenant(name);
        resources.give(name, made.id);
        return made;
    }

    /** A tenant without resource pools. */
    TenantState makeTenant(String name) {
        TenantState made = new TenantState(name, FIRST_TENANT + 2 * tenantsMade++, timeline, counters);
        tenants.put(key(name), made);
        return made;
    }

    public Resources resources() {
        return resources;
    }

    public Restores restores() {
        return restores;
    }

    public void recycleTenant(String name) {
        TenantState tenant = tenants.remove(key(name));
        tenant.recycle();
        tenants.put(key(tenant.name()), tenant);
    }

    /** Drops a tenant; its pools stay, held by nobody. */
    public void dropTenant(String name) {
        TenantState dropped = tenants.remove(key(name));
        if (dropped != null) {
            restores.tenantDropped(name);
            resources.release(dropped.id);
        }
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

    EncryptionSessions encryptionSessions() {
        return encryptionSessions;
    }

    /** From now on obshells keep the password of a backup set for later backups. */
    public void keepEncryptionPasswords() {
        encryptionSessions.keep();
    }

    public void agentRestarted(int agent) {
        encryptionSessions.restarted(agent);
        dags.agentRestarted(agent);
    }

    /** The user tenants, those in the recycle bin and those being restored as well. */
    public List<TenantState> userTenants() {
        return new ArrayList<>(tenants.values());
    }

    /** A tenant whose name is the same without regard to case, or null. */
    public TenantState tenant(String name) {
        return name.equalsIgnoreCase(sys.name()) ? sys : tenants.get(key(name));
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    public void setDatabaseAway(boolean away) {
        databaseAway = away;
        if (away) {
            dags.databaseGone();
        }
    }

    public boolean isDatabaseAway() {
        return databaseAway;
    }

    public void awaitBackupsFor(Duration limit) {
        backupWait = limit;
    }

    Duration backupWait() {
        return backupWait;
    }

    public void loseTable(Table table, Instant until) {
        lostTables.put(table, until);
    }

    /** Whether a table cannot be read now. */
    public boolean isLost(Table table) {
        Instant until = lostTables.get(table);
        return until != null && timeline.now().isBefore(until);
    }

    /** Reads a table. */
    public void read(Table table) throws ObshellException {
        if (databaseAway) {
            throw ObshellException.of(ErrorCode.OCEANBASE_USELESS);
        }
        if (isLost(table)) {
            throw ObshellException.of(ErrorCode.MYSQL, table.missing());
        }
    }

    public void setGlobalMaintenance(boolean under, String dagName) {
        underGlobalMaintenance = under;
        globalMaintenance = dagName;
    }

    public boolean isUnderMaintenance() {
        return underGlobalMaintenance
                || dags.lockOfCluster() != null
                || tenants.values().stream()
                        .anyMatch(tenant -> tenant.underForeignMaintenance || dags.lockOf(tenant.name()) != null);
    }

    /** Refuses a DAG that would lock a tenant while it, or the whole cluster, is locked. */
    void checkMaintenance(String tenant) throws ObshellException {
        Dag lock = dags.lockOfCluster();
        if (underGlobalMaintenance || lock != null) {
            String name = lock == null ? globalMaintenance : lock.item.name;
            throw name == null
                    ? ObshellException.of(ErrorCode.CLUSTER_UNDER_MAINTENANCE)
                    : ObshellException.of(ErrorCode.CLUSTER_UNDER_MAINTENANCE_WITH_DAG, name);
        }
        TenantState known = tenant(tenant);
        if (known != null && known.underForeignMaintenance || dags.lockOf(tenant) != null) {
            throw ObshellException.of(ErrorCode.TENANT_UNDER_MAINTENANCE, tenant);
        }
    }
}
