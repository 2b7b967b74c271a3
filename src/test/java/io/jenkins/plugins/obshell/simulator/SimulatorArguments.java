package io.jenkins.plugins.obshell.simulator;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of the simulator.
 *
 * @param ports one per obshell
 * @param password of root@sys
 * @param agentPassword or null
 * @param speed how many times faster than in life
 * @param tenants the user tenants
 * @param serverVersion of obshell
 * @param keyBits the size of the RSA keys
 * @param backupTime how long a backup takes at speed 1
 */
record SimulatorArguments(
        int[] ports,
        String password,
        String agentPassword,
        double speed,
        List<String> tenants,
        String serverVersion,
        int keyBits,
        Duration backupTime) {

    static final String USAGE = """
            Simulates a cluster of obshells on ports of 127.0.0.1.
              --ports LIST            one port per obshell (2886,2887,2888)
              --password TEXT         the password of root@sys (required)
              --agent-password TEXT   the agent password (none)
              --speed NUMBER          how many times faster than in life (60)
              --tenants LIST          the user tenants (tenant1,tenant2)
              --server-version TEXT   the version of obshell (4.4.2.0)
              --key-bits NUMBER       512, 1024 or 2048 (1024)
              --backup-minutes NUMBER how long a backup takes at speed 1 (40)
            """;

    private static final Set<String> NAMES = Set.of(
            "--ports",
            "--password",
            "--agent-password",
            "--speed",
            "--tenants",
            "--server-version",
            "--key-bits",
            "--backup-minutes");

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with a message for the person who typed it
     */
    static SimulatorArguments parse(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i += 2) {
            if (!NAMES.contains(arguments[i])) {
                throw new IllegalArgumentException("Unknown option: " + arguments[i]);
            }
            if (i + 1 == arguments.length) {
                throw new IllegalArgumentException(arguments[i] + " needs a value");
            }
            if (values.put(arguments[i], arguments[i + 1]) != null) {
                throw new IllegalArgumentException(arguments[i] + " is given twice");
            }
        }
        String password = values.get("--password");
        if (password == null) {
            throw new IllegalArgumentException("--password is missing");
        }
        return new SimulatorArguments(
                ports(values.getOrDefault("--ports", "2886,2887,2888")),
                password,
                values.get("--agent-password"),
                positive("--speed", values.getOrDefault("--speed", "60")),
                tenants(values.getOrDefault("--tenants", "tenant1,tenant2")),
                ServerVersion.of(values.getOrDefault("--server-version", "4.4.2.0"))
                        .text(),
                keyBits(values.getOrDefault("--key-bits", "1024")),
                Duration.ofMillis(Math.round(
                        60_000 * positive("--backup-minutes", values.getOrDefault("--backup-minutes", "40")))));
    }

    private static int[] ports(String list) {
        int[] ports = Arrays.stream(list.split(",", -1))
                .mapToInt(SimulatorArguments::port)
                .toArray();
        if (Arrays.stream(ports).distinct().count() < ports.length) {
            throw new IllegalArgumentException("--ports names a port twice: " + list);
        }
        return ports;
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65535) {
            throw new IllegalArgumentException("--ports: not a port: " + text);
        }
        return Integer.parseInt(text);
    }

    private static List<String> tenants(String list) {
        List<String> names = List.of(list.split(",", -1));
        for (String name : names) {
            if (!name.matches("[A-Za-z_]\\w*") || name.equals("sys")) {
                throw new IllegalArgumentException("--tenants: not the name of a user tenant: '" + name + "'");
            }
        }
        return names;
    }

    private static double positive(String option, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value > 0 && value < 1e9) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + ": not a number: " + text, e);
        }
        throw new IllegalArgumentException(option + " must be above 0: " + text);
    }

    private static int keyBits(String text) {
        if (!Set.of("512", "1024", "2048").contains(text)) {
            throw new IllegalArgumentException("--key-bits must be 512, 1024 or 2048: " + text);
        }
        return Integer.parseInt(text);
    }
}
