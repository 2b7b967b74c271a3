package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.RestoreDrills;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.ReceivedRequest;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.step.DrillSource;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import io.jenkins.plugins.obshell.step.ObshellRestoreDrillStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A simulated cluster whose tenant1 has a restorable backup, known as “prod”, and as “staging” where drills are allowed. */
final class DrillLab implements AutoCloseable {

    static final String ARGUMENTS = "cluster: 'staging', from: [cluster: 'prod', tenant: 'tenant1'],"
            + " unitConfig: 'drill_2c8g', pollInterval: '1s'";

    /** A drill whose body runs until the build is described as “go”. */
    static final String DRILL = "def d = obshellRestoreDrill(" + ARGUMENTS + ") {\n"
            + "    echo \"IN BODY ${env.OBSHELL_DRILL_TENANT}\"\n"
            + "    while (currentBuild.description != 'go') { sleep time: 250, unit: 'MILLISECONDS' }\n"
            + "    echo \"BODY DONE ${env.OBSHELL_DRILL_TENANT}\"\n"
            + "}\n"
            + "echo \"GOT ${d.scratchTenant} of ${d.tenant}\"";

    /** What the name of the scratch tenant of the first build begins with. */
    static final String SCRATCH = "drill_tenant1_1_";

    private static final long NANOS_BETWEEN_JUMPS = 4_000_000_000L;

    final SimulatedJenkins simulated;

