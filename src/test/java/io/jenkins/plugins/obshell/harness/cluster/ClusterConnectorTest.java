package io.jenkins.plugins.obshell.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.cloudbees.hudson.plugins.folder.Folder;
import com.cloudbees.plugins.credentials.CredentialsParameterDefinition;
import com.cloudbees.plugins.credentials.CredentialsParameterValue;
import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.AbortException;
import hudson.model.Cause;
import hudson.model.CauseAction;
import hudson.model.Fingerprint;
import hudson.model.FreeStyleBuild;
import hudson.model.FreeStyleProject;
import hudson.model.ParametersAction;
import hudson.model.ParametersDefinitionProperty;
import hudson.model.Run;
import hudson.model.User;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.ObshellException;
import io.jenkins.plugins.obshell.client.PasswordUnavailableException;
import io.jenkins.plugins.obshell.client.RefusedException;
import io.jenkins.plugins.obshell.client.crypto.PasswordKind;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.client.model.BackupStart;
import io.jenkins.plugins.obshell.client.model.Dag;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterConnector;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.RunSecrets;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import jenkins.model.Jenkins;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;

/** What builds get: clusters by name or by endpoints, with the credentials that they may use. */
@WithJenkins
class ClusterConnectorTest {

    private static final String PASSWORD = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();
    private static final ClusterChoice PROD = new ClusterChoice("prod", null, null);

    private final SimulatedCluster simulated = SimulatedCluster.builder()
            .agentPassword("agent-password")
            .keys(KEYS)
            .start();
    private JenkinsRule jenkins;

    @BeforeEach
    void begin(JenkinsRule rule) {
        jenkins = rule;
        configure("prod");
    }

    @AfterEach
    void end() {
        simulated.close();
    }

