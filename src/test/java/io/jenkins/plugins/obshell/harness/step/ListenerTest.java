package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.lang.GroovyShell;
import hudson.ExtensionList;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import io.jenkins.plugins.obshell.step.ObshellCompletion;
import io.jenkins.plugins.obshell.step.ObshellStepListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What other plugins are told of the operations of builds. */
@WithJenkins
class ListenerTest {

    private static final String BACKUP = "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'";
    private static final Path SAMPLE =
            Path.of(System.getProperty("repository.root"), "src/test/resources/samples/listener.init.groovy");

    private final List<ObshellCompletion> told = new CopyOnWriteArrayList<>();
    private final List<Run<?, ?>> builds = new CopyOnWriteArrayList<>();

    private void listen() {
        ExtensionList.lookup(ObshellStepListener.class).add((run, completion) -> {
            builds.add(run);
            told.add(completion);
        });
    }

    @Test
    void theEndOfABackupIsToldBeforeTheBuildEnds(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            listen();
            WorkflowRun run = j.buildAndAssertSuccess(SimulatedJenkins.pipeline(j, BACKUP));
            assertEquals(List.of(run), builds);
            assertEquals("obshellBackup", told.get(0).getStep());
            assertEquals("prod", told.get(0).getCluster());
            assertEquals(Verdict.SUCCESS, told.get(0).getVerdict());
            assertEquals("COMPLETED", told.get(0).getResult().getStatus());
            assertEquals(1, told.get(0).getResult().getTenants().size());
        }
    }

    @Test
    void aFailureOfAFreestyleBuildIsToldWithItsReason(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            lab.cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().failing());
            listen();
            ObshellBackupStep backup = new ObshellBackupStep();
            backup.setCluster("prod");
            backup.setTenant("tenant1");
            backup.setPollInterval("1s");
            FreeStyleProject job = j.createFreeStyleProject();
            job.getBuildersList().add(new ObshellBuilder(backup));
            j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
            assertEquals(Verdict.FAILURE, told.get(0).getVerdict());
            assertTrue(told.get(0).getMessage().contains("backup device out of space"));
        }
    }

    @Test
    void aListenerThatThrowsHurtsNoBuildAndNoOtherListener(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1");
                LogRecorder log = new LogRecorder()
                        .record(ObshellStepListener.class, Level.WARNING)
                        .capture(10)) {
            lab.introduceTo(j);
            ExtensionList.lookup(ObshellStepListener.class).add((run, completion) -> {
                throw new IllegalStateException("a defect of a listener");
            });
            listen();
            j.buildAndAssertSuccess(SimulatedJenkins.pipeline(j, BACKUP));
            assertEquals(1, told.size());
            assertTrue(
                    log.getRecords().stream().anyMatch(record -> record.getThrown() instanceof IllegalStateException),
                    log.getMessages().toString());
        }
    }

    @Test
    void theScriptOfTheAdministratorGuideLogsBackups(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1");
                LogRecorder log =
                        new LogRecorder().record("backups", Level.INFO).capture(10)) {
            lab.introduceTo(j);
            new GroovyShell(j.jenkins.getPluginManager().uberClassLoader).evaluate(Files.readString(SAMPLE));
            j.buildAndAssertSuccess(SimulatedJenkins.pipeline(j, BACKUP));
            assertTrue(
                    log.getMessages().stream()
                            .anyMatch(line -> line.startsWith("p #1 on prod: SUCCESS, COMPLETED (DAG ")),
                    log.getMessages().toString());
        }
    }
}
