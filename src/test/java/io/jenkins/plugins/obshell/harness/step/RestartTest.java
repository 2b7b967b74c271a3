package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import hudson.model.Result;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
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
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** A controller that is restarted while a backup runs goes on with that backup and starts no other one. */
class RestartTest {

    private static final String BACKUP =
            "def b = obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'\n"
                    + "echo \"GOT ${b.status} ${b.dagId}\"";

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

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
    @EnumSource(FlowDurabilityHint.class)
    void theSameBackupIsFollowedOn(FlowDurabilityHint durability) throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            WorkflowJob job = SimulatedJenkins.pipeline(j, BACKUP);
            job.addProperty(new DurabilityHintJobProperty(durability));
            WorkflowRun run = SimulatedJenkins.startUntil(j, job, "Started DAG");
            assertNotNull(ObshellRunAction.of(run).getOperations().get(0).getDagId());
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            lab.finishBackup();
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            String dagId = ObshellRunAction.of(run).getOperations().get(0).getDagId();
            j.assertLogContains("GOT COMPLETED " + dagId, run);
        });
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
        sessions.then(j -> {
            lab.introduceTo(j);
            SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), "Started DAG");
        });
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.waitForMessage("Jenkins was restarted", run);
            run.getExecutor().interrupt();
            j.assertBuildStatus(Result.ABORTED, j.waitForCompletion(run));
            j.assertLogContains("The backup may still be running", run);
        });
    }

    @Test
    void aBackupThatEndsWhileTheControllerIsDownIsJudgedAfterwards() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), "Started DAG");
        });
        lab.finishBackup();
        sessions.then(j -> {
            WorkflowRun run = run(j);
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            j.assertLogContains("GOT COMPLETED", run);
        });
        assertEquals(1, lab.backupsPosted());
    }

    private static WorkflowRun run(JenkinsRule j) {
        return j.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(1);
    }
}
