package io.jenkins.plugins.obshell.metrics;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.client.crypto.Sha256;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The gauges of each tenant of which a COMPLETED backup is known. Registries of this kind have no labels, so cluster and
 * tenant are part of the name, in a form from which Prometheus can make labels.
 */
final class BackupGauges {

    private static final Pattern NOT_PLAIN = Pattern.compile("[^A-Za-z0-9]+");
    private static final int DIGITS_OF_HASH = 8;

    private final MetricRegistry registry;
    private final Clock clock;
    private final Map<String, LastBackup> last = new ConcurrentHashMap<>();

    /**
     * @param registry where the gauges appear
     * @param clock    by which a backup ages
     */
    BackupGauges(MetricRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** Takes up the COMPLETED backups that an operation has reported. */
    void observe(StoredOperation operation) {
        Outcome outcome = operation.outcome();
        if (outcome == null || operation.getCluster() == null) {
            return;
        }
        outcome.result()
                .tenants()
                .forEach(backup -> LastBackup.of(backup)
                        .ifPresent(found -> observe(operation.getCluster(), backup.tenant(), found)));
    }

    private void observe(String cluster, String tenant, LastBackup found) {
        String suffix = "__" + safe(cluster) + "__" + safe(tenant);
        last.merge(suffix, found, LastBackup::or);
        register(
                "obshell_backup_age_seconds",
                suffix,
                backup -> Duration.between(backup.end(), clock.instant()).toSeconds());
        register(
                "obshell_backup_restorable_until_seconds",
                suffix,
                backup -> backup.restorableUntil() == null
                        ? null
                        : backup.restorableUntil().getEpochSecond());
        register(
                "obshell_backup_duration_seconds",
                suffix,
                backup -> backup.duration() == null ? null : backup.duration().toSeconds());
        register("obshell_backup_bytes", suffix, LastBackup::bytes);
    }

    /** A gauge without a value is left out by Prometheus. */
    private void register(String name, String suffix, Function<LastBackup, Long> value) {
        registry.gauge(name + suffix, () -> (Gauge<Long>) () -> value.apply(last.get(suffix)));
    }

    /**
     * Makes a name of letters, digits and single underscores. A name that had to be changed ends with a hash, so that no two
     * have the same gauge.
     */
    static String safe(String name) {
        String words = NOT_PLAIN.matcher(name).replaceAll("_").replaceAll("^_|_$", "");
        if (words.equals(name) && !words.isEmpty()) {
            return name;
        }
        String hash = Sha256.hex(name.getBytes(StandardCharsets.UTF_8)).substring(0, DIGITS_OF_HASH);
        return words.isEmpty() ? hash : words + "_" + hash;
    }
}
