package io.jenkins.plugins.obshell.simulator.http;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The passwords of a cluster and its agents; null where one is not set. Safe for many threads. */
public final class Passwords {

    private final Map<Integer, String> ofAgents = new HashMap<>();
    private final Set<Integer> shownNewRoot = new HashSet<>();
    private String root;
    private String formerRoot;
    private String agent;

    public Passwords(String root, String agent) {
        this.root = root;
        this.formerRoot = root;
        this.agent = agent;
    }

    /**
     * The password of root@sys that an agent accepts: a former one until the agent is shown the new one.
     *
     * @param agent index of the agent
     * @param shown what it is shown now
     */
    synchronized String root(int agent, String shown) {
        if (Objects.equals(shown, root)) {
            shownNewRoot.add(agent);
        }
        return shownNewRoot.contains(agent) ? root : formerRoot;
    }

    /** The agent password of an agent. */
    synchronized String agent(int index) {
        return ofAgents.getOrDefault(index, agent);
    }

    /** Sets the password of root@sys, which every agent knows from now on. */
    public synchronized void setRoot(String password) {
        root = password;
        formerRoot = password;
    }

    /** Changes the password of root@sys in OceanBase, of which no agent knows yet. */
    public synchronized void changeRoot(String password) {
        formerRoot = root;
        root = password;
        shownNewRoot.clear();
    }

    /** Sets the agent password of all agents. */
    public synchronized void setAgent(String password) {
        agent = password;
        ofAgents.clear();
    }

    synchronized void setAgent(int index, String password) {
        ofAgents.put(index, password);
    }
}
