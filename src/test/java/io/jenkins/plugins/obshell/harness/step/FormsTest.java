package io.jenkins.plugins.obshell.harness.step;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.Functions;
import hudson.model.Descriptor;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.step.DrillSource;
import io.jenkins.plugins.obshell.step.ObshellBackupConfigStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStatusStep;
import io.jenkins.plugins.obshell.step.ObshellBackupStep;
import io.jenkins.plugins.obshell.step.ObshellBuilder;
import io.jenkins.plugins.obshell.step.ObshellRestoreDrillStep;
import io.jenkins.plugins.obshell.step.ObshellStep;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.pipeline.modeldefinition.generator.DirectiveGenerator;
import org.jenkinsci.plugins.pipeline.modeldefinition.generator.StageDirective;
import org.jenkinsci.plugins.structs.describable.DescribableModel;
import org.jenkinsci.plugins.structs.describable.DescribableParameter;
import org.jenkinsci.plugins.workflow.cps.Snippetizer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** The forms of the steps: round trips, generated code, languages, and who may see what. */
@WithJenkins
class FormsTest {

    private static JenkinsRule j;
    private static SimulatedJenkins lab;

    @BeforeAll
    static void start(JenkinsRule rule) throws Exception {
        j = rule;
        lab = SimulatedJenkins.standingStill();
        lab.introduceTo(j);
        SimulatedJenkins.addCredentials(SimulatedJenkins.userPassword("storage", "id", "key"));
        j.jenkins.setSecurityRealm(j.createDummySecurityRealm());
        j.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("admin")
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to("reader"));
    }

    @AfterAll
    static void stop() {
        lab.close();
    }

    @Test
    void aBackupKeepsItsParametersInTheForm() throws Exception {
        ObshellBackupStep step = new ObshellBackupStep();
        step.setCluster("prod");
        step.setTenants(List.of("tenant1", "tenant2"));
        assertRoundTrip(step);
        step.setTenants(List.of());
        step.setExcept(List.of("scratch", "test1"));
        assertRoundTrip(step);
        step.setExcept(List.of());
        step.setTenant("tenant1");
        assertRoundTrip(step);
        step.setMode("incremental");
        step.setWait(false);
        step.setCancelOnAbort(true);
        step.setPlusArchive(true);
        step.setIfBackupRunning("join");
        step.setUnlessNewerThan("12h");
        step.setRestorableWithin("20m");
        step.setDataBaseUri("file:///data");
        step.setArchiveBaseUri("file:///archive");
        step.setBinding("optional");
        step.setPieceSwitchInterval("7d");
        step.setStorageCredentialsId("storage");
        step.setEncryptionCredentialsId(SimulatedJenkins.CREDENTIALS);
        step.setTimeout("2h");
        step.setPollInterval("20s");
        step.setToleratedOutage("5m");
        assertRoundTrip(step);
    }

    @Test
    void aConfigurationKeepsItsParametersInTheForm() throws Exception {
        ObshellBackupConfigStep step = new ObshellBackupConfigStep();
        step.setEndpoints("10.0.0.1:2886, 10.0.0.2");
        step.setCredentialsId(SimulatedJenkins.CREDENTIALS);
        step.setBackupBaseUri("file:///all");
        assertRoundTrip(step);
        step.setTenant("tenant1");
        step.setBackupBaseUri(null);
        step.setDataBaseUri("oss://b/data?host=h");
        step.setArchiveBaseUri("oss://b/log?host=h");
        step.setStorageCredentialsId("storage");
        step.setBinding("mandatory");
        step.setPieceSwitchInterval("1d");
        step.setArchive("on");
        step.setLogArchiveConcurrency(0);
        step.setHaLowThreadScore(18);
        step.setArchiveLagTarget("1h");
        step.setDeletePolicy("default");
        step.setRecoveryWindow("7d");
        step.setIfBackupRunning("interrupt");
        step.setOnlyIfChanged(true);
        assertRoundTrip(step);
    }

    @Test
    void aCheckKeepsItsParametersInTheForm() throws Exception {
        ObshellBackupStatusStep step = new ObshellBackupStatusStep();
        step.setCluster("prod");
        assertRoundTrip(step);
        step.setExcept(List.of("scratch", "test1"));
        step.setQuiet(true);
        assertRoundTrip(step);
        step.setExcept(List.of());
        step.setTenants(List.of("tenant1", "tenant2"));
        assertRoundTrip(step);
        step.setTenants(List.of());
        step.setTenant("tenant1");
        step.setDagId("1234");
        step.setWait(false);
        step.setFailUnlessCompleted(false);
        step.setMaxAge("1d");
        step.setMaxArchiveLag("5m");
        step.setRestorable(true);
        step.setArchivedUpTo("now");
        assertRoundTrip(step);
    }

    @Test
    void aDrillKeepsItsParametersInTheForm() throws Exception {
        ObshellRestoreDrillStep step = drill();
        assertRoundTrip(step);
        step.getFrom().setTenant("tenant2");
        step.setZones(List.of("zone1", "zone2"));
        step.setStorageCredentialsId("storage");
        step.setEncryptionCredentialsId(SimulatedJenkins.CREDENTIALS);
        step.setDropTimeout("2h");
        assertRoundTrip(step);
    }

    private static ObshellRestoreDrillStep drill() {
        ObshellRestoreDrillStep step = new ObshellRestoreDrillStep();
        step.setCluster("staging");
        DrillSource source = new DrillSource();
        source.setCluster("prod");
        source.setTenant("tenant1");
        step.setFrom(source);
        step.setUnitConfig("drill_2c8g");
        return step;
    }

    @Test
    void generatedCodeOfADrillNestsTheSource() {
        assertEquals(
                "obshellRestoreDrill(cluster: 'staging', from: [cluster: 'prod', tenant: 'tenant1'],"
                        + " unitConfig: 'drill_2c8g') {\n    // some block\n}",
                Snippetizer.object2Groovy(drill()));
    }

    @Test
    void generatedCodeLeavesDefaultsOut() {
        ObshellBackupStep step = new ObshellBackupStep();
        step.setCluster("prod");
        step.setTenant("tenant1");
        step.setEndpoints("");
        step.setCredentialsId("");
        step.setTimeout("");
        step.setMode("full");
        step.setUnlessNewerThan(" ");
        assertEquals("obshellBackup cluster: 'prod', tenant: 'tenant1'", Snippetizer.object2Groovy(step));
        step.setMode("incremental");
        step.setWait(false);
        assertEquals(
                "obshellBackup cluster: 'prod', mode: 'incremental', tenant: 'tenant1', wait: false",
                Snippetizer.object2Groovy(step));
    }

    @Test
    void theSnippetGeneratorTakesTheForm() throws Exception {
        assertSnippet(
                "{'stapler-class':'" + ObshellBackupConfigStep.class.getName()
                        + "','cluster':'prod','endpoints':'','credentialsId':'','tenant':'tenant1','dataBaseUri':'file:///d',"
                        + "'binding':'','logArchiveConcurrency':'','haLowThreadScore':'5','deletePolicy':'',"
                        + "'ifBackupRunning':'fail','onlyIfChanged':false,'timeout':'1d'}",
                "obshellBackupConfig cluster: 'prod', dataBaseUri: 'file:///d', haLowThreadScore: 5, tenant: 'tenant1'");
        assertSnippet(
                "{'stapler-class':'" + ObshellBackupStatusStep.class.getName()
                        + "','cluster':'prod','tenant':'','wait':true,'failUnlessCompleted':false,'dagId':'12'}",
                "obshellBackupStatus cluster: 'prod', dagId: '12', failUnlessCompleted: false");
    }

    @Test
    void aStageOfTheDirectiveGeneratorHoldsTheSteps() throws Exception {
        StringBuilder steps = new StringBuilder();
        for (Class<?> step :
                List.of(ObshellBackupConfigStep.class, ObshellBackupStep.class, ObshellBackupStatusStep.class)) {
            steps.append(generated(
                            Snippetizer.GENERATE_URL,
                            "{'stapler-class':'" + step.getName() + "','cluster':'prod','tenant':'tenant1'}"))
                    .append('\n');
        }
        String stage = generated(
                DirectiveGenerator.GENERATE_URL,
                "{'stapler-class':'" + StageDirective.class.getName() + "','name':'Backup','contentType':'STEPS'}");
        String hint = "// One or more steps need to be included within the steps block.";
        assertThat(stage, containsString(hint));
        String jenkinsfile = "pipeline {\nagent none\nstages {\n" + stage.replace(hint, steps) + "\n}\n}\n";
        assertThat(
                post("pipeline-model-converter/validate", "jenkinsfile", jenkinsfile),
                containsString("Jenkinsfile successfully validated"));
        assertThat(
                post(
                        "pipeline-model-converter/validate",
                        "jenkinsfile",
                        jenkinsfile.replace("tenant: 'tenant1'", "tenat: 'tenant1'")),
                containsString("did you mean \"tenant\""));
    }

    @Test
    void theReferenceOfStepsListsThemAll() throws Exception {
        try (JenkinsRule.WebClient web = j.createWebClient().login("admin")) {
            String html = web.goTo("pipeline-syntax/html").asNormalizedText();
            for (String step :
                    List.of("obshellBackup:", "obshellBackupConfig:", "obshellBackupStatus:", "obshellRestoreDrill:")) {
                assertThat(html, containsString(step));
            }
        }
        for (Class<?> step : List.of(
                ObshellBackupStep.class,
                ObshellBackupConfigStep.class,
                ObshellBackupStatusStep.class,
                ObshellRestoreDrillStep.class,
                DrillSource.class)) {
            DescribableModel<?> model = DescribableModel.of(step);
            for (DescribableParameter parameter : model.getParameters()) {
                assertFalse(parameter.isRequired(), parameter.getName());
                assertNotNull(parameter.getHelp(), parameter.getName());
            }
        }
    }

    @Test
    void theFormSpeaksChinese() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        ObshellBackupStep step = new ObshellBackupStep();
        step.setCluster("prod");
        job.getBuildersList().add(new ObshellBuilder(step));
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new OfRequest());
        try (JenkinsRule.WebClient web = j.createWebClient().login("admin")) {
            web.addRequestHeader("Accept-Language", "zh-CN");
            String help = web.goTo("descriptor/" + ObshellBackupStep.class.getName() + "/help/tenant", null)
                    .getWebResponse()
                    .getContentAsString(StandardCharsets.UTF_8);
            assertThat(help, containsString("用户租户"));
            web.setJavaScriptEnabled(false);
            String page = web.getPage(job, "configure").getWebResponse().getContentAsString(StandardCharsets.UTF_8);
            assertThat(page, containsString("操作"));
            assertThat(page, containsString("备份 OceanBase 租户（obshell）"));
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    @Test
    void whoMayOnlyReadSeesNoClustersAndNoCredentials() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        ObshellBackupStep.DescriptorImpl backup = j.jenkins.getDescriptorByType(ObshellBackupStep.DescriptorImpl.class);
        ObshellBackupConfigStep.DescriptorImpl config =
                j.jenkins.getDescriptorByType(ObshellBackupConfigStep.DescriptorImpl.class);
        for (Item item : new Item[] {job, null}) {
            try (ACLContext ignored = as("reader")) {
                assertEquals(List.of("x"), values(backup.doFillClusterItems(item, "x", "")));
                assertEquals(List.of(), values(backup.doFillClusterItems(item, "", "")));
                assertEquals(FormValidation.Kind.OK, backup.doCheckCluster(item, "x", "").kind);
                assertEquals(List.of("x"), values(backup.doFillCredentialsIdItems(item, "x", "")));
                assertEquals(List.of("x"), values(backup.doFillEncryptionCredentialsIdItems(item, "x")));
                assertEquals(List.of("x"), values(backup.doFillStorageCredentialsIdItems(item, "x")));
                assertEquals(List.of("x"), values(config.doFillStorageCredentialsIdItems(item, "x")));
                assertEquals(FormValidation.Kind.OK, backup.doCheckCredentialsId(item, "x", "", "ob1").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckEndpoints(item, "ob1/x").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckEncryptionCredentialsId(item, "x").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckStorageCredentialsId(item, "x").kind);
                assertEquals(FormValidation.Kind.OK, config.doCheckStorageCredentialsId(item, "x").kind);
            }
            try (ACLContext ignored = as("stranger")) {
                assertEquals(List.of(), values(backup.doFillModeItems(item)));
                assertEquals(List.of(), values(backup.doFillIfBackupRunningItems(item)));
                assertEquals(FormValidation.Kind.OK, backup.doCheckTimeout(item, "soon").kind);
            }
            try (ACLContext ignored = as("admin")) {
                assertEquals(List.of("", "prod", "x"), values(backup.doFillClusterItems(item, "x", "")));
                assertTrue(isChosen(backup.doFillClusterItems(item, "", ""), "prod"));
                assertFalse(isChosen(backup.doFillClusterItems(item, "", "ob1"), "prod"));
                assertFalse(isChosen(backup.doFillClusterItems(item, "x", ""), "prod"));
                assertEquals(FormValidation.Kind.ERROR, backup.doCheckCluster(item, "x", "").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckCluster(item, "prod", "").kind);
                assertTrue(values(backup.doFillCredentialsIdItems(item, "", ""))
                        .containsAll(Set.of("", SimulatedJenkins.CREDENTIALS, "storage")));
                assertEquals(List.of("", "storage"), values(backup.doFillStorageCredentialsIdItems(item, "")));
                assertEquals(List.of("full", "incremental"), values(backup.doFillModeItems(item)));
                assertEquals(FormValidation.Kind.ERROR, backup.doCheckTimeout(item, "soon").kind);
                assertTrue(backup.doCheckTimeout(item, "31d").getMessage().startsWith("Must be from 1s to 30d"));
                assertTrue(backup.doCheckCluster(item, "", "").getMessage().startsWith("Choose a cluster"));
                assertEquals(FormValidation.Kind.OK, backup.doCheckTimeout(item, "${HOW_LONG}").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckTimeout(item, "$HOW_LONG").kind);
                assertEquals(FormValidation.Kind.ERROR, backup.doCheckEndpoints(item, "ob1/x").kind);
                assertEquals(FormValidation.Kind.WARNING, backup.doCheckEndpoints(item, "ob1").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckEndpoints(item, "https://ob1").kind);
                assertEquals(FormValidation.Kind.ERROR, backup.doCheckCredentialsId(item, "", "", "ob1").kind);
                assertEquals(FormValidation.Kind.OK, backup.doCheckCredentialsId(item, "", "prod", "").kind);
                assertEquals(FormValidation.Kind.ERROR, backup.doCheckTenant(item, "sys").kind);
                assertEquals(FormValidation.Kind.ERROR, config.doCheckLogArchiveConcurrency(item, "many").kind);
                assertEquals(FormValidation.Kind.OK, config.doCheckBackupBaseUri(item, "${URI}").kind);
                assertEquals(
                        FormValidation.Kind.ERROR,
                        config.doCheckBackupBaseUri(item, "oss://${B}?host=h&access_key=k").kind);
                assertEquals(FormValidation.Kind.ERROR, backup.doCheckDataBaseUri(item, "oss://b").kind);
                assertEquals(FormValidation.Kind.OK, config.doCheckLogArchiveConcurrency(item, "0").kind);
                assertEquals(
                        FormValidation.Kind.ERROR, config.doCheckArchiveLagTarget(item, "10s", "s3://b/p?host=h").kind);
                assertEquals(FormValidation.Kind.OK, config.doCheckArchiveLagTarget(item, "10s", "file:///p").kind);
            }
        }
    }

    @Test
    void whoMayNothingLearnsNothingFromAnyMethodOfAForm() throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        int asked = 0;
        for (Class<? extends Descriptor<?>> type : List.of(
                ObshellBackupStep.DescriptorImpl.class,
                ObshellBackupConfigStep.DescriptorImpl.class,
                ObshellBackupStatusStep.DescriptorImpl.class)) {
            Descriptor<?> descriptor = j.jenkins.getDescriptorByType(type);
            for (Method method : type.getMethods()) {
                if (!method.getName().matches("do(Fill|Check)[A-Z].*")) {
                    continue;
                }
                asked++;
                for (Item item : new Item[] {job, null}) {
                    Object[] arguments = new Object[method.getParameterCount()];
                    Arrays.fill(arguments, "-wrong-");
                    arguments[0] = item;
                    try (ACLContext ignored = as("stranger")) {
                        Object told = method.invoke(descriptor, arguments);
                        if (told instanceof ListBoxModel list) {
                            assertTrue(Set.of("-wrong-").containsAll(values(list)), method + ": " + list);
                        } else {
                            assertEquals(FormValidation.Kind.OK, ((FormValidation) told).kind, method.toString());
                        }
                    }
                }
            }
        }
        assertTrue(asked > 30, asked + " methods");
    }

    /** What a controller sets, and the harness does not. */
    private static final class OfRequest extends LocaleProvider {
        @Override
        public Locale get() {
            return Functions.getCurrentLocale();
        }
    }

    private static ACLContext as(String user) {
        return ACL.as2(User.getById(user, true).impersonate2());
    }

    private static boolean isChosen(ListBoxModel list, String value) {
        return list.stream().anyMatch(option -> option.selected && option.value.equals(value));
    }

    private static List<String> values(ListBoxModel list) {
        return list.stream().map(option -> option.value).toList();
    }

    private static void assertRoundTrip(ObshellStep step) throws Exception {
        FreeStyleProject job = j.createFreeStyleProject();
        job.getBuildersList().add(new ObshellBuilder(step));
        try (JenkinsRule.WebClient web = j.createWebClient().login("admin")) {
            j.submit(web.getPage(job, "configure").getFormByName("config"));
        }
        ObshellBuilder saved = job.getBuildersList().get(ObshellBuilder.class);
        j.assertEqualDataBoundBeans(step, saved.getOperation());
    }

    private static void assertSnippet(String json, String groovy) throws Exception {
        assertEquals(groovy, generated(Snippetizer.GENERATE_URL, json));
    }

    private static String generated(String generator, String json) throws Exception {
        return post(generator, "json", json).trim();
    }

    private static String post(String path, String name, String value) throws Exception {
        try (JenkinsRule.WebClient web = j.createWebClient().login("admin")) {
            WebRequest request = new WebRequest(new URL(j.getURL(), path), HttpMethod.POST);
            web.addCrumb(request);
            List<NameValuePair> parameters = new ArrayList<>(request.getRequestParameters());
            parameters.add(new NameValuePair(name, value));
            request.setRequestParameters(parameters);
            return web.getPage(request).getWebResponse().getContentAsString();
        }
    }
}
