package io.jenkins.plugins.obshell.harness.step;

import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import java.util.concurrent.CountDownLatch;
import org.jenkinsci.plugins.workflow.flow.FlowDurabilityHint;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jenkinsci.plugins.workflow.job.properties.DurabilityHintJobProperty;
import org.junit.jupiter.api.AfterEach;
import org.jvnet.hudson.test.JenkinsRule;

/** Tests of a Pipeline whose backup runs until the test finishes it. The simulated cluster outlives the controller. */
abstract class UnfinishedBackup {

    static final String BACKUP = "def b = obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'\n"
            + "echo \"GOT ${b.status} ${b.dagId}\"";

    final SimulatedJenkins lab = SimulatedJenkins.standingStill();

    @AfterEach
    void stopCluster() {
        lab.close();
    }

    /** Holds the response to the request that starts the backup, which obshell carries out, until the latch is open. */
    CountDownLatch holdResponseToStart() {
        CountDownLatch response = new CountDownLatch(1);
        lab.cluster
                .faults()
                .add(FaultRule.of(FaultAction.hold(response).acting())
                        .on("POST", ".*/backup")
                        .once());
        return response;
    }

    /** Starts a Pipeline in a fresh Jenkins and returns once its backup runs. */
    WorkflowRun start(JenkinsRule j, String script) throws Exception {
        lab.introduceTo(j);
        return SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, script), "Started DAG");
    }

    static WorkflowJob backupJob(JenkinsRule j, FlowDurabilityHint durability) throws Exception {
        WorkflowJob job = SimulatedJenkins.pipeline(j, BACKUP);
        job.addProperty(new DurabilityHintJobProperty(durability));
        return job;
    }

    static WorkflowRun run(JenkinsRule j) {
        return j.jenkins.getItemByFullName("p", WorkflowJob.class).getBuildByNumber(1);
    }

    static String dagId(WorkflowRun run) {
        return ObshellRunAction.of(run).getOperations().get(0).getDagId();
    }
}
