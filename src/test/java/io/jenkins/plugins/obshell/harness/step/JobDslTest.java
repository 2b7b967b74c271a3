package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.FreeStyleProject;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import javaposse.jobdsl.plugin.ExecuteDslScripts;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** A freestyle job that Job DSL makes is the one that the form would make. */
@WithJenkins
class JobDslTest {

    private static final Path SAMPLE =
            Path.of(System.getProperty("repository.root"), "src/test/resources/samples/nightly.jobdsl.groovy");

    @Test
    void theJobOfTheCookbookBacksUpAndIsGreen(JenkinsRule j) throws Exception {
        try (SimulatedJenkins lab = SimulatedJenkins.hasty("tenant1")) {
            lab.introduceTo(j);
            FreeStyleProject seed = j.createFreeStyleProject("seed");
            ExecuteDslScripts scripts = new ExecuteDslScripts();
            scripts.setScriptText(Files.readString(SAMPLE));
            seed.getBuildersList().add(scripts);
            j.buildAndAssertSuccess(seed);

            FreeStyleProject made = j.jenkins.getItemByFullName("nightly-backup", FreeStyleProject.class);
            ObshellBackupStep step = (ObshellBackupStep)
                    made.getBuildersList().get(ObshellBuilder.class).getOperation();
            assertEquals("prod", step.getCluster());
            assertEquals("tenant1", step.getTenant());
            assertEquals("wait", step.getIfBackupRunning());
            assertEquals("8h", step.getTimeout());
            assertTrue(step.isWait(), "what is left out has its default");
            j.buildAndAssertSuccess(made);
            assertEquals(1, lab.backupsPosted());
        }
    }
}
