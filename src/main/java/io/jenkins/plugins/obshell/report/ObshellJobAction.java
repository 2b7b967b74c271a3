package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.Extension;
import hudson.model.InvisibleAction;
import hudson.model.Job;
import hudson.model.Run;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The newest backups of a job, on its page. */
@ExportedBean
public final class ObshellJobAction extends InvisibleAction implements PageWithTimes {

    /** The builds that are searched: as many as the page of a job lists. */
    private static final int MOST_BUILDS = 30;

    private static final int MOST_BACKUPS = 20;

    private final Job<?, ?> job;

    ObshellJobAction(Job<?, ?> job) {
        this.job = job;
    }

    /** {@return the newest backups, newest first} */
    @Exported(visibility = 2)
    @NonNull
    public List<BackupOfBuild> getBackups() {
        return newest(
                job,
                tab -> tab.getViews().stream().filter(OperationView::isBackup).toList());
    }

    /** {@return the newest operations of a kind in the builds that the page of a job lists, newest first} */
    static List<BackupOfBuild> newest(Job<?, ?> job, Function<ObshellTab, List<OperationView>> kind) {
        List<BackupOfBuild> backups = new ArrayList<>();
        int builds = 0;
        for (Run<?, ?> run = job.getLastBuild();
                run != null && builds < MOST_BUILDS && backups.size() < MOST_BACKUPS;
                run = run.getPreviousBuild()) {
            builds++;
            ObshellTab tab = run.getAction(ObshellTab.class);
            if (tab != null) {
                List<OperationView> made = kind.apply(tab);
                for (int i = made.size() - 1; i >= 0 && backups.size() < MOST_BACKUPS; i--) {
                    backups.add(new BackupOfBuild(run.getNumber(), run.getUrl(), made.get(i)));
                }
            }
        }
        return backups;
    }

    /**
     * @param backups the backups from {@link #getBackups}
     * @return the newest one that is COMPLETED, or null
     */
    @Nullable
    public BackupOfBuild lastCompleted(@NonNull List<BackupOfBuild> backups) {
        return backups.stream()
                .filter(backup -> backup.getOperation().isCompleted())
                .findFirst()
                .orElse(null);
    }

    /**
     * @param backups the backups from {@link #getBackups}
     * @return whether one of them failed
     */
    public boolean hasFailed(@NonNull List<BackupOfBuild> backups) {
        return backups.stream()
                .anyMatch(backup ->
                        Verdict.FAILURE.name().equals(backup.getOperation().getVerdict()));
    }

    /**
     * @param backups  the backups from {@link #getBackups}
     * @param timeZone the time zone of the user; null for that of the controller
     * @return a bar chart of their durations as SVG; empty if there are fewer than two
     */
    @NonNull
    public String durationTrend(@NonNull List<BackupOfBuild> backups, @Nullable String timeZone) {
        return TrendChart.durations(backups, timeZone);
    }

    /**
     * @param backups  the backups from {@link #getBackups}
     * @param timeZone the time zone of the user; null for that of the controller
     * @return a bar chart of their sizes as SVG; empty if there are fewer than two
     */
    @NonNull
    public String sizeTrend(@NonNull List<BackupOfBuild> backups, @Nullable String timeZone) {
        return TrendChart.sizes(backups, timeZone);
    }

    /** Adds the history to each job. It shows nothing until the job has a backup. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Job> {

        @Override
        public Class<Job> type() {
            return Job.class;
        }

        @Override
        public Class<ObshellJobAction> actionType() {
            return ObshellJobAction.class;
        }

        @NonNull
        @Override
        public Collection<ObshellJobAction> createFor(@NonNull Job target) {
            return List.of(new ObshellJobAction((Job<?, ?>) target));
        }
    }
}
