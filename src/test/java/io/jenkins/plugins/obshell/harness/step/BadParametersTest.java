package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.step.ObshellBackupConfigStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.htmlunit.FailingHttpStatusCodeException;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.actions.ArgumentsAction;
import org.jenkinsci.plugins.workflow.graph.FlowNode;
import org.jenkinsci.plugins.workflow.graphanalysis.DepthFirstScanner;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whatever is wrong is told in one clear message, without a stack trace, before anything is sent. */
@WithJenkins
class BadParametersTest {

    private static JenkinsRule j;
    private static SimulatedJenkins lab;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        j = rule;
        lab = SimulatedJenkins.standingStill();
        lab.introduceTo(j);
        SimulatedJenkins.addCredentials(SimulatedJenkins.userPassword("pair", "id", "key"));
        SimulatedJenkins.addCredentials(
                new StringCredentialsImpl(CredentialsScope.SYSTEM, "system", null, Secret.fromString("x")));
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    static Stream<Arguments> wrong() {
        String prod = "cluster: 'prod', ";
        return Stream.of(
                Arguments.of("obshellBackup tenant: 'tenant1'", "cluster"),
                Arguments.of("obshellBackup cluster: 'tset'", "There is no cluster “tset”"),
                Arguments.of("obshellBackup cluster: 'prod', endpoints: 'a:1', credentialsId: 'c'", "not both"),
                Arguments.of("obshellBackup endpoints: 'h:1:2', credentialsId: 'c'", "h:1:2"),
                Arguments.of("obshellBackup endpoints: 'localhost'", "credentialsId"),
                Arguments.of("obshellBackup " + prod + "tenant: 'sys'", "the sys tenant cannot be backed up"),
                Arguments.of("obshellBackup " + prod + "mode: 'ful'", "mode: “ful” is not one of full, incremental"),
                Arguments.of("obshellBackup " + prod + "timeout: 'soon'", "timeout: “soon” is not a duration"),
                Arguments.of("obshellBackup " + prod + "timeout: '31d'", "timeout: must be from"),
                Arguments.of("obshellBackup " + prod + "pollInterval: '2h'", "pollInterval: must be from"),
                Arguments.of(
                        "obshellBackup " + prod + "toleratedOutage: '5'", "toleratedOutage: “5” is not a duration"),
                Arguments.of("obshellBackup " + prod + "unlessNewerThan: '1w'", "unlessNewerThan: “1w”"),
                Arguments.of(
                        "obshellBackup " + prod + "ifBackupRunning: 'interrupt'", "is not one of fail, wait, join"),
                Arguments.of(
                        "obshellBackup " + prod + "dataBaseUri: 'file:///d'", "For all tenants, set backupBaseUri"),
                Arguments.of(
                        "obshellBackup " + prod + "tenant: 't', archiveBaseUri: 'oss://b/p?host=h&access_key=k'",
                        "do not belong in the URI"),
                Arguments.of(
                        "obshellBackup " + prod + "tenant: 'tenant1', dataBaseUri: 'file:///backup/${TENANT}/data'",
                        "“file:///backup/${TENANT}/data” contains ${TENANT}, which has no value"),
                Arguments.of(
                        "obshellBackupConfig " + prod + "tenant: '$TENANT', recoveryWindow: '2d'",
                        "“$TENANT” contains $TENANT, which has no value"),
                Arguments.of(
                        "obshellBackup " + prod + "tenant: 'tenant1', binding: 'mandatory'",
                        "binding needs archiveBaseUri as well"),
                Arguments.of("obshellBackupConfig " + prod + "tenant: 't', archive: 'off'", "archive: leave it empty"),
                Arguments.of("obshellBackup " + prod + "cancelOnAbrot: true", "has no parameter cancelOnAbrot. Its"),
                Arguments.of(
                        "obshellBackup " + prod + "tenant: 'tenant1', cancelOnAbrot: true, binding: 'mandatory'",
                        "binding needs archiveBaseUri as well"),
                Arguments.of(
                        "obshellBackup " + prod + "timeout: [1, 2]",
                        "has a parameter of the wrong type: timeout (string)"),
                Arguments.of("obshellBackupConfig " + prod + "tenant: 't'", "There is nothing to configure"),
                Arguments.of("obshellBackupConfig " + prod + "tenant: 't', binding: 'maybe'", "binding: choose"),
                Arguments.of(
                        "obshellBackupConfig " + prod + "tenant: 't', ifBackupRunning: 'join', recoveryWindow: '2d'",
                        "is not one of fail, wait, interrupt"),
                Arguments.of(
                        "obshellBackupConfig " + prod + "tenant: 't', logArchiveConcurrency: 101", "from 0 to 100"),
                Arguments.of(
                        "obshellBackupConfig " + prod + "tenant: 't', logArchiveConcurrency: 'many'",
                        "has a parameter of the wrong type: logArchiveConcurrency (integer)"),
                Arguments.of(
                        "obshellBackupConfig " + prod + "tenant: 't', recoveryWindow: '2h'", "recoveryWindow: write"),
                Arguments.of(
                        "obshellBackupConfig " + prod + "tenant: 't', deletePolicy: 'default'",
                        "needs one, such as 2d"),
                Arguments.of("obshellBackupStatus " + prod + "dagId: 'a/b'", "dagId: write the id"),
                Arguments.of("obshellBackupStatus " + prod + "maxAge: '-1d'", "maxAge: “-1d”"),
                Arguments.of(
                        "obshellBackup " + prod + "tenant: 'tenant1', tenants: ['tenant2']",
                        "either tenant or tenants, not both"),
                Arguments.of(
                        "obshellBackupStatus " + prod + "tenants: ['tenant1', 'a/b']",
                        "“a/b” is not the name of a user tenant"),
                Arguments.of(
                        "obshellBackupStatus " + prod + "except: ['a/b']", "“a/b” is not the name of a user tenant"),
                Arguments.of("obshellBackup endpoints: 'ENDPOINTS', credentialsId: 'nowhere'", "nowhere"),
                Arguments.of("obshellBackup endpoints: 'ENDPOINTS', credentialsId: 'system'", "system"),
                Arguments.of("obshellBackup " + prod + "tenant: 'tenant1', encryptionCredentialsId: 'gone'", "gone"),
                Arguments.of(
                        "obshellBackup " + prod + "tenant: 'tenant1', dataBaseUri: 'oss://b/d?host=h', "
                                + "archiveBaseUri: 'oss://b/a?host=h', storageCredentialsId: '"
                                + SimulatedJenkins.CREDENTIALS + "'",
                        "a user name with password is required"));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void aPipelineIsTold(String step, String message) throws Exception {
        lab.cluster.requests().clear();
        WorkflowJob job = SimulatedJenkins.pipeline(
                j,
                "p" + Math.abs(step.hashCode()),
                step.replace("ENDPOINTS", String.join(" ", lab.cluster.endpoints())));
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        j.assertLogContains(message, run);
        j.assertLogNotContains("\tat ", run);
        assertEquals(0, lab.cluster.requests().count("POST", ".*"));
        assertEquals(0, lab.cluster.requests().count("PATCH", ".*"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() throws Exception {
        WorkflowJob job = SimulatedJenkins.pipeline(
                j,
                "all",
                "obshellBackup cluster: 'nowhere', tenant: 'sys', timeout: 'x', mode: 'y', pollInterval: 'z'");
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        for (String word : new String[] {"nowhere", "sys tenant", "timeout: “x”", "mode: “y”", "pollInterval: “z”"}) {
            j.assertLogContains(word, run);
        }
    }

    @Test
    void aMisspeltArgumentOfADeclarativePipelineIsToldBeforeItRuns() throws Exception {
        WorkflowJob job = SimulatedJenkins.pipeline(
                j,
                "declarative",
                "pipeline { agent none; stages { stage('s') { steps { obshellBackup(cluster: 'prod', tenat: 't') } } } }");
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        j.assertLogContains("Invalid parameter \"tenat\", did you mean \"tenant\"?", run);
    }

    @Test
    void aKeyInTheUriOfAPipelineIsNotKeptWithTheBuild() throws Exception {
        WorkflowJob job = SimulatedJenkins.pipeline(
                j,
                "key",
                "obshellBackupConfig cluster: 'prod', backupBaseUri: 'oss://b/p?host=h&access_key=KeyOfThe' + 'Storage'");
        WorkflowRun run = j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
        j.assertLogContains("do not belong in the URI", run);
        try (Stream<Path> files = Files.walk(run.getRootDir().toPath())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertFalse(
                        Files.readString(file, StandardCharsets.ISO_8859_1).contains("KeyOfTheStorage"),
                        file::toString);
            }
        }
        FlowNode node = new DepthFirstScanner()
                .findFirstMatch(
                        run.getExecution(), found -> "obshellBackupConfig".equals(found.getDisplayFunctionName()));
        assertNull(node.getAction(ArgumentsAction.class));
    }

    @Test
    void aFreestyleJobIsNotSavedWithAKeyInAUriAlsoBesideAVariable() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("key-and-variable");
        ObshellBackupConfigStep step = new ObshellBackupConfigStep();
        step.setCluster("prod");
        step.setBackupBaseUri("oss://b/${JOB_NAME}?host=h&access_key=KEY");
        job.getBuildersList().add(new ObshellBuilder(step));
        try (JenkinsRule.WebClient web = j.createWebClient()) {
            FailingHttpStatusCodeException refused = assertThrows(
                    FailingHttpStatusCodeException.class,
                    () -> j.submit(web.getPage(job, "configure").getFormByName("config")));
            String told = refused.getResponse().getContentAsString();
            assertTrue(told.contains("Secrets (access_id"), told);
        }
        step.setBackupBaseUri("oss://b/${JOB_NAME}?host=h");
        try (JenkinsRule.WebClient web = j.createWebClient()) {
            j.submit(web.getPage(job, "configure").getFormByName("config"));
        }
    }

    @Test
    void aFreestyleJobIsSavedWithAWrongParameterAndItsBuildRefusesIt() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject("wrong");
        ObshellBackupStep step = new ObshellBackupStep();
        step.setCluster("prod");
        step.setTimeout("soon");
        job.getBuildersList().add(new ObshellBuilder(step));
        job.save();
        try (JenkinsRule.WebClient web = j.createWebClient()) {
            j.submit(web.getPage(job, "configure").getFormByName("config"));
        }
        ObshellBuilder saved = job.getBuildersList().get(ObshellBuilder.class);
        assertEquals("soon", saved.getOperation().getTimeout());
        j.assertLogContains("is not a duration", j.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0)));
    }
}
