package io.jenkins.plugins.obshell.harness.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Result;
import hudson.model.Run;
import hudson.model.queue.QueueTaskFuture;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.step.ObshellFailureCause;
import java.util.List;
import java.util.Map;
import jenkins.model.CauseOfInterruption;
import jenkins.model.InterruptedBuildAction;
import org.jenkinsci.plugins.workflow.actions.LabelAction;
import org.jenkinsci.plugins.workflow.actions.WarningAction;
import org.jenkinsci.plugins.workflow.cps.replay.ReplayAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The three steps in Pipelines of a real Jenkins, against the simulator. */
@WithJenkins
class PipelineStepsTest {

    private static final String BACKUP = "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'";

    @Test
    void aScriptedPipelineReadsTheResultInTheSandbox(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "def b = " + BACKUP + "\n"
                            + "echo \"ALL ${b}\"\n"
                            + "echo \"STATUS=${b.status} DAG=${b.dagId} ${b.dagName} JOB=${b.jobId} SET=${b.backupSetId}\"\n"
                            + "echo \"IN=${b.inputBytes > 0} OUT=${b.outputBytes > 0} PATH=${b.path}\"\n"
                            + "echo \"FROM ${b.startTime} TO ${b.endTime}\"\n"
                            + "for (t in b.tenants) { echo \"TENANT ${t.tenant} ${t.status} ${t.jobId} ${t}\" }");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("ALL COMPLETED (DAG ", run);
            j.assertLogContains("Obcluster start full backup for tenant1", run);
            j.assertLogContains("STATUS=COMPLETED", run);
            j.assertLogContains("IN=true OUT=true PATH=file:///", run);
            j.assertLogContains("TENANT tenant1 COMPLETED", run);
            j.assertLogContains("[obshell] OK. ", run);
            j.assertLogNotContains("null", run);
            assertEquals(1, lab.backupsPosted());
            assertThat(labels(run), hasItem("Backup of tenant1"));
            StoredOperation kept = ObshellRunAction.of(run).getOperations().get(0);
            assertNotNull(kept.outcome());
            assertNotNull(kept.getDagId());
        }
    }

    @Test
    void aDeclarativePipelineNeedsNoAgent(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, """
                    pipeline {
                      agent none
                      stages {
                        stage('Backup') {
                          steps {
                            obshellBackupConfig(cluster: 'prod', tenant: 'tenant1', recoveryWindow: '7d')
                            obshellBackup(cluster: 'prod', tenant: 'tenant1', mode: 'full', pollInterval: '1s')
                            obshellBackupStatus(cluster: 'prod', tenant: 'tenant1', maxAge: '30d')
                          }
                        }
                      }
                    }
                    """);
            WorkflowRun run = j.buildAndAssertSuccess(job);
            assertEquals("7d", lab.cluster.tenant("tenant1").recoveryWindow());
            assertThat(labels(run), hasItem("Backup configuration of tenant1"));
            assertThat(labels(run), hasItem("Backup status of tenant1"));
        }
    }

    @Test
    void endpointsWithACredentialDoAsWellAsACluster(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            SimulatedJenkins.addCredentials(
                    SimulatedJenkins.userPassword("as-user", "root@sys", SimulatedJenkins.PASSWORD));
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "obshellBackup endpoints: '" + String.join(", ", lab.cluster.endpoints())
                            + "', credentialsId: 'as-user', tenant: 'tenant1', pollInterval: '1s'");
            j.buildAndAssertSuccess(job);
        }
    }

    @Test
    void aBackupGoesOnThroughTheEndpointsThatItsClusterIsGivenMeanwhile(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            List<String> endpoints = lab.cluster.endpoints();
            SimulatedJenkins.introduce(endpoints.subList(0, 1));
            WorkflowRun run =
                    SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), "Obcluster start full backup");
            SimulatedJenkins.configure(endpoints.subList(1, 2));
            Eventually.holds(() -> lab.requestsTo(1) > 0);
            long old = lab.requestsTo(0);
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            assertEquals(old, lab.requestsTo(0));
            assertEquals(1, lab.backupsPosted());
        }
    }

    @Test
    void aFailedBackupFailsTheBuildWithACauseAndWithoutAStackTrace(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
            WorkflowJob job = SimulatedJenkins.pipeline(j, BACKUP);
            WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            j.assertLogContains("FAILED", run);
            j.assertLogContains("backup device out of space", run);
            j.assertLogNotContains("\tat ", run);
            List<CauseOfInterruption> causes =
                    run.getAction(InterruptedBuildAction.class).getCauses();
            ObshellFailureCause cause = (ObshellFailureCause) causes.get(0);
            assertEquals("obshellBackup", cause.getStep());
            assertNotNull(cause.getDagId());
            String page = j.createWebClient().getPage(run).asNormalizedText();
            assertThat(page, containsString("backup device out of space"));
            assertThat(page, containsString("DAG " + cause.getDagId()));
        }
    }

    @Test
    void whatIsOnlyAWarningMarksTheStepAndReturns(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "def s = obshellBackupStatus cluster: 'prod', tenant: 'tenant1', failUnlessCompleted: false\n"
                            + "echo \"STATUS=${s.status} ${s.tenants.size()}\"");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("STATUS=null 0", run);
            WarningAction warning = nodes(run).stream()
                    .map(node -> node.getPersistentAction(WarningAction.class))
                    .filter(action -> action != null)
                    .findFirst()
                    .orElseThrow();
            assertEquals(Result.UNSTABLE, warning.getResult());
            assertThat(warning.getMessage(), containsString("There has never been a backup"));
        }
    }

    @Test
    void retryTriesAgainAndCatchErrorGoesOn(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "retry(2) { " + BACKUP + " }\n"
                            + "catchError(buildResult: 'SUCCESS', stageResult: 'UNSTABLE') {\n"
                            + "  obshellBackupStatus cluster: 'prod', tenant: 'no-such-tenant'\n"
                            + "}\n"
                            + "try { obshellBackupStatus cluster: 'prod', tenant: 'no-such-tenant' }\n"
                            + "catch (e) { echo \"CAUGHT ${e.message} ${e.dagId}\" }\n"
                            + "waitUntil(quiet: true) { "
                            + "obshellBackupStatus(cluster: 'prod', tenant: 'tenant1').status == 'COMPLETED' }\n"
                            + "echo 'WENT ON'");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            assertEquals(2, lab.backupsPosted());
            j.assertLogContains("WENT ON", run);
            j.assertLogContains("CAUGHT http", run);
            j.assertLogNotContains("\tat ", run);
            assertNull(run.getAction(InterruptedBuildAction.class), "handled failures are not on the page");
        }
    }

    @Test
    void aReplayMakesABackupOfItsOwn(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            WorkflowRun run = j.buildAndAssertSuccess(SimulatedJenkins.pipeline(j, BACKUP));
            QueueTaskFuture<?> replay =
                    run.getAction(ReplayAction.class).run(BACKUP + ", mode: 'incremental'", Map.of(), false);
            WorkflowRun replayed = (WorkflowRun) j.assertBuildStatusSuccess((Run<?, ?>) replay.get());
            j.assertLogContains("Obcluster start increment backup for tenant1", replayed);
            assertEquals(2, lab.backupsPosted());
            assertNotEquals(
                    ObshellRunAction.of(run).getOperations().get(0).getDagId(),
                    ObshellRunAction.of(replayed).getOperations().get(0).getDagId());
        }
    }

    @Test
    void tenBranchesBackUpTenTenantsAtOnce(JenkinsRule j) throws Exception {
        String[] tenants = new String[10];
        for (int i = 0; i < tenants.length; i++) {
            tenants[i] = "tenant" + i;
        }
        try (SimulatedJenkins lab = SimulatedJenkins.hasty(tenants)) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, """
                    def branches = [:]
                    for (int i = 0; i < 10; i++) {
                      def t = "tenant${i}"
                      branches[t] = {
                        def b = obshellBackup cluster: 'prod', tenant: t, pollInterval: '1s'
                        echo "DONE ${b.tenants[0].tenant} ${b.status}"
                      }
                    }
                    parallel branches
                    """);
            WorkflowRun run = j.buildAndAssertSuccess(job);
            for (String tenant : tenants) {
                j.assertLogContains("DONE " + tenant + " COMPLETED", run);
            }
            assertEquals(10, lab.backupsPosted());
            assertEquals(10, ObshellRunAction.of(run).getOperations().size());
        }
    }

    @Test
    void allTenantsAreBackedUpWhereNoneIsNamed(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1", "tenant2")) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "def b = obshellBackup cluster: 'prod', pollInterval: '1s'\n"
                            + "echo \"TENANTS ${b.tenants.size()} JOB ${b.jobId}\"");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("TENANTS 2 JOB null", run);
            assertThat(labels(run), hasItem("Backup of all tenants"));
        }
    }

    @Test
    void aChosenFewAreBackedUpAndCheckedAsOne(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1", "tenant2", "tenant3")) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "def b = obshellBackup cluster: 'prod', tenants: ['tenant1', 'tenant3'], pollInterval: '1s'\n"
                            + "echo \"${b.status} ${b.tenants.size()}\"\n"
                            + "obshellBackupStatus cluster: 'prod', tenants: ['tenant1', 'tenant3']");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("COMPLETED 2", run);
            j.assertLogContains("Backing up 2 tenants one by one, 4 at a time.", run);
            assertEquals(2, lab.backupsPosted());
            assertThat(labels(run), hasItem("Backup of tenant1, tenant3"));
        }
    }

    @Test
    void aStartedBackupCanBeAttachedToByItsDag(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "def b = obshellBackup cluster: 'prod', tenant: 'tenant1', wait: false\n"
                            + "def s = obshellBackupStatus cluster: 'prod', tenant: 'tenant1', dagId: b.dagId, pollInterval: '1s'\n"
                            + "echo \"SAME ${b.dagId == s.dagId} ${s.status}\"");
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("SAME true COMPLETED", run);
            assertEquals(1, lab.backupsPosted());
        }
    }

    @Test
    void theStatusOfARunningStepSaysWhatItWaitsFor(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, BACKUP);
            WorkflowRun run = SimulatedJenkins.startUntil(j, job, "Started DAG");
            String status = run.getExecution()
                    .getCurrentExecutions(true)
                    .get()
                    .get(0)
                    .getStatusBounded(3, java.util.concurrent.TimeUnit.SECONDS);
            assertThat(status, containsString("following DAG "));
            assertTrue(status.contains("next look in") || status.contains("asking obshell"), status);
            assertThat(status, not(containsString(SimulatedJenkins.PASSWORD)));
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
        }
    }

    private static List<FlowNode> nodes(WorkflowRun run) {
        return new DepthFirstScanner().allNodes(run.getExecution());
    }

    private static List<String> labels(WorkflowRun run) {
        return nodes(run).stream()
                .map(node -> node.getPersistentAction(LabelAction.class))
                .filter(label -> label != null)
                .map(LabelAction::getDisplayName)
                .toList();
    }
}
