package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.Extension;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import java.util.Collection;
import java.util.List;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The newest restore drills of a job, on its page: how long a restore takes. */
@ExportedBean
public final class DrillHistory extends InvisibleAction implements PageWithTimes {

    private final Job<?, ?> job;

    DrillHistory(Job<?, ?> job) {
        this.job = job;
    }

    /** {@return the newest drills, newest first: each as its restore with the verdict of the whole drill} */
    @Exported(visibility = 2)
    @NonNull
    public List<BackupOfBuild> getDrills() {
        return ObshellJobAction.newest(job, ObshellTab::drills);
    }

    /**
     * @param drills   the drills from {@link #getDrills}
     * @param timeZone the time zone of the user; null for that of the controller
     * @return a bar chart of how long those that succeeded took as SVG; empty if there are fewer than two
     */
    @NonNull
    public String trend(@NonNull List<BackupOfBuild> drills, @Nullable String timeZone) {
        List<BackupOfBuild> restored = drills.stream()
                .filter(drill -> "SUCCESS".equals(drill.getOperation().getVerdict()))
                .toList();
        return TrendChart.restores(restored, timeZone);
    }

    /** Adds the history to each job. It shows nothing until the job has a drill. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<DrillHistory> actionType() {
            return DrillHistory.class;
        }

        @NonNull
        @Override
        public Collection<DrillHistory> createFor(@NonNull Job target) {
            return List.of(new DrillHistory((Job<?, ?>) target));
        }
    }
}
