package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.Phase;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.RestoreWindow;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An operation of a build on a page and in the REST API, where its fields have the names of a step's result. */
@ExportedBean(defaultVisibility = 3)
public final class OperationView extends RestorableView {

    private final int number;
    private final OperationSnapshot snapshot;
    private final OperationTenants tenants;
    private final List<DagView> dags;

    /**
     * @param number   its number within the build, from 1
     * @param snapshot what is known of it
     */
    OperationView(int number, OperationSnapshot snapshot) {
        super(snapshot.start(), snapshot.result().endTime(), snapshot.until());
        this.number = number;
        this.snapshot = snapshot;
        this.tenants = OperationTenants.of(snapshot);
        this.dags = dags(number, snapshot);
    }

    private static List<DagView> dags(int number, OperationSnapshot snapshot) {
        List<DagView> dags = new ArrayList<>();
        boolean failed = snapshot.outcome() != null && snapshot.outcome().verdict() == Verdict.FAILURE;
        for (DagSnapshot dag : snapshot.report().dags()) {
            String elementId = "obshell-" + number + "-" + (dags.size() + 1);
            dags.add(new DagView(elementId, dag, failed, snapshot.isRunning() ? snapshot.databaseNow() : null));
        }
        return List.copyOf(dags);
    }

    /** {@return its number within the build, from 1} */
    public int getNumber() {
        return number;
    }

    /** {@return its id, unique within the build} */
    @NonNull
    public String getId() {
        return snapshot.operation().getId();
    }

    /** {@return the name of the step, such as {@code obshellBackup}} */
    @Exported
    @NonNull
    public String getStep() {
        return snapshot.operation().getStep();
    }

    /** {@return the name of the cluster, or its endpoints} */
    @Exported
    @Nullable
    public String getCluster() {
        return snapshot.operation().getCluster();
    }

    /** {@return the tenant, or null for several or all user tenants} */
    @Exported
    @Nullable
    public String getTenant() {
        return snapshot.operation().getTenant();
    }

    /** {@return the tenant, for people} */
    @NonNull
    public String getTenantLabel() {
        String tenants = snapshot.operation().getTenants();
        return tenants == null ? Messages.OperationView_allTenants() : tenants;
    }

    /** {@return the kind of the operation and its tenant, for people} */
    @NonNull
    public String getTitle() {
        if (snapshot.isBackup()) {
            return Messages.OperationView_backup(getTenantLabel());
        }
        if (snapshot.isDrill()) {
            return isRestore()
                    ? Messages.OperationView_restore(getTenantLabel())
                    : Messages.OperationView_drop(getTenantLabel());
        }
        return snapshot.isConfiguration()
                ? Messages.OperationView_configuration(getTenantLabel())
                : Messages.OperationView_check(getTenantLabel());
    }

    /** {@return whether it is a backup, not a configuration or a check} */
    public boolean isBackup() {
        return snapshot.isBackup();
    }

    /** {@return whether it is the restore of a drill} */
    public boolean isRestore() {
        return snapshot.operation().isRestore();
    }

    /** {@return what a drill restores; null before it is chosen, for its drop, and for other steps} */
    @Exported
    @Nullable
    public DrillView getDrill() {
        return DrillView.of(snapshot);
    }

    /** {@return whether it is still running} */
    @Exported
    public boolean isRunning() {
        return snapshot.isRunning();
    }

    /** {@return whether its verdict is success and its backup is COMPLETED} */
    public boolean isCompleted() {
        return getStatusView().isCompleted();
    }

    /** {@return {@code SUCCESS}, {@code WARNING}, {@code FAILURE} or {@code ABORTED}; null if there is no verdict} */
    @Exported
    @Nullable
    public String getVerdict() {
        return snapshot.outcome() == null ? null : snapshot.outcome().verdict().name();
    }

    /** {@return OceanBase's status of a backup, or the DAG state of a configuration; null if unknown} */
    @Exported
    @Nullable
    public String getStatus() {
        return getStatusView().reported();
    }

    /** {@return the reason for the verdict and what to do next, for people; null if there is no verdict} */
    @Exported
    @Nullable
    public String getMessage() {
        return snapshot.outcome() == null ? null : snapshot.outcome().message();
    }

    /** {@return the message if it says more than the other facts on the page; null if not} */
    @Nullable
    public String getRemark() {
        boolean isOrdinary = isBackup()
                && isCompleted()
                && window() != null
                && snapshot.state() != null
                && snapshot.state().dag() != null;
        return isOrdinary ? null : getMessage();
    }

    /** {@return whether asking obshell to cancel could end a backup that this step started} */
    public boolean isCancellable() {
        return snapshot.isCancellable();
    }

    /** {@return the id of the DAG that would be cancelled with the backup, or null; a configuration is left to finish} */
    @Nullable
    public String getDagToCancel() {
        boolean isConfiguring = snapshot.state() != null && snapshot.state().phase() == Phase.CONFIGURING;
        DagView last = lastDag();
        boolean isOver = last != null && last.isOver() && Objects.equals(last.getId(), getDagId());
        return isConfiguring || isOver ? null : getDagId();
    }

