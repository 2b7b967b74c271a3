package io.jenkins.plugins.obshell.harness.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsMatchers;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.Functions;
import hudson.model.FreeStyleProject;
import hudson.model.TopLevelItem;
import hudson.security.ACL;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jenkins.model.Jenkins;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Every Jenkinsfile of the documents is green in a real Jenkins, every piece of configuration loads, every sample job runs. */
@WithJenkins
class SampleJobsTest {

    private static final Path ROOT = Path.of(System.getProperty("repository.root"));
    private static final Path SAMPLES = ROOT.resolve("src/test/resources/samples");
    private static final Path JOBS = ROOT.resolve("work/jobs");
    private static final String EXAMPLE_ENDPOINTS = "ob1.example.com:2886, ob2.example.com:2886, ob3.example.com:2886";

    @TestFactory
    Stream<DynamicTest> everyJenkinsfileIsGreen(JenkinsRule j) throws IOException {
        return files(SAMPLES)
                .filter(file -> file.toString().endsWith(".Jenkinsfile"))
                .map(file -> {
                    String name = file.getFileName().toString().replace(".Jenkinsfile", "");
                    return DynamicTest.dynamicTest(name, () -> build(j, name, Files.readString(file)));
                });
    }

    private static void build(JenkinsRule j, String name, String script) throws Exception {
        try (SimulatedProduction production = new SimulatedProduction()) {
            production.introduceAs("prod", "staging");
            String here = script.replace(EXAMPLE_ENDPOINTS, String.join(", ", production.cluster.endpoints()));
            WorkflowJob job = j.createProject(WorkflowJob.class, name);
            job.setDefinition(new CpsFlowDefinition(here, true));
            WorkflowRun run = j.buildAndAssertSuccess(job);
            j.assertLogContains("[obshell] OK. ", run);
            j.assertLogNotContains("AccessKey", run);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyPieceOfConfigurationLoads(JenkinsRule j) throws IOException {
        return files(SAMPLES)
                .map(file -> file.getFileName().toString())
                .filter(name -> name.endsWith(".yaml"))
                .map(name -> DynamicTest.dynamicTest(name, () -> load(name)));
    }

    @Test
    void theClusterOfTheReadmeLoads(JenkinsRule j) {
        load("cluster.yaml");
        ObshellCluster prod = ObshellGlobalConfiguration.get().cluster("prod").orElseThrow();
        assertEquals(3, prod.getEndpoints().size());
        assertTrue(hasCredentials("prod-root"));
        assertEquals("prod-root", prod.getCredentialsId());
    }

    @Test
    void theClustersOfTheAdministratorGuideLoad(JenkinsRule j) {
        load("clusters.yaml");
        List<ObshellCluster> clusters = ObshellGlobalConfiguration.get().getClusters();
        assertEquals(
                List.of("prod", "test"),
                clusters.stream().map(ObshellCluster::getName).toList());
        assertEquals(PasswordKind.AGENT, clusters.get(1).getPasswordKind());
        assertEquals(List.of("databases", "team/releases"), clusters.get(0).getAllowedFolders());
        assertEquals(1, clusters.get(1).getAgentFingerprints().size());
        assertEquals(List.of("drill_2c8g"), clusters.get(1).getRestoreDrills().getUnitConfigs());
        assertEquals(2, clusters.get(1).getRestoreDrills().getMaxConcurrent());
    }

    @Test
    void theCredentialsOfTheCookbookLoad(JenkinsRule j) {
        load("backup-credentials.yaml");
        assertTrue(hasCredentials("backup-bucket"));
        assertTrue(hasCredentials("backup-set-password"));
    }

    @Test
    void theConfigurationBesideTheSampleJobsLoads(JenkinsRule j) {
        ConfigurationAsCode.get().configure(ROOT.resolve("work/jenkins.yaml").toString());
        assertTrue(ObshellGlobalConfiguration.get().cluster("simulated").isPresent());
        assertTrue(hasCredentials("obshell-simulated"));
    }

    @TestFactory
    Stream<DynamicTest> everySampleJobIsGreen(JenkinsRule j) throws IOException {
        return files(JOBS).map(folder -> {
            String name = folder.getFileName().toString();
            return DynamicTest.dynamicTest(name, () -> buildJob(j, name, folder.resolve("config.xml")));
        });
    }

    private static void buildJob(JenkinsRule j, String name, Path config) throws Exception {
        try (SimulatedProduction production = new SimulatedProduction();
                InputStream xml = Files.newInputStream(config)) {
            production.introduceAs("simulated");
            TopLevelItem item = j.jenkins.createProjectFromXML(name, xml);
            if (item instanceof FreeStyleProject project) {
                Assumptions.assumeFalse(Functions.isWindows(), "the next build step is a shell script");
                var build = j.buildAndAssertSuccess(project);
                j.assertLogContains("[obshell] OK. ", build);
                if (name.equals("freestyle")) {
                    j.assertLogContains("is COMPLETED: file:///data/backup/tenant2/data", build);
                }
            } else {
                j.assertLogContains("[obshell] OK. ", j.buildAndAssertSuccess((WorkflowJob) item));
            }
        }
    }

    private static void load(String sample) {
        ConfigurationAsCode.get().configure(SAMPLES.resolve(sample).toString());
    }

    private static boolean hasCredentials(String id) {
        return CredentialsMatchers.firstOrNull(
                        CredentialsProvider.lookupCredentialsInItemGroup(
                                StandardCredentials.class, Jenkins.get(), ACL.SYSTEM2, List.of()),
                        CredentialsMatchers.withId(id))
                != null;
    }

    private static Stream<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }
}
