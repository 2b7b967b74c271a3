package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.Result;
import hudson.util.FormValidation;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.step.ObshellBackupStatusStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import java.util.List;
import java.util.logging.Level;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.LogRecorder;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A cluster that is for one folder: its jobs use it, and for all others there is none. */
@WithJenkins
class AllowedFoldersTest {

    private static final String SCRIPT =
            "obshellBackupStatus cluster: 'prod', tenant: 'tenant1', failUnlessCompleted: false";
    private static final String TOLD = "There is no cluster “prod” that this job may use.";

    private final SimulatedJenkins lab = SimulatedJenkins.standingStill();
    private JenkinsRule j;
    private Folder folder;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        j = rule;
        lab.introduceTo(j);
        folder = j.createProject(Folder.class, "databases");
        allow("databases");
    }

    @AfterEach
    void end() {
        lab.close();
    }

    private static ObshellBackupStatusStep step() {
        ObshellBackupStatusStep step = new ObshellBackupStatusStep();
        step.setCluster("prod");
        step.setTenant("tenant1");
        step.setFailUnlessCompleted(false);
        return step;
    }

    private static FreeStyleProject doing(FreeStyleProject job) throws Exception {
        job.getBuildersList().add(new ObshellBuilder(step()));
        job.save();
        return job;
    }

    @Test
    void aPipelineInTheFolderUsesIt() throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "p");
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        j.buildAndAssertSuccess(job);
    }

    @Test
    void aFolderThatIsRenamedKeepsItAndWhoeverTakesItsNameHasNone() throws Exception {
        WorkflowJob job = folder.createProject(WorkflowJob.class, "p");
        job.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        folder.renameTo("oceanbase");
        j.buildAndAssertSuccess(job);
        Folder another = j.createProject(Folder.class, "databases");
        WorkflowJob foreign = another.createProject(WorkflowJob.class, "p");
        foreign.setDefinition(new CpsFlowDefinition(SCRIPT, true));
        j.assertLogContains(TOLD, j.assertBuildStatus(Result.FAILURE, foreign.scheduleBuild2(0)));

        another.delete();
        folder.delete();
        assertEquals(List.of("oceanbase"), allowed());
    }

    @Test
    void aPlaceInAFolderThatIsRenamedFollowsAlsoWhereNothingIsThereYet() throws Exception {
        allow("databases/later", "databases-of-others", "databases");
        folder.renameTo("oceanbase");
        assertEquals(List.of("oceanbase/later", "databases-of-others", "oceanbase"), allowed());
        ObshellGlobalConfiguration.get().load();
        assertEquals(List.of("oceanbase/later", "databases-of-others", "oceanbase"), allowed());
    }

    @Test
    void aFolderThatIsDeletedStaysInTheListAndTheLogNamesTheCluster() throws Exception {
        folder.createProject(FreeStyleProject.class, "p");
        try (LogRecorder logs = new LogRecorder()) {
            logs.record("io.jenkins.plugins.obshell.cluster", Level.WARNING).capture(10);
            folder.delete();
            assertEquals(
                    List.of("databases was deleted. A new item with this name could use the clusters [prod]; "
                            + "change their allowed folders"),
                    logs.getMessages());
        }
        assertEquals(List.of("databases"), allowed());
    }

    private static void allow(String... folders) {
        ObshellCluster prod = ObshellGlobalConfiguration.get().getClusters().get(0);
        prod.setAllowedFolders(List.of(folders));
        ObshellGlobalConfiguration.get().setClusters(List.of(prod));
    }

    private static List<String> allowed() {
        return ObshellGlobalConfiguration.get().getClusters().get(0).getAllowedFolders();
    }

    @Test
    void aPipelineElsewhereIsToldAndNothingIsSent() throws Exception {
        WorkflowJob job = SimulatedJenkins.pipeline(j, SCRIPT);
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        j.assertLogContains(TOLD, run);
        j.assertLogNotContains("\tat ", run);
        assertEquals(0, lab.cluster.requests().size());
    }

    @Test
    void aFreestyleJobInTheFolderUsesItAndTheBuildOfOneElsewhereIsRefused() throws Exception {
        FreeStyleProject inside = doing(folder.createProject(FreeStyleProject.class, "freestyle"));
        j.assertLogContains(
                "There has never been a backup", j.assertBuildStatus(Result.UNSTABLE, inside.scheduleBuild2(0)));
        lab.cluster.requests().clear();
        FreeStyleProject elsewhere = doing(j.createFreeStyleProject());
        j.assertLogContains(TOLD, j.assertBuildStatus(Result.FAILURE, elsewhere.scheduleBuild2(0)));
        assertEquals(0, lab.cluster.requests().size());
    }

    @Test
    void theFormOffersItInTheFolderOnly() throws Exception {
        ObshellBackupStatusStep.DescriptorImpl form =
                j.jenkins.getDescriptorByType(ObshellBackupStatusStep.DescriptorImpl.class);
        Item inside = folder.createProject(FreeStyleProject.class, "inside");
        Item outside = j.createFreeStyleProject("outside");
        assertTrue(form.doFillClusterItems(inside, "", "").stream().anyMatch(option -> option.value.equals("prod")));
        assertFalse(form.doFillClusterItems(outside, "", "").stream().anyMatch(option -> option.value.equals("prod")));
        assertEquals(FormValidation.Kind.OK, form.doCheckCluster(inside, "prod", "").kind);
        FormValidation refused = form.doCheckCluster(outside, "prod", "");
        assertEquals(FormValidation.Kind.ERROR, refused.kind);
        assertTrue(refused.getMessage().contains("that this job may use"), refused.getMessage());
    }
}
