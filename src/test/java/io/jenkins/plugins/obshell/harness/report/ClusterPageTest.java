package io.jenkins.plugins.obshell.harness.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.model.Item;
import hudson.model.Result;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.harness.step.SimulatedJenkins;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.net.HttpURLConnection;
import java.net.URL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import jenkins.model.Jenkins;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.htmlunit.CollectingAlertHandler;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.html.HtmlPage;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.jvnet.localizer.LocaleProvider;

/** A cluster at a glance: who sees it, that it is read on demand only, and what it shows. */
@WithJenkins
@Timeout(600)
class ClusterPageTest {

    private static final String ADMIN = "admin";
    private static final String MANAGER = "manager";
    private static final String SYSTEM_READER = "system-reader";
    private static final String READER = "reader";
    private static final String LINK = "manage/obshell-backups/";
    private static final String PAGE = LINK + "cluster/prod/";

    private JenkinsRule jenkins;
    private SimulatedJenkins lab;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Jenkins.MANAGE.setEnabled(true);
        Jenkins.SYSTEM_READ.setEnabled(true);
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMIN)
                .grant(Jenkins.READ, Jenkins.MANAGE)
                .everywhere()
                .to(MANAGER)
                .grant(Jenkins.READ, Jenkins.SYSTEM_READ)
                .everywhere()
                .to(SYSTEM_READER)
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to(READER));
        lab = SimulatedJenkins.standingStill(BackupPlan.ordinary(), "tenant1", "tenant2");
        lab.introduceTo(jenkins);
    }

    @AfterEach
    void end() {
        lab.close();
        Jenkins.MANAGE.setEnabled(false);
        Jenkins.SYSTEM_READ.setEnabled(false);
    }

    private WebResponse ask(String user, HttpMethod method, String path, boolean crumb) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            browser.withBasicCredentials(user);
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            if (crumb) {
                browser.addCrumb(request);
            }
            return browser.getPage(request).getWebResponse();
        }
    }

    private int status(String user, String path) throws Exception {
        return ask(user, HttpMethod.GET, path, false).getStatusCode();
    }

    private int refresh(String user, String page) throws Exception {
        return ask(user, HttpMethod.POST, page + "refresh", true).getStatusCode();
    }

    private String html(String user, String path) throws Exception {
        WebResponse answer = ask(user, HttpMethod.GET, path, false);
        assertEquals(HttpURLConnection.HTTP_OK, answer.getStatusCode(), path);
        return answer.getContentAsString();
    }

    private HtmlPage page(String user, String path) throws Exception {
        JenkinsRule.WebClient client = jenkins.createWebClient();
        client.login(user);
        return client.goTo(path);
    }

    private JSONObject json(String user) throws Exception {
        return JSONObject.fromObject(html(user, PAGE + "api/json"));
    }

    private void backUp() throws Exception {
        WorkflowJob job = SimulatedJenkins.pipeline(
                jenkins, "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'");
        WorkflowRun run = SimulatedJenkins.startUntil(jenkins, job, "Started DAG");
        lab.pass(Duration.ofHours(4));
        jenkins.assertBuildStatus(Result.SUCCESS, jenkins.waitForCompletion(run));
    }

    @Test
    void isForThoseWhoManageJenkinsOrReadItsConfiguration() throws Exception {
        for (String path : List.of(LINK, LINK + "api/json", PAGE, PAGE + "api/json")) {
            for (String user : List.of(ADMIN, MANAGER, SYSTEM_READER)) {
                assertEquals(HttpURLConnection.HTTP_OK, status(user, path), user + " " + path);
            }
            assertEquals(HttpURLConnection.HTTP_FORBIDDEN, status(READER, path), path);
        }
        assertTrue(html(SYSTEM_READER, "manage/").contains("obshell-backups"));
        assertTrue(html(MANAGER, "manage/").contains("obshell-backups"));
        assertEquals(HttpURLConnection.HTTP_NOT_FOUND, status(ADMIN, LINK + "cluster/other/"));
    }

    @Test
    void isReadByThoseOnlyWhoManageJenkinsAndByPostOnly() throws Exception {
        for (String user : List.of(SYSTEM_READER, READER)) {
            assertEquals(HttpURLConnection.HTTP_FORBIDDEN, refresh(user, PAGE), user);
        }
        assertNull(page(SYSTEM_READER, PAGE).querySelector("form[name=refresh]"));
        int got = status(ADMIN, PAGE + "refresh");
        assertTrue(got == HttpURLConnection.HTTP_BAD_METHOD || got == HttpURLConnection.HTTP_NOT_FOUND, "" + got);
        assertEquals(
                HttpURLConnection.HTTP_FORBIDDEN,
                ask(ADMIN, HttpMethod.POST, PAGE + "refresh", false).getStatusCode());
        assertEquals(0, lab.cluster.requests().size());

        assertEquals(HttpURLConnection.HTTP_OK, refresh(MANAGER, PAGE));
        assertTrue(lab.cluster.requests().size() > 0);
    }

    @Test
    void isReadOnDemandAndShowsTheLastReadingUntilThen() throws Exception {
        backUp();
        lab.cluster.requests().clear();

        assertTrue(page(ADMIN, PAGE).asNormalizedText().contains("has not been read since Jenkins started"));
        assertEquals(0, lab.cluster.requests().size());

        HtmlPage fresh = jenkins.submit(page(ADMIN, PAGE).getFormByName("refresh"));
        assertTrue(fresh.getUrl().getPath().endsWith("/" + PAGE), fresh.getUrl().toString());
        String text = fresh.asNormalizedText();
        int sent = lab.cluster.requests().size();
        assertTrue(text.contains("tenant1"), text);
        assertTrue(text.contains("no COMPLETED backup"), text);
        assertTrue(text.contains("DOING"), text);
        assertTrue(text.contains("file:///data/backup/tenant1/data"), text);
        assertEquals(2, fresh.querySelectorAll("table.obshell-table tbody tr").size());
        assertNotNull(fresh.querySelector("table.obshell-table caption"));
        assertNotNull(fresh.querySelector("a[href$='/job/p/1/obshell/']"));

        String again = page(SYSTEM_READER, PAGE).asNormalizedText();
        assertTrue(again.contains("no COMPLETED backup"), again);
        assertTrue(page(ADMIN, LINK).asNormalizedText().contains("prod"));
        assertEquals(sent, lab.cluster.requests().size());
    }

    @Test
    void namesAJobToThoseOnlyWhoMayReadIt() throws Exception {
        backUp();
        refresh(ADMIN, PAGE);

        assertTrue(html(ADMIN, PAGE).contains("job/p/1/obshell"));
        assertEquals("p", tenant(json(ADMIN), "tenant1").getJSONObject("build").getString("job"));
        assertFalse(html(MANAGER, PAGE).contains("job/p"));
        assertFalse(tenant(json(MANAGER), "tenant1").has("build")
                && !tenant(json(MANAGER), "tenant1").getJSONObject("build").isNullObject());
    }

    private static JSONObject tenant(JSONObject page, String name) {
        JSONArray tenants = page.getJSONArray("tenants");
        for (int i = 0; i < tenants.size(); i++) {
            if (tenants.getJSONObject(i).getString("tenant").equals(name)) {
                return tenants.getJSONObject(i);
            }
        }
        throw new AssertionError(name + " is not in " + page);
    }

    @Test
    void theRestApiHasTheSame() throws Exception {
        backUp();
        assertTrue(json(ADMIN).getJSONArray("tenants").isEmpty());
        refresh(ADMIN, PAGE);

        JSONObject page = json(ADMIN);
        assertEquals("prod", page.getString("name"));
        assertEquals(2, page.getInt("tenantCount"));
        assertEquals(1, page.getInt("withoutBackup"));
        assertTrue(
                Instant.parse(page.getString("readAt")).isBefore(Instant.now().plusSeconds(1)));
        JSONObject tenant = tenant(page, "tenant1");
        assertEquals("YES", tenant.getString("restorable"));
        assertTrue(tenant.getBoolean("completed"));
        assertTrue(tenant.getLong("ageSeconds") > Duration.ofHours(3).toSeconds(), tenant.toString());
        assertTrue(tenant.getString("endTime").endsWith("Z"), tenant.toString());
        assertEquals("DOING", tenant.getJSONArray("archives").getJSONObject(0).getString("status"));
        assertEquals("NO_BACKUP", tenant(page, "tenant2").getString("restorable"));
        JSONObject clusters = JSONObject.fromObject(html(ADMIN, LINK + "api/json"));
        JSONObject cluster = clusters.getJSONArray("clusters").getJSONObject(0);
        assertEquals(PAGE, cluster.getString("url"));
        assertFalse(cluster.has("tenants"));
    }

    @Test
    void aClusterForSomeFoldersIsForAdministrators() throws Exception {
        ObshellCluster team = new ObshellCluster("team", lab.cluster.endpoints());
        team.setAllowedFolders(List.of("team"));
        ObshellGlobalConfiguration.get().setClusters(List.of(team));
        String page = LINK + "cluster/team/";

        assertEquals(HttpURLConnection.HTTP_OK, status(ADMIN, page));
        for (String user : List.of(MANAGER, SYSTEM_READER)) {
            assertEquals(HttpURLConnection.HTTP_NOT_FOUND, status(user, page), user);
            assertEquals(HttpURLConnection.HTTP_NOT_FOUND, refresh(user, page), user);
            assertFalse(html(user, LINK).contains("cluster/team"), user);
            assertFalse(html(user, LINK + "api/json").contains("team"), user);
        }
    }

    @Test
    void aNameThatCannotBePartOfAPathHasAPageToo() throws Exception {
        ObshellCluster odd = new ObshellCluster("a/b <i>", lab.cluster.endpoints());
        ObshellGlobalConfiguration.get().setClusters(List.of(odd));

        HtmlPage list = page(ADMIN, LINK);
        assertNull(list.querySelector("table i"));
        HtmlPage page = list.getAnchorByText("a/b <i>").click();
        assertTrue(page.asNormalizedText().contains("Backups of a/b <i>"), page.asNormalizedText());
    }

    @Test
    void aClusterThatCannotBeReadSaysWhyAndOthersCanBeRead() throws Exception {
        ObshellCluster good = ObshellGlobalConfiguration.get().getClusters().get(0);
        ObshellCluster bare = new ObshellCluster("bare", lab.cluster.endpoints());
        ObshellGlobalConfiguration.get().setClusters(List.of(good, bare));

        refresh(ADMIN, LINK + "cluster/bare/");
        refresh(ADMIN, PAGE);

        String failed = page(ADMIN, LINK + "cluster/bare/").asNormalizedText();
        assertTrue(failed.contains("could not be read"), failed);
        assertTrue(failed.contains("has no credential"), failed);
        assertTrue(page(ADMIN, PAGE).asNormalizedText().contains("no COMPLETED backup"));
    }

    @Test
    void aClusterOfTheSameNameWithOtherEndpointsIsAnotherOne() throws Exception {
        refresh(ADMIN, PAGE);
        ObshellGlobalConfiguration.get().setClusters(List.of(new ObshellCluster("prod", List.of("other.example"))));

        assertTrue(page(ADMIN, PAGE).asNormalizedText().contains("has not been read since Jenkins started"));
    }

    @Test
    void showsNoSecretAndNoMarkup() throws Exception {
        String hostile =
                "\"'><b class=hostileWord><img src=x onerror=\"alert('hostileWord')\"><script>alert('hostileWord')"
                        + "</script> root-password";
        lab.cluster
                .tenant("tenant1")
                .configured(
                        "s3://bucket/data?host=s3.example.com&access_id=AKIDIDID&access_key=s3cr3tkey",
                        "s3://bucket/log?host=s3.example.com&access_id=AKIDIDID&access_key=s3cr3tkey");
        backUp();
        lab.cluster.say(hostile, "tenant_name", "status", "path", "data_base_uri", "comment", "message");
        refresh(ADMIN, PAGE);

        CollectingAlertHandler alerts = new CollectingAlertHandler();
        JenkinsRule.WebClient browser = jenkins.createWebClient();
        browser.login(ADMIN);
        browser.setAlertHandler(alerts);
        HtmlPage page = browser.goTo(PAGE);
        assertNull(page.querySelector(".hostileWord, img[src='x']"));
        assertEquals(List.of(), alerts.getCollectedAlerts());
        assertTrue(page.asNormalizedText().contains("hostileWord"), page.asNormalizedText());
        for (String path : List.of(PAGE, PAGE + "api/json?depth=2", LINK, LINK + "api/json?depth=3")) {
            String all = html(ADMIN, path);
            assertFalse(all.matches("(?s).*(root-password|s3cr3tkey|AKIDIDID).*"), path);
        }
    }

    @Test
    void speaksChinese() throws Exception {
        refresh(ADMIN, PAGE);
        LocaleProvider before = LocaleProvider.getProvider();
        LocaleProvider.setProvider(new LocaleProvider() {
            @Override
            public Locale get() {
                return Locale.SIMPLIFIED_CHINESE;
            }
        });
        try {
            String text = page(ADMIN, PAGE).asNormalizedText();
            assertTrue(text.contains("prod 的备份"), text);
            assertTrue(text.contains("没有 COMPLETED 备份"), text);
        } finally {
            LocaleProvider.setProvider(before);
        }
    }
}
