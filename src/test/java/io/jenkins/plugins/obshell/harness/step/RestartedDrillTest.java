package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
            j.waitForMessage("BODY DONE", run);
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
            WorkflowRun waiting =
                    j.jenkins.getItemByFullName("waiting", WorkflowJob.class).getBuildByNumber(2);
            Eventually.holds(() -> waiting.getLog(1000).stream()
                            .filter(line -> line.contains("Waiting for another drill"))
                            .count()
                    == 2);
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

    private void assertGreen(JenkinsRule j, WorkflowRun run) throws Exception {
        lab.awaitClean();
        j.assertBuildStatusSuccess(j.waitForCompletion(run));
        j.assertLogContains("GOT " + DrillLab.scratchTenant(run) + " of tenant1", run);
        assertEquals(1, lab.restoresPosted());
        assertEquals(1, lab.drops());
    }

    private static WorkflowRun run(JenkinsRule j) {
        return j.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(1);
    }
}
