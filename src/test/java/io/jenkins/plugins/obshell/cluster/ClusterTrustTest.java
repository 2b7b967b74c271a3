package io.jenkins.plugins.obshell.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a configured cluster says of whom to trust there, and of who may use it. */
class ClusterTrustTest {

    private static final String PIN = "ab".repeat(32);

    private final ObshellCluster cluster = new ObshellCluster("prod", List.of("https://ob1"));

    private void assertMistake(String part) {
        List<String> problems = ClusterRules.problems(cluster);
        assertEquals(1, problems.size(), problems.toString());
        assertTrue(problems.get(0).contains(part), problems.get(0));
    }

    @Test
    void unlessItIsSaidJavaIsTrustedAnyKeyIsTakenTheProxyIsUsedAndAllJobsMayUseIt() {
        assertEquals(List.of(), cluster.authorities());
        assertEquals(Set.of(), cluster.pins());
        assertNull(cluster.getCaCertificates());
        assertNull(cluster.getClientCertificateCredentialsId());
        assertTrue(cluster.isUseProxy());
        assertTrue(cluster.isFor("any/job"));
        assertEquals(List.of(), ClusterRules.problems(cluster));
    }

    @Test
    void nothingIsTheSameAsBlanks() {
        cluster.setCaCertificates(" \n");
        cluster.setAgentFingerprints(List.of("\n \n"));
        cluster.setAllowedFolders(List.of(" ", "/"));
        cluster.setClientCertificateCredentialsId(" ");
        assertNull(cluster.getCaCertificates());
        assertEquals(List.of(), cluster.getAgentFingerprints());
        assertEquals(List.of(), cluster.getAllowedFolders());
        assertNull(cluster.getClientCertificateCredentialsId());
        cluster.setAgentFingerprints(null);
        cluster.setAllowedFolders(null);
        assertEquals(Set.of(), cluster.pins());
        assertTrue(cluster.isFor("any"));
    }

    @Test
    void aFormGivesAllInOneTextAndCodeOneEach() {
        String other = "CD:".repeat(31) + "CD";
        cluster.setAgentFingerprints(List.of(PIN + "\r\n\r\n  " + other + " "));
        assertEquals(List.of(PIN, other), cluster.getAgentFingerprints());
        assertEquals(PIN + "\n" + other, cluster.getAgentFingerprintLines());
        assertEquals(Set.of(KeyFingerprint.parse(PIN), KeyFingerprint.parse(other)), cluster.pins());
        cluster.setAllowedFolders(List.of("/databases/\n team/releases \n", "databases"));
        assertEquals(List.of("databases", "team/releases"), cluster.getAllowedFolders());
        assertEquals("databases\nteam/releases", cluster.getAllowedFolderLines());
    }

    @Test
    void certificatesAreRead() {
        Authority authority = new Authority();
        cluster.setCaCertificates("\n" + authority.pem());
        assertEquals(List.of(authority.certificate()), cluster.authorities());
        assertEquals(List.of(), ClusterRules.problems(cluster));
    }

    @Test
    void everyMistakeIsTold() {
        cluster.setCaCertificates("/etc/ssl/ca.pem");
        assertMistake("hold no certificate");
        cluster.setCaCertificates(null);
        cluster.setAgentFingerprints(List.of(PIN, "abcd"));
        assertMistake("“abcd” is not the fingerprint");
        cluster.setAgentFingerprints(List.of());
        cluster.setAllowedFolders(List.of("databases", "team/*"));
        assertMistake("“team/*” is not the full name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a//b", "a/../b", ".", "a/ /b", "a\tb", "*", "a|b"})
    void whatCanBeNoFolderIsTold(String name) {
        assertTrue(FolderList.problem(name).orElse("").contains("full name"), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"databases", "team/数据库", "a b/c-d_e.f", "folder/branch%2Fx"})
    void anythingElseCanBeOne(String name) {
        assertTrue(FolderList.problem(name).isEmpty(), name);
    }

    @ParameterizedTest
    @CsvSource({
        "databases, true",
        "databases/nightly, true",
        "databases/team/hourly, true",
        "team/releases, true",
        "team/releases/main, true",
        "team, false",
        "team/other, false",
        "databases-of-others, false",
        "databases-of-others/databases, false",
        "Databases/nightly, false",
        "nightly, false"
    })
    void onlyJobsInTheFoldersMayUseIt(String job, boolean may) {
        cluster.setAllowedFolders(List.of("databases", "team/releases"));
        assertEquals(may, cluster.isFor(job));
        assertTrue(cluster.isFor(null));
    }

    @Test
    void theProxyCanBeLeftOut() {
        cluster.setUseProxy(false);
        assertFalse(cluster.isUseProxy());
    }
}
