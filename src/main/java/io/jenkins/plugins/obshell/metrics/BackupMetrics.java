package io.jenkins.plugins.obshell.metrics;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Run;
import hudson.model.listeners.ItemListener;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.RecentOperations;
import io.jenkins.plugins.obshell.step.ObshellCompletion;
import io.jenkins.plugins.obshell.step.ObshellStepListener;
import java.time.Clock;
import jenkins.metrics.api.Metrics;

/**
 * Shows the last COMPLETED backups in the registry of the Metrics plugin, from which the Prometheus plugin and others read.
 * Nothing is stored: after a restart the newest builds are read again.
 */
@Extension(optional = true)
@SuppressWarnings("deprecation") // Its replacement would need another plugin everywhere.
public final class BackupMetrics extends ItemListener implements ObshellStepListener {

    private final BackupGauges gauges = new BackupGauges(Metrics.metricRegistry(), Clock.systemUTC());

    /** Reads the newest builds, on a thread of its own so that Jenkins starts no later. */
    @Override
    public void onLoaded() {
        Thread reader = new Thread(
                () -> RecentOperations.forEach((run, operation) -> gauges.observe(operation)),
                BackupMetrics.class.getName());
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void onCompleted(@NonNull Run<?, ?> run, @NonNull ObshellCompletion completion) {
        ObshellRunAction.of(run).getOperations().forEach(gauges::observe);
    }
}
