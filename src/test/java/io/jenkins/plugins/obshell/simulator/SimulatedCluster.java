package io.jenkins.plugins.obshell.simulator;

import io.jenkins.plugins.obshell.simulator.fault.Faults;
import io.jenkins.plugins.obshell.simulator.http.Additions;
import io.jenkins.plugins.obshell.simulator.http.AgentRoutes;
import io.jenkins.plugins.obshell.simulator.http.Api;
import io.jenkins.plugins.obshell.simulator.http.BackupRoutes;
import io.jenkins.plugins.obshell.simulator.http.DagJson;
import io.jenkins.plugins.obshell.simulator.http.Envelope;
import io.jenkins.plugins.obshell.simulator.http.GoTime;
import io.jenkins.plugins.obshell.simulator.http.Identity;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import io.jenkins.plugins.obshell.simulator.http.OpenRoutes;
import io.jenkins.plugins.obshell.simulator.http.Passwords;
import io.jenkins.plugins.obshell.simulator.http.RequestLog;
import io.jenkins.plugins.obshell.simulator.http.ResourceRoutes;
import io.jenkins.plugins.obshell.simulator.http.RestoreRoutes;
import io.jenkins.plugins.obshell.simulator.http.Route;
import io.jenkins.plugins.obshell.simulator.http.ServerVersion;
import io.jenkins.plugins.obshell.simulator.http.TaskRoutes;
import io.jenkins.plugins.obshell.simulator.http.TenantRoutes;
import io.jenkins.plugins.obshell.simulator.http.UpgradeRoutes;
import io.jenkins.plugins.obshell.simulator.state.Agents;
import io.jenkins.plugins.obshell.simulator.state.ClusterState;
import io.jenkins.plugins.obshell.simulator.state.DagFactory;
import io.jenkins.plugins.obshell.simulator.state.DagIds;
import io.jenkins.plugins.obshell.simulator.state.DagView;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.simulator.state.RestoreView;
import io.jenkins.plugins.obshell.simulator.state.SimulatedTenant;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import io.jenkins.plugins.obshell.simulator.state.Table;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.net.ssl.SSLSocketFactory;

/**
 * A cluster of obshells on ports of 127.0.0.1 that share one state. Everything that happens in it follows from its
 * clock: whoever asks lets everything happen that is due by then. It has no threads of its own but those that serve
 * requests. Safe for many threads.
 */
public final class SimulatedCluster implements AutoCloseable {

    private final Builder settings;
    private final ServerVersion version;
    private final Passwords passwords;
    private final Faults faults;
    private final RequestLog requests = new RequestLog();
    private final List<SimulatedObshell> agents = new ArrayList<>();
    private final Object monitor = new Object();
    private ClusterState state;
    private DagFactory dagFactory;
    private Api api;
    private Instant startedAt;
    private volatile Additions additions = Additions.NONE;

    private SimulatedCluster(Builder settings) {
        this.settings = settings;
        this.version = ServerVersion.of(settings.serverVersion);
        this.passwords = new Passwords(settings.rootPassword, settings.agentPassword);
        this.faults = new Faults(settings.clock);
        for (int i = 0; i < settings.agents; i++) {
            agents.add(new SimulatedObshell(
                    this,
                    i,
                    settings.ports.length == 0 ? 0 : settings.ports[i],
                    settings.keyPair(i),
                    settings.tls,
                    settings.clientCertificates));
        }
    }

    /** Begins to describe a cluster. */
    public static Builder builder() {
        return new Builder();
    }

    /** Opens the ports. */
    public SimulatedCluster start() {
        begin();
        agents.forEach(SimulatedObshell::start);
        return this;
    }

    /**
     * Makes the cluster as new, on the same ports: tenants without history, no DAGs, no faults, no recorded requests,
     * the first keys and passwords. Stopped obshells are started.
     */
    public void reset() {
        faults.clear();
        additions = Additions.NONE;
        passwords.setRoot(settings.rootPassword);
        passwords.setAgent(settings.agentPassword);
        agents.forEach(agent -> agent.forgetChanges(settings.keyPair(agent.index())));
        begin();
        requests.clear();
        agents.forEach(SimulatedObshell::start);
    }

