package io.jenkins.plugins.obshell.harness.step;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import io.jenkins.plugins.obshell.cluster.ObshellCluster;
import io.jenkins.plugins.obshell.cluster.ObshellGlobalConfiguration;
import io.jenkins.plugins.obshell.simulator.SimulatedCluster;
import io.jenkins.plugins.obshell.simulator.http.KeyPairs;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import io.jenkins.plugins.obshell.simulator.state.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;
import org.jenkinsci.plugins.workflow.cps.CpsFlowDefinition;
import org.jenkinsci.plugins.workflow.job.WorkflowJob;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.jvnet.hudson.test.JenkinsRule;

/** A simulated cluster, and a Jenkins that knows it as “prod”. */
public final class SimulatedJenkins implements AutoCloseable {

    static final String PASSWORD = "root-password";
    static final String CREDENTIALS = "obshell-password";
    private static final KeyPairs KEYS = new KeyPairs();

    public final SimulatedCluster cluster;
    private final ManualClock clock;

    private SimulatedJenkins(SimulatedCluster.Builder builder, ManualClock clock) {
        this.clock = clock;
        cluster =
                builder.agents(2).keys(KEYS).keyBits(512).rootPassword(PASSWORD).start();
    }

    /** A cluster whose time passes by itself: an ordinary backup takes two seconds, and obshell's hour three. */
    static SimulatedJenkins hasty(String... tenants) {
        return atSpeed(1200, tenants);
    }

    /** A cluster whose time passes by itself: an ordinary backup takes 40 seconds, and obshell's hour a minute. */
    public static SimulatedJenkins brisk(String... tenants) {
        return atSpeed(60, tenants);
    }

    private static SimulatedJenkins atSpeed(double speed, String... tenants) {
        SimulatedJenkins made =
                new SimulatedJenkins(SimulatedCluster.builder().speed(speed).tenants(tenants), null);
        for (String tenant : tenants) {
            made.cluster.tenant(tenant).configured();
        }
        return made;
    }

    /** A cluster with tenant1, whose time stands still: a backup runs until {@link #finishBackup}. */
    static SimulatedJenkins standingStill() {
        return standingStill(BackupPlan.ordinary(), "tenant1");
    }

    /** A cluster whose time stands still; the backups of all its tenants are like this. */
    public static SimulatedJenkins standingStill(BackupPlan plan, String... tenants) {
        ManualClock clock = new ManualClock(Instant.now());
        SimulatedJenkins made =
                new SimulatedJenkins(SimulatedCluster.builder().clock(clock).tenants(tenants), clock);
        for (String tenant : tenants) {
            made.cluster.tenant(tenant).configured().everyBackup(plan);
        }
        return made;
    }

    /** Lets time pass in the cluster. */
    public void pass(Duration time) {
        clock.advance(time);
    }

    void finishBackup() {
        pass(Duration.ofHours(2));
    }

    /** Names the cluster in a fresh Jenkins. */
    public void introduceTo(JenkinsRule jenkins) throws Exception {
        introduce(cluster.endpoints());
    }

    /** Names the cluster that has these endpoints in a fresh Jenkins, which may be another process. */
    static void introduce(List<String> endpoints) throws Exception {
        addCredentials(
                new StringCredentialsImpl(CredentialsScope.GLOBAL, CREDENTIALS, null, Secret.fromString(PASSWORD)));
        configure(endpoints);
    }

    /** Makes “prod” the cluster that has these endpoints. */
    static void configure(List<String> endpoints) {
        ObshellCluster prod = new ObshellCluster("prod", endpoints);
        prod.setCredentialsId(CREDENTIALS);
        ObshellGlobalConfiguration.get().setClusters(List.of(prod));
    }

    static void addCredentials(Credentials credentials) throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials().add(credentials);
        provider.save();
    }

    static Credentials userPassword(String id, String user, String password) throws Exception {
        return new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, null, user, password);
    }

    /** How many requests came to one of the obshells, counted from 0. */
    long requestsTo(int agent) {
        return cluster.requests().all().stream()
                .filter(request -> request.agent() == agent)
                .count();
    }

    /** How many backups were asked for. */
    int backupsPosted() {
        return cluster.requests().count("POST", ".*/backup");
    }

    public static WorkflowJob pipeline(JenkinsRule jenkins, String script) throws Exception {
        return pipeline(jenkins, "p", script);
    }

    static WorkflowJob pipeline(JenkinsRule jenkins, String name, String script) throws Exception {
        WorkflowJob job = jenkins.createProject(WorkflowJob.class, name);
        job.setDefinition(new CpsFlowDefinition(script, true));
        return job;
    }

    /** Starts a Pipeline and returns once its console has the text. */
    public static WorkflowRun startUntil(JenkinsRule jenkins, WorkflowJob job, String text) throws Exception {
        WorkflowRun run = job.scheduleBuild2(0).waitForStart();
        jenkins.waitForMessage(text, run);
        return run;
    }

    @Override
    public void close() {
        cluster.close();
    }
}
