package io.jenkins.plugins.obshell.simulator.http;

/** Whose password a request carries, told by the name of its header. */
public enum PasswordKind {
    /** The password of root@sys. */
    ROOT("X-OCS-Header"),
    /** The password of the agents. */
    AGENT("X-OCS-Agent-Header");

    private final String header;

    PasswordKind(String header) {
        this.header = header;
    }

    /** The name of the HTTP header. */
    public String header() {
        return header;
    }
}
