package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.Result;
import java.util.ArrayList;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.RealJenkinsExtension;

/** A controller whose process is killed in each phase of a drill. The next one goes on, or its next drill cleans up. */
class KilledDrillTest {

    @RegisterExtension
    private final RealJenkinsExtension controller = new RealJenkinsExtension();

    private final DrillLab lab = DrillLab.standingStill();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void theRestoreGoesOn() throws Throwable {
        start(FlowDurabilityHint.MAX_SURVIVABILITY);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::awaitMessage, "Jenkins was restarted");
        lab.finish();
        controller.runRemotely(KilledDrillTest::awaitMessage, "IN BODY " + DrillLab.SCRATCH);
        controller.runRemotely(KilledDrillTest::endBody);
        assertGreen();
    }

    @Test
    void theBodyGoesOn() throws Throwable {
        startBody(FlowDurabilityHint.MAX_SURVIVABILITY);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::endBody);
        assertGreen();
    }

    @Test
    void theDropGoesOn() throws Throwable {
        startBody(FlowDurabilityHint.MAX_SURVIVABILITY);
        controller.runRemotely(KilledDrillTest::endBody);
        Eventually.holds(() -> lab.drops() == 1);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        assertGreen();
    }

    /** Jenkins itself gives such a Pipeline up, since nothing of it was stored. */
    @Test
    void whereThePipelineStoredNothingTheNextDrillDropsWhatItLeft() throws Throwable {
        startBody(FlowDurabilityHint.PERFORMANCE_OPTIMIZED);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::awaitFailureAndStartNext);
        lab.passUntil(() -> lab.restoresPosted() == 2);
        lab.finish();
        controller.runRemotely(KilledDrillTest::endBodyOfNext);
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccess, 2);
        assertEquals(2, lab.drops());
    }

    private void start(FlowDurabilityHint durability) throws Throwable {
        controller.startJenkins();
        controller.runRemotely(
                KilledDrillTest::startDrill, new ArrayList<>(lab.simulated.cluster.endpoints()), durability);
    }

    private void startBody(FlowDurabilityHint durability) throws Throwable {
        start(durability);
        lab.finish();
        controller.runRemotely(KilledDrillTest::awaitMessage, "IN BODY " + DrillLab.SCRATCH);
    }

    private void assertGreen() throws Throwable {
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccess, 1);
        assertEquals(1, lab.restoresPosted());
        assertEquals(1, lab.drops());
    }

    private static void startDrill(JenkinsRule j, ArrayList<String> endpoints, FlowDurabilityHint durability)
            throws Exception {
        DrillLab.introduce(endpoints);
        WorkflowJob job = SimulatedJenkins.pipeline(j, DrillLab.DRILL);
        job.addProperty(new DurabilityHintJobProperty(durability));
        DrillLab.startUntil(j, job, "Started DAG");
    }

    private static void awaitMessage(JenkinsRule j, String message) throws Exception {
        j.waitForMessage(message, run(j, 1));
    }

    private static void endBody(JenkinsRule j) throws Exception {
        run(j, 1).setDescription("go");
    }

    private static void awaitFailureAndStartNext(JenkinsRule j) throws Exception {
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run(j, 1)));
        WorkflowRun next = j.jenkins
                .getItemByFullName("p", WorkflowJob.class)
                .scheduleBuild2(0)
                .waitForStart();
        j.waitForMessage("An earlier drill may have left " + DrillLab.SCRATCH, next);
    }

    private static void endBodyOfNext(JenkinsRule j) throws Exception {
        WorkflowRun next = run(j, 2);
        j.waitForMessage("IN BODY drill_tenant1_2_", next);
        next.setDescription("go");
    }

    private static void awaitSuccess(JenkinsRule j, int number) throws Exception {
        WorkflowRun run = run(j, number);
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("GOT " + DrillLab.scratchTenant(run), run);
    }

    private static WorkflowRun run(JenkinsRule j, int number) {
        return j.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(number);
    }
}
