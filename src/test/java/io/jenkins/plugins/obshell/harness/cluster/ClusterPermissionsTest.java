package io.jenkins.plugins.obshell.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterForms;
import io.jenkins.plugins.obshell.cluster.CredentialsForms;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What each form method gives to whom: administrators, people who configure a job, readers. */
@WithJenkins
class ClusterPermissionsTest {

    private static final String ADMIN = "admin";
    private static final String CONFIGURER = "configurer";
    private static final String READER = "reader";

    private JenkinsRule jenkins;
    private Folder folder;
    private FreeStyleProject job;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMIN)
                .grant(Jenkins.READ, Item.READ, Item.CONFIGURE)
                .everywhere()
                .to(CONFIGURER)
                .grant(Jenkins.READ, Item.READ)
                .everywhere()
                .to(READER));
        folder = jenkins.createProject(Folder.class, "folder");
        job = folder.createProject(FreeStyleProject.class, "job");
        StoredCredentials.add(
                StoredCredentials.global(),
                StoredCredentials.text("global-text", "x"),
                StoredCredentials.pair("global-pair", "user", "x"),
                StoredCredentials.file("global-file"),
                StoredCredentials.certificate(CredentialsScope.GLOBAL, "global-key", new Authority().issue()),
                StoredCredentials.certificate(CredentialsScope.SYSTEM, "system-key", new Authority().issue()),
                StoredCredentials.text(CredentialsScope.SYSTEM, "system-text", "x"));
        StoredCredentials.addForHost(
                StoredCredentials.global(), "ob1.example.com", StoredCredentials.text("domain-text", "x"));
        StoredCredentials.add(
                StoredCredentials.of(folder),
                StoredCredentials.text("folder-text", "x"),
                StoredCredentials.pair("folder-pair", "user", "x"));
        ObshellGlobalConfiguration.get().setClusters(List.of(new ObshellCluster("prod", List.of("ob1"))));
    }

    private static <T> T as(String user, Supplier<T> call) {
        try (ACLContext context = ACL.as2(User.getOrCreateByIdOrFullName(user).impersonate2())) {
            assertTrue(context != null);
            return call.get();
        }
    }

    private static List<String> values(ListBoxModel list) {
        return list.stream().map(option -> option.value).sorted().toList();
    }

    private static List<String> values(String user, Supplier<ListBoxModel> list) {
        return values(as(user, list));
    }

    private static void assertTells(String part, FormValidation validation) {
        assertTrue(String.valueOf(validation.getMessage()).contains(part), validation.toString());
    }

    private static void assertRight(FormValidation validation) {
        assertEquals(FormValidation.Kind.OK, validation.kind, validation.toString());
    }

    private WebResponse ask(String user, HttpMethod method, String name, String... parameters) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            browser.withBasicCredentials(user);
            String path = "descriptorByName/" + ObshellCluster.class.getName() + "/" + name;
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), method);
            List<NameValuePair> given = new ArrayList<>();
            for (int i = 0; i < parameters.length; i += 2) {
                given.add(new NameValuePair(parameters[i], parameters[i + 1]));
            }
            request.setRequestParameters(given);
            if (method == HttpMethod.POST) {
                browser.addCrumb(request);
            }
            return browser.getPage(request).getWebResponse();
        }
    }

    private String post(String user, String name, String... parameters) throws Exception {
        WebResponse answer = ask(user, HttpMethod.POST, name, parameters);
        assertEquals(HttpURLConnection.HTTP_OK, answer.getStatusCode(), answer.getContentAsString());
        return answer.getContentAsString();
    }

    @Test
    void administratorsAreToldEveryMistakeOfACluster() throws Exception {
        assertTrue(post(ADMIN, "checkName", "value", " ").contains("needs a name"));
        assertTrue(post(ADMIN, "checkEndpoints", "value", "ob1/x").contains("is not an endpoint"));
        assertTrue(post(ADMIN, "checkConnectTimeout", "value", "2m").contains("between 1s and 1m"));
        assertTrue(post(ADMIN, "checkCallTimeout", "value", "soon").contains("is not a duration"));
        assertTrue(
                post(ADMIN, "checkCredentialsId", "value", "", "endpoints", "").contains("Choose the credential"));
        assertFalse(post(ADMIN, "checkName", "value", "prod").contains("error"));
        assertTrue(post(ADMIN, "checkCaCertificates", "value", "/etc/ca.pem").contains("hold no certificate"));
        assertTrue(post(ADMIN, "checkCaCertificates", "value", new Authority().pem())
                .contains("CN=Authority of a test, valid until"));
        assertTrue(post(ADMIN, "checkAgentFingerprints", "value", "abcd").contains("64 hexadecimal digits"));
        assertTrue(post(ADMIN, "checkAllowedFolders", "value", "a/*").contains("is not the full name"));
        assertTrue(
                post(ADMIN, "checkAllowedFolders", "value", "folder\nnowhere").contains("no folder or job “nowhere”"));
        assertFalse(post(ADMIN, "checkAllowedFolders", "value", "folder").contains("warning"));
        assertTrue(post(ADMIN, "checkEndpoints", "value", "ob1", "agentFingerprints", "")
                .contains("travels over the same connection"));
        assertFalse(post(ADMIN, "checkEndpoints", "value", "ob1", "agentFingerprints", "ab".repeat(32))
                .contains("warning"));
        assertFalse(post(ADMIN, "checkEndpoints", "value", "https://ob1", "agentFingerprints", "")
                .contains("warning"));
        assertTrue(post(ADMIN, "checkClientCertificateCredentialsId", "value", "global-text", "endpoints", "")
                .contains("Choose a certificate"));
        assertFalse(post(ADMIN, "checkClientCertificateCredentialsId", "value", "global-key", "endpoints", "")
                .contains("error"));
        assertFalse(post(ADMIN, "checkCredentialsId", "value", "global-text", "endpoints", "")
                .contains("error"));
    }

    @Test
    void nobodyElseLearnsAnythingFromTheChecksOfACluster() throws Exception {
        for (String user : List.of(CONFIGURER, READER)) {
            String nothing = post(user, "checkName", "value", "prod");
            assertEquals(nothing, post(user, "checkName", "value", " "));
            assertEquals(nothing, post(user, "checkEndpoints", "value", "ob1/x"));
            assertEquals(nothing, post(user, "checkConnectTimeout", "value", "2m"));
            assertEquals(nothing, post(user, "checkCallTimeout", "value", "soon"));
            assertEquals(nothing, post(user, "checkCredentialsId", "value", "nowhere", "endpoints", ""));
            assertEquals(
                    nothing, post(user, "checkClientCertificateCredentialsId", "value", "nowhere", "endpoints", ""));
            assertEquals(nothing, post(user, "checkCaCertificates", "value", "nonsense"));
            assertEquals(nothing, post(user, "checkAgentFingerprints", "value", "nonsense"));
            assertEquals(nothing, post(user, "checkAllowedFolders", "value", "folder"));
            assertEquals(nothing, post(user, "checkAllowedFolders", "value", "nowhere"));
            assertEquals(nothing, post(user, "checkEndpoints", "value", "http://ob1", "agentFingerprints", ""));
        }
    }

    @Test
    void theConnectionIsTestedForAdministratorsOnly() throws Exception {
        try (SimulatedCluster simulated =
                SimulatedCluster.builder().keys(new KeyPairs()).start()) {
            String[] parameters = {
                "endpoints",
                String.join("\n", simulated.endpoints()),
                "credentialsId",
                "global-text",
                "passwordKind",
                "ROOT_SYS",
                "connectTimeout",
                "5s",
                "callTimeout",
                "30s",
                "caCertificates",
                "",
                "agentFingerprints",
                "",
                "clientCertificateCredentialsId",
                "",
                "useProxy",
                "true"
            };
            for (String user : List.of(CONFIGURER, READER)) {
                assertEquals(
                        HttpURLConnection.HTTP_FORBIDDEN,
                        ask(user, HttpMethod.POST, "testConnection", parameters).getStatusCode());
            }
            assertEquals(0, simulated.requests().size());
            String told = post(ADMIN, "testConnection", parameters);
            assertTrue(told.contains("Check the credential and the password type"), told);
            assertTrue(told.contains("<td>" + simulated.endpoints().get(0) + "</td>"), told);
            assertTrue(told.contains("data-obshell-keys="), told);
            parameters[parameters.length - 3] = "global-text";
            assertTrue(post(ADMIN, "testConnection", parameters).contains("a certificate is required"));
        }
    }

    @Test
    void theTestOfTheConnectionTellsWhatIsWrongWithTheCredential() throws Exception {
        try (SimulatedCluster simulated =
                SimulatedCluster.builder().keys(new KeyPairs()).start()) {
            String endpoints = simulated.endpoints().get(0);
            assertTrue(trial(endpoints, "").contains("Choose the credential"));
            assertTrue(trial(endpoints, "folder-text").contains("no global credential “folder-text”"));
            assertTrue(trial(endpoints, "domain-text").contains("no global credential “domain-text”"));
            assertTrue(trial(endpoints, "system-text").contains("has the scope System"));
            assertTrue(trial(endpoints, "global-file").contains("“Secret file”"));
            assertEquals(0, simulated.requests().count("GET", ".*/unfinish"));
        }
    }

    private String trial(String endpoints, String credentialsId) throws Exception {
        return post(
                ADMIN,
                "testConnection",
                "endpoints",
                endpoints,
                "credentialsId",
                credentialsId,
                "passwordKind",
                "ROOT_SYS",
                "connectTimeout",
                "",
                "callTimeout",
                "");
    }

    @Test
    void noFormMethodAnswersAGet() throws Exception {
        for (String name : List.of(
                "checkName",
                "checkEndpoints",
                "checkConnectTimeout",
                "checkCallTimeout",
                "checkCredentialsId",
                "checkCaCertificates",
                "checkAgentFingerprints",
                "checkClientCertificateCredentialsId",
                "checkAllowedFolders",
                "fillCredentialsIdItems",
                "fillClientCertificateCredentialsIdItems",
                "testConnection")) {
            int status = ask(ADMIN, HttpMethod.GET, name, "value", "x").getStatusCode();
            assertTrue(status == HttpURLConnection.HTTP_BAD_METHOD || status == HttpURLConnection.HTTP_NOT_FOUND, name);
        }
    }

    @Test
    void administratorsChooseAmongTheGlobalCredentialsThatBuildsCanUse() throws Exception {
        String all = post(ADMIN, "fillCredentialsIdItems", "credentialsId", "old", "endpoints", "");
        for (String shown : List.of("global-text", "global-pair", "domain-text", "old")) {
            assertTrue(all.contains("\"" + shown + "\""), all);
        }
        for (String hidden : List.of("system-text", "global-file", "folder-text")) {
            assertFalse(all.contains(hidden), all);
        }
        String allowed = post(ADMIN, "fillCredentialsIdItems", "credentialsId", "", "endpoints", "ob1.example.com");
        assertTrue(allowed.contains("domain-text"), allowed);
        String other = post(ADMIN, "fillCredentialsIdItems", "credentialsId", "", "endpoints", "ob1.example.com\nob2");
        assertFalse(other.contains("domain-text"), other);
        for (String user : List.of(CONFIGURER, READER)) {
            String current = post(user, "fillCredentialsIdItems", "credentialsId", "old", "endpoints", "");
            assertTrue(current.contains("\"old\""), current);
            assertFalse(current.contains("global-"), current);
        }
    }

    @Test
    void administratorsChooseAmongTheCertificatesThatBuildsCanUse() throws Exception {
        String fill = "fillClientCertificateCredentialsIdItems";
        String all = post(ADMIN, fill, "clientCertificateCredentialsId", "old", "endpoints", "");
        assertTrue(all.contains("\"global-key\""), all);
        assertTrue(all.contains("\"old\""), all);
        for (String hidden : List.of("system-key", "global-text", "global-file")) {
            assertFalse(all.contains(hidden), all);
        }
        for (String user : List.of(CONFIGURER, READER)) {
            String current = post(user, fill, "clientCertificateCredentialsId", "old", "endpoints", "");
            assertTrue(current.contains("\"old\""), current);
            assertFalse(current.contains("global-"), current);
        }
    }

    @Test
    void aClusterForOtherFoldersIsNeitherOfferedNorTold() {
        ObshellCluster here = new ObshellCluster("here", List.of("ob1"));
        here.setAllowedFolders(List.of("folder"));
        ObshellCluster elsewhere = new ObshellCluster("elsewhere", List.of("ob1"));
        elsewhere.setAllowedFolders(List.of("another"));
        ObshellGlobalConfiguration.get().setClusters(List.of(here, elsewhere));
        for (String user : List.of(ADMIN, CONFIGURER)) {
            assertEquals(List.of("", "here"), values(user, () -> ClusterForms.clusters(job, cluster(""))));
            assertRight(as(user, () -> ClusterForms.checkCluster(job, cluster("here"))));
            String forbidden = as(user, () -> ClusterForms.checkCluster(job, cluster("elsewhere")))
                    .getMessage();
            String unknown = as(user, () -> ClusterForms.checkCluster(job, cluster("nowhere")))
                    .getMessage();
            assertEquals(unknown.replace("nowhere", "elsewhere"), forbidden);
        }
        assertEquals(List.of("", "elsewhere", "here"), values(ADMIN, () -> ClusterForms.clusters(null, cluster(""))));
    }

    @Test
    void whoConfiguresAJobChoosesAmongItsCredentials() {
        assertEquals(
                List.of("", "domain-text", "folder-pair", "folder-text", "global-pair", "global-text"),
                values(CONFIGURER, () -> CredentialsForms.passwords(job, "", "")));
        assertEquals(
                List.of("", "folder-pair", "global-pair", "old"),
                values(CONFIGURER, () -> CredentialsForms.storageKeys(job, "old")));
        assertEquals(List.of("old"), values(READER, () -> CredentialsForms.passwords(job, "old", "")));
        assertEquals(List.of("old"), values(READER, () -> CredentialsForms.storageKeys(job, "old")));
        assertEquals(List.of("old"), values(CONFIGURER, () -> CredentialsForms.passwords(null, "old", "")));
        assertEquals(List.of("old"), values(CONFIGURER, () -> CredentialsForms.storageKeys(null, "old")));
    }

    @Test
    void whoConfiguresAJobIsToldAboutItsCredentials() {
        assertRight(as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "folder-text", "ob1")));
        assertRight(as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "", "ob1")));
        assertRight(as(CONFIGURER, () -> CredentialsForms.checkStorageKey(job, "folder-pair")));
        assertTells("no such credential", as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "nowhere", "")));
        assertTells("no such credential", as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "system-text", "")));
        assertTells("wrong type", as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "global-file", "")));
        assertTells("wrong type", as(CONFIGURER, () -> CredentialsForms.checkStorageKey(job, "folder-text")));
        assertTells(
                "does not allow all endpoints",
                as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "domain-text", "ob2")));
        assertEquals(
                FormValidation.Kind.WARNING,
                as(CONFIGURER, () -> CredentialsForms.checkPassword(job, "${CREDENTIAL}", "")).kind);
    }

    @Test
    void readersLearnNothingAboutCredentials() {
        for (String id : List.of("nowhere", "global-text", "global-file")) {
            assertRight(as(READER, () -> CredentialsForms.checkPassword(job, id, "")));
            assertRight(as(READER, () -> CredentialsForms.checkStorageKey(job, id)));
            assertRight(as(CONFIGURER, () -> CredentialsForms.checkPassword(null, id, "")));
        }
    }

    @Test
    void administratorsAreToldAboutGlobalCredentials() {
        assertRight(as(ADMIN, () -> CredentialsForms.checkPassword(null, "global-pair", "ob1")));
        assertTells("scope System", as(ADMIN, () -> CredentialsForms.checkPassword(null, "system-text", "ob1")));
        assertTells(
                "Only builds in a folder", as(ADMIN, () -> CredentialsForms.checkPassword(null, "folder-text", "ob1")));
        assertTells("wrong type", as(ADMIN, () -> CredentialsForms.checkPassword(null, "global-file", "ob1")));
    }

    @Test
    void whoConfiguresAJobChoosesAmongTheClusters() {
        assertEquals(List.of("", "prod"), values(CONFIGURER, () -> ClusterForms.clusters(job, cluster("prod"))));
        assertEquals(
                List.of("", "gone", "prod"), values(CONFIGURER, () -> ClusterForms.clusters(job, cluster("gone"))));
        assertEquals(List.of("gone"), values(READER, () -> ClusterForms.clusters(job, cluster("gone"))));
        assertEquals(List.of(), values(CONFIGURER, () -> ClusterForms.clusters(null, cluster(null))));
        assertRight(as(CONFIGURER, () -> ClusterForms.checkCluster(job, cluster("prod"))));
        assertTells("no cluster “gone”", as(CONFIGURER, () -> ClusterForms.checkCluster(job, cluster("gone"))));
        assertRight(as(READER, () -> ClusterForms.checkCluster(job, cluster("gone"))));
        assertTells(
                "is not an endpoint",
                as(CONFIGURER, () -> ClusterForms.checkEndpoints(job, endpoints("ob1, ob2/x", ""))));
        assertRight(as(CONFIGURER, () -> ClusterForms.checkEndpoints(job, endpoints("", ""))));
        assertRight(as(READER, () -> ClusterForms.checkEndpoints(job, endpoints("ob2/x", ""))));

        assertTells("Choose a cluster", as(CONFIGURER, () -> ClusterForms.checkCluster(job, endpoints("", ""))));
        assertTells(
                "not both",
                as(CONFIGURER, () -> ClusterForms.checkCluster(job, new ClusterChoice("prod", "ob1", null))));
        assertTells(
                "Choose the credential", as(CONFIGURER, () -> ClusterForms.checkCredential(job, endpoints("ob1", ""))));
        assertTells(
                "no such credential",
                as(CONFIGURER, () -> ClusterForms.checkCredential(job, endpoints("ob1", "nowhere"))));
        assertRight(as(CONFIGURER, () -> ClusterForms.checkCredential(job, endpoints("ob1", "global-text"))));
        assertRight(as(READER, () -> ClusterForms.checkCredential(job, endpoints("ob1", ""))));
        assertRight(as(READER, () -> ClusterForms.checkCluster(job, endpoints("", ""))));
    }

    private static ClusterChoice cluster(String name) {
        return new ClusterChoice(name, null, null);
    }

    private static ClusterChoice endpoints(String endpoints, String credentialsId) {
        return new ClusterChoice(null, endpoints, credentialsId);
    }
}
