package io.jenkins.plugins.obshell.harness.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.CertificateCredentialsImpl;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.model.Descriptor;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.Item;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.RestoreDrills;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import java.lang.reflect.Method;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jenkins.model.Jenkins;
import okhttp3.tls.HeldCertificate;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.htmlunit.util.NameValuePair;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/**
 * Whom each form method of each descriptor tells something, asked over HTTP: without a job, for a job in a folder, and for one
 * outside. The methods are found by reflection, so a new one is asked too.
 */
@WithJenkins
class PermissionMatrixTest {

    private static final String ANONYMOUS = "anonymous";
    private static final String READER = "reader";
    private static final String FOLDER_CONFIGURER = "folder-configurer";
    private static final String CONFIGURER = "configurer";
    private static final String CANCELLER = "canceller";
    private static final String ADMIN = "admin";
    private static final List<String> USERS =
            List.of(ANONYMOUS, READER, FOLDER_CONFIGURER, CONFIGURER, CANCELLER, ADMIN);

    private static final Map<String, String> PLACES =
            new TreeMap<>(Map.of("nowhere", "", "inside", "job/folder/job/inside/", "outside", "job/outside/"));

    /** What is configured with them is for those alone who may configure it. */
    private static final Pattern OF_CONFIGURERS =
            Pattern.compile(".*(Cluster|Credentials|Endpoints|UnitConfig|Zones).*");

    /** Values that every check has something to say about. */
    private static final Map<String, String> WRONG = Map.of(
            "checkName", " ",
            "checkEndpoints", "a/b",
            "checkTenant", "a b",
            "checkTenants", "sys",
            "checkExcept", "sys",
            "checkAllowedFolders", "nowhere",
            "checkUnitConfigs", " ");

