package io.jenkins.plugins.obshell.harness.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.codahale.metrics.Gauge;
import io.jenkins.plugins.obshell.simulator.state.BackupPlan;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import jenkins.metrics.api.Metrics;
import org.jenkinsci.plugins.workflow.job.WorkflowRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.jvnet.hudson.test.junit.jupiter.JenkinsSessionExtension;

/** The gauges of the last backups in the registry of the Metrics plugin. */
class BackupMetricsTest {

    private static final String BACKUP = "obshellBackup cluster: 'prod', tenant: 'tenant1', pollInterval: '1s'";
    private static final Set<String> GAUGES = Set.of(
            "obshell_backup_age_seconds__prod__tenant1",
            "obshell_backup_restorable_until_seconds__prod__tenant1",
            "obshell_backup_duration_seconds__prod__tenant1",
            "obshell_backup_bytes__prod__tenant1");

    @RegisterExtension
    private final JenkinsSessionExtension sessions = new JenkinsSessionExtension();

    private final SimulatedJenkins lab = SimulatedJenkins.standingStill(BackupPlan.ordinary(), "tenant1");

    @AfterEach
    void close() {
        lab.close();
    }

    private static Set<String> gauges() {
        return Metrics.metricRegistry().getNames().stream()
                .filter(name -> name.startsWith("obshell_"))
                .collect(Collectors.toSet());
    }

    private static long value(String name) {
        Gauge<?> gauge = Metrics.metricRegistry().getGauges().get(name);
        return (Long) gauge.getValue();
    }

    @Test
    void aBackupHasGaugesWhichAreThereAgainAfterARestart() throws Throwable {
        sessions.then(j -> {
            lab.introduceTo(j);
            assertEquals(Set.of(), gauges());
            WorkflowRun run = SimulatedJenkins.startUntil(j, SimulatedJenkins.pipeline(j, BACKUP), "Started DAG");
            lab.pass(Duration.ofHours(2));
            j.assertBuildStatusSuccess(j.waitForCompletion(run));
            assertEquals(GAUGES, gauges());
            assertTrue(value("obshell_backup_duration_seconds__prod__tenant1") > 0);
            assertTrue(value("obshell_backup_bytes__prod__tenant1") > 0);
        });
        sessions.then(j -> {
            Eventually.holds(() -> gauges().equals(GAUGES));
            assertTrue(value("obshell_backup_bytes__prod__tenant1") > 0);
        });
    }
}
