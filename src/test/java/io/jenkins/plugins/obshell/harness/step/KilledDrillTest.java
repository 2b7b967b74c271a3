package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
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
        String scratch = controller.runRemotely(KilledDrillTest::scratchTenant);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::awaitMessage, "Jenkins was restarted");
        lab.finish();
        controller.runRemotely(KilledDrillTest::awaitMessage, "IN BODY " + scratch);
        controller.runRemotely(KilledDrillTest::endBody);
        assertGreen();
    }

    @Test
    void theBodyGoesOn() throws Throwable {
        startBody(FlowDurabilityHint.MAX_SURVIVABILITY);
        String scratch = controller.runRemotely(KilledDrillTest::scratchTenant);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::endBody);
        controller.runRemotely(KilledDrillTest::awaitMessage, "BODY DONE " + scratch);
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

    /** It is found by the name of its tenant. */
    @Test
    void aRestoreWhoseResponseTheControllerDidNotLiveToSeeIsFoundAndNotRepeated() throws Throwable {
        CountDownLatch response = lab.holdResponseToRestore();
        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::schedule, endpoints(), FlowDurabilityHint.MAX_SURVIVABILITY);
        Eventually.holds(() -> lab.restoresPosted() == 1);
        controller.stopJenkinsForcibly();
        response.countDown();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::awaitMessage, "Found DAG");
        lab.finish();
        controller.runRemotely(KilledDrillTest::awaitMessage, "IN BODY " + DrillLab.SCRATCH);
        controller.runRemotely(KilledDrillTest::endBody);
        assertGreen();
    }

    @Test
    void theClearingGoesOn() throws Throwable {
        lab.refuseDrops();
        startBody(FlowDurabilityHint.MAX_SURVIVABILITY);
        controller.runRemotely(KilledDrillTest::endBody);
        controller.runRemotely(KilledDrillTest::awaitFailure);
        lab.acceptDrops();
        controller.runRemotely(KilledDrillTest::startNext);
        Eventually.holds(() -> lab.drops() == 1);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        lab.passUntil(lab::isClean);
        lab.finishRestore(2);
        controller.runRemotely(KilledDrillTest::endBodyOfNext);
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccess, "p", 2);
        assertEquals(2, lab.drops(), "that of what was left, and its own");
    }

    @Test
    void theOneThatWaitsWaitsOn() throws Throwable {
        startBody(FlowDurabilityHint.MAX_SURVIVABILITY);
        controller.runRemotely(KilledDrillTest::startWaiting);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::awaitSecondWait);
        assertEquals(1, lab.restoresPosted());
        controller.runRemotely(KilledDrillTest::endBody);
        lab.finishRestore(2);
        controller.runRemotely(KilledDrillTest::awaitSuccess, "p", 1);
        controller.runRemotely(KilledDrillTest::endBodyOfWaiting);
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccess, "waiting", 1);
        assertEquals(2, lab.drops());
    }

    /** A freestyle build ends with its controller. */
    @Test
    void theNextFreestyleBuildDropsWhatTheKilledOneHasLeft() throws Throwable {
        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::startFreestyle, endpoints());
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::startNextFreestyle);
        lab.finishRestore(2);
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccessOfFreestyle);
    }

    /** Jenkins itself gives such a Pipeline up, since nothing of it was stored. */
    @Test
    void whereThePipelineStoredNothingTheNextDrillDropsWhatItLeft() throws Throwable {
        startBody(FlowDurabilityHint.PERFORMANCE_OPTIMIZED);
        // With this durability Jenkins does not write a build atomically, and a kill within a write leaves none.
        controller.runRemotely(KilledDrillTest::save);
        controller.stopJenkinsForcibly();

        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::awaitFailure);
        controller.runRemotely(KilledDrillTest::startNext);
        lab.finishRestore(2);
        controller.runRemotely(KilledDrillTest::endBodyOfNext);
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccess, "p", 2);
        assertEquals(2, lab.drops());
    }

    private void start(FlowDurabilityHint durability) throws Throwable {
        controller.startJenkins();
        controller.runRemotely(KilledDrillTest::schedule, endpoints(), durability);
        controller.runRemotely(KilledDrillTest::awaitMessage, "Started DAG");
    }

    private ArrayList<String> endpoints() {
        return new ArrayList<>(lab.simulated.cluster.endpoints());
    }

    private void startBody(FlowDurabilityHint durability) throws Throwable {
        start(durability);
        lab.finish();
        controller.runRemotely(KilledDrillTest::awaitMessage, "IN BODY " + DrillLab.SCRATCH);
    }

    private void assertGreen() throws Throwable {
        lab.awaitClean();
        controller.runRemotely(KilledDrillTest::awaitSuccess, "p", 1);
        assertEquals(1, lab.restoresPosted());
        assertEquals(1, lab.drops());
    }

    private static void schedule(JenkinsRule j, ArrayList<String> endpoints, FlowDurabilityHint durability)
            throws Exception {
        DrillLab.introduce(endpoints);
        WorkflowJob job = SimulatedJenkins.pipeline(j, DrillLab.DRILL);
        job.addProperty(new DurabilityHintJobProperty(durability));
        job.scheduleBuild2(0).waitForStart();
    }

    private static void startWaiting(JenkinsRule j) throws Exception {
        WorkflowRun run = DrillLab.startUntil(
                j, SimulatedJenkins.pipeline(j, "waiting", DrillLab.DRILL), "Waiting for another drill");
        // The Pipeline is stored before it answers.
        run.getExecution().getCurrentExecutions(true).get();
    }

    private static void startFreestyle(JenkinsRule j, ArrayList<String> endpoints) throws Exception {
        DrillLab.introduce(endpoints);
        j.waitForMessage("Started DAG", DrillLab.freestyle(j).scheduleBuild2(0).waitForStart());
    }

    private static String scratchTenant(JenkinsRule j) {
        return DrillLab.scratchTenant(run(j, "p", 1));
    }

    private static void awaitMessage(JenkinsRule j, String message) throws Exception {
        j.waitForMessage(message, run(j, "p", 1));
    }

    private static void endBody(JenkinsRule j) throws Exception {
        run(j, "p", 1).setDescription("go");
    }

    private static void awaitSecondWait(JenkinsRule j) throws Exception {
        DrillLab.awaitSecondWait(run(j, "waiting", 1));
    }

    private static void awaitFailure(JenkinsRule j) throws Exception {
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(run(j, "p", 1)));
    }

    private static void startNext(JenkinsRule j) throws Exception {
        DrillLab.startUntil(
                j,
                run(j, "p", 1).getParent(),
                "An earlier drill may have left " + DrillLab.scratchTenant(run(j, "p", 1)));
    }

    private static void startNextFreestyle(JenkinsRule j) throws Exception {
        FreeStyleProject job = j.jenkins.getItemByFullName("f", FreeStyleProject.class);
        j.waitForMessage(
                "An earlier drill may have left " + DrillLab.scratchTenant(job.getBuildByNumber(1)),
                job.scheduleBuild2(0).waitForStart());
    }

    private static void endBodyOfNext(JenkinsRule j) throws Exception {
        endBodyOf(j, run(j, "p", 2));
    }

    private static void endBodyOfWaiting(JenkinsRule j) throws Exception {
        endBodyOf(j, run(j, "waiting", 1));
    }

    private static void endBodyOf(JenkinsRule j, WorkflowRun run) throws Exception {
        j.waitForMessage("IN BODY drill_tenant1_" + run.getNumber() + "_", run);
        run.setDescription("go");
    }

    private static void awaitSuccess(JenkinsRule j, String job, int number) throws Exception {
        WorkflowRun run = run(j, job, number);
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("GOT " + DrillLab.scratchTenant(run), run);
    }

    private static void awaitSuccessOfFreestyle(JenkinsRule j) throws Exception {
        j.assertBuildStatusSuccess(j.waitForCompletion(
                j.jenkins.getItemByFullName("f", FreeStyleProject.class).getBuildByNumber(2)));
    }

    private static void save(JenkinsRule j) throws Exception {
        run(j, "p", 1).save();
    }

    private static WorkflowRun run(JenkinsRule j, String job, int number) {
        return j.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(number);
    }
}
