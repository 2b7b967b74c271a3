package io.jenkins.plugins.obshell.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.MetricRegistry;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupGaugesTest {

    private static final Instant END = Instant.parse("2026-11-01T02:00:00Z");
    private static final Instant NOW = END.plusSeconds(3600);

    private static final Path SCRAPE =
            Path.of(System.getProperty("repository.root"), "src/test/resources/samples/prometheus-scrape.yml");

    private final MetricRegistry registry = new MetricRegistry();
    private final BackupGauges gauges = new BackupGauges(registry, Clock.fixed(NOW, ZoneOffset.UTC));

    private static TenantBackup backup(String tenant, String status, Instant end, RestoreWindow restorable) {
        return new TenantBackup(
                "1002",
                tenant,
                "7",
                "1",
                status,
                end == null ? null : end.minusSeconds(600),
                end,
                100,
                42,
                0,
                null,
                null,
                0,
                0,
                null,
                false,
                restorable);
    }

    private static RestoreWindow until(Instant to) {
        return new RestoreWindow(END, to, 0, null);
    }

    private void reported(String step, String cluster, TenantBackup... backups) {
        gauges.observe(new StoredOperation("1", step, cluster, null)
                .ended(new Outcome(
                        Verdict.SUCCESS,
                        "It is there.",
                        new OperationResult("12", null, null, null, null, List.of(backups)))));
    }

    private Object value(String name) {
        return registry.getGauges().get(name).getValue();
    }

    @Test
    void aCompletedBackupHasItsGauges() {
        reported("obshellBackup", "prod", backup("tenant1", "COMPLETED", END, until(END.plusSeconds(60))));

        assertEquals(3600L, value("obshell_backup_age_seconds__prod__tenant1"));
        assertEquals(
                END.plusSeconds(60).getEpochSecond(), value("obshell_backup_restorable_until_seconds__prod__tenant1"));
        assertEquals(600L, value("obshell_backup_duration_seconds__prod__tenant1"));
        assertEquals(42L, value("obshell_backup_bytes__prod__tenant1"));
    }

    @Test
    void aBackupThatFailedLeavesTheLastCompletedOne() {
        reported("obshellBackup", "prod", backup("tenant1", "COMPLETED", END, null));
        reported("obshellBackup", "prod", backup("tenant1", "FAILED", NOW, null));
        reported("obshellBackup", "prod", backup("tenant2", "FAILED", NOW, null));

        assertEquals(3600L, value("obshell_backup_age_seconds__prod__tenant1"));
        assertTrue(registry.getNames().stream().noneMatch(name -> name.contains("tenant2")));
    }

    @Test
    void ofTwoReportsTheNewerBackupCountsInWhateverOrderTheyAreRead() {
        Instant later = END.plusSeconds(1800);
        reported("obshellBackup", "prod", backup("tenant1", "COMPLETED", later, until(later)));
        reported("obshellBackupStatus", "prod", backup("tenant1", "COMPLETED", END, until(END)));
        assertEquals(1800L, value("obshell_backup_age_seconds__prod__tenant1"));

        reported("obshellBackupStatus", "prod", backup("tenant1", "COMPLETED", later, until(NOW)));
        reported("obshellBackup", "prod", backup("tenant1", "COMPLETED", later, null));
        assertEquals(NOW.getEpochSecond(), value("obshell_backup_restorable_until_seconds__prod__tenant1"));
    }

    @Test
    void theAgeIsThatOfTheDataIfOceanBaseDatesIt() {
        long scn = END.minusSeconds(100).getEpochSecond() * 1_000_000_000L;
        TenantBackup dated = new TenantBackup(
                "1002", "tenant1", "7", "1", "COMPLETED", null, END, 0, 0, 0, null, null, 0, scn, null, false, null);
        reported("obshellBackup", "prod", dated);

        assertEquals(3700L, value("obshell_backup_age_seconds__prod__tenant1"));
        assertNull(value("obshell_backup_duration_seconds__prod__tenant1"));
        assertNull(value("obshell_backup_restorable_until_seconds__prod__tenant1"));
    }

    @Test
    void eachTenantOfEachClusterHasItsOwn() {
        reported(
                "obshellBackup",
                "prod",
                backup("tenant1", "COMPLETED", END, null),
                backup("tenant2", "COMPLETED", END, null));
        reported("obshellBackup", "test", backup("tenant1", "COMPLETED", END, null));

        assertEquals(
                Set.of(
                        "obshell_backup_age_seconds__prod__tenant1",
                        "obshell_backup_age_seconds__prod__tenant2",
                        "obshell_backup_age_seconds__test__tenant1"),
                registry.getGauges((name, metric) -> name.contains("_age_")).keySet());
    }

    @Test
    void whatHasNotEndedHasNoGauge() {
        gauges.observe(new StoredOperation("1", "obshellBackup", "prod", "tenant1"));
        reported("obshellBackup", "prod", backup("tenant1", "COMPLETED", null, null));

        assertEquals(Set.of(), registry.getNames());
    }

    /** As Prometheus does: an expression must match the whole name. */
    @Test
    void theScrapeConfigurationOfTheAdministratorGuideMakesLabelsOfTheNames() throws IOException {
        List<Pattern> expressions = Pattern.compile("regex: \"(.+)\"")
                .matcher(Files.readString(SCRAPE))
                .results()
                .map(found -> Pattern.compile(found.group(1)))
                .toList();
        List<String> labels = new ArrayList<>();
        for (Pattern expression : expressions) {
            Matcher name =
                    expression.matcher("obshell_backup_age_seconds__" + BackupGauges.safe("prod-1") + "__tenant_1");
            assertTrue(name.matches(), expression.pattern());
            labels.add(name.group(1));
        }
        assertEquals(List.of(BackupGauges.safe("prod-1"), "tenant_1", "obshell_backup_age_seconds"), labels);
    }

    @ParameterizedTest
    @CsvSource({"prod, prod", "Prod1, Prod1", "tenant_1, tenant_1"})
    void plainNamesStayAsTheyAre(String name, String safe) {
        assertEquals(safe, BackupGauges.safe(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod-1", "a__b", "_a", "生产", "http://ob1:2886, ob2", "a{b=\"c\"}\n", "", "é"})
    void otherNamesAreMadeSafeAndStayDistinct(String name) {
        String safe = BackupGauges.safe(name);
        assertTrue(safe.matches("[A-Za-z0-9]+(_[A-Za-z0-9]+)*"), safe);
        assertNotEquals(safe, BackupGauges.safe(name + " "));
        assertNotEquals("prod_1", safe);
    }
}
