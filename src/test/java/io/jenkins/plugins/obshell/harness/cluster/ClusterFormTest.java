package io.jenkins.plugins.obshell.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.XmlFile;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.RestoreDrills;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.io.File;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import org.htmlunit.Page;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlElement;
import org.htmlunit.html.HtmlForm;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.htmlunit.html.HtmlTextArea;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** The clusters in “Manage Jenkins → System”, as a browser shows and sends them. */
@WithJenkins
class ClusterFormTest {

    private JenkinsRule jenkins;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(
                        CredentialsScope.GLOBAL, "root", "root@sys", Secret.fromString("root-password")));
        provider.save();
    }

    private static List<ObshellCluster> clusters() {
        return ObshellGlobalConfiguration.get().getClusters();
    }

    private static ObshellCluster cluster(String name, String... endpoints) {
        ObshellCluster cluster = new ObshellCluster(name, List.of(endpoints));
        cluster.setCredentialsId("root");
        return cluster;
    }

    private static HtmlForm form(HtmlPage page) {
        return page.getFormByName("config");
    }

    /** The field of the n-th cluster; the first copy on the page is the hidden one for new clusters. */
    private static <T extends HtmlElement> T field(HtmlPage page, String tag, String name, int index) {
        List<HtmlElement> found = form(page).getElementsByAttribute(tag, "name", name).stream()
                .filter(element ->
                        page.getByXPath("//div[contains(@class,'repeated-chunk')][@name='clusters']").stream()
                                .anyMatch(chunk -> ((DomElement) chunk).isAncestorOf(element)))
                .toList();
        @SuppressWarnings("unchecked")
        T field = (T) found.get(index);
        return field;
    }

    @Test
    void whatIsConfiguredComesBackFromTheForm() throws Exception {
        ObshellCluster agent = cluster("test", "[::1]:2886");
        agent.setPasswordKind(PasswordKind.AGENT);
        agent.setConnectTimeout("2s");
        agent.setCallTimeout("1m");
        agent.setCaCertificates(new Authority().pem());
        agent.setAgentFingerprints(List.of("ab".repeat(32), "CD:".repeat(31) + "CD"));
        agent.setClientCertificateCredentialsId("certificate");
        agent.setUseProxy(false);
        agent.setAllowedFolders(List.of("databases", "team/数据库"));
        RestoreDrills drills = new RestoreDrills(List.of("drill_2c8g", "drill_4c16g"));
        drills.setZones(List.of("zone1", "zone2"));
        drills.setMaxConcurrent(2);
        drills.setAllowSameCluster(true);
        agent.setRestoreDrills(drills);
        ObshellCluster prod = cluster("生产 “1”", "ob1:2886", "https://ob2:2886");
        ObshellGlobalConfiguration.get().setClusters(List.of(prod, agent));

        jenkins.configRoundtrip();

        assertEquals(2, clusters().size());
        jenkins.assertEqualDataBoundBeans(prod, clusters().get(0));
        jenkins.assertEqualDataBoundBeans(agent, clusters().get(1));
        assertEquals(agent.getAgentFingerprints(), clusters().get(1).getAgentFingerprints());
        assertFalse(clusters().get(1).isUseProxy());
        assertTrue(clusters().get(0).isUseProxy());
        assertNull(clusters().get(0).getCaCertificates());
        assertNull(clusters().get(0).getRestoreDrills());
        assertEquals(
                drills.getUnitConfigs(), clusters().get(1).getRestoreDrills().getUnitConfigs());
        assertEquals(drills.getZones(), clusters().get(1).getRestoreDrills().getZones());
        assertEquals(List.of(), clusters().get(0).getAgentFingerprints());
        assertEquals(List.of(), clusters().get(0).getAllowedFolders());
    }

    @Test
    void itIsStillThereAfterAReload() {
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster("prod", "ob1", "ob2")));
        ObshellGlobalConfiguration.get().load();
        assertEquals(List.of("ob1", "ob2"), clusters().get(0).getEndpoints());
        assertEquals("30s", clusters().get(0).getCallTimeout());
    }

    @Test
    void whatWasSavedBeforeThereWasTrustToSetUsesTheProxyAndIsForAllJobs() throws Exception {
        ObshellGlobalConfiguration configuration = ObshellGlobalConfiguration.get();
        configuration.setClusters(List.of(cluster("prod", "ob1")));
        XmlFile file = new XmlFile(new File(jenkins.jenkins.getRootDir(), configuration.getId() + ".xml"));
        String saved = file.asString();
        String before = saved.replaceAll("(?s)\\s*<(agentFingerprints|allowedFolders)/>", "")
                .replaceAll("\\s*<withoutProxy>false</withoutProxy>", "");
        assertNotEquals(saved, before);
        Files.writeString(file.getFile().toPath(), before);
        configuration.load();
        ObshellCluster read = clusters().get(0);
        assertTrue(read.isUseProxy());
        assertEquals(List.of(), read.getAgentFingerprints());
        assertEquals(List.of(), read.getAllowedFolders());
    }

    @Test
    void aNewClusterHasTheDefaults() throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.goTo("configure");
            HtmlButton add = (HtmlButton) form(page).getElementsByTagName("button").stream()
                    .filter(button -> button.getTextContent().strip().equals("Add cluster"))
                    .findFirst()
                    .orElseThrow();
            add.click();
            browser.waitForBackgroundJavaScript(5000);
            ClusterFormTest.<HtmlInput>field(page, "input", "_.name", 0).setValue("prod");
            ClusterFormTest.<HtmlTextArea>field(page, "textarea", "_.endpoints", 0)
                    .setText("ob1\nob2, ob3:2887");
            jenkins.submit(form(page));
        }
        assertEquals(1, clusters().size());
        ObshellCluster made = clusters().get(0);
        assertEquals("prod", made.getName());
        assertEquals(List.of("ob1", "ob2", "ob3:2887"), made.getEndpoints());
        assertNull(made.getCredentialsId());
        assertEquals(PasswordKind.ROOT_SYS, made.getPasswordKind());
        assertEquals("5s", made.getConnectTimeout());
        assertEquals("30s", made.getCallTimeout());
        assertTrue(made.isUseProxy());
        assertNull(made.getCaCertificates());
        assertEquals(List.of(), made.getAgentFingerprints());
        assertNull(made.getClientCertificateCredentialsId());
        assertEquals(List.of(), made.getAllowedFolders());
    }

    @Test
    void theLastClusterCanBeDeleted() throws Exception {
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster("prod", "ob1")));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            HtmlPage page = browser.goTo("configure");
            HtmlButton delete = (HtmlButton) form(page).getElementsByTagName("button").stream()
                    .filter(button -> button.getTextContent().strip().equals("Delete cluster"))
                    .findFirst()
                    .orElseThrow();
            delete.click();
            browser.waitForBackgroundJavaScript(5000);
            jenkins.submit(form(page));
        }
        assertEquals(List.of(), clusters());
    }

    @Test
    void aMistakeIsToldOnAPageWithoutAStackTraceAndNothingIsSaved() throws Exception {
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster("prod", "ob1"), cluster("test", "ob2")));
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            HtmlPage page = browser.goTo("configure");
            HtmlInput second = field(page, "input", "_.name", 1);
            second.setValue("prod");
            Page answer = jenkins.submit(form(page));
            String text = answer.getWebResponse().getContentAsString();
            assertTrue(text.contains("More than one cluster has the name"), text);
            assertFalse(text.contains("at io.jenkins"), text);
            assertFalse(text.contains("FormException"), text);
        }
        assertEquals("test", clusters().get(1).getName());
    }

    @Test
    void theButtonTestsWhatStandsInTheForm() throws Exception {
        try (SimulatedCluster simulated =
                        SimulatedCluster.builder().keys(new KeyPairs()).start();
                JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            ObshellGlobalConfiguration.get()
                    .setClusters(List.of(cluster("prod", simulated.endpoints().toArray(String[]::new))));
            HtmlPage page = browser.goTo("configure");
            browser.waitForBackgroundJavaScript(5000);
            DomElement good = press(browser, page);
            assertEquals(
                    "The password is accepted, and all endpoints (3) can be used.",
                    good.getFirstElementChild().getTextContent());
            assertTrue(good.getTextContent().contains("Yes (CLUSTER AGENT)."), good.asXml());
            assertFalse(good.getTextContent().contains("travels over the same connection"), good.asXml());

            HtmlTextArea endpoints = field(page, "textarea", "_.endpoints", 0);
            endpoints.setText(simulated.endpoints().get(0) + "\nftp://ob2");
            String bad = press(browser, page).getTextContent();
            assertTrue(bad.contains("“ftp://ob2” is not an endpoint"), bad);
        }
    }

    @Test
    void plainHttpWithoutAPinnedKeyIsWarnedOfAndTheButtonHoldsToThePins() throws Exception {
        try (SimulatedCluster simulated = SimulatedCluster.builder()
                        .agents(1)
                        .keys(new KeyPairs())
                        .start();
                JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            ObshellCluster prod = cluster("prod", simulated.endpoints().toArray(String[]::new));
            ObshellGlobalConfiguration.get().setClusters(List.of(prod));
            HtmlPage page = browser.goTo("configure");
            browser.waitForBackgroundJavaScript(5000);
            assertTrue(form(page).getTextContent().contains("travels over the same connection"));

            prod.setAgentFingerprints(List.of("0".repeat(64)));
            ObshellGlobalConfiguration.get().setClusters(List.of(prod));
            HtmlPage pinned = browser.goTo("configure");
            browser.waitForBackgroundJavaScript(5000);
            assertFalse(form(pinned).getTextContent().contains("travels over the same connection"));
            simulated.requests().clear();
            String told = press(browser, pinned).getTextContent();
            assertTrue(told.startsWith("The password was not tested, because a key is not pinned."), told);
            assertTrue(told.contains("gave a key that is not pinned"), told);
            assertEquals(0, simulated.requests().count("GET", ".*/unfinish"));
        }
    }

    @Test
    void theKeysThatTheTestHasShownArePinnedByAButtonAndSavedWithTheForm() throws Exception {
        try (SimulatedCluster simulated = SimulatedCluster.builder()
                        .agents(2)
                        .keys(new KeyPairs())
                        .start();
                JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            String other = "AB:".repeat(31) + "AB";
            ObshellCluster prod = cluster("prod", simulated.endpoints().toArray(String[]::new));
            prod.setAgentFingerprints(List.of(other));
            ObshellGlobalConfiguration.get().setClusters(List.of(prod));
            HtmlPage page = browser.goTo("configure");
            browser.waitForBackgroundJavaScript(5000);
            DomElement answer = press(browser, page);
            HtmlButton pin = (HtmlButton) answer.getElementsByTagName("button").get(0);
            pin.click();
            browser.waitForBackgroundJavaScript(5000);
            List<String> keys = List.of(pin.getAttribute("data-obshell-keys").split(" "));
            HtmlTextArea field = field(page, "textarea", "_.agentFingerprints", 0);
            assertEquals(other + "\n" + String.join("\n", keys), field.getText());
            assertTrue(answer.getTextContent().contains("Save the form to apply them."), answer.asXml());
            assertEquals(List.of(other), clusters().get(0).getAgentFingerprints());

            assertEquals(0, press(browser, page).getElementsByTagName("button").size());
            jenkins.submit(form(page));
            assertEquals(3, clusters().get(0).getAgentFingerprints().size());
        }
    }

    /** The answer to the button “Test connection”. */
    private static DomElement press(JenkinsRule.WebClient browser, HtmlPage page) throws Exception {
        HtmlButton test = (HtmlButton) form(page).getElementsByTagName("button").stream()
                .filter(button ->
                        button.getAttribute("data-validate-button-method").equals("testConnection"))
                .findFirst()
                .orElseThrow();
        test.click();
        browser.waitForBackgroundJavaScript(20_000);
        return ((HtmlElement) test.getParentNode())
                .getElementsByAttribute("div", "class", "jenkins-validate-button__container__status")
                .get(0)
                .getFirstElementChild();
    }

    @Test
    void everyFieldHasHelpInEnglishAndChinese() throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            for (String field : List.of(
                    "name",
                    "endpoints",
                    "credentialsId",
                    "passwordKind",
                    "connectTimeout",
                    "callTimeout",
                    "caCertificates",
                    "agentFingerprints",
                    "clientCertificateCredentialsId",
                    "useProxy",
                    "allowedFolders")) {
                String url = "descriptor/" + ObshellCluster.class.getName() + "/help/" + field;
                String english = help(browser, url, "en");
                String chinese = help(browser, url, "zh-CN");
                assertTrue(english.codePoints().noneMatch(ClusterFormTest::isHan), english);
                assertTrue(chinese.codePoints().anyMatch(ClusterFormTest::isHan), chinese);
            }
        }
    }

    @Test
    void theFormSpeaksChineseToo() throws Exception {
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster("prod", "ob1")));
        LocaleProvider before = LocaleProvider.getProvider();
        // The harness, unlike a controller, does not take the language from the request.
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            String text = browser.goTo("configure").getWebResponse().getContentAsString();
            for (String label : List.of(
                    "OceanBase 备份（obshell）",
                    "构建要备份其租户的 OceanBase 集群",
                    "添加集群",
                    "删除集群",
                    "名称",
                    "端点",
                    "密码类型",
                    "root@sys 的密码",
                    "凭据",
                    "连接超时",
                    "调用超时",
                    "CA 证书",
                    "agent 密钥",
                    "客户端证书",
                    "使用 Jenkins 的代理",
                    "允许的文件夹",
                    "测试连接")) {
                assertTrue(text.contains(label), label);
            }
        } finally {
            LocaleProvider.setProvider(before);
        }
    }

    private static String help(JenkinsRule.WebClient browser, String url, String language) throws Exception {
        browser.addRequestHeader("Accept-Language", language);
        return browser.goTo(url, "text/html").getWebResponse().getContentAsString();
    }

    private static boolean isHan(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }
}