    private DrillLab(SimulatedJenkins simulated) {
        this.simulated = simulated;
        Instant now = Instant.now();
        simulated
                .cluster
                .tenant("tenant1")
                .configured()
                .archivingLogSince(now.minus(Duration.ofHours(3)))
                .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(2)));
    }

    /** Time passes by itself: an ordinary restore takes a second. */
    static DrillLab hasty() {
        return new DrillLab(SimulatedJenkins.hasty("tenant1"));
    }

    /** Time stands still: a restore, or a drop, runs until {@link #finish}. */
    static DrillLab standingStill() {
        return new DrillLab(SimulatedJenkins.standingStill());
    }

    void introduceTo(JenkinsRule j) throws Exception {
        introduce(simulated.cluster.endpoints());
    }

    /** Names the cluster that has these endpoints in a fresh Jenkins, which may be another process. */
    static void introduce(List<String> endpoints) throws Exception {
        SimulatedJenkins.introduce(endpoints);
        allow(endpoints, 1);
    }

    static void allow(List<String> endpoints, int maxConcurrent) {
        ObshellCluster staging = cluster("staging", endpoints);
        RestoreDrills drills = new RestoreDrills(List.of("drill_2c8g"));
        drills.setAllowSameCluster(true);
        drills.setMaxConcurrent(maxConcurrent);
        staging.setRestoreDrills(drills);
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster("prod", endpoints), staging));
    }

    private static ObshellCluster cluster(String name, List<String> endpoints) {
        ObshellCluster made = new ObshellCluster(name, endpoints);
        made.setCredentialsId(SimulatedJenkins.CREDENTIALS);
        return made;
    }

    /** Lets what is running end: a restore, or a drop. */
    void finish() {
        simulated.pass(Duration.ofMinutes(30));
    }

    WorkflowRun startUntil(JenkinsRule j, String text) throws Exception {
        return startUntil(j, SimulatedJenkins.pipeline(j, DRILL), text);
    }

    static WorkflowRun startUntil(JenkinsRule j, WorkflowJob job, String text) throws Exception {
        return SimulatedJenkins.startUntil(j, job, text);
    }

    /** Starts a drill and returns once it is in its body. */
    WorkflowRun startBody(JenkinsRule j) throws Exception {
        WorkflowRun run = startUntil(j, "Started DAG");
        finish();
        j.waitForMessage("IN BODY " + SCRATCH, run);
        return run;
    }

    /** Lets a drill leave its scratch tenant, because obshell refuses to drop it, and starts the next drill of the job. */
    WorkflowRun startClearing(JenkinsRule j) throws Exception {
        refuseDrops();
        WorkflowRun first = startBody(j);
        first.setDescription("go");
        j.assertBuildStatus(Result.FAILURE, j.waitForCompletion(first));
        acceptDrops();
        WorkflowRun next = startUntil(j, first.getParent(), "An earlier drill may have left " + scratchTenant(first));
        j.waitForMessage("Started DAG", next);
        return next;
    }

    void refuseDrops() {
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.error(400, "OB.Tenant.Locked", "tenant is locked"))
                        .on("DELETE", ".*/tenant/[^/]*"));
    }

    void acceptDrops() {
        simulated.cluster.faults().clear();
    }

    /** Lets the restore that is now asked for run to its end. */
    void finishRestore(int number) throws Exception {
        passUntil(() -> restoresPosted() == number);
        finish();
    }

    /** A freestyle job of the name “f” with a drill. */
    static FreeStyleProject freestyle(JenkinsRule j) throws Exception {
        ObshellRestoreDrillStep step = new ObshellRestoreDrillStep();
        step.setCluster("staging");
        DrillSource source = new DrillSource();
        source.setCluster("prod");
        source.setTenant("tenant1");
        step.setFrom(source);
        step.setUnitConfig("drill_2c8g");
        step.setPollInterval("1s");
        FreeStyleProject job = j.createFreeStyleProject("f");
        job.getBuildersList().add(new ObshellBuilder(step));
        return job;
    }

    /** Waits until a drill that was waiting before a restart is back in line. */
    static void awaitSecondWait(WorkflowRun run) throws Exception {
        Eventually.holds(() -> run.getLog(1000).stream()
                        .filter(line -> line.contains("Waiting for another drill"))
                        .count()
                == 2);
    }

    /** Holds the response to the request that starts the restore, which obshell carries out, until the latch is open. */
    CountDownLatch holdResponseToRestore() {
        CountDownLatch response = new CountDownLatch(1);
        simulated
                .cluster
                .faults()
                .add(FaultRule.of(FaultAction.hold(response).acting())
                        .on("POST", ".*/tenant/restore")
                        .once());
        return response;
    }

    /** {@return the name of the scratch tenant of a build} */
    static String scratchTenant(Run<?, ?> run) {
        String name = ObshellRunAction.of(run).getOperations().stream()
                .filter(StoredOperation::isRestore)
                .findFirst()
                .orElseThrow()
                .state()
                .scratchTenant()
                .name();
        assertTrue(name.matches("drill_tenant1_" + run.getNumber() + "_[0-9a-f]{8}"), name);
        return name;
    }

    /** {@return whether nothing of a drill is left} */
    boolean isClean() {
        return simulated.cluster.tenantIds().keySet().equals(Set.of("tenant1"))
                && simulated.cluster.freePools().isEmpty();
    }

    /** Waits until the tenant and its pools are gone, while time passes, and lets the DAG end that has dropped them. */
    void awaitClean() throws Exception {
        passUntil(this::isClean);
        finish();
    }

    /** Waits until the build has dropped what it restored, while time passes. */
    void awaitDrop(Run<?, ?> run) throws Exception {
        passUntil(() -> ObshellRunAction.of(run).getOperations().stream()
                .anyMatch(operation -> operation.isDrop() && operation.outcome() != null));
        assertTrue(isClean(), "nothing of the drill is left");
    }

    /** Lets a minute pass now and then until the condition holds. If it passed faster, obshell's clock could not be learnt. */
    void passUntil(Callable<Boolean> condition) throws Exception {
        long begun = System.nanoTime();
        AtomicInteger passed = new AtomicInteger();
        Eventually.holds(() -> {
            if ((System.nanoTime() - begun) / NANOS_BETWEEN_JUMPS > passed.get()) {
                passed.incrementAndGet();
                simulated.pass(Duration.ofMinutes(1));
            }
            return condition.call();
        });
    }

    int restoresPosted() {
        return accepted("POST", ".*/tenant/restore");
    }

    int drops() {
        return accepted("DELETE", ".*/tenant/[^/]*");
    }

    /** A request is sent again if obshell did not look at it, because time jumped and its header had expired. */
    private int accepted(String method, String path) {
        return (int) simulated.cluster.requests().matching(method, path).stream()
                .filter(ReceivedRequest::acted)
                .count();
    }

    @Override
    public void close() {
        simulated.close();
    }
}
