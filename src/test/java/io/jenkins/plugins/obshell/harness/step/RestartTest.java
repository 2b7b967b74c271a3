package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.model.Result;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that is restarted while a backup runs goes on with that backup and starts no other one. */
class RestartTest extends UnfinishedBackup {

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    @ParameterizedTest
    @EnumSource(FlowDurabilityHint.class)
    void theSameBackupIsFollowedOn(FlowDurabilityHint durability) throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            assertNotNull(dagId(SimulatedJenkins.startUntil(j, backupJob(j, durability), "Started DAG")));
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            j.assertLogContains("GOT COMPLETED " + dagId(run), run);
        });
        assertEquals(1, lab.backupsPosted());
        assertEquals(1, lab.cluster.dags().size());
    }

    @Test
    void aStartWhoseAnswerTheControllerDidNotLiveToSeeIsFoundAndNotRepeated() throws Throwable {
        CountDownLatch answer = holdResponseToStart();
        sessions.then(j -> {
            lab.introduceTo(j);
            WorkflowRun run =
                    SimulatedJenkins.pipeline(j, BACKUP).scheduleBuild2(0).waitForStart();
            Eventually.holds(() -> lab.cluster.dags().size() == 1);
            assertEquals(1, ObshellRunAction.of(run).getOperations().size());
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Found DAG", run);
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
        });
        answer.countDown();
        assertEquals(1, lab.backupsPosted());
        assertEquals(1, lab.cluster.tenant("tenant1").backups().size());
    }

    @Test
    void anAbortAfterTheRestartIsAnswered() throws Throwable {
        sessions.then(j -> start(j, BACKUP));
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            run.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("attach to it with obshellBackupStatus dagId: '" + dagId(run) + "'", run);
        });
    }

    @Test
    void aBackupThatEndsWhileTheControllerIsDownIsJudgedAfterwards() throws Throwable {
        sessions.then(j -> start(j, BACKUP));
        lab.finishBackup();
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            j.assertLogContains("GOT COMPLETED", run);
        });
        assertEquals(1, lab.backupsPosted());
    }
}
