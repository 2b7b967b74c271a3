package io.jenkins.plugins.obshell.client.model;

import edu.umd.cs.findbugs.annotations.NonNull;

/**
 * Where an OceanBase server takes SQL.
 *
 * @param host its IP address
 * @param port its SQL port, 1 to 65535
 */
public record SqlAddress(@NonNull String host, int port) {

    /** {@return {@code HOST:PORT}, with an IPv6 address in brackets} */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
