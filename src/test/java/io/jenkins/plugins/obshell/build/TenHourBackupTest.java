package io.jenkins.plugins.obshell.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of ten hours, from the simulator to the console and to the build's file: neither grows with the hours. */
class TenHourBackupTest {

    private static final int MOST_LINES = 300;
    private static final int MOST_BYTES = 64 * 1024;
    private static final BackupPlan TEN_HOURS = BackupPlan.ordinary().withDuration(Duration.ofHours(10));

    @ParameterizedTest(name = "all tenants: {0}")
    @ValueSource(booleans = {false, true})
    void itsConsoleAndItsRecordStaySmall(boolean allTenants) {
        String[] tenants =
                IntStream.rangeClosed(1, 12).mapToObj(i -> "tenant" + i).toArray(String[]::new);
        BackupScope scope = allTenants ? BackupScope.ALL_TENANTS : BackupScope.tenant("tenant1");
        try (ReportedBackup backup = new ReportedBackup(scope, 1, tenants)) {
            for (String tenant : tenants) {
                backup.cluster.tenant(tenant).nextBackup(TEN_HOURS);
            }

            Outcome outcome = backup.play();

            assertEquals(Verdict.SUCCESS, outcome.verdict(), outcome.message());
            int lines = backup.console().size();
            assertTrue(lines < MOST_LINES, lines + " lines");
            String report = backup.report().toJson();
            long bytes = ReportLimits.sizeInXml(report) + ReportLimits.sizeInXml(StoredJson.write(outcome));
            assertTrue(bytes + backup.stored().state().toJson().length() < MOST_BYTES, bytes + " bytes");
            assertEquals(backup.report(), ObservedReport.fromJson(report));
        }
    }
}
