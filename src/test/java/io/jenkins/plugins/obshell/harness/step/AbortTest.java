package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.model.RestartListener;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What befalls a Pipeline while a backup runs that ends only when the test lets it. */
@WithJenkins
class AbortTest {

    private static final String BACKUP = "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'";
    private static final String STARTED = "Started DAG";

    @Test
    void anAbortLeavesTheBackupAloneAndSaysSo(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), STARTED);
            run.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("Aborted. The backup may still be running: attach to it with obshellBackupStatus", run);
            j.assertLogNotContains("\tat ", run);
            assertEquals(0, lab.cluster.requests().count("PATCH", ".*/backup"));
            lab.finishBackup();
            assertEquals(
                    "COMPLETED", lab.cluster.tenant("tenant1").backups().get(0).status());
        }
    }

    @Test
    void anAbortWithCancelOnAbortCancelsTheBackup(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.brisk("tenant1")) {
            lab.introduceTo(j);
            lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(10)));
            WorkflowRun run = SimulatedJenkins.startUntil(
                    j, SimulatedJenkins.pipeline(j, BACKUP + ", cancelOnAbort: true"), STARTED);
            j.waitForMessage("Wait backup Finish", run);
            run.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("Asked obshell to cancel", run);
            j.assertLogContains("nothing that it started is running any more", run);
            assertEquals(
                    "CANCELED", lab.cluster.tenant("tenant1").backups().get(0).status());
        }
    }

    @Test
    void whereTheCancellingIsNotSeenTheStepEndsAllTheSame(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = SimulatedJenkins.startUntil(
                    j, SimulatedJenkins.pipeline(j, BACKUP + ", cancelOnAbort: true"), STARTED);
            lab.cluster.faults().add(FaultRule.of(FaultAction.silence()));
            long before = System.nanoTime();
            run.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            long seconds = (System.nanoTime() - before) / 1_000_000_000;
            assertTrue(seconds < 26, seconds + " s");
            j.assertLogContains("may still be running", run);
        }
    }

    @Test
    void theTimeoutStepEndsTheStep(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, "timeout(time: 15, unit: 'SECONDS') { " + BACKUP + " }");
            WorkflowRun run = j.assertBuildStatus(Result.ABORTED, job.scheduleBuild2(0));
            j.assertLogContains("Cancelling nested steps due to timeout", run);
            j.assertLogContains("has not started its backup yet, but may still do so", run);
            j.assertLogNotContains("extreme prejudice", run);
        }
    }

    @Test
    void ourOwnTimeoutFailsTheStep(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, BACKUP + ", timeout: '3s'");
            WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            j.assertLogContains("Timed out after 3s", run);
            j.assertLogNotContains("\tat ", run);
        }
    }

    @Test
    void aBranchThatFailsFastEndsTheOther(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(
                    j,
                    "parallel failFast: true, a: { " + BACKUP + " }, "
                            + "b: { waitUntil(quiet: true) { currentBuild.description == 'fail' }; error 'no' }");
            WorkflowRun run = SimulatedJenkins.startUntil(j, job, STARTED);
            run.setDescription("fail");
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run));
            j.assertLogContains("[obshell] Aborted. ", run);
        }
    }

    @Test
    void aStepThatIsCompletedFromOutsideLooksNoMore(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), STARTED);
            run.doTerm();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            Eventually.holds(
                    () -> ObshellRunAction.of(run).getOperations().get(0).outcome() != null);
            lab.cluster.requests().clear();
            lab.finishBackup();
            assertEquals(0, lab.cluster.requests().size());
        }
    }

    @Test
    void aSafeRestartIsNotHeldUp(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), STARTED);
            assertTrue(RestartListener.isAllReady());
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
        }
    }

    @Test
    void aCredentialThatIsRotatedMeanwhileIsUsed(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), STARTED);
            lab.cluster.changeRootPassword("rotated");
            j.waitForMessage("obshell refused the password", run);
            SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
            provider.getCredentials().clear();
            provider.getCredentials()
                    .add(new StringCredentialsImpl(
                            CredentialsScope.GLOBAL, SimulatedJenkins.CREDENTIALS, null, Secret.fromString("rotated")));
            provider.save();
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            assertEquals(1, lab.backupsPosted());
            j.assertLogNotContains("rotated", run);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClusterThatIsDeletedOrRenamedMeanwhileIsOneClearFailure(boolean renamed, JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), STARTED);
            ObshellCluster production = new ObshellCluster("production", lab.cluster.endpoints());
            production.setCredentialsId(SimulatedJenkins.CREDENTIALS);
            ObshellGlobalConfiguration.get().setClusters(renamed ? List.of(production) : List.of());
            j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run));
            j.assertLogContains("The cluster “prod” is no longer configured", run);
            j.assertLogContains("may still be running", run);
            j.assertLogNotContains("\tat ", run);
        }
    }
}
