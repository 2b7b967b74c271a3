package io.jenkins.plugins.obshell.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.casc.ConfigurationContext;
import io.jenkins.plugins.casc.ConfiguratorException;
import io.jenkins.plugins.casc.ConfiguratorRegistry;
import io.jenkins.plugins.casc.misc.Util;
import io.jenkins.plugins.casc.misc.junit.jupiter.AbstractRoundTripTest;
import io.jenkins.plugins.casc.model.CNode;
import io.jenkins.plugins.casc.model.Mapping;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jvnet.hudson.test.JenkinsRule;

/** The clusters as code: applied, checked and applied from the page, kept over a restart, exported as they were read. */
class ClusterAsCodeTest extends AbstractRoundTripTest {

    private static final String YAML = "configuration-as-code.yaml";

    @Override
    protected void assertConfiguredAsExpected(JenkinsRule jenkins, String yaml) {
        List<ObshellCluster> clusters = ObshellGlobalConfiguration.get().getClusters();
        assertEquals(
                List.of("prod", "test"),
                clusters.stream().map(ObshellCluster::getName).toList());
        ObshellCluster prod = clusters.get(0);
        assertEquals(List.of("ob1.example.com:2886", "https://ob2.example.com:2886"), prod.getEndpoints());
        assertEquals("prod-root", prod.getCredentialsId());
        assertEquals(PasswordKind.ROOT_SYS, prod.getPasswordKind());
        assertEquals("5s", prod.getConnectTimeout());
        assertEquals("30s", prod.getCallTimeout());
        ObshellCluster test = clusters.get(1);
        assertEquals(PasswordKind.AGENT, test.getPasswordKind());
        assertEquals("2s", test.getConnectTimeout());
        assertEquals("1m", test.getCallTimeout());
        assertTrue(test.getCaCertificates().startsWith("-----BEGIN CERTIFICATE-----"));
        assertTrue(test.getCaCertificates().endsWith("-----END CERTIFICATE-----"));
        assertEquals(1, test.getAgentFingerprints().size());
        assertEquals("test-certificate", test.getClientCertificateCredentialsId());
        assertFalse(test.isUseProxy());
        assertEquals(
                List.of("drill_2c8g", "drill_4c16g"), test.getRestoreDrills().getUnitConfigs());
        assertEquals(List.of("zone1"), test.getRestoreDrills().getZones());
        assertEquals(3, test.getRestoreDrills().getMaxConcurrent());
        assertTrue(test.getRestoreDrills().isAllowSameCluster());
        assertNull(prod.getRestoreDrills());
        assertEquals(List.of("databases", "team/releases"), test.getAllowedFolders());
        assertTrue(prod.isUseProxy());
        assertNull(prod.getCaCertificates());
        assertEquals(List.of(), prod.getAllowedFolders());
    }

    @Override
    protected String stringInLogExpected() {
        return "prod-root";
    }

    @Test
    void theExportHoldsWhatDiffersFromTheDefaults(JenkinsRule jenkins) throws Exception {
        ConfigurationAsCode.get().configure(getClass().getResource(YAML).toExternalForm());
        ConfiguratorRegistry registry = ConfiguratorRegistry.get();
        CNode exported =
                Util.getUnclassifiedRoot(new ConfigurationContext(registry)).get("obshell");
        Mapping test = exported.asMapping().get("clusters").asSequence().get(1).asMapping();
        assertEquals(
                ObshellGlobalConfiguration.get().getClusters().get(1).getCaCertificates(),
                test.remove("caCertificates").asScalar().getValue());
        assertEquals("""
                clusters:
                - credentialsId: "prod-root"
                  endpoints:
                  - "ob1.example.com:2886"
                  - "https://ob2.example.com:2886"
                  name: "prod"
                - agentFingerprints:
                  - "5E:88:48:98:DA:28:04:71:51:D0:E5:6F:8D:C6:29:27:73:60:3D:0D:6A:AB:BD:D6:2A:11:EF:72:1D:15:42:D8"
                  allowedFolders:
                  - "databases"
                  - "team/releases"
                  callTimeout: "1m"
                  clientCertificateCredentialsId: "test-certificate"
                  connectTimeout: "2s"
                  credentialsId: "test-agent"
                  endpoints:
                  - "[::1]:2886"
                  name: "test"
                  passwordKind: AGENT
                  restoreDrills:
                    allowSameCluster: true
                    maxConcurrent: 3
                    unitConfigs:
                    - "drill_2c8g"
                    - "drill_4c16g"
                    zones:
                    - "zone1"
                  useProxy: false
                """, Util.toYamlString(exported));
    }

    @Test
    void everyMistakeIsToldAndNothingIsChanged(JenkinsRule jenkins, @TempDir Path folder) throws IOException {
        ObshellGlobalConfiguration.get().setClusters(List.of(new ObshellCluster("old", List.of("ob1"))));
        Path yaml = folder.resolve("jenkins.yaml");
        Files.writeString(yaml, """
                unclassified:
                  obshell:
                    clusters:
                      - name: prod
                        endpoints: ["ob1", "ob2/path"]
                        connectTimeout: soon
                        caCertificates: /etc/ca.pem
                        agentFingerprints: [abcd]
                        allowedFolders: ["a/*"]
                        restoreDrills:
                          maxConcurrent: 0
                      - name: prod
                      - endpoints: ["ob1"]
                """);
        ConfiguratorException refusal = assertThrows(
                ConfiguratorException.class, () -> ConfigurationAsCode.get().configure(yaml.toString()));
        String told = messages(refusal);
        for (String part : List.of(
                "ob2/path",
                "Connection timeout",
                "hold no certificate",
                "“abcd”",
                "“a/*”",
                "at least one unit config",
                "at least one must be able to run",
                "at least one endpoint",
                "“prod”",
                "needs a name")) {
            assertTrue(told.contains(part), told);
        }
        assertEquals(
                "old", ObshellGlobalConfiguration.get().getClusters().get(0).getName());
    }

    @Test
    void thePageAfterAReloadSaysWhatIsWrong(JenkinsRule jenkins, @TempDir Path folder) throws Exception {
        Path yaml = folder.resolve("jenkins.yaml");
        Files.writeString(yaml, """
                unclassified:
                  obshell:
                    clusters:
                      - name: prod
                        endpoints: ["ob1"]
                        callTimeout: soon
                      - name: prod
                        endpoints: ["ob2"]
                """);
        System.setProperty(ConfigurationAsCode.CASC_JENKINS_CONFIG_PROPERTY, yaml.toString());
        try (JenkinsRule.WebClient browser = jenkins.createWebClient()) {
            WebRequest reload =
                    new WebRequest(new URL(jenkins.getURL(), "configuration-as-code/reload"), HttpMethod.POST);
            String page = ((HtmlPage) browser.getPage(browser.addCrumb(reload))).asNormalizedText();
            assertTrue(page.contains("Call timeout: “soon” is not a duration"), page);
            assertTrue(page.contains("More than one cluster has the name “prod”"), page);
        } finally {
            System.clearProperty(ConfigurationAsCode.CASC_JENKINS_CONFIG_PROPERTY);
        }
    }

    private static String messages(Throwable error) {
        return error == null ? "" : error.getMessage() + " " + messages(error.getCause());
    }
}
