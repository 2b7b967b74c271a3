package io.jenkins.plugins.obshell.harness.docs;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.cluster.RestoreDrills;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** What the samples expect: a cluster with drills allowed, three tenants with a past, and credentials. A backup takes two seconds. */
final class SimulatedProduction implements AutoCloseable {

    static final String CREDENTIALS = "prod-root";
    private static final String PASSWORD = "root-password";
    private static final KeyPairs KEYS = new KeyPairs();
    private static final List<String> TENANTS = List.of("tenant1", "tenant2", "tenant3");

    final SimulatedCluster cluster;

    SimulatedProduction() {
        cluster = SimulatedCluster.builder()
                .agents(3)
                .keys(KEYS)
                .keyBits(512)
                .rootPassword(PASSWORD)
                .speed(1200)
                .tenants(TENANTS.toArray(String[]::new))
                .start();
        Instant now = Instant.now();
        for (String tenant : TENANTS) {
            cluster.tenant(tenant)
                    .configured()
                    .archivingLogSince(now.minus(Duration.ofHours(5)))
                    .hadBackup(BackupPlan.ordinary(), now.minus(Duration.ofHours(4)));
        }
    }

    /** Makes the cluster known to Jenkins under these names, and adds the credentials of the samples. */
    void introduceAs(String... names) throws Exception {
        ObshellGlobalConfiguration.get()
                .setClusters(List.of(names).stream().map(this::named).toList());
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .addAll(List.<Credentials>of(
                        text(CREDENTIALS, PASSWORD),
                        text("backup-set-password", "hush"),
                        new UsernamePasswordCredentialsImpl(
                                CredentialsScope.GLOBAL, "backup-bucket", null, "AccessId", "AccessKey")));
        provider.save();
    }

    private ObshellCluster named(String name) {
        ObshellCluster made = new ObshellCluster(name, cluster.endpoints());
        made.setCredentialsId(CREDENTIALS);
        RestoreDrills drills = new RestoreDrills(List.of("drill_2c8g"));
        drills.setAllowSameCluster(true);
        made.setRestoreDrills(drills);
        return made;
    }

    private static StringCredentialsImpl text(String id, String secret) {
        return new StringCredentialsImpl(CredentialsScope.GLOBAL, id, null, Secret.fromString(secret));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
