package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.result.ArchiveState;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.report.ObshellTab;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** The pages of builds and jobs in each state, as somebody sees them who may only read. */
@WithJenkins
class PagesTest {

    private static final Instant START = Instant.parse("2026-11-22T02:03:04Z");
    private static final StoredOperation STARTED = new StoredOperation("7", "obshellBackup", "production", "tenant1");

    private JenkinsRule jenkins;
    private FreeStyleProject project;
    private FreeStyleBuild build;

    @BeforeEach
    void makeBuild(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
        project = jenkins.createFreeStyleProject("nightly");
        build = jenkins.buildAndAssertSuccess(project);
        ObshellRunAction action = ObshellRunAction.of(build);
        action.store(STARTED);
        action.observe(
                "7",
                new Observation.OfRequest(
                        START, "POST /api/v1/tenant/tenant1/backup", Map.of("mode", "full", "encryption", "****")));
        action.observe(
                "7",
                new Observation.OfBackup(
                        START,
                        List.of(new TenantProgress(
                                "tenant1", "5", "BACKUP_USER_DATA", START, null, 10, 100, 1L << 30, 1L << 29, 1000))));
        action.observe(
                "7",
                new Observation.OfBackup(
                        START.plusSeconds(60),
                        List.of(new TenantProgress(
                                "tenant1", "5", "BACKUP_USER_DATA", START, null, 50, 100, 1L << 31, 1L << 30, 1000))));
    }

    @Test
    void aCompletedBackupIsShownOnEveryPageAndMarked() throws Exception {
        ObshellRunAction.of(build).observe("7", new Observation.OfDag(START, dag("SUCCEED")));
        end(Verdict.SUCCESS, "COMPLETED", "It is there.");

        HtmlPage page = page("obshell/");
        String text = page.asNormalizedText();
        assertTrue(text.contains("Backup of tenant1"), text);
        assertTrue(text.contains("It is there."), text);
        assertEquals(
                "Check destination", page.querySelector(".obshell-stage__name").asNormalizedText());
        assertFolded(page, "obshell-1-1-nodes", "1. Check destination", "127.0.0.1:2886");
        assertFolded(page, "obshell-1-requests", "POST /api/v1/tenant/tenant1/backup", "****");
        assertNull(page.getElementById("obshell-1-cancel"));
        assertNotNull(page.querySelector("svg.obshell-chart"));
        assertNull(page.querySelector("progress"));
        assertTrue(page("").asNormalizedText().contains("Backup of tenant1"));

        String job = client().getPage(project).asNormalizedText();
        assertTrue(job.contains("Last COMPLETED"), job);
        assertTrue(job.contains("1.0 GiB"), job);
        assertFalse(job.contains("× failed"), job);
    }

    @Test
    void aCompletedBackupShowsItsArchiveAndHowToRestoreIt() throws Exception {
        ArchiveState archive = new ArchiveState("tenant1", "SUSPEND", "3", START, START.plusSeconds(60), 40L);
        ObshellRunAction.of(build).observe("7", new Observation.OfArchive(START, List.of(archive)));
        end(Verdict.SUCCESS, "COMPLETED", "It is there.");

        HtmlPage page = page("obshell/");
        String text = page.asNormalizedText();
        assertTrue(text.contains("Log archive"), text);
        assertTrue(text.contains("SUSPEND"), text);
        assertTrue(text.contains("How to restore this"), text);
        String html = page.getWebResponse().getContentAsString();
        assertTrue(html.contains("obshell tenant restore &lt;new-tenant&gt;"), html);
        assertTrue(html.contains("ALTER SYSTEM RESTORE &lt;new-tenant&gt;"), html);
        assertTrue(page("").asNormalizedText().contains("The log is not being archived"));
        assertTrue(client().getPage(project).asNormalizedText().contains("Restorable until"));
        JSONObject operation = client().getJSON(build.getUrl() + "obshell/api/json")
                .getJSONObject()
                .getJSONArray("operations")
                .getJSONObject(0);
        assertEquals(
                "SUSPEND", operation.getJSONArray("archives").getJSONObject(0).getString("status"));
    }

    @Test
    void aFailedBackupTellsWhereAndOpensItsLog() throws Exception {
        ObshellRunAction.of(build).observe("7", new Observation.OfDag(START, dag("FAILED")));
        end(Verdict.FAILURE, "FAILED", "No space left on <device>.");

        HtmlPage page = page("obshell/");
        assertTrue(page.asNormalizedText().contains("No space left on <device>."));
        assertNotNull(page.querySelector("details.obshell-log").getAttributes().getNamedItem("open"));
        assertTrue(client().getPage(project).asNormalizedText().contains("None of the last backups is COMPLETED"));
    }

    @Test
    void itIsThereAgainAfterLoadingAndInChinese() throws Exception {
        ObshellRunAction.of(build).observe("7", new Observation.OfDag(START, dag("SUCCEED")));
        end(Verdict.SUCCESS, "COMPLETED", "It is there.");
        project.doReload();
        build = jenkins.jenkins
                .getItemByFullName("nightly", FreeStyleProject.class)
                .getBuildByNumber(1);

        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        HtmlPage page;
        try {
            page = page("obshell/");
        } finally {
            LocaleProvider.setProvider(before);
        }
        String text = page.asNormalizedText();
        assertTrue(text.contains("tenant1 的备份"), text);
        assertTrue(text.contains("Check destination"), text);
    }