    private void configure(String name) {
        ObshellCluster cluster = new ObshellCluster(name, simulated.endpoints());
        cluster.setCredentialsId("root");
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster));
    }

    private Run<?, ?> build() throws Exception {
        return jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
    }

    private static ObshellClient connect(ClusterChoice choice, Run<?, ?> run) throws AbortException {
        return ClusterConnector.get().connect(choice, run, SecretSource.NONE);
    }

    /** A call that needs the password. */
    private static void call(ObshellClient client) throws Throwable {
        try {
            client.unfinishedDags().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static String refusal(ObshellClient client) {
        return assertThrows(PasswordUnavailableException.class, () -> call(client))
                .getMessage();
    }

    @Test
    void aSecretTextOpensAConfiguredCluster() throws Throwable {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", PASSWORD));
        call(connect(PROD, build()));
    }

    @Test
    void thePasswordOfAPairOpensEndpoints() throws Throwable {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.pair("pair", "anybody", PASSWORD));
        String endpoints = String.join(", ", simulated.endpoints());
        call(connect(new ClusterChoice(null, endpoints, "pair"), build()));
    }

    @Test
    void theAgentPasswordOpensWhereTheClusterSaysSo() throws Throwable {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", "agent-password"));
        ObshellCluster cluster = new ObshellCluster("prod", simulated.endpoints());
        cluster.setCredentialsId("root");
        cluster.setPasswordKind(PasswordKind.AGENT);
        ObshellGlobalConfiguration.get().setClusters(List.of(cluster));
        call(connect(PROD, build()));
    }

    @Test
    void buildsShareWhatIsKnownOfTheEndpoints() throws Throwable {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", PASSWORD));
        ObshellClient first = connect(PROD, build());
        ObshellClient second = connect(PROD, build());
        call(first);
        call(second);
        assertSame(first.directory(), second.directory());
        assertEquals(1, simulated.requests().count("GET", "/api/v1/secret"));
    }

    @Test
    void aRotatedCredentialIsUsedAtOnce() throws Throwable {
        StandardCredentials old = StoredCredentials.text("root", PASSWORD);
        StoredCredentials.add(StoredCredentials.global(), old);
        ObshellClient client = connect(PROD, build());
        call(client);
        simulated.changeRootPassword("new-password");
        RefusedException refused = assertThrows(RefusedException.class, () -> call(client));
        assertTrue(refused.isWrongPassword(), refused.getMessage());
        StoredCredentials.replace(StoredCredentials.global(), old, StoredCredentials.text("root", "new-password"));
        call(client);
    }

    @Test
    void aCallThatIsUnderWayWhenTheClusterMovesSendsNothingToTheOldEndpointsAndMayBeMadeAgain() throws Throwable {
        StandardCredentials old = StoredCredentials.text("root", PASSWORD);
        StoredCredentials.add(StoredCredentials.global(), old);
        ObshellClient client = connect(PROD, build());
        CountDownLatch moved = new CountDownLatch(1);
        simulated.faults().add(FaultRule.of(FaultAction.hold(moved)).on("GET", ".*/secret"));
        CompletableFuture<Dag> started =
                client.startBackup(BackupScope.tenant("tenant1"), new BackupStart("full", null, null));
        ObshellCluster elsewhere = new ObshellCluster("prod", List.of("nowhere.invalid"));
        elsewhere.setCredentialsId("root");
        ObshellGlobalConfiguration.get().setClusters(List.of(elsewhere));
        StoredCredentials.replace(StoredCredentials.global(), old, StoredCredentials.text("root", "new-password"));
        moved.countDown();
        ExecutionException ended = assertThrows(ExecutionException.class, () -> started.get(30, TimeUnit.SECONDS));
        ObshellException told = assertInstanceOf(ObshellException.class, ended.getCause());
        assertTrue(told.isTransient(), told.getMessage());
        assertFalse(told.mayHaveArrived());
        assertEquals(0, simulated.requests().count("POST", ".*"));
    }

    @Test
    void endpointsMayBeAsManyAsTheyAre() throws Throwable {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", PASSWORD));
        String endpoints = simulated.endpoints().get(0) + ", http://" + "o".repeat(60) + ", http://" + "b".repeat(60);
        call(connect(new ClusterChoice(null, endpoints, "root"), build()));
    }

    @Test
    void aClusterThatIsDeletedOrRenamedMeanwhileIsTold() throws Throwable {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", PASSWORD));
        Run<?, ?> build = build();
        ObshellClient client = connect(PROD, build);
        call(client);
        configure("production");
        assertEquals("The cluster “prod” is no longer configured: it was removed or renamed.", refusal(client));
        AbortException abort = assertThrows(AbortException.class, () -> connect(PROD, build));
        assertTrue(abort.getMessage().contains("There is no cluster “prod”"), abort.getMessage());
        configure("prod");
        call(client);
    }

    @Test
    void noPasswordGoesToAnEndpointThatWasRemoved() throws Throwable {
        StandardCredentials old = StoredCredentials.text("root", PASSWORD);
        StoredCredentials.add(StoredCredentials.global(), old);
        Run<?, ?> build = build();
        ObshellClient client = connect(PROD, build);
        call(client);
        assertFalse(ClusterConnector.get().isOutdated(PROD, client));
        try (SimulatedCluster other = SimulatedCluster.builder()
                .rootPassword("new-password")
                .keys(KEYS)
                .start()) {
            ObshellCluster moved = new ObshellCluster("prod", other.endpoints());
            moved.setCredentialsId("root");
            ObshellGlobalConfiguration.get().setClusters(List.of(moved));
            StoredCredentials.replace(StoredCredentials.global(), old, StoredCredentials.text("root", "new-password"));
            int before = simulated.requests().size();

            assertTrue(refusal(client).contains("endpoints of the cluster “prod” have changed"), refusal(client));
            assertEquals(before, simulated.requests().size());
            assertTrue(ClusterConnector.get().isOutdated(PROD, client));
            ObshellClient anew = connect(PROD, build);
            call(anew);
            assertFalse(ClusterConnector.get().isOutdated(PROD, anew));
        }
    }

    @Test
    void aClusterWithoutACredentialIsTold() throws Exception {
        ObshellGlobalConfiguration.get().setClusters(List.of(new ObshellCluster("prod", simulated.endpoints())));
        String told = refusal(connect(PROD, build()));
        assertTrue(told.startsWith("The cluster “prod” has no credential."), told);
    }

    @Test
    void aMissingCredentialIsToldAndNothingIsSent() throws Exception {
        String told = refusal(connect(PROD, build()));
        assertTrue(told.startsWith("This build has no credential “root”."), told);
        assertEquals(0, simulated.requests().count("GET", ".*/unfinish"));
    }

    @Test
    void aCredentialThatIsDeletedMeanwhileIsTold() throws Throwable {
        StandardCredentials root = StoredCredentials.text("root", PASSWORD);
        StoredCredentials.add(StoredCredentials.global(), root);
        ObshellClient client = connect(PROD, build());
        call(client);
        StoredCredentials.remove(StoredCredentials.global(), root);
        assertTrue(refusal(client).startsWith("This build has no credential “root”."));
    }

    @Test
    void aCredentialOfAnotherKindIsTold() throws Exception {
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.file("root"));
        assertEquals(
                "The credential “root” has the type “Secret file”, but a secret text or a user name with password is"
                        + " required.",
                refusal(connect(PROD, build())));
    }

    @Test
    void aCredentialOfScopeSystemIsNotForBuilds() throws Exception {
        StoredCredentials.add(
                StoredCredentials.global(), StoredCredentials.text(CredentialsScope.SYSTEM, "root", PASSWORD));
        assertTrue(refusal(connect(PROD, build())).contains("scope (Global, not System)"));
    }

    @Test
    void aCredentialWhoseDomainDoesNotAllowAllEndpointsIsNotSent() throws Throwable {
        StoredCredentials.addForHost(
                StoredCredentials.global(), "ob1.example.com", StoredCredentials.text("root", PASSWORD));
        assertTrue(refusal(connect(PROD, build())).startsWith("This build has no credential “root”."));
        StoredCredentials.addForHost(
                StoredCredentials.global(), "127.0.0.1", StoredCredentials.text("local", PASSWORD));
        call(connect(new ClusterChoice(null, simulated.endpoints().get(0), "local"), build()));
        String both = simulated.endpoints().get(0) + ",ob1.example.com";
        assertTrue(refusal(connect(new ClusterChoice(null, both, "local"), build()))
                .startsWith("This build has no credential “local”."));
    }

    @Test
    void aCredentialIsNotSentToAHostWithAnUnderscoreThatItsDomainDoesNotAllow() throws Throwable {
        StoredCredentials.addForHost(
                StoredCredentials.global(), "127.0.0.1", StoredCredentials.text("local", PASSWORD));
        String both = simulated.endpoints().get(0) + ",ob_1";
        assertTrue(refusal(connect(new ClusterChoice(null, both, "local"), build()))
                .startsWith("This build has no credential “local”."));
    }

    @Test
    void aFolderHasItsOwnCredentialsAndThoseOfAnotherOneAreOutOfReach() throws Throwable {
        Folder mine = jenkins.createProject(Folder.class, "mine");
        Folder other = jenkins.createProject(Folder.class, "other");
        StoredCredentials.add(StoredCredentials.of(mine), StoredCredentials.text("root", PASSWORD));
        Run<?, ?> inside = jenkins.buildAndAssertSuccess(mine.createProject(FreeStyleProject.class, "job"));
        Run<?, ?> outside = jenkins.buildAndAssertSuccess(other.createProject(FreeStyleProject.class, "job"));
        call(connect(PROD, inside));
        assertTrue(refusal(connect(PROD, outside)).startsWith("This build has no credential “root”."));
        assertTrue(refusal(connect(PROD, build())).startsWith("This build has no credential “root”."));
    }

    @Test
    void theCredentialOfTheFolderGoesBeforeTheGlobalOne() throws Throwable {
        Folder folder = jenkins.createProject(Folder.class, "folder");
        StoredCredentials.add(StoredCredentials.global(), StoredCredentials.text("root", "another"));
        StoredCredentials.add(StoredCredentials.of(folder), StoredCredentials.text("root", PASSWORD));
        call(connect(PROD, jenkins.buildAndAssertSuccess(folder.createProject(FreeStyleProject.class, "job"))));
    }

    @Test
    void whoStartsABuildMayGiveACredentialOfTheirOwnAsAParameter() throws Throwable {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("alice"));
        User alice = User.getOrCreateByIdOrFullName("alice");
        try (ACLContext context = ACL.as(alice)) {
            assertNotNull(context);
            StoredCredentials.add(
                    CredentialsProvider.lookupStores(alice).iterator().next(),
                    StoredCredentials.text(CredentialsScope.USER, "own", PASSWORD));
        }
        FreeStyleProject project = jenkins.createFreeStyleProject();
        project.addProperty(new ParametersDefinitionProperty(
                new CredentialsParameterDefinition("CREDENTIAL", null, "", StandardCredentials.class.getName(), true)));
        FreeStyleBuild build = project.scheduleBuild2(
                        0,
                        new CauseAction(new Cause.UserIdCause("alice")),
                        new ParametersAction(new CredentialsParameterValue("CREDENTIAL", "own", null)))
                .get();
        String endpoints = String.join(",", simulated.endpoints());
        call(connect(new ClusterChoice(null, endpoints, "${CREDENTIAL}"), build));
        assertTrue(refusal(connect(new ClusterChoice(null, endpoints, "own"), build))
                .startsWith("This build has no credential “own”."));
    }

    @Test
    void theUseOfACredentialIsRecordedWithTheBuild() throws Throwable {
        StandardCredentials root = StoredCredentials.text("root", PASSWORD);
        StoredCredentials.add(StoredCredentials.global(), root);
        Run<?, ?> build = build();
        ObshellClient client = connect(PROD, build);
        assertNull(CredentialsProvider.getFingerprintOf(root));
        call(client);
        call(client);
        Fingerprint fingerprint = CredentialsProvider.getFingerprintOf(root);
        assertNotNull(fingerprint);
        assertTrue(fingerprint.getRangeSet(build.getParent().getFullName()).includes(build.getNumber()));
    }

    @Test
    void aWrongChoiceIsToldBeforeAnythingIsSent() throws Exception {
        Run<?, ?> build = build();
        for (ClusterChoice wrong : List.of(
                new ClusterChoice(null, null, null),
                new ClusterChoice("prod", "ob1", "root"),
                new ClusterChoice("prod", null, "root"),
                new ClusterChoice("unknown", null, null),
                new ClusterChoice(null, "ob1/path", "root"),
                new ClusterChoice(null, "ob1", null))) {
            List<String> problems = wrong.problems(build.getParent().getFullName());
            assertEquals(1, problems.size(), problems.toString());
            AbortException abort = assertThrows(AbortException.class, () -> connect(wrong, build));
            assertEquals(problems.get(0), abort.getMessage());
        }
        assertEquals(0, simulated.requests().size());
    }

    @Test
    void theSecretsOfARequestAreCredentialsOfTheBuild() throws Throwable {
        StoredCredentials.add(
                StoredCredentials.global(),
                StoredCredentials.text("encryption", "set-password"),
                StoredCredentials.pair("storage", "id-1", "key-1"));
        Run<?, ?> build = build();
        RunSecrets secrets = new RunSecrets(build, "encryption", "storage");
        assertEquals("set-password", secrets.encryptionPassword());
        assertNotNull(secrets.storageKey());
        assertFalse(secrets.storageKey().toString().contains("key-1"));
        RunSecrets none = new RunSecrets(build, "", null);
        assertNull(none.encryptionPassword());
        assertNull(none.storageKey());
    }

    @Test
    void aUserNameThatItsCredentialHidesIsHidden() throws Exception {
        UsernamePasswordCredentialsImpl hidden =
                new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, "hidden", "", "access-id", "access-key");
        hidden.setUsernameSecret(true);
        StoredCredentials.add(
                StoredCredentials.global(), hidden, StoredCredentials.pair("shown", "access-id", "access-key"));
        Run<?, ?> build = build();
        assertEquals(List.of("access-id", "access-key"), new RunSecrets(build, null, "hidden").known());
        assertEquals(List.of("access-key"), new RunSecrets(build, null, "shown").known());
    }

    @Test
    void secretsThatAreEmptyOrBlankAreTold() throws Exception {
        StoredCredentials.add(
                StoredCredentials.global(),
                StoredCredentials.text("empty", ""),
                StoredCredentials.text("blank", " \t "),
                StoredCredentials.pair("noPassword", "user", ""),
                StoredCredentials.pair("noId", " ", "key"));
        Run<?, ?> build = build();
        for (String id : List.of("empty", "blank", "noPassword")) {
            assertEquals(
                    "The user name or the secret of the credential “" + id + "” is blank. Nothing was sent.",
                    assertThrows(
                                    PasswordUnavailableException.class,
                                    new RunSecrets(build, id, null)::encryptionPassword)
                            .getMessage());
        }
        for (String id : List.of("noPassword", "noId")) {
            assertEquals(
                    "The user name or the secret of the credential “" + id + "” is blank. Nothing was sent.",
                    assertThrows(PasswordUnavailableException.class, new RunSecrets(build, null, id)::storageKey)
                            .getMessage());
        }
    }

    @Test
    void secretsThatAreMissingOrOfAnotherKindAreTold() throws Exception {
        StoredCredentials.add(
                StoredCredentials.global(), StoredCredentials.text("text", "x"), StoredCredentials.file("file"));
        RunSecrets wrong = new RunSecrets(build(), "file", "text");
        assertTrue(assertThrows(PasswordUnavailableException.class, wrong::encryptionPassword)
                .getMessage()
                .contains("“Secret file”"));
        assertTrue(assertThrows(PasswordUnavailableException.class, wrong::storageKey)
                .getMessage()
                .contains("a user name with password is required"));
        RunSecrets missing = new RunSecrets(build(), "nowhere", "nowhere");
        assertTrue(assertThrows(PasswordUnavailableException.class, missing::encryptionPassword)
                .getMessage()
                .contains("“nowhere”"));
        assertTrue(assertThrows(PasswordUnavailableException.class, missing::storageKey)
                .getMessage()
                .contains("“nowhere”"));
    }
}