    private void begin() {
        synchronized (monitor) {
            startedAt = settings.clock.instant();
            state = new ClusterState(settings.clock, settings.speed, settings.agents, settings.tenants);
            dagFactory = new DagFactory(state, settings.longIds ? DagIds.LOCAL_IPV6 : DagIds.CLUSTER, agents.size());
            GoTime time = new GoTime(settings.offset, settings.databaseClockOffset);
            View view = new View();
            DagJson dagJson = new DagJson(time, view::port);
            List<Route> routes = new ArrayList<>(new OpenRoutes(view, time, version, settings.oceanBase).routes());
            routes.addAll(new AgentRoutes(view).routes());
            routes.addAll(new TaskRoutes(view, dagJson).routes(version));
            routes.addAll(new BackupRoutes(view, time, dagJson).routes(version));
            routes.addAll(new TenantRoutes(view, time, dagJson).routes(version));
            routes.addAll(new RestoreRoutes(view, time, dagJson).routes(version));
            routes.addAll(new ResourceRoutes(view, time, settings.name, settings.oceanBase).routes());
            routes.addAll(new UpgradeRoutes(view, dagJson).routes());
            api = new Api(view, new Envelope(time, version), version, routes);
        }
    }

    /** Closes all ports. */
    @Override
    public void close() {
        agents.forEach(SimulatedObshell::close);
    }

    /** The addresses of all obshells, like {@code http://127.0.0.1:2886}. */
    public List<String> endpoints() {
        return agents.stream().map(SimulatedObshell::endpoint).toList();
    }

    /** The obshell of this index, from 0. */
    public SimulatedObshell agent(int index) {
        return agents.get(index);
    }

    /** The user tenant of this name; it is made when there is none yet. */
    public SimulatedTenant tenant(String name) {
        synchronized (monitor) {
            state.catchUp();
            state.addTenant(name);
        }
        return new SimulatedTenant(this, name);
    }

    /** Drops a tenant. */
    public void dropTenant(String name) {
        synchronized (monitor) {
            state.dropTenant(name);
        }
    }

    /** Drops a tenant into the recycle bin, where it has another name. */
    public void recycleTenant(String name) {
        synchronized (monitor) {
            state.catchUp();
            state.recycleTenant(name);
        }
    }

    /**
     * An agent dies: its port is closed, the sub-tasks that it runs stay as they are, and sub-tasks for it wait.
     * (Only its port closes with {@link SimulatedObshell#stop()}.)
     */
    public void agentDown(int index) {
        agents.get(index).stop();
        synchronized (monitor) {
            state.catchUp();
            state.dags().agentDied(index);
        }
    }

    /** A dead agent comes back, or a living one restarts: sub-tasks that it was running fail, and it takes new ones. */
    public void agentBack(int index) {
        synchronized (monitor) {
            state.catchUp();
            state.agentRestarted(index);
        }
        agents.get(index).start();
    }

    /** OceanBase cannot be reached, or can again. Sub-tasks that run when it goes fail. */
    public void oceanBaseAway(boolean away) {
        synchronized (monitor) {
            state.catchUp();
            state.setDatabaseAway(away);
        }
    }

    /**
     * From now on each obshell keeps the password of a backup set in its database session: later backups that it starts without
     * a password are encrypted with it, whatever their tenant, until it restarts.
     */
    public void keepEncryptionPasswords() {
        synchronized (monitor) {
            state.keepEncryptionPasswords();
        }
    }

    /** A DAG waits for a backup no longer than this; an hour in life. */
    public void awaitBackupsFor(Duration limit) {
        synchronized (monitor) {
            state.awaitBackupsFor(limit);
        }
    }

    /** Plans the next restore into this cluster. Called again, it plans the one after that. */
    public void nextRestore(RestorePlan plan) {
        synchronized (monitor) {
            state.restores().plan(plan);
        }
    }

    /** Lets a node of the next DAG that drops a tenant fail once. */
    public void nextDropFails(StageFailure failure) {
        synchronized (monitor) {
            state.restores().planDropFailure(failure);
        }
    }

    /** The servers can read what the backups of a tenant of another cluster have left behind. */
    public void canReadBackupsOf(SimulatedTenant source) {
        synchronized (monitor) {
            state.restores().addStorage(source::storedBackups);
        }
    }

