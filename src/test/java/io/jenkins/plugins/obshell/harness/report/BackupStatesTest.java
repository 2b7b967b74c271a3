package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.obshell.harness.step.SimulatedJenkins;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import jenkins.model.Jenkins;
import net.sf.json.JSONObject;
import org.htmlunit.FailingHttpStatusCodeException;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** A Pipeline's backup on its pages, in each state that somebody may find it in who may only read. */
@WithJenkins
class BackupStatesTest {

    private static final String BACKUP = "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'";
    private static final String ALL_TENANTS = "obshellBackup cluster: 'prod', pollInterval: '1s'";
    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);

    private JenkinsRule jenkins;
    private SimulatedJenkins lab;
    private WorkflowJob job;
    private WorkflowRun run;

    @BeforeEach
    void secure(JenkinsRule rule) {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader")
                .grant(Jenkins.READ)
                .everywhere()
                .to("stranger"));
    }

    @AfterEach
    void close() {
        if (lab != null) {
            lab.close();
        }
    }

    /** Starts a backup and lets it come as far as the console has the text. */
    private void begin(BackupPlan plan, String script, Duration time, String text, String... tenants) throws Exception {
        lab = SimulatedJenkins.standingStill(plan, tenants);
        lab.introduceTo(jenkins);
        job = SimulatedJenkins.pipeline(jenkins, script);
        run = SimulatedJenkins.startUntil(jenkins, job, "Started DAG");
        lab.pass(time);
        jenkins.waitForMessage(text, run);
    }

    private void begin(BackupPlan plan, Duration time, String text) throws Exception {
        begin(plan, BACKUP, time, text, "tenant1");
    }

    private void end(Result result) throws Exception {
        lab.pass(Duration.ofHours(4));
        jenkins.assertBuildStatus(result, jenkins.waitForCompletion(run));
    }

    private HtmlPage page(String path) throws Exception {
        return page("reader", path);
    }

    private HtmlPage page(String user, String path) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.login(user);
        return client.goTo(run.getUrl() + path);
    }

    /** What the script of a page fetches; its buttons need the scripts of that page, so alone it runs none. */
    private HtmlPage fragment(String path) throws Exception {
        JenkinsRule.WebClient client = reader();
        client.setJavaScriptEnabled(false);
        return client.goTo(run.getUrl() + path);
    }

    private static List<String> stages(DomNode page) {
        return page.querySelectorAll(".obshell-stage").stream()
                .map(stage -> ((DomElement) stage).getAttribute("class").replaceAll(".*--", ""))
                .toList();
    }

    @Test
    void whileItRuns() throws Exception {
        begin(BackupPlan.ordinary(), TWENTY_MINUTES, "BACKUP_USER_DATA");

        HtmlPage page = page("obshell/");
        DomElement live = page.querySelector(".obshell-live");
        assertEquals("true", live.getAttribute("data-obshell-running"));
        assertEquals("live", live.getAttribute("data-obshell-source"));
        DomElement bar = page.querySelector("progress");
        int percent = Integer.parseInt(bar.getAttribute("value"));
        assertTrue(percent > 40 && percent < 60, "percent: " + percent);
        assertEquals(List.of("succeed", "succeed", "succeed", "running"), stages(page));
        String text = page.asNormalizedText();
        assertTrue(text.contains("Running (BACKUP_USER_DATA)"), text);
        assertTrue(text.contains("of 1800 tablets"), text);
        String attach = page.getElementById("obshell-1-attach").getTextContent();
        assertTrue(attach.contains("obshellBackupStatus cluster: 'prod', tenant: 'tenant1', dagId: '"), attach);
        String cancel = page.getElementById("obshell-1-cancel").getTextContent();
        assertTrue(cancel.contains("ALTER SYSTEM CANCEL BACKUP TENANT = tenant1"), cancel);
        assertTrue(((DomElement) page.querySelector(".obshell-dag__nodes")).hasAttribute("open"));

        HtmlPage build = page("");
        assertNotNull(build.querySelector(".obshell-brief progress"));
        DomElement summary = build.querySelector(".obshell-live");
        assertEquals("obshell/brief", summary.getAttribute("data-obshell-source"));

        end(Result.SUCCESS);
        for (String path : List.of("obshell/live", "obshell/brief")) {
            HtmlPage fresh = fragment(path);
            DomElement over = fresh.querySelector(".obshell-live");
            assertEquals("false", over.getAttribute("data-obshell-running"), path);
            assertTrue(fresh.asNormalizedText().contains("COMPLETED"), path);
            assertNotNull(fresh.querySelector(".obshell-state svg"), path + " has lost its symbols");
        }
    }

    @Test
    void completed() throws Exception {
        begin(BackupPlan.ordinary(), Duration.ofMinutes(30), "BACKUP_USER_DATA");
        end(Result.SUCCESS);

        HtmlPage page = page("obshell/");
        String text = page.asNormalizedText();
        assertEquals("COMPLETED", page.querySelector(".obshell-state--large").asNormalizedText());
        String figures = page.querySelector(".obshell-figures").asNormalizedText();
        assertTrue(figures.matches("(?s)Restorable until.*Duration.*Written.*GiB.*"), figures);
        assertNull(page.querySelector(".obshell-verdict"));
        assertTrue(text.contains("file:///data/backup/tenant1/data"), text);
        assertFalse(((DomElement) page.querySelector(".obshell-dag__nodes")).hasAttribute("open"));
        assertEquals(List.of("succeed", "succeed", "succeed", "succeed"), stages(page));
        assertNull(page.querySelector("progress"));
        assertNotNull(page.querySelector("svg.obshell-chart[aria-label]"));
        assertNull(page.getElementById("obshell-1-cancel"));

        HtmlPage jobPage = reader().getPage(job);
        assertTrue(jobPage.asNormalizedText().contains("Last COMPLETED #1"), jobPage.asNormalizedText());
    }

    @Test
    void failedInItsSecondStage() throws Exception {
        BackupPlan failing = BackupPlan.ordinary()
                .withFailure(StageFailure.of("Open archive log", "[OB.Archive.Log]: <archive> device out of space"));
        lab = SimulatedJenkins.standingStill(failing, "tenant1");
        lab.introduceTo(jenkins);
        job = SimulatedJenkins.pipeline(jenkins, BACKUP);
        run = SimulatedJenkins.startUntil(jenkins, job, "Started DAG");
        end(Result.FAILURE);

        HtmlPage page = page("obshell/");
        assertEquals(List.of("succeed", "failed", "pending", "pending"), stages(page));
        DomElement log = page.querySelector(".obshell-part--failed details.obshell-log");
        assertTrue(log.hasAttribute("open"));
        assertTrue(log.asNormalizedText().contains("<archive> device out of space"), log.asNormalizedText());
        assertNotNull(page.querySelector(".jenkins-alert-danger"));
        String build = page("").asNormalizedText();
        assertTrue(build.contains("It failed at “Open archive log”"), build);
        assertTrue(build.contains("then build again"), build);
    }

    @Test
    void itsDagEndedByTheServersHourWhileTheBackupGoesOn() throws Exception {
        begin(
                BackupPlan.ordinary().withDuration(Duration.ofHours(3)),
                Duration.ofMinutes(90),
                "has ended, but the backup is still running");

        HtmlPage page = page("obshell/");
        assertEquals(List.of("succeed", "succeed", "succeed", "failed"), stages(page));
        String text = page.asNormalizedText();
        assertTrue(text.contains("Running (BACKUP_USER_DATA)"), text);
        assertTrue(text.contains("The DAG has ended because obshell stops watching after one hour"), text);

        end(Result.SUCCESS);
        text = page("obshell/").asNormalizedText();
        assertTrue(text.contains("The backup continued and is COMPLETED"), text);
    }

    @Test
    void twelveTenants() throws Exception {
        String[] tenants =
                IntStream.rangeClosed(1, 12).mapToObj(i -> "tenant" + i).toArray(String[]::new);
        begin(BackupPlan.ordinary(), ALL_TENANTS, TWENTY_MINUTES, "12 tenants: ", tenants);

        HtmlPage page = page("obshell/");
        assertEquals(12, page.querySelectorAll(".obshell-table tbody tr").size());
        assertTrue(page.asNormalizedText().contains("all user tenants"), page.asNormalizedText());

        end(Result.SUCCESS);
        assertEquals(
                "COMPLETED",
                page("obshell/").querySelector(".obshell-state--large").asNormalizedText());
    }

    @Test
    void inChinese() throws Exception {
        begin(BackupPlan.ordinary(), TWENTY_MINUTES, "BACKUP_USER_DATA");

        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        String text;
        String build;
        try {
            text = page("obshell/").asNormalizedText();
            build = page("").asNormalizedText();
        } finally {
            LocaleProvider.setProvider(before);
        }
        assertTrue(text.contains("tenant1 的备份"), text);
        assertTrue(text.contains("运行中 (BACKUP_USER_DATA)"), text);
        assertTrue(text.contains("3. Start backup"), text);
        assertTrue(build.contains("集群 prod"), build);
        end(Result.SUCCESS);
    }

    @Test
    void whoMayNotReadTheJobSeesNothing() throws Exception {
        begin(BackupPlan.ordinary(), TWENTY_MINUTES, "BACKUP_USER_DATA");

        for (String path : List.of("obshell/", "obshell/live", "obshell/brief", "obshell/api/json")) {
            assertEquals(
                    404,
                    assertThrows(FailingHttpStatusCodeException.class, () -> page("stranger", path))
                            .getStatusCode(),
                    path);
        }
        end(Result.SUCCESS);
    }

    @Test
    void theRestApiTellsTheSameOfRunAndJob() throws Exception {
        begin(BackupPlan.ordinary(), TWENTY_MINUTES, "BACKUP_USER_DATA");

        JSONObject running = operation(json(run.getUrl() + "obshell/api/json"));
        assertTrue(running.getBoolean("running"));
        assertEquals("BACKUP_USER_DATA", running.getString("status"));
        assertEquals(
                "RUNNING",
                running.getJSONArray("dags")
                        .getJSONObject(0)
                        .getJSONArray("nodes")
                        .getJSONObject(3)
                        .getString("state"));

        end(Result.SUCCESS);
        JSONObject over = operation(json(run.getUrl() + "obshell/api/json"));
        assertEquals("COMPLETED", over.getString("status"));
        assertEquals("1", over.getString("backupSetId"));
        JSONObject ofJob = json(job.getUrl() + "api/json?depth=1&tree=actions[backups[number,operation[status,path]]]")
                .getJSONArray("actions")
                .stream()
                .map(JSONObject.class::cast)
                .filter(action -> action.has("backups"))
                .findFirst()
                .orElseThrow();
        JSONObject backup = ofJob.getJSONArray("backups").getJSONObject(0);
        assertEquals(1, backup.getInt("number"));
        assertEquals("COMPLETED", backup.getJSONObject("operation").getString("status"));
    }

    @Test
    void nothingSecretIsStoredAndTheRecordGoesWithTheRun() throws Exception {
        begin(
                BackupPlan.ordinary(),
                BACKUP + ", encryptionCredentialsId: 'obshell-password'",
                TWENTY_MINUTES,
                "BACKUP_USER_DATA",
                "tenant1");
        end(Result.SUCCESS);

        var stored = run.getRootDir().toPath().resolve("build.xml");
        String xml = Files.readString(stored);
        assertTrue(xml.contains("ObshellRunAction"), xml);
        assertFalse(xml.contains("root-password"), xml);
        assertFalse(page("obshell/").asNormalizedText().contains("root-password"));
        run.delete();
        assertFalse(Files.exists(stored));
    }

    private static JSONObject operation(JSONObject page) {
        return page.getJSONArray("operations").getJSONObject(0);
    }

    private JSONObject json(String path) throws Exception {
        return reader().getJSON(path).getJSONObject();
    }

    private JenkinsRule.WebClient reader() throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.login("reader");
        return client;
    }
}
