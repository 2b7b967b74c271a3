package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that is restarted goes on with the same drill in each of its phases: one restore, one drop. */
class RestartedDrillTest {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final DrillLab lab = DrillLab.standingStill();

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void theRestoreGoesOn() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startUntil(j, "Started DAG");
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            lab.finish();
            j.waitForMessage("IN BODY " + DrillLab.SCRATCH, run);
            run.setDescription("go");
            assertGreen(j, run);
        });
    }

    @Test
    void theBodyGoesOn() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startBody(j);
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            run.setDescription("go");
            j.waitForMessage("BODY DONE " + DrillLab.scratchTenant(run), run);
            assertGreen(j, run);
        });
    }

    @Test
    void theDropGoesOn() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            WorkflowRun run = lab.startBody(j);
            run.setDescription("go");
            Eventually.holds(() -> lab.drops() == 1);
            j.waitForMessage("Started DAG", run);
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            assertGreen(j, run);
        });
    }

    /** Those that were running count before those that wait. */
    @Test
    void theOneThatWaitsWaitsOn() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startBody(j);
            WorkflowJob waiting = SimulatedJenkins.pipeline(j, "waiting", DrillLab.DRILL);
            waiting.updateNextBuildNumber(2);
            DrillLab.startUntil(j, waiting, "Waiting for another drill on staging");
        });
        sessions.then(j -> {
            WorkflowRun waiting = run(j, "waiting", 2);
            DrillLab.awaitSecondWait(waiting);
            assertEquals(1, lab.restoresPosted());
            WorkflowRun run = run(j);
            run.setDescription("go");
            lab.passUntil(() -> !run.isBuilding());
            j.assertBuildStatusSuccess(run);
            j.waitForMessage("Started DAG", waiting);
            lab.finish();
            j.waitForMessage("IN BODY drill_tenant1_2_", waiting);
            waiting.setDescription("go");
            lab.awaitClean();
            j.assertBuildStatusSuccess(j.waitForCompletion(waiting));
        });
    }

    @Test
    void theClearingGoesOn() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startClearing(j);
        });
        sessions.then(j -> {
            WorkflowRun run = run(j, "p", 2);
            j.waitForMessage("Jenkins was restarted", run);
            assertEquals(1, lab.restoresPosted());
            lab.finish();
            assertNextIsGreen(j, run);
        });
    }

    @Test
    void anAbortAfterwardsCancelsTheRestoreAndDrops() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startUntil(j, "Started DAG");
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            abort(run);
            lab.awaitDrop(run);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogNotContains("IN BODY", run);
        });
    }

    @Test
    void anAbortAfterwardsStopsTheBodyAndDrops() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startBody(j);
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            abort(run);
            lab.awaitDrop(run);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogNotContains("BODY DONE", run);
        });
    }

    @Test
    void anAbortAfterwardsWaitsForTheDropAWhileAndThenSaysTheCommands() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            WorkflowRun run = lab.startBody(j);
            run.setDescription("go");
            Eventually.holds(() -> lab.drops() == 1);
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            abort(run);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("DROP TENANT " + DrillLab.scratchTenant(run) + " FORCE", run);
        });
    }

    /** obshell ends the drop that it has begun, and the next drill sees that. */
    @Test
    void anAbortAfterwardsEndsTheClearingAndRestoresNothing() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startClearing(j);
        });
        sessions.then(j -> {
            WorkflowRun run = run(j, "p", 2);
            abort(run);
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("DROP TENANT " + DrillLab.scratchTenant(run(j)) + " FORCE", run);
            assertEquals(1, lab.restoresPosted());

            lab.finish();
            assertTrue(lab.isClean());
            assertNextIsGreen(j, DrillLab.startUntil(j, run.getParent(), "An earlier drill may have left"));
        });
    }

    /** It is aborted before it is back in line, and must not get in line afterwards. */
    @Test
    void anAbortAfterwardsOfTheOneThatWaitsLetsTheNextOneIn() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            lab.startBody(j);
            String goesOn =
                    "catchError { " + DrillLab.DRILL + " }\n" + "while (currentBuild.description != 'go') { sleep 1 }";
            DrillLab.startUntil(j, SimulatedJenkins.pipeline(j, "aborted", goesOn), "Waiting for another drill");
            DrillLab.startUntil(
                    j, SimulatedJenkins.pipeline(j, "waiting", DrillLab.DRILL), "Waiting for another drill");
        });
        sessions.then(j -> {
            WorkflowRun aborted = run(j, "aborted", 1);
            abort(aborted);
            j.waitForMessage("Sleeping for 1 sec", aborted);
            WorkflowRun waiting = run(j, "waiting", 1);
            DrillLab.awaitSecondWait(waiting);

            WorkflowRun first = run(j);
            first.setDescription("go");
            lab.passUntil(() -> !first.isBuilding());
            lab.finishRestore(2);
            j.waitForMessage("IN BODY", waiting);
            waiting.setDescription("go");
            lab.awaitClean();
            j.assertBuildStatusSuccess(j.waitForCompletion(waiting));
            WorkflowRun last = DrillLab.startUntil(j, first.getParent(), "Started DAG");
            last.getExecutor().interrupt();
            lab.awaitDrop(last);
            aborted.setDescription("go");
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(aborted));
            j.assertLogNotContains("Started DAG", aborted);
        });
    }

    /** A freestyle build does not survive a restart. */
    @Test
    void theNextFreestyleBuildDropsWhatTheCutOneHasLeft() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            FreeStyleBuild build = DrillLab.freestyle(j).scheduleBuild2(0).waitForStart();
            j.waitForMessage("Started DAG", build);
        });
        assertEquals(0, lab.drops());
        sessions.then(j -> {
            FreeStyleProject job = j.jenkins.getItemByFullName("f", FreeStyleProject.class);
            String left = DrillLab.scratchTenant(job.getBuildByNumber(1));
            FreeStyleBuild next = job.scheduleBuild2(0).waitForStart();
            j.waitForMessage("An earlier drill may have left " + left + "; it is dropped first.", next);
            lab.finishRestore(2);
            lab.passUntil(() -> !next.isBuilding());
            j.assertBuildStatusSuccess(next);
            assertTrue(lab.isClean());
        });
    }

    private void assertNextIsGreen(JenkinsRule j, WorkflowRun next) throws Exception {
        lab.finishRestore(2);
        j.waitForMessage("IN BODY drill_tenant1_" + next.getNumber() + "_", next);
        next.setDescription("go");
        lab.awaitClean();
        j.assertBuildStatusSuccess(j.waitForCompletion(next));
        assertEquals(2, lab.drops(), "that of what was left, and its own");
    }

    /** Aborts a build as soon as it can be, which may be before its step goes on. */
    private static void abort(WorkflowRun run) throws Exception {
        Eventually.holds(() -> run.getExecutor() != null && run.getExecutor().getAsynchronousExecution() != null);
        run.getExecutor().interrupt();
    }

    private void assertGreen(JenkinsRule j, WorkflowRun run) throws Exception {
        lab.awaitClean();
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("GOT " + DrillLab.scratchTenant(run) + " of tenant1", run);
        assertEquals(1, lab.restoresPosted());
        assertEquals(1, lab.drops());
    }

    private static WorkflowRun run(JenkinsRule j) {
        return run(j, "p", 1);
    }

    private static WorkflowRun run(JenkinsRule j, String job, int number) {
        return j.jenkins.getItemByFullName(job, WorkflowJob.class).getBuildByNumber(number);
    }
}
