package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.harness.step.SimulatedJenkins;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.htmlunit.CollectingAlertHandler;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.DomNode;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** An obshell that puts markup, script and console annotations into its words: in a browser they stay words. */
@WithJenkins
@Timeout(600)
class HostileWordsTest {

    private static final String WORD = "hostileWord";
    private static final String HOSTILE = "\"'><b class=" + WORD + "><img src=x onerror=\"alert('" + WORD
            + "')\"><script>alert('" + WORD + "')</script>javascript:alert(1) ${it} \u001b[8mha:////4AAAA\u001b[0m";

    private final CollectingAlertHandler alerts = new CollectingAlertHandler();
    private JenkinsRule jenkins;
    private SimulatedJenkins lab;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        lab = SimulatedJenkins.standingStill(BackupPlan.ordinary(), "tenant1");
        lab.introduceTo(jenkins);
    }

    @AfterEach
    void end() {
        lab.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "message errCode traceId task_logs comment path version obVersion zone",
                "name",
                "ip",
                "job_id backup_set_id",
                "status"
            })
    void areNothingButWordsOnEveryPage(String fields) throws Exception {
        lab.cluster.say(HOSTILE, fields.split(" "));
        WorkflowJob job = SimulatedJenkins.pipeline(
                jenkins, "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s', timeout: '10s'");
        WorkflowRun run = SimulatedJenkins.startUntil(jenkins, job, "Started DAG");
        lab.pass(Duration.ofMinutes(20));
        int told = words(run);
        lab.pass(Duration.ofHours(4));
        told += words(jenkins.waitForCompletion(run));

        lab.cluster
                .tenant("tenant1")
                .everyBackup(BackupPlan.ordinary().withFailure(StageFailure.of("Check destination", HOSTILE)));
        WorkflowRun failed = job.scheduleBuild2(0).waitForStart();
        lab.pass(Duration.ofHours(4));
        told += words(jenkins.waitForCompletion(failed));
        assertTrue(told > 0, "No page shows what it says in " + fields + ": " + JenkinsRule.getLog(run));
    }

    /** Looks at every page of the build and its job with a browser, and counts those that show the words. */
    private int words(WorkflowRun run) throws Exception {
        int told = 0;
        for (String path : List.of(
                run.getUrl(),
                run.getUrl() + "obshell/",
                run.getUrl() + "obshell/live",
                run.getUrl() + "obshell/brief",
                run.getUrl() + "console",
                run.getUrl() + "flowGraphTable/",
                run.getParent().getUrl())) {
            boolean fragment = path.endsWith("/live") || path.endsWith("/brief");
            try (JenkinsRule.WebClient browser = jenkins.createWebClient().withJavaScriptEnabled(!fragment)) {
                browser.setAlertHandler(alerts);
                HtmlPage page = browser.goTo(path);
                assertEquals(List.of(), markup(page), path);
                assertEquals(List.of(), alerts.getCollectedAlerts(), path);
                told += page.asNormalizedText().contains("<b class=" + WORD + ">") ? 1 : 0;
            }
        }
        String console = JenkinsRule.getLog(run);
        assertEquals(-1, console.indexOf('\u001b'), console);
        return told;
    }

    /** What the words would have become. */
    private static List<String> markup(HtmlPage page) {
        List<String> found = new ArrayList<>();
        assertNotNull(page.getBody());
        for (DomNode node : page.querySelectorAll("." + WORD
                + ", img[onerror], [src='x'], a[href^='javascript:alert'], [href*='<b'], [onclick*='" + WORD + "']")) {
            found.add(((DomElement) node).asXml());
        }
        for (DomNode script : page.querySelectorAll("script")) {
            if (script.getTextContent().contains("alert('" + WORD)) {
                found.add(script.asXml());
            }
        }
        return found;
    }
}
