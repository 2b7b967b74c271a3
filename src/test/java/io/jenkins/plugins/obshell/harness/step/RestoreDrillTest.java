package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.step.ObshellStepListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.json.JSONObject;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A drill in a real Jenkins, against the simulator: what is restored is dropped, whatever happens. */
@WithJenkins
class RestoreDrillTest {

    private static final String QUICK = "def d = obshellRestoreDrill(" + DrillLab.ARGUMENTS + ") {\n"
            + "  echo \"IN BODY ${env.OBSHELL_DRILL_TENANT} on ${env.OBSHELL_DRILL_HOST}:${env.OBSHELL_DRILL_PORT}\"\n}\n"
            + "echo \"GOT ${d.tenant} ${d.scratchTenant} ${d.backupSetId} ${d.restorePoint} ${d.restoreSeconds}\"";

    @Test
    void aDrillRestoresRunsTheBodyAndDrops(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, QUICK);
            WorkflowRun run = j.buildAndAssertSuccess(job);
            String scratch = DrillLab.scratchTenant(run);
            j.assertLogContains("IN BODY " + scratch + " on 10.0.0.1:2881", run);
            j.assertLogContains("The checks passed. The tenant " + scratch, run);
            j.assertLogContains("GOT tenant1 " + scratch, run);
            assertTrue(lab.isClean());
            assertEquals(1, lab.restoresPosted());
            assertEquals(1, lab.drops());

