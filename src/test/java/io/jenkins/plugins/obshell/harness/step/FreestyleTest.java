package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.EnvVars;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.TaskListener;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.step.ObshellBackupStatusStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import io.jenkins.plugins.obshell.step.ObshellStep;
import java.time.Duration;
import java.util.List;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.CaptureEnvironmentBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** The build step of freestyle jobs in a real Jenkins, against the simulator. */
@WithJenkins
class FreestyleTest {

    @Test
    void theFollowingBuildStepsFindTheResultAndCanAttach(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            ObshellBackupStep backup = backup();
            backup.setWait(false);
            ObshellBackupStatusStep status = new ObshellBackupStatusStep();
            status.setCluster("prod");
            status.setTenant("tenant1");
            status.setDagId("${OBSHELL_DAG_ID}");
            status.setPollInterval("1s");
            status.setRestorable(true);
            CaptureEnvironmentBuilder afterStart = new CaptureEnvironmentBuilder();
            CaptureEnvironmentBuilder afterEnd = new CaptureEnvironmentBuilder();
            FreeStyleProject job = job(j, backup);
            job.getBuildersList().add(afterStart);
            job.getBuildersList().add(new ObshellBuilder(status));
            job.getBuildersList().add(afterEnd);
            FreeStyleBuild build = j.buildAndAssertSuccess(job);
            EnvVars early = afterStart.getEnvVars();
            EnvVars late = afterEnd.getEnvVars();
            assertNotNull(early.get("OBSHELL_DAG_ID"));
            assertFalse(early.containsKey("OBSHELL_BACKUP_SET_ID"));
            assertFalse(early.containsKey("OBSHELL_RESTORE_POINT"));
            assertEquals(early.get("OBSHELL_DAG_ID"), late.get("OBSHELL_DAG_ID"), j.getLog(build));
            assertEquals("COMPLETED", late.get("OBSHELL_BACKUP_STATUS"));
            assertNotNull(late.get("OBSHELL_BACKUP_SET_ID"));
            assertTrue(late.get("OBSHELL_BACKUP_PATH").startsWith("file:///"));
            assertTrue(late.get("OBSHELL_RESTORE_POINT").matches("\\d{19}"), late.toString());
            List<StoredOperation> kept = ObshellRunAction.of(build).getOperations();
            assertEquals(
                    List.of("obshellBackup", "obshellBackupStatus"),
                    kept.stream().map(StoredOperation::getStep).toList());
            assertEquals(early.get("OBSHELL_DAG_ID"), kept.get(0).getDagId());
            assertEquals(1, lab.backupsPosted());
        }
    }

    @Test
    void aFailedBackupFailsTheBuild(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
            FreeStyleProject job = job(j, backup());
            CaptureEnvironmentBuilder never = new CaptureEnvironmentBuilder();
            job.getBuildersList().add(never);
            FreeStyleBuild build = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            j.assertLogContains("backup device out of space", build);
            j.assertLogNotContains("\tat ", build);
            assertEquals(null, never.getEnvVars());
            assertTrue(j.createWebClient().getPage(build).asNormalizedText().contains("backup device out of space"));
        }
    }

    @Test
    void aWarningMakesTheBuildUnstable(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            ObshellBackupStatusStep status = new ObshellBackupStatusStep();
            status.setCluster("prod");
            status.setTenant("tenant1");
            status.setFailUnlessCompleted(false);
            FreeStyleBuild build =
                    j.assertBuildStatus(Result.UNSTABLE, job(j, status).scheduleBuild2(0));
            j.assertLogContains("There has never been a backup", build);
        }
    }

    @Test
    void anAbortLeavesTheBackupAlone(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            FreeStyleBuild build = startAndAbort(j, job(j, backup()), "Started DAG");
            j.assertLogContains("The backup may still be running", build);
            assertEquals(
                    ObshellRunAction.of(build).getOperations().get(0).getDagId(),
                    build.getEnvironment(TaskListener.NULL).get("OBSHELL_DAG_ID"),
                    "what follows the build steps can tell which backup was left running");
            assertEquals(0, lab.cluster.requests().count("PATCH", ".*/backup"));
        }
    }

    @Test
    void anAbortWithCancelOnAbortCancelsTheBackup(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.brisk("tenant1")) {
            lab.introduceTo(j);
            lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withDuration(Duration.ofDays(10)));
            ObshellBackupStep step = backup();
            step.setCancelOnAbort(true);
            FreeStyleBuild build = startAndAbort(j, job(j, step), "Wait backup Finish");
            j.assertLogContains("nothing that it started is running any more", build);
            assertEquals(
                    "CANCELED", lab.cluster.tenant("tenant1").backups().get(0).status());
        }
    }

    @Test
    void aPipelineIsToldToCallTheStepItself(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.standingStill()) {
            lab.introduceTo(j);
            WorkflowRun run = j.assertBuildStatus(
                    Result.FAILURE,
                    SimulatedJenkins.pipeline(
                                    j,
                                    "step([$class: 'ObshellBuilder', operation: "
                                            + "[$class: 'ObshellBackupStep', cluster: 'prod', tenant: 'tenant1']])")
                            .scheduleBuild2(0));
            j.assertLogContains("In a Pipeline, use the step obshellBackup", run);
        }
    }

    private static FreeStyleBuild startAndAbort(JenkinsRule j, FreeStyleProject job, String when) throws Exception {
        FreeStyleBuild build = job.scheduleBuild2(0).waitForStart();
        j.waitForMessage(when, build);
        build.doStop();
        return j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(build));
    }

    private static ObshellBackupStep backup() {
        ObshellBackupStep step = new ObshellBackupStep();
        step.setCluster("prod");
        step.setTenant("tenant1");
        step.setPollInterval("1s");
        return step;
    }

    private static FreeStyleProject job(JenkinsRule j, ObshellStep step) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList().add(new ObshellBuilder(step));
        return job;
    }
}
