package io.jenkins.plugins.obshell.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.ReportedBackup;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.localizer.LocaleProvider;

/** The console and the pages of a backup in each of its states. */
class BackupStatesTest {

    private static final LocaleProvider LOCALES = LocaleProvider.getProvider();

    private ReportedBackup backup;

    @AfterEach
    void close() {
        LocaleProvider.setProvider(LOCALES);
        backup.close();
    }

    private void begin(BackupPlan plan) {
        backup = new ReportedBackup(BackupScope.tenant("tenant1"), 3, "tenant1");
        backup.cluster.tenant("tenant1").nextBackup(plan);
    }

    private String lastLine() {
        return backup.console().get(backup.console().size() - 1);
    }

    private static void assertMatches(String pattern, String text) {
        assertTrue(text.matches(pattern), text);
    }

    /** What the pages show, read back from what the build stores. */
    private OperationView view() {
        ObservedReport stored = ObservedReport.fromJson(backup.report().toJson());
        return new OperationView(1, OperationSnapshot.of(backup.stored(), stored, backup.isBuilding(), backup.now()));
    }

    private List<NodeView> nodes() {
        return view().getDags().get(0).getNodes();
    }

    private static List<String> states(List<? extends DagElementView> elements) {
        return elements.stream().map(DagElementView::getState).toList();
    }

    @Test
    void aRunningBackupShowsItsProgress() {
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofMinutes(20));