            List<StoredOperation> stored = ObshellRunAction.of(run).getOperations();
            assertTrue(stored.get(0).isRestore() && stored.get(1).isDrop(), "the restore and the drop");
            assertShown(j, run);
            j.buildAndAssertSuccess(job);
            assertTrue(lab.isClean());
            String page = j.createWebClient().getPage(job).asXml();
            assertTrue(page.contains("Last restore drills") && page.contains("How long a restore takes"), page);
        }
    }

    private static void assertShown(JenkinsRule j, WorkflowRun run) throws Exception {
        String page = j.createWebClient().getPage(run, "obshell").asNormalizedText();
        assertTrue(
                page.contains("Restore drill of tenant1") && page.contains("Drop of " + DrillLab.scratchTenant(run)),
                page);
        JSONObject json = j.getJSON(run.getUrl()
                        + "api/json?tree=actions[operations[step,tenant,verdict,drill[scratchTenant,restorePoint]]]")
                .getJSONObject();
        assertTrue(
                json.toString().contains("\"scratchTenant\":\"" + DrillLab.scratchTenant(run) + "\""), json.toString());
        JSONObject history = j.getJSON(run.getParent().getUrl()
                        + "api/json?tree=actions[drills[number,operation[verdict,drill[restoredTo]]]]")
                .getJSONObject();
        assertTrue(history.toString().contains("\"restoredTo\""), history.toString());
    }

    @Test
    void aBodyThatFailsFailsTheStepWithItsOwnExceptionAfterTheDrop(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            WorkflowRun run = fails(j, "obshellRestoreDrill(" + DrillLab.ARGUMENTS + ") { error 'rows are missing' }");
            j.assertLogContains("ERROR: rows are missing", run);
            j.assertLogNotContains("The checks passed", run);
            assertTrue(lab.isClean());
            assertVerdicts(run, Verdict.SUCCESS, Verdict.SUCCESS);
            assertEquals("FAILURE", verdictInTheHistory(j, run), "a failed check is a failed drill");
        }
    }

    @Test
    void aRestoreThatFailsIsDroppedAndTheBodyIsNotRun(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            lab.simulated.cluster.nextRestore(RestorePlan.ordinary().failing());
            WorkflowRun run = fails(j, QUICK);
            j.assertLogContains("backup data is broken", run);
            j.assertLogNotContains("IN BODY", run);
            j.assertLogNotContains("\tat ", run);
            assertTrue(lab.isClean());
        }
    }

    @Test
    void whatCouldNotBeDroppedIsNamedAndDroppedByTheNextDrill(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            lab.refuseDrops();
            WorkflowJob job = SimulatedJenkins.pipeline(j, QUICK);
            WorkflowRun first = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            String left = DrillLab.scratchTenant(first);
            j.assertLogContains("IN BODY " + left, first);
            j.assertLogContains("DROP TENANT " + left + " FORCE", first);
            assertEquals("FAILURE", verdictInTheHistory(j, first), "a drill that leaves its tenant has failed");
            assertFalse(lab.isClean());

            WorkflowRun second = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            j.assertLogContains("An earlier drill may have left " + left + "; it is dropped first.", second);
            j.assertLogContains("Nothing was restored, because " + left, second);
            assertEquals(1, lab.restoresPosted());

            lab.acceptDrops();
            WorkflowRun third = j.buildAndAssertSuccess(job);
            j.assertLogContains("An earlier drill may have left " + left + "; it is dropped first.", third);
            j.assertLogContains("IN BODY " + DrillLab.scratchTenant(third), third);
            assertTrue(lab.isClean());

            j.assertLogNotContains("An earlier drill", j.buildAndAssertSuccess(job));
        }
    }

    @Test
    void anAbortOfTheRestoreCancelsItAndDrops(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = lab.startUntil(j, "Started DAG");
            run.getExecutor().interrupt();
            lab.awaitDrop(run);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogNotContains("IN BODY", run);
        }
    }

    @Test
    void anAbortOfTheBodyDrops(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            List<Verdict> told = new CopyOnWriteArrayList<>();
            ExtensionList.lookup(ObshellStepListener.class).add((run, completion) -> told.add(completion.getVerdict()));
            WorkflowRun run = lab.startBody(j);
            run.getExecutor().interrupt();
            lab.awaitDrop(run);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogNotContains("BODY DONE", run);
            assertEquals(List.of(Verdict.ABORTED), told);
        }
    }

    @Test
    void anAbortOfTheDropWaitsForItAWhileAndThenSaysTheCommands(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = lab.startBody(j);
            run.setDescription("go");
            Eventually.holds(() -> lab.drops() == 1);
            run.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("DROP TENANT " + DrillLab.scratchTenant(run) + " FORCE", run);
        }
    }

    /** A third click on “abort” completes the step from outside. */
    @Test
    void aStepThatIsCompletedFromOutsideIsDroppedAllTheSame(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = lab.startUntil(j, "Started DAG");
            run.doTerm();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            lab.awaitDrop(run);
        }
    }

    @Test
    void aRetryInTheSameBuildMakesNoSecondTenantWhileTheFirstIsLeft(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            lab.refuseDrops();
            WorkflowRun run = fails(j, "retry(2) { obshellRestoreDrill(" + DrillLab.ARGUMENTS + ") {} }");
            j.assertLogContains("An earlier drill may have left " + DrillLab.scratchTenant(run), run);
            assertEquals(1, lab.restoresPosted());
        }
    }

    @Test
    void aDropThatCannotConnectSaysWhatIsLeft(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = lab.startBody(j);
            ObshellGlobalConfiguration.get().setClusters(List.of());
            run.setDescription("go");
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run));
            j.assertLogContains("DROP TENANT " + DrillLab.scratchTenant(run) + " FORCE", run);
        }
    }

    @Test
    void aDrillInTheBodyOfADrillIsRefused(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            String inner = "obshellRestoreDrill(" + DrillLab.ARGUMENTS + ") { echo 'INNER' }";
            WorkflowRun run = fails(j, "obshellRestoreDrill(" + DrillLab.ARGUMENTS + ") { " + inner + " }");
            j.assertLogContains("in the body of another drill on staging", run);
            j.assertLogNotContains("INNER", run);
            assertEquals(1, lab.restoresPosted());
            assertTrue(lab.isClean());
        }
    }

    @Test
    void drillsInParallelBranchesOfABuildTakeTurns(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            String drill = "obshellRestoreDrill(" + DrillLab.ARGUMENTS + ") { echo 'IN BODY' }";
            WorkflowJob job = SimulatedJenkins.pipeline(j, "parallel a: { " + drill + " }, b: { " + drill + " }");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("Waiting for another drill on staging", run);
            assertEquals(2, lab.restoresPosted());
            assertTrue(lab.isClean());
        }
    }

    @Test
    void drillsBeyondTheLimitOfTheClusterWait(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun first = lab.startBody(j);
            WorkflowJob other = SimulatedJenkins.pipeline(j, "other", DrillLab.DRILL);
            other.updateNextBuildNumber(7);
            WorkflowRun second =
                    DrillLab.startUntil(j, other, "Waiting for another drill on staging to end; 1 may run");
            assertEquals(1, lab.restoresPosted());

            WorkflowRun third = DrillLab.startUntil(
                    j, SimulatedJenkins.pipeline(j, "third", DrillLab.DRILL), "Waiting for another drill");
            third.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(third));

            first.setDescription("go");
            lab.passUntil(() -> !first.isBuilding());
            j.assertBuildStatusSuccess(first);
            j.waitForMessage("Started DAG", second);
            lab.finish();
            j.waitForMessage("IN BODY drill_tenant1_7_", second);
            second.setDescription("go");
            lab.awaitDrop(second);
            j.assertBuildStatusSuccess(j.waitForCompletion(second));
        }
    }

    @Test
    void nothingIsSentToAClusterThatIsClosedToDrills(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            WorkflowRun run = fails(j, QUICK.replace("'staging'", "'prod'"));
            j.assertLogContains("The cluster “prod” is closed to restore drills", run);
            assertEquals(0, lab.simulated.cluster.requests().size());
        }
    }

    @Test
    void allWrongParametersAreToldAtOnceAndNothingIsSent(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            WorkflowRun run = fails(
                    j,
                    "obshellRestoreDrill(cluster: 'staging', from: [cluster: 'nowhere', tenant: 'sys'],"
                            + " unitConfig: 'huge', timeout: 'soon', dropTimeout: '0s') { echo 'IN BODY' }");
            for (String part : List.of("“huge” is not allowed", "“nowhere”", "sys", "timeout", "dropTimeout")) {
                j.assertLogContains(part, run);
            }
            j.assertLogNotContains("IN BODY", run);
            assertEquals(0, lab.simulated.cluster.requests().size());
            j.assertLogContains(
                    "from: [cluster: 'prod', tenant: 'tenant1']",
                    fails(j, "obshellRestoreDrill(cluster: 'staging') {}"));
            j.assertLogContains(
                    "has no parameter credentialsId, endpoints",
                    fails(j, "obshellRestoreDrill(endpoints: 'ob1', credentialsId: 'x') {}"));
        }
    }

    @Test
    void aFreestyleBuildRestoresAndDrops(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.hasty()) {
            lab.introduceTo(j);
            FreeStyleProject job = DrillLab.freestyle(j);
            FreeStyleBuild build = j.buildAndAssertSuccess(job);
            j.assertLogContains("to SCN", build);
            j.assertLogContains("and its resource pools are dropped", build);
            assertVerdicts(build, Verdict.SUCCESS, Verdict.SUCCESS);
            assertTrue(lab.isClean());

            lab.simulated.cluster.nextRestore(RestorePlan.ordinary().failing());
            FreeStyleBuild failed = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            j.assertLogContains("backup data is broken", failed);
            assertVerdicts(failed, Verdict.FAILURE, Verdict.SUCCESS);
            assertTrue(lab.isClean());
        }
    }

    @Test
    void anAbortOfAFreestyleBuildDrops(JenkinsRule j) throws Exception {
        try (DrillLab lab = DrillLab.standingStill()) {
            lab.introduceTo(j);
            FreeStyleBuild build = DrillLab.freestyle(j).scheduleBuild2(0).waitForStart();
            j.waitForMessage("Started DAG", build);
            build.doStop();
            lab.awaitDrop(build);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
            assertVerdicts(build, Verdict.ABORTED, Verdict.SUCCESS);
        }
    }

    private static String verdictInTheHistory(JenkinsRule j, Run<?, ?> run) throws Exception {
        String json = j.getJSON(run.getParent().getUrl() + "api/json?tree=actions[drills[number,operation[verdict]]]")
                .getJSONObject()
                .toString();
        Matcher drill = Pattern.compile("\"verdict\":\"(\\w+)\"},\"number\":" + run.getNumber() + "|\"number\":"
                        + run.getNumber() + ",\"operation\":\\{[^}]*\"verdict\":\"(\\w+)\"")
                .matcher(json);
        assertTrue(drill.find(), json);
        return drill.group(1) == null ? drill.group(2) : drill.group(1);
    }

    private static void assertVerdicts(Run<?, ?> run, Verdict... verdicts) {
        assertEquals(
                List.of(verdicts),
                ObshellRunAction.of(run).getOperations().stream()
                        .map(operation -> operation.outcome().verdict())
                        .toList());
    }

    private static WorkflowRun fails(JenkinsRule j, String script) throws Exception {
        WorkflowJob job = j.createProject(WorkflowJob.class);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
    }
}