    /** Each server has this room for units. */
    public void capacity(double cores, long memory) {
        synchronized (monitor) {
            state.resources().capacity(cores, memory);
        }
    }

    /** Each server has this disk for data, of which so much is taken; 0 if obshell does not report it. */
    public void disk(long total, long taken) {
        synchronized (monitor) {
            state.resources().disk(total, taken);
        }
    }

    /** The names of the tenants with their ids, the user tenants alone. */
    public Map<String, Integer> tenantIds() {
        synchronized (monitor) {
            state.catchUp();
            Map<String, Integer> ids = new TreeMap<>();
            state.userTenants().forEach(tenant -> ids.put(tenant.name(), tenant.id));
            return ids;
        }
    }

    /** All restores, the oldest first, at the moment of the clock. */
    public List<RestoreView> restores() {
        synchronized (monitor) {
            state.catchUp();
            return state.restores().jobs().stream().map(RestoreView::of).toList();
        }
    }

    /** The names of the resource pools that no tenant holds. */
    public List<String> freePools() {
        synchronized (monitor) {
            state.catchUp();
            return state.resources().poolsOf(0).stream().map(pool -> pool.name).toList();
        }
    }

    /** Every query of this table fails with an SQL error for so long. */
    public void loseTable(Table table, Duration length) {
        synchronized (monitor) {
            state.loseTable(table, state.catchUp().plus(length));
        }
    }

    /** The requests that came. */
    public RequestLog requests() {
        return requests;
    }

    /** What goes wrong on the way. */
    public Faults faults() {
        return faults;
    }

    /** All DAGs, the oldest first, at the moment of the clock. */
    public List<DagView> dags() {
        synchronized (monitor) {
            state.catchUp();
            return state.dags().all().stream().map(DagView::of).toList();
        }
    }

