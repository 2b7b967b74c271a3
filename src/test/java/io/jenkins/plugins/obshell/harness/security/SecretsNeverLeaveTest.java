package io.jenkins.plugins.obshell.harness.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.FreeStyleProject;
import hudson.model.Result;
import hudson.model.Run;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.RestoreDrills;
import io.jenkins.plugins.obshell.secrets.Canaries;
import io.jenkins.plugins.obshell.secrets.EverythingLogged;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.RestorePlan;
import io.jenkins.plugins.obshell.simulator.state.StageFailure;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.tls.HeldCertificate;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvnet.hudson.test.CaptureEnvironmentBuilder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Every face in a real Jenkins, with secrets that stand nowhere else and an obshell that repeats them wherever it can. All
 * files below JENKINS_HOME, all pages, REST answers and forms, the environment, and everything that is logged is searched.
 */
@WithJenkins
@Timeout(900)
class SecretsNeverLeaveTest {

    private static final String URI = "oss://bucket/%s?host=oss.example.com";
    private static final String CONFIGURE = "obshellBackupConfig cluster: 'prod', tenant: 'tenant1', dataBaseUri: '"
            + URI.formatted("data") + "', archiveBaseUri: '" + URI.formatted("archive")
            + "', storageCredentialsId: 'storage', pollInterval: '1s'\n";
    private static final String BACK_UP = "obshellBackup cluster: 'prod', tenant: 'tenant1', plusArchive: true, "
            + "encryptionCredentialsId: 'encryption', pollInterval: '1s', dataBaseUri: '" + URI.formatted("data")
            + "', archiveBaseUri: '" + URI.formatted("archive") + "', storageCredentialsId: 'storage'";

    private static final String DRILL =
            "obshellRestoreDrill(cluster: 'prod', from: [cluster: 'prod', tenant: 'tenant1'], "
                    + "unitConfig: 'drill_2c8g', encryptionCredentialsId: 'encryption', storageCredentialsId: 'storage', "
                    + "pollInterval: '1s') { echo 'in the body' }";

