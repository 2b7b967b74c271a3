package io.jenkins.plugins.obshell.simulator;

/** The passwords of a cluster; null where one is not set. */
final class Passwords {

    private String root;
    private String agent;

    Passwords(String root, String agent) {
        this.root = root;
        this.agent = agent;
    }

    synchronized String root() {
        return root;
    }

    synchronized String agent() {
        return agent;
    }

    synchronized void setRoot(String password) {
        root = password;
    }

    synchronized void setAgent(String password) {
        agent = password;
    }
}
