package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.model.Result;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/**
 * A controller whose process is killed while a backup runs. The next one goes on with that backup, or where the Pipeline
 * stored nothing, still knows which one it was. No second one is started. The simulated cluster lives outside.
 */
class KilledControllerTest {

    private static final String BACKUP =
            "def b = obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'\n"
                    + "echo \"GOT ${b.status} ${b.dagId}\"";

    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension();

    private SimulatedJenkins lab;

    @BeforeEach
    void startCluster() {
        lab = SimulatedJenkins.standingStill();
    }

    @AfterEach
    void stopCluster() {
        lab.close();
    }

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
        CountDownLatch answer = new CountDownLatch(1);
        lab.cluster
                .faults()
                .add(FaultRule.of(FaultAction.hold(answer).acting())
                        .on("POST", ".*/backup")
                        .once());
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
        WorkflowJob job = SimulatedJenkins.pipeline(j, BACKUP);
        job.addProperty(new DurabilityHintJobProperty(durability));
        job.scheduleBuild2(0).waitForStart();
    }

    private static String startBackup(JenkinsRule j, ArrayList<String> endpoints, FlowDurabilityHint durability)
            throws Exception {
        schedule(j, endpoints, durability);
        j.waitForMessage("Started DAG", first(j));
        String dagId = ObshellRunAction.of(first(j)).getOperations().get(0).getDagId();
        assertNotNull(dagId);
        return dagId;
    }

    private static void awaitMessage(JenkinsRule j, String message) throws Exception {
        j.waitForMessage(message, first(j));
    }

    private static void awaitSuccess(JenkinsRule j, String message) throws Exception {
        j.assertBuildStatusSuccess(j.waitForCompletion(first(j)));
        j.assertLogContains(message, first(j));
    }

    private static String dagOfFailedBuild(JenkinsRule j) throws Exception {
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(first(j)));
        return ObshellRunAction.of(first(j)).getOperations().get(0).getDagId();
    }

    private static void attach(JenkinsRule j, String dagId) throws Exception {
        WorkflowRun run = j.buildAndAssertSuccess(SimulatedJenkins.pipeline(
                j,
                "attach",
                "def s = obshellBackupStatus cluster: 'prod', tenant: 'tenant1', dagId: '" + dagId + "'\n"
                        + "echo \"GOT ${s.status} ${s.dagId}\""));
        j.assertLogContains("GOT COMPLETED " + dagId, run);
    }

    private static WorkflowRun first(JenkinsRule j) {
        return j.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(1);
    }
}
