package io.jenkins.plugins.obshell.demo;

import io.jenkins.plugins.obshell.client.Endpoint;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command line of the demo.
 *
 * @param words  what to do, in this order
 * @param flags  the options without a value
 * @param values the other options and their values
 */
record DemoArguments(List<String> words, Set<String> flags, Map<String, String> values) {

    static final String CHECK = "check";
    static final String CONFIGURE = "configure";
    static final String BACKUP = "backup";

    static final String USAGE = """
        Without --endpoints the demo configures, backs up and checks a tenant of simulated obshells:
          --incremental              an incremental backup as well
          --all-tenants              all tenants
          --failing                  the backup fails
        With --endpoints it does the following on a real cluster, one after the other while all goes well:
          check                      looks at the last or running backup, and changes nothing (if nothing else is said)
          configure                  sets the destinations unless they are already set
          backup                     backs up and waits for the result
          --endpoints LIST           the obshells as HOST:PORT or https://HOST:PORT, separated by commas
          --password-file FILE       holds the password of root@sys (the environment variable OBSHELL_PASSWORD)
          --ca FILE                  the CA certificates of https in PEM form (the Java trust store)
          --tenant NAME              the tenant
          --all-tenants              all tenants instead
          --incremental              an incremental backup instead of a full one
          --data-destination URI     where the data backups of the tenant go
          --archive-destination URI  where the log of the tenant is archived
          --backup-destination URI   the root of both for all tenants
          --record FILE              writes requests and responses without secrets, for a bug report
        The environment variables OBSHELL_ACCESS_ID and OBSHELL_ACCESS_KEY hold the key to object storage, and
        OBSHELL_BACKUP_SET_PASSWORD the password of the backup set.
        """;

    static final String DATA_DESTINATION = "--data-destination";
    static final String ARCHIVE_DESTINATION = "--archive-destination";
    static final String BACKUP_DESTINATION = "--backup-destination";

    private static final String ENDPOINTS = "--endpoints";
    private static final String TENANT = "--tenant";
    private static final String ALL_TENANTS = "--all-tenants";
    private static final String INCREMENTAL = "--incremental";
    private static final String FAILING = "--failing";
    private static final String RECORD = "--record";
    private static final Set<String> DESTINATIONS = Set.of(DATA_DESTINATION, ARCHIVE_DESTINATION, BACKUP_DESTINATION);
    private static final List<String> WORDS = List.of(CHECK, CONFIGURE, BACKUP);
    private static final Set<String> FLAGS = Set.of(ALL_TENANTS, INCREMENTAL, FAILING);
    private static final Set<String> OPTIONS = Set.of(
            ENDPOINTS,
            "--password-file",
            "--ca",
            TENANT,
            DATA_DESTINATION,
            ARCHIVE_DESTINATION,
            BACKUP_DESTINATION,
            RECORD);

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException with a message for the person who typed it
     */
    static DemoArguments parse(String... arguments) {
        List<String> words = new ArrayList<>();
        Set<String> flags = new HashSet<>();
        Map<String, String> values = new HashMap<>();
        List<String> given =
                Arrays.stream(arguments).filter(argument -> !argument.isBlank()).toList();
        for (int i = 0; i < given.size(); i++) {
            String argument = given.get(i);
            if (WORDS.contains(argument)) {
                words.add(argument);
            } else if (FLAGS.contains(argument)) {
                flags.add(argument);
            } else if (!OPTIONS.contains(argument)) {
                throw new IllegalArgumentException("Unknown: " + argument);
            } else if (i + 1 == given.size() || given.get(i + 1).startsWith("--")) {
                throw new IllegalArgumentException(argument + " needs a value");
            } else if (values.put(argument, given.get(++i)) != null) {
                throw new IllegalArgumentException(argument + " is given twice");
            }
        }
        DemoArguments parsed = new DemoArguments(List.copyOf(words), Set.copyOf(flags), Map.copyOf(values));
        parsed.check();
        return parsed;
    }

    private void check() {
        if (isSimulated()) {
            Stream.concat(words.stream(), values.keySet().stream())
                    .sorted()
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(name + " needs " + ENDPOINTS);
                    });
        } else if (flags.contains(FAILING)) {
            throw new IllegalArgumentException(FAILING + " is for simulated obshells only");
        } else if (values.containsKey(TENANT) == isAllTenants()) {
            throw new IllegalArgumentException("Give either " + TENANT + " or " + ALL_TENANTS);
        } else if (words.contains(CONFIGURE) == Collections.disjoint(values.keySet(), DESTINATIONS)) {
            throw new IllegalArgumentException(CONFIGURE + " and a destination belong together");
        }
    }

    boolean isSimulated() {
        return !values.containsKey(ENDPOINTS);
    }

    boolean isIncremental() {
        return flags.contains(INCREMENTAL);
    }

    boolean isFailing() {
        return flags.contains(FAILING);
    }

    /** {@return the value of an option, or null} */
    String value(String option) {
        return values.get(option);
    }

    List<Endpoint> endpoints() {
        return Arrays.stream(value(ENDPOINTS).split(","))
                .map(Endpoint::parse)
                .distinct()
                .toList();
    }

    BackupScope scope() {
        return isAllTenants() ? BackupScope.ALL_TENANTS : BackupScope.tenant(values.getOrDefault(TENANT, "tenant1"));
    }

    Optional<Path> record() {
        return Optional.ofNullable(value(RECORD)).map(Path::of);
    }

    private boolean isAllTenants() {
        return flags.contains(ALL_TENANTS);
    }
}
