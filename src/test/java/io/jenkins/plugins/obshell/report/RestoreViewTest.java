package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.ProgressEvent;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands that restore a backup are filled in with all that is known, and cannot run before the rest is filled in. */
class RestoreViewTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04Z");
    private static final long END_SCN = 1_795_313_074_000_000_001L;
    private static final long POINT = 1_795_313_099_000_000_000L;
    private static final RestoreWindow WINDOW =
            new RestoreWindow(START.plusSeconds(60), START.plusSeconds(90), POINT, "file:///a");

    private String status = "COMPLETED";
    private String encryption = "NONE";
    private String path = "file:///d";
    private boolean plusArchive;
    private RestoreWindow window = WINDOW;
    private long endScn = END_SCN;

    private TenantBackup backup() {
        return new TenantBackup(
                "1002",
                "tenant1",
                "5",
                "2",
                status,
                START,
                START.plusSeconds(60),
                2,
                1,
                0,
                null,
                path,
                END_SCN - 9,
                endScn,
                encryption,
                plusArchive,
                window);
    }

    private static Outcome outcome(Verdict verdict, TenantBackup... backups) {
        return new Outcome(
                verdict,
                "Over.",
                new OperationResult("11", "name", "COMPLETED", START, START.plusSeconds(60), List.of(backups)));
    }

    private RestoreView view() {
        return RestoreView.of(outcome(Verdict.SUCCESS, backup())).get(0);
    }

    @Test
    void destinationsAndRestorePointAreFilledIn() {
        assertEquals(
                "obshell tenant restore <new-tenant> --data_backup_uri 'file:///d' --archive_log_uri 'file:///a'"
                        + " --scn " + POINT + " --zone <zones> --unit <unit-config>",
                view().getCommand());
        assertEquals(
                "CREATE RESOURCE POOL <pool> UNIT = '<unit-config>', UNIT_NUM = <unit-num>, ZONE_LIST = (<zones>);\n"
                        + "ALTER SYSTEM RESTORE <new-tenant> FROM 'file:///d,file:///a' UNTIL SCN = " + POINT
                        + " WITH 'pool_list=<pool>&locality=<locality>&primary_zone=<primary-zone>';",
                view().getSql());
        assertEquals("2026-11-22T02:04:34Z", view().getUntil().getIso());
        assertEquals("2026-11-22T02:04:04Z", view().getFrom().getIso());
        assertFalse(view().isSinglePoint());
        assertFalse(view().isPasswordNeeded());
        assertEquals("NONE", view().getEncryption());
    }

    @Test
    void aSetThatCarriesItsLogNeedsNoArchive() {
        plusArchive = true;
        window = new RestoreWindow(START, START, END_SCN, null);

        assertEquals(
                "obshell tenant restore <new-tenant> --data_backup_uri 'file:///d' --scn " + END_SCN
                        + " --zone <zones> --unit <unit-config>",
                view().getCommand());
        assertTrue(view().getSql().contains("FROM 'file:///d,file:///d' UNTIL"), view().getSql());
        assertTrue(view().isSinglePoint());
    }

    @Test
    void anEncryptedSetNeedsItsPassword() {
        encryption = "PASSWORD_ENCRYPTION";

        assertTrue(view().isPasswordNeeded());
        assertTrue(view().getCommand().endsWith(" --decryption '<password>'"), view().getCommand());
        List<String> lines = view().getSql().lines().toList();
        assertEquals("SET DECRYPTION IDENTIFIED BY '<password>';", lines.get(1));
        assertTrue(lines.get(2).startsWith("ALTER SYSTEM RESTORE"));
    }

    @Test
    void aSetThatIsEncryptedWithTheKeysOfItsTenantNeedsNone() {
        encryption = "TRANSPARENT_ENCRYPTION";

        assertFalse(view().isPasswordNeeded());
        assertFalse(view().getCommand().contains("--decryption"), view().getCommand());
        assertFalse(view().getSql().contains("DECRYPTION"), view().getSql());
    }

    @Test
    void whatIsNotReportedIsLeftToFillIn() {
        encryption = " ";
        path = null;
        window = null;
        assertNull(view().getEncryption());
        assertNull(view().getUntil());
        assertNull(view().getFrom());
        assertTrue(
                view().getCommand()
                        .contains("--data_backup_uri <data-destination> --archive_log_uri <archive-destination> --scn "
                                + END_SCN),
                view().getCommand());

        endScn = 0;
        assertTrue(view().getCommand().contains(" --scn <scn> "), view().getCommand());
        assertTrue(view().getSql().contains(" UNTIL SCN = <scn> "), view().getSql());
    }

    @Test
    void aQuoteInADestinationEndsNoCommand() {
        path = "file:///it's\\here";

        assertTrue(view().getCommand().contains("'file:///it'\\''s\\here'"), view().getCommand());
        assertTrue(view().getSql().contains("'file:///it''s\\\\here,file:///a'"), view().getSql());
    }

    @Test
    void whatCannotBeRestoredIsNotOffered() {
        window = null;
        assertEquals(1, RestoreView.of(outcome(Verdict.WARNING, backup())).size());
        assertEquals(List.of(), RestoreView.of(outcome(Verdict.FAILURE, backup())));
        window = WINDOW;
        assertEquals(1, RestoreView.of(outcome(Verdict.FAILURE, backup())).size());
        status = "FAILED";
        assertEquals(List.of(), RestoreView.of(outcome(Verdict.SUCCESS, backup())));
        assertEquals(List.of(), RestoreView.of(null));
    }

    @Test
    void theConsoleTakesTwoLinesForOneTenantAndOneForSeveral() {
        ConsoleLines lines = new ConsoleLines();
        assertEquals(
                List.of(
                        "[obshell] To restore backup set 2 as a new tenant: " + view().getCommand(),
                        "[obshell] Fill in what stands in angle brackets. The SQL, and what to watch for, are on the page"
                                + " “OceanBase backup” of this build."),
                lines.restore(outcome(Verdict.SUCCESS, backup())));
        assertEquals(
                List.of("[obshell] How to restore each tenant is on the page “OceanBase backup” of this build."),
                lines.restore(outcome(Verdict.SUCCESS, backup(), backup())));
        assertEquals(List.of(), lines.restore(outcome(Verdict.SUCCESS)));
    }

    @Test
    void theConsoleCountsTheOtherTenantsWhoseArchiveIsWaitedFor() {
        assertEquals(
                List.of("[obshell] Waiting for the log archive to pass the backup of tenant1: archived up to -, needed"
                        + " 2026-11-22 02:03:04 (UTC, DOING). Other tenants that are waited for: 3."),
                new ConsoleLines().lines(new ProgressEvent.WaitingForArchive("tenant1", 3, "DOING", null, START)));
    }
}
