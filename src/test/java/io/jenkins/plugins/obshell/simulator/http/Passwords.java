package io.jenkins.plugins.obshell.simulator.http;

/** The passwords of a cluster; null where one is not set. */
public final class Passwords {

    private String root;
    private String agent;

    public Passwords(String root, String agent) {
        this.root = root;
        this.agent = agent;
    }

    synchronized String root() {
        return root;
    }

    synchronized String agent() {
        return agent;
    }

    public synchronized void setRoot(String password) {
        root = password;
    }

    public synchronized void setAgent(String password) {
        agent = password;
    }
}