    /** {@return its status on the page} */
    @NonNull
    public StatusView getStatusView() {
        return new StatusView(snapshot, lastDag());
    }

    /** {@return the id of the DAG, or null} */
    @Exported
    @Nullable
    public String getDagId() {
        return snapshot.operation().getDagId();
    }

    /** {@return the name of the DAG, or null} */
    @Exported
    @Nullable
    public String getDagName() {
        if (snapshot.result().dagName() != null) {
            return snapshot.result().dagName();
        }
        return snapshot.state() == null ? null : snapshot.state().dagName();
    }

    /** {@return the id of the backup job; null if there are several} */
    @Exported
    @Nullable
    public String getJobId() {
        return tenants.ofOnly(TenantView::getJobId);
    }

    /** {@return the id of the backup set; null if there are several} */
    @Exported
    @Nullable
    public String getBackupSetId() {
        return tenants.ofOnly(TenantView::getBackupSetId);
    }

    /** {@return the URI of the backup set, without secrets; null if there are several} */
    @Exported
    @Nullable
    public String getPath() {
        return tenants.ofOnly(TenantView::getPath);
    }

    /** {@return the SCN from which on the backup set can be restored; null if there are several} */
    @Exported
    @Nullable
    public String getEndScn() {
        return tenants.ofOnly(TenantView::getEndScn);
    }

    @Override
    @Nullable
    RestoreWindow window() {
        return snapshot.result().commonWindow();
    }

    /** {@return when something was last observed, or null} */
    @Nullable
    public Moment getObserved() {
        return Moment.of(snapshot.report().observedAt());
    }

    /** If the result has no end, as that of a configuration, the time of the last DAG counts. */
    @Override
    @Nullable
    Duration took() {
        if (snapshot.outcome() == null || snapshot.result().endTime() != null) {
            return super.took();
        }
        List<DagSnapshot> observed = snapshot.report().dags();
        DagSnapshot last = observed.isEmpty() ? null : observed.get(observed.size() - 1);
        return last == null ? null : between(last.startTime(), last.endTime());
    }

    /** {@return the number of bytes read, of all tenants} */
    @Exported
    public long getInputBytes() {
        return tenants.inputBytes();
    }

    /** {@return the number of bytes written, of all tenants} */
    @Exported
    public long getOutputBytes() {
        return tenants.outputBytes();
    }

    /** {@return how much is done, 0 to 100; -1 if unknown} */
    @Exported
    public int getPercent() {
        return getProgress().getPercent();
    }

    /** {@return its progress on the page} */
    @NonNull
    public ProgressView getProgress() {
        return new ProgressView(snapshot, tenants, isCompleted());
    }

    /** {@return the backup of each tenant} */
    @Exported
    @NonNull
    public List<TenantView> getTenants() {
        return tenants.views();
    }

    /** {@return the number of tenants that are left out of that list} */
    @Exported
    public int getOmittedTenants() {
        return tenants.omitted();
    }

    /** {@return whether OceanBase has a comment on a tenant} */
    public boolean isCommented() {
        return tenants.views().stream().anyMatch(tenant -> tenant.getComment() != null);
    }

    /** {@return the log archives of the tenants as last observed, those that are halted first} */
    @Exported
    @NonNull
    public List<ArchiveView> getArchives() {
        return snapshot.report().archives().stream().map(ArchiveView::new).toList();
    }

    /** {@return whether the log of a tenant was not being archived when it was last observed} */
    public boolean isArchiveHalted() {
        return getArchives().stream().anyMatch(ArchiveView::isHalted);
    }

    /** {@return the DAGs as last observed} */
    @Exported(visibility = 2)
    @NonNull
    public List<DagView> getDags() {
        return dags;
    }

    /** {@return the stage of the DAG, in one line; null if that DAG was not observed yet} */
    @Nullable
    public String getStageText() {
        DagView dag = lastDag();
        return dag == null || !Objects.equals(dag.getId(), getDagId()) ? null : dag.getStageText();
    }

    /** {@return how to restore each backup} */
    @NonNull
    public List<RestoreView> getRestores() {
        return RestoreView.of(snapshot.outcome());
    }

    /** {@return the requests that started something, without secrets} */
    @Exported(visibility = 2)
    @NonNull
    public List<RequestView> getRequests() {
        return snapshot.report().requests().stream().map(RequestView::new).toList();
    }

    /** {@return the progress over time} */
    @Exported(visibility = 2)
    @NonNull
    public List<SampleView> getSamples() {
        return snapshot.report().samples().stream().map(SampleView::new).toList();
    }

    /** {@return what a user may do about it} */
    @NonNull
    public HintsView getHints() {
        return new HintsView(snapshot, lastDag());
    }

    @Nullable
    private DagView lastDag() {
        return dags.isEmpty() ? null : dags.get(dags.size() - 1);
    }
}
