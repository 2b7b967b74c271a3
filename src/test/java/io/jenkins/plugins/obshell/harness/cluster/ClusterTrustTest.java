package io.jenkins.plugins.obshell.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.AbortException;
import hudson.ProxyConfiguration;
import hudson.model.FreeStyleProject;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.UnreachableException;
import io.jenkins.plugins.obshell.client.UntrustedKeyException;
import io.jenkins.plugins.obshell.client.crypto.AgentKey;
import io.jenkins.plugins.obshell.client.crypto.KeyFingerprint;
import io.jenkins.plugins.obshell.client.tls.TlsFailure;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterConnector;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.Authority;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.http.TunnelProxy;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** Whom builds trust at a configured cluster, what they show there, and which builds may use it. */
@WithJenkins
class ClusterTrustTest {

    private static final String PASSWORD = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();
    private static final ClusterChoice PROD = new ClusterChoice("prod", null, null);

    private final Authority authority = new Authority();
    private final SimulatedCluster wanting = SimulatedCluster.builder()
            .agents(1)
            .keys(KEYS)
            .https(authority.serving(authority.issue("127.0.0.1")))
            .requireClientCertificate()
            .start();
    private final SimulatedCluster secure = SimulatedCluster.builder()
            .agents(1)
            .keys(KEYS)
            .https(authority.serving(authority.issue("127.0.0.1")))
            .start();
    private JenkinsRule jenkins;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", PASSWORD));
    }

    @AfterEach
    void end() {
        wanting.close();
        secure.close();
    }

    private ObshellCluster cluster(SimulatedCluster simulated) {
        ObshellCluster cluster = new ObshellCluster("prod", simulated.endpoints());
        cluster.setCredentialsId("root");
        cluster.setCaCertificates(authority.pem());
        return cluster;
    }

    private static void configure(ObshellCluster cluster) {
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster));
    }

    private Run<?, ?> build() throws Exception {
        return jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
    }

    private static ObshellClient connect(Run<?, ?> run) throws AbortException {
        return ClusterConnector.get().connect(PROD, run, SecretSource.NONE);
    }

    /** A call that needs the password. */
    private static void call(ObshellClient client) throws Throwable {
        try {
            client.unfinishedDags().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static KeyFingerprint keyOf(SimulatedCluster simulated) {
        return AgentKey.parse(KeyPairs.publicKey(simulated.agent(0).keyPair())).fingerprint();
    }

    @Test
    void theCertificatesOfAClusterCountForItAlone() throws Throwable {
        configure(cluster(secure));
        Run<?, ?> build = build();
        call(connect(build));
        ObshellClient named = ClusterConnector.get()
                .connect(new ClusterChoice(null, secure.endpoints().get(0), "root"), build, SecretSource.NONE);
        UnreachableException refused = assertThrows(UnreachableException.class, () -> call(named));
        assertEquals(TlsFailure.Reason.UNKNOWN_ISSUER, refused.tlsReason(), refused.getMessage());
    }

    @Test
    void certificatesThatAreChangedCountForABuildThatWaits() throws Throwable {
        ObshellCluster wrong = cluster(secure);
        wrong.setCaCertificates(new Authority().pem());
        configure(wrong);
        ObshellClient client = connect(build());
        assertThrows(UnreachableException.class, () -> call(client));
        configure(cluster(secure));
        call(client);
    }

    @Test
    void whatIsKnownOfEndpointsIsNotSharedWithWhoTrustsOthers() throws Throwable {
        configure(cluster(secure));
        Run<?, ?> build = build();
        ObshellClient strict = connect(build);
        assertSame(strict.directory(), connect(build).directory());
        ObshellClient named = ClusterConnector.get()
                .connect(new ClusterChoice(null, secure.endpoints().get(0), "root"), build, SecretSource.NONE);
        assertNotSame(strict.directory(), named.directory());
    }

    @Test
    void aClientCertificateIsShownAndItsUseRecorded() throws Throwable {
        StandardCredentials certificate =
                StoredCredentials.certificate(CredentialsScope.GLOBAL, "certificate", authority.issue());
        StoredCredentials.add(StoredCredentials.global(), certificate);
        ObshellCluster cluster = cluster(wanting);
        cluster.setClientCertificateCredentialsId("certificate");
        configure(cluster);
        Run<?, ?> build = build();
        call(connect(build));
        assertNotNull(CredentialsProvider.getFingerprintOf(certificate));
        assertTrue(CredentialsProvider.getFingerprintOf(certificate)
                .getRangeSet(build.getParent().getFullName())
                .includes(build.getNumber()));
    }

    @Test
    void aFolderCanHaveTheClientCertificateForItself() throws Throwable {
        Folder folder = jenkins.createProject(Folder.class, "folder");
        StoredCredentials.add(
                StoredCredentials.of(folder),
                StoredCredentials.certificate(CredentialsScope.GLOBAL, "certificate", authority.issue()));
        ObshellCluster cluster = cluster(wanting);
        cluster.setClientCertificateCredentialsId("certificate");
        configure(cluster);
        call(connect(jenkins.buildAndAssertSuccess(folder.createProject(FreeStyleProject.class, "job"))));
        ObshellClient outside = connect(build());
        assertTrue(assertThrows(PasswordUnavailableException.class, () -> call(outside))
                .getMessage()
                .startsWith("This build has no credential “certificate”."));
    }

    @Test
    void aCredentialThatIsNoCertificateIsTold() throws Throwable {
        ObshellCluster cluster = cluster(wanting);
        cluster.setClientCertificateCredentialsId("root");
        configure(cluster);
        ObshellClient client = connect(build());
        assertEquals(
                "The credential “root” has the type “Secret text”, but a certificate is required.",
                assertThrows(PasswordUnavailableException.class, () -> call(client))
                        .getMessage());
        assertEquals(0, wanting.requests().size());
    }

    @Test
    void aMissingClientCertificateIsTold() throws Throwable {
        configure(cluster(wanting));
        ObshellClient client = connect(build());
        UnreachableException refused = assertThrows(UnreachableException.class, () -> call(client));
        assertTrue(refused.getMessage().contains("client certificate"), refused.getMessage());
    }

    @Test
    void aPinnedKeyIsHeldTo() throws Throwable {
        ObshellCluster cluster = cluster(secure);
        cluster.setAgentFingerprints(List.of(keyOf(secure).toString()));
        configure(cluster);
        ObshellClient client = connect(build());
        call(client);
        secure.agent(0).newKey(1024);
        assertEquals(
                keyOf(secure),
                assertThrows(UntrustedKeyException.class, () -> call(client)).seen());
        cluster.setAgentFingerprints(List.of(keyOf(secure).hex()));
        configure(cluster);
        call(client);
    }

    @Test
    void theProxyOfJenkinsCanBeLeftOutForACluster() throws Throwable {
        try (TunnelProxy proxy = new TunnelProxy()) {
            InetSocketAddress address = (InetSocketAddress) proxy.proxy().address();
            jenkins.jenkins.setProxy(new ProxyConfiguration(address.getHostString(), address.getPort()));
            ObshellCluster cluster = cluster(secure);
            cluster.setUseProxy(false);
            configure(cluster);
            Run<?, ?> build = build();
            call(connect(build));
            assertEquals(List.of(), proxy.targets());

            configure(cluster(secure));
            call(connect(build));
            assertEquals("127.0.0.1:" + secure.agent(0).port(), proxy.targets().get(0));
        }
    }

    @Test
    void onlyJobsOfTheFoldersMayUseACluster() throws Throwable {
        Folder mine = jenkins.createProject(Folder.class, "mine");
        Folder deeper = mine.createProject(Folder.class, "deeper");
        Folder other = jenkins.createProject(Folder.class, "mine-not");
        ObshellCluster cluster = cluster(secure);
        cluster.setAllowedFolders(List.of("mine"));
        configure(cluster);
        call(connect(jenkins.buildAndAssertSuccess(mine.createProject(FreeStyleProject.class, "job"))));
        call(connect(jenkins.buildAndAssertSuccess(deeper.createProject(FreeStyleProject.class, "job"))));
        secure.requests().clear();
        for (Run<?, ?> outside :
                List.of(build(), jenkins.buildAndAssertSuccess(other.createProject(FreeStyleProject.class, "job")))) {
            AbortException abort = assertThrows(AbortException.class, () -> connect(outside));
            assertTrue(
                    abort.getMessage().startsWith("There is no cluster “prod” that this job may use."),
                    abort.getMessage());
        }
        assertEquals(0, secure.requests().size());
    }

    @Test
    void aBuildThatWaitsIsShutOutWithItsFolder() throws Throwable {
        Folder mine = jenkins.createProject(Folder.class, "mine");
        ObshellCluster cluster = cluster(secure);
        cluster.setAllowedFolders(List.of("mine"));
        configure(cluster);
        ObshellClient client =
                connect(jenkins.buildAndAssertSuccess(mine.createProject(FreeStyleProject.class, "job")));
        call(client);
        cluster.setAllowedFolders(List.of("others"));
        configure(cluster);
        Throwable shutOut = assertThrows(Throwable.class, () -> call(client));
        assertInstanceOf(PasswordUnavailableException.class, shutOut);
        assertTrue(shutOut.getMessage().contains("that this job may use"), shutOut.getMessage());
    }
}