    private final Authority authority = new Authority();
    private final SimulatedCluster cluster = SimulatedCluster.builder()
            .agents(2)
            .keys(new KeyPairs())
            .keyBits(1024)
            .speed(1200)
            .tenants("tenant1")
            .rootPassword(Canaries.ROOT)
            .https(authority.serving(authority.issue("127.0.0.1")))
            .requireClientCertificate()
            .start();
    private final List<String> found = new ArrayList<>();
    private EverythingLogged logs;
    private JenkinsRule jenkins;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        logs = new EverythingLogged();
        HeldCertificate own = authority.issue();
        add(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, "root", null, Secret.fromString(Canaries.ROOT)),
                new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "encryption", null, Secret.fromString(Canaries.ENCRYPTION)),
                new UsernamePasswordCredentialsImpl(
                        CredentialsScope.GLOBAL, "storage", null, Canaries.ACCESS_ID, Canaries.ACCESS_KEY),
                new CertificateCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "client",
                        null,
                        Canaries.CLIENT_KEY,
                        new CertificateCredentialsImpl.PEMEntryKeyStoreSource(
                                own.certificatePem(), own.privateKeyPkcs8Pem())));
        ObshellCluster prod = new ObshellCluster("prod", cluster.endpoints());
        prod.setCredentialsId("root");
        prod.setCaCertificates(authority.pem());
        prod.setClientCertificateCredentialsId("client");
        RestoreDrills drills = new RestoreDrills(List.of("drill_2c8g"));
        drills.setAllowSameCluster(true);
        prod.setRestoreDrills(drills);
        ObshellGlobalConfiguration.get().setClusters(List.of(prod));
        cluster.tenant("tenant1").configured();
        repeat(Canaries.ROOT, Canaries.ENCRYPTION, Canaries.ACCESS_KEY);
    }

    /** From now on obshell says again and again what a step told it. */
    private void repeat(String... secrets) {
        cluster.say(Canaries.repeated(secrets), "message", "traceId", "task_logs", "comment", "path", "version");
    }

    @AfterEach
    void end() {
        logs.close();
        cluster.close();
    }

    private static void add(Credentials... credentials) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().addAll(List.of(credentials));
        provider.save();
    }

    private WorkflowJob pipeline(String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    private static String declarative(String steps) {
        return "pipeline { agent none\n stages { stage('backup') { steps {\n" + steps + "\n} } } }";
    }

    private FreeStyleProject freestyle(CaptureEnvironmentBuilder environment) throws Exception {
        ObshellBackupStep backup = new ObshellBackupStep();
        backup.setCluster("prod");
        backup.setTenant("tenant1");
        backup.setDataBaseUri(URI.formatted("data"));
        backup.setArchiveBaseUri(URI.formatted("archive"));
        backup.setStorageCredentialsId("storage");
        backup.setEncryptionCredentialsId("encryption");
        backup.setPollInterval("1s");
        FreeStyleProject job = jenkins.createFreeStyleProject("freestyle");
        job.getBuildersList().add(new ObshellBuilder(backup));
        job.getBuildersList().add(environment);
        return job;
    }

    @Test
    void goodBuildsKeepTheSecrets() throws Exception {
        CaptureEnvironmentBuilder environment = new CaptureEnvironmentBuilder();
        serve(jenkins.buildAndAssertSuccess(pipeline("scripted", "def made = " + BACK_UP + "\necho \"${made}\"")));
        serve(jenkins.buildAndAssertSuccess(pipeline("declarative", declarative(BACK_UP))));
        serve(jenkins.buildAndAssertSuccess(freestyle(environment)));
        assertNotNull(environment.getEnvVars().get("OBSHELL_BACKUP_PATH"));
        search("the environment", environment.getEnvVars().toString());
        repeat(Canaries.ROOT, Canaries.ACCESS_KEY);
        serve(jenkins.buildAndAssertSuccess(pipeline("configuration", CONFIGURE)));
        repeat(Canaries.ROOT);
        search("the test of the connection", testConnection("root"));
        assertNothingFound();
    }

    @Test
    void buildsKeepTheSecretsWhileTheyRunAndWhenTheyAreAborted() throws Exception {
        for (String field : List.of("status", "state", "operator", "ip")) {
            WorkflowRun run = started(field);
            serve(run);
            run.doStop();
            serve(jenkins.waitForCompletion(run));
        }
        cluster.say(Canaries.briefly(), "status");
        serve(fails(pipeline("late", BACK_UP + ", ifBackupRunning: 'wait', timeout: '12s'")));
        assertNothingFound();
    }

    /** A build's own file keeps ids and names as they came, since by them it finds its backup again. */
    @Test
    void idsAndNamesAreShownWithoutSecrets() throws Exception {
        for (String field : List.of("job_id", "name", "backup_set_id")) {
            WorkflowRun run = started(field);
            serve(run);
            run.doStop();
            serve(jenkins.waitForCompletion(run));
        }
        logs.secrets().forEach(secret -> found.add("the logs: " + secret));
        assertEquals("", String.join("\n", found));
    }

    /** A build that has begun its backup while obshell puts the secrets into a field of its answers. */
    private WorkflowRun started(String field) throws Exception {
        cluster.say(Canaries.briefly(), field);
        WorkflowRun run = pipeline(field, BACK_UP + ", ifBackupRunning: 'wait'")
                .scheduleBuild2(0)
                .waitForStart();
        jenkins.waitForMessage("Started DAG", run);
        return run;
    }

    @Test
    void badBuildsKeepTheSecrets() throws Exception {
        cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withEnd("FAILED", -4184, Canaries.repeated()));
        serve(fails(freestyle(new CaptureEnvironmentBuilder())));
        cluster.tenant("tenant1").nextBackup(BackupPlan.ordinary().withEnd("FAILED", -4184, Canaries.repeated()));
        serve(fails(pipeline("scripted", BACK_UP)));
        cluster.tenant("tenant1")
                .nextBackup(
                        BackupPlan.ordinary().withFailure(StageFailure.of("Check destination", Canaries.repeated())));
        serve(fails(pipeline("declarative", declarative(BACK_UP))));
        serve(fails(pipeline(
                "uri",
                "obshellBackup cluster: 'prod', tenant: 'tenant1', archiveBaseUri: 's3://b/p?host=h&access_key="
                        + Canaries.ACCESS_KEY.substring(0, 8) + "' + '" + Canaries.ACCESS_KEY.substring(8) + "'")));
        repeat(Canaries.ROOT, Canaries.ACCESS_KEY);
        cluster.tenant("tenant1")
                .nextConfigFails(
                        StageFailure.of("Set backup config", Canaries.repeated(Canaries.ROOT, Canaries.ACCESS_KEY)));
        serve(fails(pipeline("configuration", CONFIGURE)));
        cluster.changeRootPassword("another");
        serve(fails(pipeline("refused", BACK_UP)));
        repeat(Canaries.ROOT);
        String told = testConnection("root");
        assertTrue(told.contains("Check the credential and the password type"), told);
        search("the test of the connection", told);
        repeat(Canaries.ENCRYPTION);
        search("the test with another credential", testConnection("encryption"));
        repeat();
        search("the test with the client certificate as the password", testConnection("client"));
        assertNothingFound();
    }

    @Test
    void drillsKeepTheSecrets() throws Exception {
        jenkins.buildAndAssertSuccess(pipeline("backup", BACK_UP));
        cluster.say(
                Canaries.repeated(Canaries.ROOT, Canaries.ENCRYPTION, Canaries.ACCESS_KEY),
                "message",
                "traceId",
                "task_logs",
                "comment");
        serve(jenkins.buildAndAssertSuccess(pipeline("drill", DRILL)));
        cluster.nextRestore(RestorePlan.ordinary().failing());
        serve(fails(pipeline("failing", DRILL)));
        cluster.nextRestore(
                RestorePlan.ordinary().withFailure(StageFailure.of("Pre restore check", Canaries.repeated())));
        serve(fails(pipeline("refused", DRILL)));
        assertNothingFound();
    }

    private Run<?, ?> fails(WorkflowJob job) throws Exception {
        return jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
    }

    private Run<?, ?> fails(FreeStyleProject job) throws Exception {
        return jenkins.assertBuildStatus(Result.FAILURE, job.scheduleBuild2(0));
    }

    /** Reads everything that Jenkins serves about a build and its job. */
    private void serve(Run<?, ?> run) throws Exception {
        search("the console of " + run, JenkinsRule.getLog(run));
        List<String> pages = new ArrayList<>(List.of(
                "",
                "console",
                "consoleText",
                "logText/progressiveHtml",
                "api/json?depth=4",
                "api/xml?depth=4",
                "flowGraphTable/",
                "replay/"));
        if (cluster.requests().count("POST", ".*") > 0
                && !run.getParent().getName().equals("uri")) {
            String page = get(run.getUrl() + "obshell/", 200);
            assertFalse(page.isBlank());
            search(run + " obshell/", page);
            pages.add("obshell/api/json?depth=6");
            pages.add("obshell/live");
        }
        for (String page : pages) {
            search(run + " " + page, get(run.getUrl() + page, 0));
        }
        for (String page : List.of("", "configure", "config.xml", "api/json?depth=6", "pipeline-syntax/")) {
            search(run.getParent() + " " + page, get(run.getParent().getUrl() + page, 0));
        }
    }

    private String get(String path, int status) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()
                .withThrowExceptionOnFailingStatusCode(false)
                .withJavaScriptEnabled(false)) {
            var answer = browser.getPage(new WebRequest(new URL(jenkins.getURL(), path)))
                    .getWebResponse();
            if (status > 0) {
                assertEquals(status, answer.getStatusCode(), path);
            }
            return answer.getContentAsString();
        }
    }

    private String testConnection(String credentialsId) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            String path = "descriptorByName/" + ObshellCluster.class.getName() + "/testConnection";
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), HttpMethod.POST);
            request.setRequestParameters(List.of(
                    new NameValuePair("endpoints", String.join("\n", cluster.endpoints())),
                    new NameValuePair("credentialsId", credentialsId),
                    new NameValuePair("passwordKind", "ROOT_SYS"),
                    new NameValuePair("connectTimeout", "5s"),
                    new NameValuePair("callTimeout", "30s"),
                    new NameValuePair("caCertificates", authority.pem()),
                    new NameValuePair("agentFingerprints", ""),
                    new NameValuePair("clientCertificateCredentialsId", "client"),
                    new NameValuePair("useProxy", "true")));
            browser.addCrumb(request);
            return browser.getPage(request).getWebResponse().getContentAsString();
        }
    }

    private void search(String where, String text) {
        Canaries.in(text).forEach(secret -> found.add(where + ": " + secret));
    }

    private void assertNothingFound() throws Exception {
        for (String page :
                List.of("manage/configure", "api/json?depth=2", "manage/log/all", "configuration-as-code/")) {
            search(page, get(page, 0));
        }
        int files = 0;
        try (Stream<Path> all = Files.walk(jenkins.jenkins.getRootDir().toPath())) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                search(file.toString(), new String(content, StandardCharsets.UTF_8));
                search(file.toString(), xmlText(content));
                files++;
            }
        }
        assertTrue(files > 20, "Files searched: " + files);
        logs.secrets().forEach(secret -> found.add("the logs: " + secret));
        Thread.getAllStackTraces().keySet().forEach(thread -> search("the threads", thread.getName()));
        assertTrue(logs.loggers().stream().anyMatch(name -> name.startsWith("okhttp3")), logs.loggers()::toString);
        assertEquals("", String.join("\n", found));
    }

    /** What stands in XML for the reader, so that no secret hides behind an entity. */
    private static String xmlText(byte[] content) {
        return new String(content, StandardCharsets.UTF_8)
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&apos;", "'")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