    private JenkinsRule jenkins;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        Folder folder = jenkins.createProject(Folder.class, "folder");
        folder.createProject(FreeStyleProject.class, "inside");
        jenkins.createProject(FreeStyleProject.class, "outside");
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, "root", null, Secret.fromString("x")));
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "storage", null, "id", "x"));
        HeldCertificate client = new Authority().issue();
        provider.getCredentials()
                .add(new CertificateCredentialsImpl(
                        CredentialsScope.GLOBAL,
                        "client",
                        null,
                        "hush",
                        new CertificateCredentialsImpl.PEMEntryKeyStoreSource(
                                client.certificatePem(), client.privateKeyPkcs8Pem())));
        provider.save();
        RestoreDrills drills = new RestoreDrills(List.of("drill_2c8g"));
        drills.setZones(List.of("zone1"));
        ObshellCluster prod = new ObshellCluster("prod", List.of("ob1"));
        prod.setRestoreDrills(drills);
        ObshellGlobalConfiguration.get().setClusters(List.of(prod));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to(ADMIN)
                .grant(Jenkins.READ)
                .everywhere()
                .to(READER, FOLDER_CONFIGURER, CONFIGURER, CANCELLER)
                .grant(Item.READ)
                .everywhere()
                .to(READER, CONFIGURER, CANCELLER)
                .grant(Item.CANCEL)
                .everywhere()
                .to(CANCELLER)
                .grant(Item.CONFIGURE)
                .everywhere()
                .to(CONFIGURER)
                .grant(Item.READ, Item.CONFIGURE)
                .onFolders(folder)
                .to(FOLDER_CONFIGURER));
    }

    /** A form method: where Jenkins serves it below a place. */
    private record FormMethod(String descriptor, String name) {

        String path() {
            return "descriptorByName/" + descriptor + "/" + name;
        }

        @Override
        public String toString() {
            return descriptor.replaceAll(".*\\.", "") + "." + name;
        }
    }

    private static List<FormMethod> methods() {
        List<FormMethod> methods = new ArrayList<>();
        for (Descriptor<?> descriptor : Jenkins.get().getExtensionList(Descriptor.class)) {
            if (descriptor.getClass().getName().startsWith("io.jenkins.plugins.obshell.")) {
                Arrays.stream(descriptor.getClass().getMethods())
                        .filter(method -> !method.isBridge()
                                && method.getName().matches("do[A-Z].*")
                                && method.getDeclaringClass().getName().startsWith("io.jenkins.plugins.obshell."))
                        .map(Method::getName)
                        .map(name -> name.substring(2, 3).toLowerCase(Locale.ROOT) + name.substring(3))
                        .distinct()
                        .sorted()
                        .forEach(name -> methods.add(new FormMethod(descriptor.getId(), name)));
            }
        }
        return methods;
    }

    @Test
    void eachMethodTellsThoseWhoMayKnow() throws Exception {
        List<String> expected = new ArrayList<>();
        List<String> actual = new ArrayList<>();
        for (FormMethod method : methods()) {
            for (Map.Entry<String, String> place : PLACES.entrySet()) {
                String row = method + " " + place.getKey() + ": ";
                expected.add(row + mayKnow(method, place.getKey()));
                List<String> told = new ArrayList<>();
                for (String user : USERS) {
                    if (tells(ask(user, HttpMethod.POST, place.getValue() + method.path(), true, method.name()))) {
                        told.add(user);
                    }
                }
                actual.add(row + told);
            }
        }
        assertTrue(methods().size() > 40, methods()::toString);
        assertEquals(String.join("\n", expected), String.join("\n", actual));
    }

    private static List<String> mayKnow(FormMethod method, String place) {
        if (List.of(ObshellCluster.class.getName(), RestoreDrills.class.getName())
                .contains(method.descriptor())) {
            return List.of(ADMIN);
        }
        boolean ofConfigurers = OF_CONFIGURERS.matcher(method.name()).matches();
        return switch (place) {
            case "nowhere" ->
                ofConfigurers ? List.of(ADMIN) : List.of(READER, FOLDER_CONFIGURER, CONFIGURER, CANCELLER, ADMIN);
            case "inside" ->
                ofConfigurers
                        ? List.of(FOLDER_CONFIGURER, CONFIGURER, ADMIN)
                        : List.of(READER, FOLDER_CONFIGURER, CONFIGURER, CANCELLER, ADMIN);
            default -> ofConfigurers ? List.of(CONFIGURER, ADMIN) : List.of(READER, CONFIGURER, CANCELLER, ADMIN);
        };
    }

    @Test
    void noMethodAnswersAGetOrAPostWithoutACrumb() throws Exception {
        for (FormMethod method : methods()) {
            int got = ask(ADMIN, HttpMethod.GET, method.path(), false, method.name())
                    .getStatusCode();
            assertTrue(
                    got == HttpURLConnection.HTTP_BAD_METHOD || got == HttpURLConnection.HTTP_NOT_FOUND,
                    got + " " + method);
            assertEquals(
                    HttpURLConnection.HTTP_FORBIDDEN,
                    ask(ADMIN, HttpMethod.POST, method.path(), false, method.name())
                            .getStatusCode(),
                    method.toString());
        }
    }

    @Test
    void whoMayNotIsRefusedTheTestOfTheConnection() throws Exception {
        String path = "descriptorByName/" + ObshellCluster.class.getName() + "/testConnection";
        for (String user : List.of(READER, FOLDER_CONFIGURER, CONFIGURER, CANCELLER)) {
            for (String place : List.of("", "job/folder/job/inside/")) {
                int status = ask(user, HttpMethod.POST, place + path, true, "testConnection")
                        .getStatusCode();
                assertTrue(
                        status == HttpURLConnection.HTTP_FORBIDDEN || status == HttpURLConnection.HTTP_NOT_FOUND, user);
            }
        }
    }

    @Test
    void onlyWhoMayCancelABuildCancelsItsBackup() throws Exception {
        FreeStyleBuild build = jenkins.buildAndAssertSuccess(
                jenkins.jenkins.getItemByFullName("folder/inside", FreeStyleProject.class));
        List<String> cancelled = new ArrayList<>();
        ObshellRunAction.of(build).offerCancel("7", cancelled::add);
        String path = build.getUrl() + "obshell/cancel?operation=7";

        for (String user : USERS) {
            ask(user, HttpMethod.GET, path, false, "cancel");
            ask(user, HttpMethod.POST, path, false, "cancel");
            ask(user, HttpMethod.POST, path, true, "cancel");
        }
        assertEquals(List.of(CANCELLER, ADMIN), cancelled);
    }

    /** Whether an answer holds anything: a complaint, or choices besides what was asked with. */
    private static boolean tells(WebResponse answer) {
        String content = answer.getContentAsString();
        return answer.getStatusCode() == HttpURLConnection.HTTP_OK
                && (content.contains("class=\"error\"")
                        || content.contains("class='error'")
                        || content.contains("class=error")
                        || content.contains("class=warning")
                        || content.contains("class=\"warning\"")
                        || content.split("\"value\":", -1).length > 2);
    }

    private WebResponse ask(String user, HttpMethod verb, String path, boolean crumb, String name) throws Exception {
        try (JenkinsRule.WebClient browser = jenkins.createWebClient().withThrowExceptionOnFailingStatusCode(false)) {
            if (!user.equals(ANONYMOUS)) {
                browser.withBasicCredentials(user);
            }
            WebRequest request = new WebRequest(new URL(jenkins.getURL(), path), verb);
            List<NameValuePair> parameters = new ArrayList<>();
            parameters.add(new NameValuePair("value", WRONG.getOrDefault(name, "!")));
            parameters.add(new NameValuePair("passwordKind", "ROOT_SYS"));
            parameters.add(new NameValuePair("useProxy", "true"));
            parameters.add(new NameValuePair("cluster", name.matches("check(UnitConfig|Zones)") ? "prod" : ""));
            List.of("credentialsId", "endpoints", "agentFingerprints", "connectTimeout", "callTimeout")
                    .forEach(parameter -> parameters.add(new NameValuePair(parameter, "")));
            request.setRequestParameters(parameters);
            if (crumb) {
                browser.addCrumb(request);
            }
            return browser.getPage(request).getWebResponse();
        }
    }
}
