package io.jenkins.plugins.obshell.harness.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hudson.ExtensionList;
import hudson.ProxyConfiguration;
import hudson.model.Run;
import hudson.security.ACL;
import io.jenkins.plugins.obshell.client.ObshellClient;
import io.jenkins.plugins.obshell.client.UnreachableException;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.cluster.ClusterConnector;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.SharedHttp;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.fault.FaultAction;
import io.jenkins.plugins.obshell.simulator.fault.FaultRule;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import jenkins.model.Jenkins;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.junit.jupiter.WithJenkins;
import org.springframework.security.core.Authentication;

/** How requests leave the controller: through its proxy, on few threads that end with it. */
@WithJenkins
class ProxyAndThreadsTest {

    private static final String INFO =
            "{\"successful\":true,\"status\":200,\"data\":{\"ip\":\"10.0.0.1\",\"port\":2886,\"version\":\"4.4.2.0\"}}";

    private JenkinsRule jenkins;
    private Run<?, ?> build;

    @BeforeEach
    void begin(JenkinsRule rule) throws Exception {
        jenkins = rule;
        build = jenkins.buildAndAssertSuccess(jenkins.createFreeStyleProject());
    }

    private ObshellClient connect(String endpoint) throws Exception {
        return ClusterConnector.get().connect(new ClusterChoice(null, endpoint, "root"), build, SecretSource.NONE);
    }

    @Test
    void theProxyOfJenkinsIsUsedAsSoonAsItIsConfigured() throws Exception {
        try (MockWebServer proxy = new MockWebServer()) {
            proxy.start();
            proxy.enqueue(new MockResponse.Builder().body(INFO).build());
            ObshellClient client = connect("ob1.invalid:2886");
            assertThrows(ExecutionException.class, () -> client.info().get(30, TimeUnit.SECONDS));
            jenkins.jenkins.setProxy(new ProxyConfiguration(proxy.getHostName(), proxy.getPort()));
            assertEquals("4.4.2.0", client.info().get(30, TimeUnit.SECONDS).version());
            RecordedRequest asked = proxy.takeRequest();
            assertEquals("ob1.invalid:2886", asked.getHeaders().get("Host"));
        }
    }

    @Test
    void aHostThatTheProxyConfigurationExcludesIsCalledDirectly() throws Exception {
        try (SimulatedCluster simulated =
                        SimulatedCluster.builder().keys(new KeyPairs()).start();
                MockWebServer proxy = new MockWebServer()) {
            proxy.start();
            jenkins.jenkins.setProxy(
                    new ProxyConfiguration(proxy.getHostName(), proxy.getPort(), null, null, "127.0.0.1"));
            assertTrue(connect(simulated.endpoints().get(0))
                    .info()
                    .get(30, TimeUnit.SECONDS)
                    .isClusterAgent());
            assertEquals(0, proxy.getRequestCount());
        }
    }

    @Test
    void hostsThatHangKeepNoConfiguredClusterWaiting() throws Exception {
        List<SimulatedCluster> silent = new ArrayList<>();
        KeyPairs keys = new KeyPairs();
        try (SimulatedCluster good = SimulatedCluster.builder().keys(keys).start()) {
            for (int host = 0; host < 6; host++) {
                SimulatedCluster hangs =
                        SimulatedCluster.builder().keys(keys).agents(1).start();
                silent.add(hangs);
                hangs.faults().add(FaultRule.of(FaultAction.silence()));
                ObshellClient client = connect(hangs.endpoints().get(0));
                for (int call = 0; call < 4; call++) {
                    client.info();
                }
            }
            ObshellCluster prod = new ObshellCluster("prod", good.endpoints());
            prod.setCredentialsId("root");
            ObshellGlobalConfiguration.get().setClusters(List.of(prod));
            ObshellClient client =
                    ClusterConnector.get().connect(new ClusterChoice("prod", null, null), build, SecretSource.NONE);
            assertTrue(client.info().get(15, TimeUnit.SECONDS).isClusterAgent());
        } finally {
            silent.forEach(SimulatedCluster::close);
        }
    }

    @Test
    void callsRunOnDaemonThreadsAsTheSystem() throws Exception {
        try (SimulatedCluster simulated =
                SimulatedCluster.builder().keys(new KeyPairs()).start()) {
            AtomicReference<Thread> thread = new AtomicReference<>();
            AtomicReference<Authentication> who = new AtomicReference<>();
            CountDownLatch attached = new CountDownLatch(1);
            simulated.faults().add(FaultRule.of(FaultAction.hold(attached)));
            var call = connect(simulated.endpoints().get(0)).info().thenAccept(info -> {
                thread.set(Thread.currentThread());
                who.set(Jenkins.getAuthentication2());
            });
            attached.countDown();
            call.get(30, TimeUnit.SECONDS);
            assertTrue(thread.get().isDaemon());
            assertEquals(ACL.SYSTEM2, who.get());
        }
    }

    @Test
    void afterTheEndNothingIsSentAnyMore() throws Exception {
        try (SimulatedCluster simulated =
                SimulatedCluster.builder().keys(new KeyPairs()).start()) {
            ObshellClient client = connect(simulated.endpoints().get(0));
            client.info().get(30, TimeUnit.SECONDS);
            ExtensionList.lookupSingleton(SharedHttp.class).close();
            int sent = simulated.requests().size();
            ExecutionException failure =
                    assertThrows(ExecutionException.class, () -> client.info().get(30, TimeUnit.SECONDS));
            assertTrue(failure.getCause() instanceof UnreachableException, failure.toString());
            ObshellClient late = connect(simulated.endpoints().get(0));
            assertThrows(ExecutionException.class, () -> late.info().get(30, TimeUnit.SECONDS));
            assertEquals(sent, simulated.requests().size());
        }
    }
}
