package io.jenkins.plugins.obshell.client.crypto;

/** Which of obshell's two passwords opens the API, and the header that carries it. */
public enum PasswordKind {
    /** The password of {@code root@sys}, for an obshell that belongs to a running cluster. */
    ROOT_SYS("X-OCS-Header"),
    /** The agent password, where one is set. */
    AGENT("X-OCS-Agent-Header");

    private final String headerName;

    PasswordKind(String headerName) {
        this.headerName = headerName;
    }

    /** {@return the name of the request header that carries this kind of password} */
    public String headerName() {
        return headerName;
    }
}
