package io.jenkins.plugins.obshell.simulator;

import io.jenkins.plugins.obshell.simulator.http.ServerVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

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
 * @param backupTimes the same of the tenants that differ
 * @param failingStages in which stage, from 1, the DAG of the first backup of a tenant fails
 */
record SimulatorArguments(
        int[] ports,
        String password,
        String agentPassword,
        double speed,
        List<String> tenants,
        String serverVersion,
        int keyBits,
        Duration backupTime,
        Map<String, Duration> backupTimes,
        Map<String, Integer> failingStages) {

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
          --minutes-of LIST       the same of single tenants, as tenant1=10,tenant2=90 (none)
          --failing-stages LIST   where a first backup fails, as tenant1=2: in stage 2 of its DAG (none)
        """;

    private static final Set<String> NAMES = Set.of(
            "--ports",
            "--password",
            "--agent-password",
            "--speed",
            "--tenants",
            "--server-version",
            "--key-bits",
            "--backup-minutes",
            "--minutes-of",
            "--failing-stages");

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
        List<String> tenants = tenants(values.getOrDefault("--tenants", "tenant1,tenant2"));
        return new SimulatorArguments(
                ports(values.getOrDefault("--ports", "2886,2887,2888")),
                password,
                values.get("--agent-password"),
                positive("--speed", values.getOrDefault("--speed", "60")),
                tenants,
                ServerVersion.of(values.getOrDefault("--server-version", "4.4.2.0"))
                        .text(),
                keyBits(values.getOrDefault("--key-bits", "1024")),
                minutes("--backup-minutes", values.getOrDefault("--backup-minutes", "40")),
                ofTenants("--minutes-of", values, tenants, SimulatorArguments::minutes),
                ofTenants("--failing-stages", values, tenants, SimulatorArguments::stage));
    }

    private static <T> Map<String, T> ofTenants(
            String option, Map<String, String> values, List<String> tenants, BiFunction<String, String, T> reader) {
        Map<String, T> read = new LinkedHashMap<>();
        if (values.containsKey(option)) {
            for (String part : values.get(option).split(",", -1)) {
                String[] pair = part.split("=", 2);
                if (pair.length < 2 || !tenants.contains(pair[0])) {
                    throw new IllegalArgumentException(option + ": not a tenant, = and a number: '" + part + "'");
                }
                read.put(pair[0], reader.apply(option, pair[1]));
            }
        }
        return read;
    }

    private static Duration minutes(String option, String text) {
        return Duration.ofMillis(Math.round(60_000 * positive(option, text)));
    }

    private static int stage(String option, String text) {
        if (!text.matches("[1-4]")) {
            throw new IllegalArgumentException(option + ": not a stage from 1 to 4: " + text);
        }
        return Integer.parseInt(text);
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
