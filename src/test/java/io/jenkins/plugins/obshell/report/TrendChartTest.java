package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the charts on the page of a job say. */
class TrendChartTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04Z");
    private static final Pattern LABEL = Pattern.compile("<text [^>]*>([^<]*)</text>");
    private static final String ZONE = "Europe/Berlin";

    private final List<BackupOfBuild> backups = List.of(
            backup(3, "COMPLETED", Duration.ofMinutes(42), 30L << 30),
            backup(2, "FAILED", Duration.ofSeconds(3), 0),
            backup(1, "COMPLETED", Duration.ofMinutes(35), 25L << 30));

    private static BackupOfBuild backup(int number, String status, Duration took, long bytes) {
        Instant start = START.plus(Duration.ofDays(number));
        TenantBackup tenant = new TenantBackup(
                "1002",
                "tenant1",
                "5",
                "6",
                status,
                start,
                start.plus(took),
                bytes,
                bytes,
                0,
                "",
                null,
                0,
                0,
                null,
                false,
                null);
        Verdict verdict = status.equals("COMPLETED") ? Verdict.SUCCESS : Verdict.FAILURE;
        StoredOperation ended = new StoredOperation("7", "obshellBackup", "prod", "tenant1")
                .ended(new Outcome(
                        verdict,
                        "It is over.",
                        new OperationResult("11", "A backup", status, start, start.plus(took), List.of(tenant))));
        OperationSnapshot snapshot = OperationSnapshot.of(ended, ObservedReport.EMPTY, false, start.plus(took));
        return new BackupOfBuild(number, "job/nightly/" + number + "/", new OperationView(1, snapshot));
    }

    private static List<String> labels(String svg) {
        return LABEL.matcher(svg)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }

    @Test
    void theAxesHaveRoundAmountsAndTheTimesOfTheFirstAndTheLastBackup() {
        assertEquals(
                List.of("0s", "20m 00s", "40m 00s", "1h 00m", "×", "2026-11-23 03:03", "2026-11-25 03:03"),
                labels(TrendChart.durations(backups, ZONE)));
        assertEquals(
                List.of("0 B", "16.0 GiB", "32.0 GiB", "×", "2026-11-23 03:03", "2026-11-25 03:03"),
                labels(TrendChart.sizes(backups, ZONE)));
    }

    @Test
    void aBackupThatFailedAtOnceIsSeenAndSaid() {
        String svg = TrendChart.sizes(backups, ZONE);

        assertTrue(svg.contains("obshell-trend__bar--failure"), svg);
        assertFalse(svg.contains("height=\"0.0\""), svg);
        assertTrue(svg.contains("#1: 25.0 GiB, COMPLETED; #2: 0 B, FAILED; #3: 30.0 GiB, COMPLETED"), svg);
    }

    @Test
    void nothingIsDrawnOfASingleBackupOrOfNoData() {
        assertEquals("", TrendChart.sizes(backups.subList(0, 1), ZONE));
        assertEquals("", TrendChart.sizes(List.of(backups.get(1), backups.get(1)), ZONE));
    }

    @ParameterizedTest
    @CsvSource({"1, 1s", "7, 10s", "10, 10s", "100, 2m 00s", "5400, 1h 30m", "100000, 1d 12h", "1000000, 12d 00h"})
    void theAxisOfDurationsEndsAtARoundTimeThatIsNotLess(long seconds, String end) {
        AxisScale scale = AxisScale.seconds(seconds);

        assertTrue(scale.end() >= seconds, scale.toString());
        assertEquals(end, scale.label(scale.steps()));
    }

    @ParameterizedTest
    @CsvSource({"1, 1 B", "1024, 1.0 KiB", "2000, 2.0 KiB", "700000, 768.0 KiB", "1125899906842624, 1.0 PiB"})
    void theAxisOfAmountsEndsAtARoundAmountThatIsNotLess(long bytes, String end) {
        AxisScale scale = AxisScale.bytes(bytes);

        assertTrue(scale.end() >= bytes, scale.toString());
        assertEquals(end, scale.label(scale.steps()));
    }
}
