package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.model.Result;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller whose process is killed while a backup runs. The next one goes on with that backup, or where the Pipeline
 * stored nothing, still knows which one it was. No second one is started.
 */
class KilledControllerTest extends UnfinishedBackup {

    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension();

    @ParameterizedTest
    @EnumSource(
            value = FlowDurabilityHint.class,
            names = {"MAX_SURVIVABILITY", "SURVIVABLE_NONATOMIC"})
    void theSameBackupIsFollowedOn(FlowDurabilityHint durability) throws Throwable {
        controller.startJenkins();
        String dagId = controller.runRemotely(KilledControllerTest::startBackup, endpoints(), durability);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::awaitMessage, "Jenkins was restarted");
        lab.finishBackup();
        controller.runRemotely(KilledControllerTest::awaitSuccess, "GOT COMPLETED " + dagId);
        assertEquals(1, lab.backupsPosted());
        assertEquals(1, lab.cluster.dags().size());
    }

    @Test
    void aStartWhoseAnswerTheControllerDidNotLiveToSeeIsFoundAndNotRepeated() throws Throwable {
        CountDownLatch answer = holdResponseToStart();
        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::schedule, endpoints(), FlowDurabilityHint.MAX_SURVIVABILITY);
        Eventually.holds(() -> lab.cluster.dags().size() == 1);
        controller.stopJenkinsForcibly();
        answer.countDown();

        controller.startJenkins();
        controller.runRemotely(KilledControllerTest::awaitMessage, "Found DAG");
        lab.finishBackup();
        controller.runRemotely(KilledControllerTest::awaitSuccess, "GOT COMPLETED");
        assertEquals(1, lab.backupsPosted());
        assertEquals(1, lab.cluster.tenant("tenant1").backups().size());
    }

    /** Jenkins itself gives such a Pipeline up, since nothing of it was stored. */
    @Test
    void whereThePipelineStoredNothingItsBuildStillNamesTheBackupForTheNextOneToAttachTo() throws Throwable {
        controller.startJenkins();
        String dagId = controller.runRemotely(
                KilledControllerTest::startBackup, endpoints(), FlowDurabilityHint.PERFORMANCE_OPTIMIZED);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        assertEquals(dagId, controller.runRemotely(KilledControllerTest::dagOfFailedBuild));
        lab.finishBackup();
        controller.runRemotely(KilledControllerTest::attach, dagId);
        assertEquals(1, lab.backupsPosted());
        assertEquals(1, lab.cluster.dags().size());
    }

    private ArrayList<String> endpoints() {
        return new ArrayList<>(lab.cluster.endpoints());
    }

    private static void schedule(JenkinsRule j, ArrayList<String> endpoints, FlowDurabilityHint durability)
            throws Exception {
        SimulatedJenkins.introduce(endpoints);
        backupJob(j, durability).scheduleBuild2(0).waitForStart();
    }

    private static String startBackup(JenkinsRule j, ArrayList<String> endpoints, FlowDurabilityHint durability)
            throws Exception {
        schedule(j, endpoints, durability);
        j.waitForMessage("Started DAG", run(j));
        String dagId = dagId(run(j));
        assertNotNull(dagId);
        return dagId;
    }

    private static void awaitMessage(JenkinsRule j, String message) throws Exception {
        j.waitForMessage(message, run(j));
    }

    private static void awaitSuccess(JenkinsRule j, String message) throws Exception {
        j.assertBuildStatusSuccess(j.waitForCompletion(run(j)));
        j.assertLogContains(message, run(j));
    }

    private static String dagOfFailedBuild(JenkinsRule j) throws Exception {
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run(j)));
        return dagId(run(j));
    }

    private static void attach(JenkinsRule j, String dagId) throws Exception {
        WorkflowRun run = j.buildAndAssertSuccess(SimulatedJenkins.pipeline(
                j,
                "attach",
                "def s = obshellBackupStatus cluster: 'prod', tenant: 'tenant1', dagId: '" + dagId + "'\n"
                        + "echo \"GOT ${s.status} ${s.dagId}\""));
        j.assertLogContains("GOT COMPLETED " + dagId, run);
    }
}