    /**
     * Somebody upgrades OceanBase.
     *
     * @param dagName such as {@code OB rolling upgrade 4.3.5.3-1}
     * @param takes   how long it takes
     * @return the id of the DAG
     */
    public String upgradeOceanBase(String dagName, Duration takes) {
        synchronized (monitor) {
            state.catchUp();
            try {
                return dagFactory.upgrade(dagName, takes).item.id;
            } catch (ObshellException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Locks the whole cluster as a maintenance DAG of that name would (null: of no known name), or unlocks it. */
    public void underMaintenance(boolean locked, String dagName) {
        synchronized (monitor) {
            state.setGlobalMaintenance(locked, dagName);
        }
    }

    /** Changes the password of root@sys, as every obshell knows; null means that the server has not been told it. */
    public void changeRootPassword(String password) {
        passwords.setRoot(password);
    }

    /** Changes the password of root@sys. An obshell goes on accepting the former one until it is shown the new one. */
    public void changeRootPasswordUnseen(String password) {
        passwords.changeRoot(password);
    }

    /** Changes the agent password of all obshells; null means that none is set. */
    public void changeAgentPassword(String password) {
        passwords.setAgent(password);
    }

    /**
     * From now on puts a text behind that of these fields of every answer, wherever they stand; a list gets one more line.
     * Without fields, it says again what it should.
     */
    public void say(String text, String... fields) {
        additions = new Additions(text, Set.of(fields));
    }

    public Additions additions() {
        return additions;
    }

    public Object monitor() {
        return monitor;
    }

    public ClusterState state() {
        synchronized (monitor) {
            return state;
        }
    }

    public Api api() {
        synchronized (monitor) {
            return api;
        }
    }

    /** The cluster as its routes see it. */
    private final class View implements Agents {

        @Override
        public ClusterState state() {
            return SimulatedCluster.this.state();
        }

        @Override
        public DagFactory dagFactory() {
            return dagFactory;
        }

        @Override
        public Passwords passwords() {
            return passwords;
        }

        @Override
        public int port(int agent) {
            return agents.get(agent).port();
        }

        @Override
        public KeyPair keyPair(int agent) {
            return agents.get(agent).keyPair();
        }

        @Override
        public Identity identity(int agent) {
            return agents.get(agent).identity();
        }

        @Override
        public Instant now(int agent) {
            return agents.get(agent).now(settings.clock.instant());
        }

        @Override
        public Instant startedAt() {
            return startedAt;
        }
    }

    /** Describes a cluster: by default three obshells of version 4.4.2.0 with the tenants tenant1 and tenant2. */
    public static final class Builder {

        private int agents = 3;
        private Clock clock = Clock.systemUTC();
        private double speed = 1;
        private String rootPassword = "root-password";
        private String agentPassword;
        private int keyBits = 1024;
        private KeyPairs keys = new KeyPairs();
        private List<KeyPair> givenKeys = List.of();
        private String serverVersion = "4.4.2.0";
        private String name = "simulated";
        private String oceanBase = "4.3.5.3";
        private int[] ports = {};
        private SSLSocketFactory tls;
        private boolean clientCertificates;
        private List<String> tenants = List.of("tenant1", "tenant2");
        private ZoneOffset offset = ZoneOffset.ofHours(8);
        private Duration databaseClockOffset = Duration.ZERO;
        private boolean longIds;

        private Builder() {}

        /** How many obshells. */
        public Builder agents(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("A cluster has at least one obshell");
            }
            agents = count;
            return this;
        }

        /** What everything happens by. */
        public Builder clock(Clock value) {
            clock = value;
            return this;
        }

        /** How many times faster than in life the cluster works; waits and time-outs of the server shrink likewise. */
        public Builder speed(double value) {
            if (!(value > 0)) {
                throw new IllegalArgumentException("The speed must be above 0");
            }
            speed = value;
            return this;
        }

        /** The password of root@sys; null means that the server has not been told it. */
        public Builder rootPassword(String value) {
            rootPassword = value;
            return this;
        }

        /** The agent password; null, the default, means that none is set. */
        public Builder agentPassword(String value) {
            agentPassword = value;
            return this;
        }

        /** The size of the RSA keys: 512, 1024 or 2048. */
        public Builder keyBits(int bits) {
            keyBits = bits;
            return this;
        }

        /** Takes keys from this supply, which other clusters may share; by default fresh ones are drawn. */
        public Builder keys(KeyPairs supply) {
            keys = supply;
            return this;
        }

        /** Gives the obshells these keys, the first to the first. */
        public Builder keys(List<KeyPair> pairs) {
            givenKeys = List.copyOf(pairs);
            return this;
        }

        /** The version of obshell, like 4.2.5.0: it decides on routes and on the form of errors. */
        public Builder serverVersion(String value) {
            serverVersion = value;
            return this;
        }

        /** The name of the cluster. */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /** The version of OceanBase, like 4.3.5.3. */
        public Builder oceanBase(String value) {
            oceanBase = value;
            return this;
        }

        /** The ports, one per obshell; by default free ones are taken. Sets the number of obshells. */
        public Builder ports(int... values) {
            ports = values.clone();
            return agents(values.length);
        }

        /** Serves HTTPS. */
        public Builder https(SSLSocketFactory factory) {
            tls = factory;
            return this;
        }

        /** With HTTPS, asks for a client certificate that the factory's trust manager accepts. */
        public Builder requireClientCertificate() {
            clientCertificates = true;
            return this;
        }

        /** The user tenants. */
        public Builder tenants(String... names) {
            tenants = Arrays.asList(names.clone());
            return this;
        }

        /** The offset that times are written with. */
        public Builder offset(ZoneOffset value) {
            offset = value;
            return this;
        }

        /**
         * How far all times of backups and of cluster tasks are ahead of the truth (or behind, if negative), as when
         * the time zone of OceanBase is not that of obshell's host.
         */
        public Builder databaseClockOffset(Duration value) {
            databaseClockOffset = value;
            return this;
        }

        /** Numbers tasks as long as obshell ever does: some 50 digits. */
        public Builder longIds() {
            longIds = true;
            return this;
        }

        private KeyPair keyPair(int agent) {
            return agent < givenKeys.size() ? givenKeys.get(agent) : keys.get(keyBits, agent);
        }

        /** Makes the cluster; its ports are still closed. */
        public SimulatedCluster build() {
            if (ports.length > 0 && ports.length != agents) {
                throw new IllegalArgumentException(ports.length + " ports for " + agents + " obshells");
            }
            return new SimulatedCluster(this);
        }

        /** Makes the cluster and opens its ports. */
        public SimulatedCluster start() {
            return build().start();
        }
    }
}
