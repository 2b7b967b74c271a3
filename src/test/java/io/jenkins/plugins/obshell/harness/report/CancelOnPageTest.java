package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.harness.step.SimulatedJenkins;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import java.net.URL;
import java.time.Duration;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The button on the page of the build that cancels a backup, and the way to that page from a step of a Pipeline. */
@WithJenkins
class CancelOnPageTest {

    private static final String BACKUP = "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'";
    private static final String RUNNING = "Wait backup Finish";

    private JenkinsRule jenkins;
    private SimulatedJenkins lab;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader", "alice")
                .grant(Item.CANCEL)
                .everywhere()
                .to("alice"));
        lab = SimulatedJenkins.brisk("tenant1");
        lab.introduceTo(jenkins);
        lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(10)));
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private WorkflowRun runningPipeline() throws Exception {
        WorkflowRun run =
                SimulatedJenkins.startUntil(jenkins, SimulatedJenkins.pipeline(jenkins, BACKUP), "Started DAG");
        jenkins.waitForMessage(RUNNING, run);
        return run;
    }

    private HtmlPage page(String user, Run<?, ?> run, String path) throws Exception {
        return jenkins.createWebClient()
                .withJavaScriptEnabled(false)
                .login(user)
                .goTo(run.getUrl() + path);
    }

    private static DomElement button(HtmlPage page) {
        return page.querySelector(".obshell-operation__head a.confirmation-link");
    }

    /** Does what the script of Jenkins does after the confirmation. */
    private int press(String user, Run<?, ?> run, String url) throws Exception {
        try (JenkinsRule.WebClient client = jenkins.createWebClient()) {
            client.withThrowExceptionOnFailingStatusCode(false)
                    .withJavaScriptEnabled(false)
                    .login(user);
            WebRequest request =
                    new WebRequest(new URL(jenkins.getURL(), run.getUrl() + "obshell/" + url), HttpMethod.POST);
            client.addCrumb(request);
            return client.getPage(request).getWebResponse().getStatusCode();
        }
    }

    private void assertCancelled(Run<?, ?> run) throws Exception {
        jenkins.assertBuildStatus(Result.ABORTED, jenkins.waitForCompletion(run));
        jenkins.assertLogContains("alice asked to cancel it on the page of the build. Aborted; nothing that it", run);
        assertEquals("CANCELED", lab.cluster.tenant("tenant1").backups().get(0).status());
        assertNull(button(page("alice", run, "obshell/")));
        assertTrue(page("alice", run, "").asNormalizedText().contains("alice asked to cancel it"));
    }

    @Test
    void whoMayCancelTheBuildCancelsTheBackup() throws Exception {
        WorkflowRun run = runningPipeline();
        assertNull(button(page("reader", run, "obshell/")));
        String id = ObshellRunAction.of(run).getOperations().get(0).getId();
        assertEquals(403, press("reader", run, "cancel?operation=" + id));
        assertTrue(run.isBuilding());

        DomElement button = button(page("alice", run, "obshell/"));
        assertEquals("true", button.getAttribute("data-post"));
        assertEquals(200, press("alice", run, button.getAttribute("data-url")));
        assertCancelled(run);
    }

    @Test
    void theConfirmationNamesTenantClusterAndDag() throws Exception {
        lab.close();
        lab = SimulatedJenkins.standingStill(BackupPlan.ordinary(), "tenant1");
        lab.introduceTo(jenkins);
        WorkflowRun run =
                SimulatedJenkins.startUntil(jenkins, SimulatedJenkins.pipeline(jenkins, BACKUP), "Started DAG");

        DomElement button = button(page("alice", run, "obshell/"));
        String dag = ObshellRunAction.of(run).getOperations().get(0).getDagId();
        assertTrue(button.getAttribute("data-title").contains("tenant1"), button.asXml());
        assertTrue(button.getAttribute("data-message").contains("prod"), button.asXml());
        assertTrue(button.getAttribute("data-message").contains("DAG " + dag), button.asXml());
        lab.pass(Duration.ofHours(2));
        jenkins.assertBuildStatusSuccess(jenkins.waitForCompletion(run));
    }

    @Test
    void aFreestyleBuildIsCancelledInTheSameWay() throws Exception {
        ObshellBackupStep step = new ObshellBackupStep();
        step.setCluster("prod");
        step.setTenant("tenant1");
        step.setPollInterval("1s");
        FreeStyleProject job = jenkins.createFreeStyleProject();
        job.getBuildersList().add(new ObshellBuilder(step));
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(RUNNING, build);

        assertEquals(
                200,
                press("alice", build, button(page("alice", build, "obshell/")).getAttribute("data-url")));
        assertCancelled(build);
    }

    @Test
    void theNodeOfTheStepLeadsToThePage() throws Exception {
        WorkflowRun run = runningPipeline();
        String id = ObshellRunAction.of(run).getOperations().get(0).getId();

        HtmlPage node = page("reader", run, "execution/node/" + id + "/");
        HtmlPage page = node.getAnchorByText("OceanBase backup").click();
        assertEquals(
                new URL(jenkins.getURL(), run.getUrl() + "obshell/").getPath(),
                page.getUrl().getPath());
        assertNotNull(page.getElementById(page.getUrl().getRef()));
        press("alice", run, "cancel?operation=" + id);
        assertCancelled(run);
    }
}
