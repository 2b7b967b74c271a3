package io.jenkins.plugins.obshell.simulator.state;

import java.math.BigInteger;

/** How tasks of a cluster are numbered: shortly, or as long as the tasks of a single agent with an IPv6 address. */
public enum DagIds {
    CLUSTER {
        @Override
        String id(long number) {
            return "1" + number;
        }
    },
    LOCAL_IPV6 {
        private final BigInteger address = new BigInteger("fe800000000000000a580afffe0a0a01", 16);

        @Override
        String id(long number) {
            return String.format("3%039d%05d%d", address, 2886, number);
        }
    };

    abstract String id(long number);

    /**
     * Numbers a task that an agent at 127.0.0.1 keeps for itself.
     *
     * @param port of the agent
     */
    public static String local(int port, long number) {
        return String.format("22130706433%05d%d", port, number);
    }
}