        assertEquals(
                List.of(
                        "[obshell] obshell 4.4.2.0-0 at 127.0.0.1:1, OceanBase 4.3.5.3",
                        "[obshell] Started DAG 11: Obcluster start full backup for tenant1",
                        "[obshell] DAG 11, stage 1/4: Check destination",
                        "[obshell] DAG 11, stage 2/4: Open archive log",
                        "[obshell] DAG 11, stage 3/4: Start backup",
                        "[obshell] DAG 11, stage 4/4: Wait backup Finish"),
                backup.console().subList(0, 6));
        assertEquals(
                List.of(
                        "[obshell] tenant1: INIT",
                        "[obshell] tenant1: BEGINNING",
                        "[obshell] tenant1: BACKUP_SYS_META",
                        "[obshell] tenant1: BACKUP_USER_META",
                        "[obshell] tenant1: BACKUP_META_FINISH"),
                backup.console().subList(6, 11));
        assertMatches(
                "\\[obshell] tenant1: BACKUP_USER_DATA \\[\\.{20}] 4% 8\\d/1800 tablets, 2\\.\\d GiB written,"
                        + " 8\\.\\d MiB/s, about 1h \\d\\dm left",
                backup.console().get(12));
        assertMatches(
                "\\[obshell] tenant1: \\[#{8,10}\\.{10,12}] 4\\d% \\d{3}/1800, 2\\d\\.\\d GiB, 2\\d\\.\\d MiB/s,"
                        + " about \\d\\dm \\d\\ds left",
                lastLine());
        OperationView view = view();
        assertTrue(view.isRunning());
        assertEquals("Running (BACKUP_USER_DATA)", view.getStatusView().getText());
        assertEquals(50, view.getPercent());
        assertMatches(
                "50% · 9\\d\\d of 1800 tablets · 24\\.\\d GiB written · 21\\.\\d MiB/s · about 19m \\d\\ds left",
                view.getProgress().getText());
        assertEquals(
                "obshellBackupStatus cluster: 'prod', tenant: 'tenant1', dagId: '11'",
                view.getHints().getAttachLine());
        assertEquals(
                "ALTER SYSTEM CANCEL BACKUP TENANT = tenant1", view.getHints().getCancelLine());
        assertTrue(
                view.getProgress().getChart().contains("<path class=\"obshell-chart__line\""),
                view.getProgress().getChart());
    }

    @Test
    void aBackupStartsWhenOceanBaseSaysSoFromTheFirstLookToTheLast() {
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofSeconds(1));
        assertNull(view().getStarted());
        assertNull(view().getTook());

        backup.playFor(Duration.ofMinutes(20));
        String running = view().getStartTime();
        assertNotNull(running);

        backup.play();
        assertEquals(running, view().getStartTime());
    }

    @Test
    void onlyABackupThatThisStepStartedAndThatRunsCanBeCancelled() {
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofMinutes(20));
        assertTrue(view().isCancellable());
        assertEquals("11", view().getDagToCancel());

        backup.play();
        assertFalse(view().isCancellable());
    }

    @Test
    void aJoinedBackupCannotBeCancelled() {
        begin(BackupPlan.ordinary());
        backup.cluster.tenant("tenant1").startForeignBackup();
        backup.joining().playFor(Duration.ofMinutes(20));
        assertFalse(view().isCancellable());
    }

    @Test
    void theNodesOfADagAreFoldedOnceItIsOver() {
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofMinutes(20));
        assertFalse(view().getDags().get(0).isFolded());

        backup.play();
        assertTrue(view().getDags().get(0).isFolded());
    }

    @Test
    void theMessageOfAnOrdinaryBackupIsNotRepeatedBesideItsFacts() {
        begin(BackupPlan.ordinary());
        backup.play();

        assertNotNull(view().getMessage());
        assertNull(view().getRemark());
    }

    @Test
    void aRunningBackupShowsTheStageOfItsDag() {
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofMinutes(20));

        DagView dag = view().getDags().get(0);
        assertEquals("stage 4/4: Wait backup Finish", dag.getStageText());
        assertEquals(List.of("SUCCEED", "SUCCEED", "SUCCEED", "RUNNING"), states(dag.getNodes()));
        assertEquals("3 sub-tasks: 3 SUCCEED", dag.getNodes().get(0).getSubTasksText());
        assertFalse(dag.getNodes().get(0).isUnfolded());
        NodeView waiting = dag.getNodes().get(3);
        assertTrue(waiting.isUnfolded());
        assertMatches("19m \\d\\ds", waiting.getTook());
        assertEquals(
                List.of("Wait tenant1(1002) backup finish"),
                waiting.getSubTasks().get(0).getLog());
        double end = Double.parseDouble(waiting.getBarStart()) + Double.parseDouble(waiting.getBarWidth());
        assertEquals(100, end, 0.11);
    }

    private void cluster(long databaseHoursAhead) {
        backup = new ReportedBackup(
                BackupScope.tenant("tenant1"),
                SimulatedCluster.builder().agents(1).databaseClockOffset(Duration.ofHours(databaseHoursAhead)),
                "tenant1");
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 0, 8})
    void howLongABackupHasBeenRunningIsRightWhateverTheDatabaseClockShows(long hoursAhead) {
        cluster(hoursAhead);
        backup.playFor(Duration.ofMinutes(20));

        OperationView view = view();
        assertMatches("(19|20)m \\d\\ds", view.getTook());
        assertMatches("(19|20)m \\d\\ds", view.getTenants().get(0).getTook());
        NodeView waiting = nodes().get(3);
        assertMatches("(19|20)m \\d\\ds", waiting.getTook());
        double end = Double.parseDouble(waiting.getBarStart()) + Double.parseDouble(waiting.getBarWidth());
        assertEquals(100, end, 0.11);
        assertTrue(Double.parseDouble(waiting.getBarWidth()) > 90, waiting.getBarWidth());
    }

    @ParameterizedTest(name = "{0} h ahead")
    @ValueSource(longs = {-8, 8})
    void howLongAJoinedBackupHasBeenRunningIsRightWhateverTheDatabaseClockShows(long hoursAhead) {
        cluster(hoursAhead);
        backup.cluster.tenant("tenant1").startForeignBackup();
        backup.joining().playFor(Duration.ofMinutes(20));

        assertMatches("(19|20)m \\d\\ds", view().getTenants().get(0).getTook());
    }

    @Test
    void howLongAJoinedBackupHasBeenRunningIsLeftOutIfTheDatabaseClockIsUnknown() {
        cluster(-8);
        backup.cluster.faults().add(FaultRule.of(FaultAction.taskNotFound()).on("GET", ".*/backup/info"));
        backup.cluster.tenant("tenant1").startForeignBackup();
        backup.joining().playFor(Duration.ofMinutes(20));

        OperationView view = view();
        assertNull(view.getTook());
        assertNull(view.getTenants().get(0).getTook());
    }

    @Test
    void aStageThatHasJustBegunIsShownAsRunning() {
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofMinutes(1));

        assertEquals(List.of("SUCCEED", "SUCCEED", "SUCCEED", "RUNNING"), states(nodes()));
        assertEquals("symbol-status-nobuilt-anime", nodes().get(3).getIcon());
    }

    @Test
    void aCompletedBackupShowsSizeDurationAndPath() {
        begin(BackupPlan.ordinary());
        backup.play();

        List<String> end = backup.console()
                .subList(backup.console().size() - 5, backup.console().size() - 2);
        assertMatches(
                "\\[obshell] tenant1: BEFORE_BACKUP_LOG \\[#{20}] 100% 1800/1800 tablets, 48.0 GiB written, 2\\d.\\d"
                        + " MiB/s",
                end.get(0));
        assertEquals(
                List.of(
                        "[obshell] tenant1: COMPLETED (job 1, backup set 1), 120.0 GiB read, 48.0 GiB written, 40m 00s",
                        "[obshell] OK. The backup of tenant1 is COMPLETED after 40m 00s: backup set 1, 48.0 GiB written"
                                + " to file:///data/backup/tenant1/data."
                                + " Restorable from 2026-11-22 02:43:13 to 2026-11-22 02:43:21 UTC."),
                end.subList(1, 3));
        OperationView view = view();
        assertTrue(view.isCompleted());
        assertEquals("COMPLETED", view.getStatusView().getText());
        assertEquals("40m 00s", view.getTook());
        assertEquals("file:///data/backup/tenant1/data", view.getPath());
        assertEquals(List.of("SUCCEED", "SUCCEED", "SUCCEED", "SUCCEED"), states(nodes()));
        assertTrue(nodes().stream().noneMatch(NodeView::isUnfolded));
        assertNull(view.getHints().getAttachLine());
        assertNull(view.getHints().getCancelLine());
    }

    @Test
    void aCompletedBackupShowsToWhichPointsItCanBeRestored() {
        begin(BackupPlan.ordinary());
        backup.play();

        OperationView view = view();
        assertMatches("2026-11-22T02:43:13(\\.\\d+)?Z", view.getRestorableFrom());
        assertMatches("2026-11-22T02:43:21(\\.\\d+)?Z", view.getRestorableTo());
        assertEquals("2026-11-22T02:43:21Z", view.getRestorableUntil().getIso());
        assertMatches("\\d{19}", view.getEndScn());
        assertTrue(Long.parseLong(view.getRestorePoint()) >= Long.parseLong(view.getEndScn()));
        TenantView tenant = view.getTenants().get(0);
        assertEquals(view.getRestorePoint(), tenant.getRestorePoint());
        assertEquals(
                view.getRestorableUntil().getIso(), tenant.getRestorableUntil().getIso());
    }

    @Test
    void aFailedBackupShowsNoRestorePoint() {
        begin(BackupPlan.ordinary().failing());
        backup.play();

        assertNull(view().getRestorableTo());
        assertNull(view().getRestorePoint());
        assertNull(view().getRestorableUntil());
    }

    @Test
    void aFailedDagShowsWhereAndWhyItFailedAndWhatToDo() {
        begin(BackupPlan.ordinary()
                .withFailure(new StageFailure(
                        "Open archive log",
                        "[OB.Archive.Log]: archive device out of space",
                        List.of("Open archive log of tenant1"))));
        backup.play();

        assertEquals(
                List.of(
                        "[obshell] DAG 11, stage 2/4: Open archive log",
                        "[obshell] DAG 11 failed at “Open archive log”, sub-task “Open archive log” on 127.0.0.1:1."
                                + " Last lines of its log:",
                        "[obshell]     Open archive log of tenant1",
                        "[obshell]     ERROR: [OB.Archive.Log]: archive device out of space",
                        "[obshell] FAILED. DAG 11 failed, and OceanBase has no record of a backup made by it. It"
                                + " failed at “Open archive log” on 127.0.0.1:1: “ERROR: [OB.Archive.Log]: archive device"
                                + " out of space”. Remove the cause, then build again."),
                backup.console().subList(3, 8));
        OperationView view = view();
        assertEquals("FAILURE", view.getStatusView().getState());
        assertEquals(view.getMessage(), view.getRemark());
        assertFalse(view.getDags().get(0).isFolded());
        assertEquals("3s", view.getTook());
        assertEquals(List.of("SUCCEED", "FAILED", "PENDING", "PENDING"), states(nodes()));
        NodeView failed = nodes().get(1);
        assertTrue(failed.isUnfolded());
        assertTrue(failed.getSubTasks().get(0).isFailed());
        assertEquals(
                "Open archive log of tenant1\nERROR: [OB.Archive.Log]: archive device out of space",
                failed.getSubTasks().get(0).getLogText());
        assertEquals("0.0", nodes().get(2).getBarWidth());
        assertEquals("", view.getProgress().getChart());
    }

    @Test
    void aBackupThatOutlivesItsDagIsShownAsRunning() {
        begin(BackupPlan.ordinary().withDuration(Duration.ofHours(3)));
        backup.playFor(Duration.ofMinutes(90));

        assertTrue(
                backup.console()
                        .contains(
                                "[obshell] DAG 11 has ended, but the backup is still running. The DAG is FAILED. Following the"
                                        + " backup itself until it ends."),
                String.join("\n", backup.console()));
        OperationView view = view();
        assertTrue(view.isRunning());
        assertTrue(view.getStatusView().isBeyondDag());
        assertTrue(view.getDags().get(0).isFolded());
        assertTrue(view.isCancellable());
        assertNull(view.getDagToCancel());
        assertEquals(List.of("SUCCEED", "SUCCEED", "SUCCEED", "FAILED"), states(nodes()));
        assertEquals("1h 00m", view.getDags().get(0).getTook());
        assertEquals(51, view.getPercent());

        backup.play();

        assertTrue(view().isCompleted());
        assertTrue(view().getStatusView().isDespiteDag());
        assertEquals("3h 00m", view().getTook());
    }

    @Test
    void twelveTenantsShareALineAndHaveARowEach() {
        String[] tenants =
                IntStream.rangeClosed(1, 12).mapToObj(i -> "tenant" + i).toArray(String[]::new);
        backup = new ReportedBackup(BackupScope.ALL_TENANTS, 3, tenants);
        for (int i = 0; i < tenants.length; i++) {
            Duration time = Duration.ofMinutes(10 + 5L * i);
            BackupPlan plan = BackupPlan.ordinary().withDuration(time);
            backup.cluster.tenant(tenants[i]).nextBackup(i == 2 ? plan.failing() : plan);
        }
        backup.playFor(Duration.ofMinutes(30));

        assertTrue(lastLine().startsWith("[obshell] 12 tenants: "), lastLine());
        OperationView view = view();
        assertEquals(12, view.getTenants().size());
        TenantView first = view.getTenants().get(0);
        assertEquals(
                "tenant1: COMPLETED, 10m 00s", first.getTenant() + ": " + first.getStatus() + ", " + first.getTook());
        assertEquals("tenant10", view.getTenants().get(9).getTenant());
        assertEquals("all user tenants", view.getTenantLabel());
        assertEquals("ALTER SYSTEM CANCEL BACKUP", view.getHints().getCancelLine());

        backup.play();

        OperationView over = view();
        assertEquals("FAILURE", over.getStatusView().getState());
        assertTrue(over.isCommented());
        assertEquals(
                11,
                over.getTenants().stream()
                        .filter(tenant -> "COMPLETED".equals(tenant.getStatus()))
                        .count());
        assertTrue(
                lastLine().startsWith("[obshell] FAILED. 1 of 12 backups are not COMPLETED: tenant3 failed (job "),
                lastLine());
        assertTrue(lastLine().endsWith("Remove the cause, then build again."), lastLine());
    }

    @Test
    void inChineseOnlyTheTermsOfOceanBaseAndObshellStayEnglish() {
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        begin(BackupPlan.ordinary());
        backup.playFor(Duration.ofMinutes(20));

        assertMatches(
                "\\[obshell] tenant1：\\[#{8,10}\\.{10,12}] 4\\d% \\d{3}/1800，2\\d\\.\\d GiB，2\\d\\.\\d MiB/s，约剩"
                        + " \\d\\dm \\d\\ds",
                lastLine());
        assertEquals("运行中 (BACKUP_USER_DATA)", view().getStatusView().getText());
        assertEquals("阶段 4/4：Wait backup Finish", view().getStageText());
        assertEquals("3 个子任务：3 SUCCEED", nodes().get(0).getSubTasksText());

        backup.play();

        assertEquals(
                "[obshell] 成功。tenant1 的备份为 COMPLETED，用时 40m 00s：备份集 1，48.0 GiB 已写入"
                        + " file:///data/backup/tenant1/data。"
                        + " 可恢复到 2026-11-22 02:43:13 至 2026-11-22 02:43:21（UTC）之间的任意时间点。",
                backup.console().get(backup.console().size() - 3));
        assertEquals("[obshell] 请先填写尖括号中的内容。对应的 SQL 和注意事项见本次构建的“OceanBase 备份”页面。", lastLine());
        assertNotNull(view().getMessage());
    }
}
