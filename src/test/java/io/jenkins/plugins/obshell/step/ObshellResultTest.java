package io.jenkins.plugins.obshell.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.result.OmittedTenants;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObshellResultTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04Z");

    private static final long SCN = 1_795_313_074_000_000_001L;

    private static TenantBackup backup(String tenant, String job, long bytes) {
        return backup("1002", tenant, job, bytes);
    }

    private static TenantBackup backup(String id, String tenant, String job, long bytes) {
        return new TenantBackup(
                id,
                tenant,
                job,
                "2",
                "COMPLETED",
                START,
                START.plusSeconds(60),
                2 * bytes,
                bytes,
                0,
                null,
                "file:///d",
                7,
                8,
                null,
                false,
                null);
    }

    private static ObshellResult of(TenantBackup... backups) {
        return new ObshellResult(
                new OperationResult("11", "name", "COMPLETED", START, START.plusSeconds(60), List.of(backups)));
    }

    @Test
    void oneTenantGivesItsOwnValues() {
        ObshellResult result = of(backup("tenant1", "5", 10));
        assertEquals("5", result.getJobId());
        assertEquals("2", result.getBackupSetId());
        assertEquals("file:///d", result.getPath());
        assertEquals(20, result.getInputBytes());
        assertEquals("2026-11-22T02:04:04Z", result.getEndTime());
        assertEquals("COMPLETED (DAG 11, job 5, backup set 2, at file:///d, bytes written 10)", result.toString());
    }

    @Test
    void severalTenantsGiveSumsAndNothingThatDiffers() {
        ObshellResult result = of(backup("tenant1", "5", 10), backup("tenant2", "6", 5));
        assertEquals(15, result.getOutputBytes());
        assertNull(result.getJobId());
        assertEquals(2, result.getTenants().size());
        assertEquals("tenant2", result.getTenants().get(1).getTenant());
    }

    @Test
    void whatIsLeftOutOfTheListIsInTheSums() {
        ObshellResult result = new ObshellResult(new OperationResult(
                "11",
                "name",
                "FAILED",
                START,
                START.plusSeconds(60),
                List.of(backup("tenant1", "5", 10)),
                new OmittedTenants(4095, 4000, 200, 100),
                null));
        assertEquals(4095, result.getOmittedTenants());
        assertEquals(220, result.getInputBytes());
        assertEquals(110, result.getOutputBytes());
        assertNull(result.getJobId());
        assertNull(result.getPath());
        assertEquals(0, of(backup("tenant1", "5", 10)).getOmittedTenants());
    }

    private static OperationResult restorable(TenantBackup... backups) {
        OperationResult result =
                new OperationResult("11", "name", "COMPLETED", START, START.plusSeconds(60), List.of(backups));
        return result.restorable("1002", new RestoreWindow(START, START.plusSeconds(90), SCN, "file:///a"));
    }

    @Test
    void thePointsToWhichItCanBeRestoredAreTexts() {
        ObshellResult result = new ObshellResult(restorable(backup("tenant1", "5", 10)));
        assertEquals("2026-11-22T02:03:04Z", result.getRestorableFrom());
        assertEquals("2026-11-22T02:04:34Z", result.getRestorableTo());
        assertEquals(Long.toString(SCN), result.getRestorePoint());
        assertEquals("8", result.getEndScn());
        assertEquals(result.getRestorePoint(), result.getTenants().get(0).getRestorePoint());
        assertTrue(result.toString().contains("restorable to 2026-11-22T02:04:34Z"), result.toString());
        assertNull(of(backup("tenant1", "5", 10)).getRestorePoint());
    }

    @Test
    void tenantsThatHaveNoPointInCommonHaveNone() {
        RestoreWindow later = new RestoreWindow(START.plusSeconds(91), START.plusSeconds(99), SCN + 9, null);
        OperationResult oneUnknown = restorable(backup("tenant1", "5", 10), backup("1004", "tenant2", "6", 5));
        OperationResult apart = restorable(backup("tenant1", "5", 10), backup("1004", "tenant2", "6", 5))
                .restorable("1004", later);
        for (OperationResult result : List.of(oneUnknown, apart)) {
            assertNull(new ObshellResult(result).getRestorableFrom());
            assertNull(new ObshellResult(result).getRestorePoint());
            assertEquals(
                    Long.toString(SCN),
                    new ObshellResult(result).getTenants().get(0).getRestorePoint());
        }
    }

    @Test
    void nothingKnownPrintsWell() {
        assertEquals("-", new ObshellResult(OperationResult.NONE).toString());
    }

    @Test
    void itSurvivesSerialization() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(of(backup("tenant1", "5", 10)));
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            ObshellResult copy = (ObshellResult) in.readObject();
            assertEquals(of(backup("tenant1", "5", 10)).toString(), copy.toString());
            assertEquals("tenant1", copy.getTenants().get(0).getTenant());
        }
    }
}