    @Test
    void theRestApiHasTheNamesOfTheStepsResult() throws Exception {
        ObshellRunAction.of(build).observe("7", new Observation.OfDag(START, dag("SUCCEED")));
        end(Verdict.SUCCESS, "COMPLETED", "It is there.");

        JSONObject operation = client().getJSON(build.getUrl() + "obshell/api/json")
                .getJSONObject()
                .getJSONArray("operations")
                .getJSONObject(0);
        assertEquals("COMPLETED", operation.getString("status"));
        assertEquals("11", operation.getString("dagId"));
        assertEquals("5", operation.getString("jobId"));
        assertEquals("6", operation.getString("backupSetId"));
        assertEquals(1L << 30, operation.getLong("outputBytes"));
        assertEquals("2026-11-22T02:03:04Z", operation.getString("startTime"));
        assertEquals(1, operation.getJSONArray("tenants").size());
    }

    @Test
    void theRestApiOfTheBuildListsEachOperationOnce() throws Exception {
        end(Verdict.SUCCESS, "COMPLETED", "It is there.");

        JSONArray actions = client().getJSON(build.getUrl() + "api/json?tree=actions[operations[step,status]]")
                .getJSONObject()
                .getJSONArray("actions");
        List<JSONObject> withOperations = actions.stream()
                .map(JSONObject.class::cast)
                .filter(action -> action.has("operations"))
                .toList();
        assertEquals(1, withOperations.size());
        JSONObject operation = withOperations.get(0).getJSONArray("operations").getJSONObject(0);
        assertEquals("obshellBackup", operation.getString("step"));
        assertEquals("COMPLETED", operation.getString("status"));
    }

    @Test
    void twoOperationsOfABuildHaveNamesOfTheirOwn() throws Exception {
        ObshellRunAction.of(build).store(new StoredOperation("8", "obshellBackup", "production", "tenant1"));

        HtmlPage page = page("obshell/");
        assertEquals("1. Backup of tenant1", page.getElementById("obshell-1").asNormalizedText());
        assertEquals("2. Backup of tenant1", page.getElementById("obshell-2").asNormalizedText());
        assertNotNull(page.getElementById("operation-8"));
    }

    @Test
    void onlyABuildWhoseBackupsAreCompletedHasTheBadge() throws Exception {
        assertFalse(hasBadge());

        end(Verdict.SUCCESS, "COMPLETED", "It is there.");
        assertTrue(hasBadge());
    }

    private static void assertFolded(HtmlPage page, String id, String... texts) {
        DomElement details = page.getElementById(id);
        assertFalse(details.hasAttribute("open"), details.asXml());
        for (String text : texts) {
            assertTrue(details.getTextContent().contains(text), details.getTextContent());
        }
    }

    private boolean hasBadge() {
        return build.getBadgeActions().stream()
                .filter(ObshellTab.class::isInstance)
                .map(ObshellTab.class::cast)
                .anyMatch(ObshellTab::isCompleted);
    }

    @Test
    void nothingIsInlineSoThatAPolicyCanForbidIt() throws Exception {
        ObshellRunAction.of(build).observe("7", new Observation.OfDag(START, dag("FAILED")));
        for (String view : List.of("obshell/live", "obshell/brief")) {
            String html = page(view).getWebResponse().getContentAsString();
            assertFalse(html.contains(" style="), html);
            assertFalse(html.matches("(?s).*<script(?![^>]* src=).*"), html);
            assertFalse(html.matches("(?s).*\\son[a-z]+=.*"), html);
        }
    }

    private void end(Verdict verdict, String status, String message) throws Exception {
        Instant end = START.plusSeconds(90);
        TenantBackup backup = new TenantBackup(
                "1002",
                "tenant1",
                "5",
                "6",
                status,
                START,
                end,
                1L << 31,
                1L << 30,
                0,
                "",
                "file:///data/backup",
                0,
                0,
                null,
                false,
                null);
        OperationResult result = new OperationResult("11", "A backup", status, START, end, List.of(backup));
        ObshellRunAction.of(build).store(STARTED.ended(new Outcome(verdict, message, result)));
    }

    private static DagSnapshot dag(String state) {
        DagSnapshot.Part part = new DagSnapshot.Part(
                "Check destination", "127.0.0.1:2886", state, START, START.plusSeconds(5), 1, List.of("a line"));
        DagSnapshot.Node node =
                new DagSnapshot.Node("Check destination", state, START, START.plusSeconds(5), List.of(part), 0);
        return new DagSnapshot("11", "A backup", state, "RUN", 1, 1, START, START.plusSeconds(5), List.of(node));
    }

    private HtmlPage page(String path) throws Exception {
        return client().getPage(build, path);
    }

    private JenkinsRule.WebClient client() throws Exception {
        return jenkins.createWebClient().withJavaScriptEnabled(false).login("reader");
    }
}
