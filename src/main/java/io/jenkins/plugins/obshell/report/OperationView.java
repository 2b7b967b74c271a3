package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.build.ObservedReport;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.request.Durations;
import io.jenkins.plugins.obshell.operation.result.Bytes;
import io.jenkins.plugins.obshell.operation.result.DagSnapshot;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** An operation of a build as pages and the REST API show it at a moment. The names are those of a step's result. */
@ExportedBean(defaultVisibility = 3)
public final class OperationView {

    private static final String COMPLETED = "COMPLETED";
    private static final double LEAST_TO_EXTRAPOLATE = 0.02;

    private final int number;
    private final StoredOperation operation;
    private final ObservedReport report;
    private final boolean building;
    private final Instant now;

    @Nullable
    private final OperationState stand;

    @Nullable
    private final Outcome outcome;

    private final List<TenantView> tenants;

    /**
     * @param number    its place in the build, from 1
     * @param operation what was started
     * @param report    what was seen of it
     * @param building  whether the build still runs
     * @param now       the time
     */
    public OperationView(
            int number,
            @NonNull StoredOperation operation,
            @NonNull ObservedReport report,
            boolean building,
            @NonNull Instant now) {
        this.number = number;
        this.operation = operation;
        this.report = report;
        this.building = building;
        this.now = now;
        this.stand = operation.state();
        this.outcome = operation.outcome();
        this.tenants = tenants();
    }

    private List<TenantView> tenants() {
        if (outcome != null && !outcome.result().tenants().isEmpty()) {
            return outcome.result().tenants().stream()
                    .limit(PageLimits.MOST_TENANTS)
                    .map(backup -> TenantView.of(backup, now))
                    .toList();
        }
        return report.tenants().stream()
                .map(progress -> TenantView.of(progress, isRunning() ? now : report.observedAt()))
                .toList();
    }

    /** {@return its place in the build, from 1} */
    public int getNumber() {
        return number;
    }

    /** {@return the name of the step} */
    @Exported
    @NonNull
    public String getStep() {
        return operation.getStep();
    }

    /** {@return the name of the cluster, or its endpoints} */
    @Exported
    @Nullable
    public String getCluster() {
        return operation.getCluster();
    }

    /** {@return the tenant, or null for all user tenants} */
    @Exported
    @Nullable
    public String getTenant() {
        return operation.getTenant();
    }

    /** {@return the tenant for people} */
    @NonNull
    public String getTenantLabel() {
        return operation.getTenant() == null ? Messages.OperationView_allTenants() : operation.getTenant();
    }

    /** {@return what it is, in a few words} */
    @NonNull
    public String getTitle() {
        return switch (operation.getStep()) {
            case "obshellBackup" -> Messages.OperationView_backup(getTenantLabel());
            case "obshellBackupConfig" -> Messages.OperationView_configuration(getTenantLabel());
            default -> Messages.OperationView_check(getTenantLabel());
        };
    }

    /** {@return whether it is a backup rather than a configuration or a look} */
    public boolean isBackup() {
        return "obshellBackup".equals(operation.getStep());
    }

    /** {@return whether the backup is there and whole} */
    public boolean isCompleted() {
        return COMPLETED.equals(getStatus()) && outcome != null && outcome.verdict() == Verdict.SUCCESS;
    }

    /** {@return whether it still goes on} */
    @Exported
    public boolean isRunning() {
        return outcome == null && building;
    }

    /** {@return {@code SUCCESS WARNING FAILURE ABORTED}; null while it goes on, or where nobody knows} */
    @Exported
    @Nullable
    public String getVerdict() {
        return outcome == null ? null : outcome.verdict().name();
    }

    /** {@return one word for how it stands, for the style sheet: the verdict, {@code RUNNING} or {@code UNKNOWN}} */
    @NonNull
    public String getState() {
        if (outcome != null) {
            return outcome.verdict().name();
        }
        return building ? "RUNNING" : "UNKNOWN";
    }

    /** {@return the symbol for how it stands} */
    @NonNull
    public String getIcon() {
        return StateIcons.of(getState());
    }

    /** {@return for a backup OceanBase's word, for a configuration the state of its DAG; null where nothing is known} */
    @Exported
    @Nullable
    public String getStatus() {
        if (outcome != null) {
            return outcome.result().status();
        }
        if (report.tenants().isEmpty()) {
            return null;
        }
        return report.tenants().stream()
                .map(TenantProgress::status)
                .filter(status -> !COMPLETED.equals(status))
                .findFirst()
                .orElse(COMPLETED);
    }

    /** {@return how it stands, for people} */
    @NonNull
    public String getStatusText() {
        String status = getStatus();
        if (outcome == null) {
            String phase = phase();
            return status == null || !isRunning() ? phase : phase + " (" + status + ")";
        }
        return switch (outcome.verdict()) {
            case SUCCESS -> status == null ? Messages.OperationView_success() : status;
            case WARNING -> Messages.OperationView_warning();
            case FAILURE -> failure(status);
            case ABORTED -> Messages.OperationView_aborted();
        };
    }

    private static String failure(@Nullable String status) {
        if (status == null || COMPLETED.equals(status)) {
            return Messages.OperationView_failure();
        }
        return "FAILED".equals(status) ? status : Messages.OperationView_failure() + " (" + status + ")";
    }

    private String phase() {
        if (!building) {
            return Messages.OperationView_unknown();
        }
        if (stand == null) {
            return Messages.OperationView_new();
        }
        if (stand.contactLostAt() != null) {
            return Messages.OperationView_outOfContact();
        }
        return switch (stand.phase()) {
            case NEW -> Messages.OperationView_new();
            case CONFIGURING -> Messages.OperationView_configuring();
            case STARTING -> Messages.OperationView_starting();
            case FOLLOWING, VERIFYING -> Messages.OperationView_running();
            case CANCELLING -> Messages.OperationView_cancelling();
            case OVER -> Messages.OperationView_over();
        };
    }

    /** {@return whether the DAG is over while the backup goes on} */
    public boolean isBeyondDag() {
        DagView dag = getLastDag();
        return isRunning() && dag != null && dag.isOver() && !report.tenants().isEmpty();
    }

    /** {@return whether the backup is there although its DAG failed, as one does that outlasts obshell's patience} */
    public boolean isDespiteDag() {
        DagView dag = getLastDag();
        return isCompleted() && dag != null && dag.isFailed();
    }

    /** {@return since when no endpoint answers, or null while one does} */
    @Nullable
    public Moment getContactLostAt() {
        return stand == null || !isRunning() ? null : Moment.of(stand.contactLostAt());
    }

    /** {@return why it ended so and what to do next, in sentences; null while it goes on} */
    @Exported
    @Nullable
    public String getMessage() {
        return outcome == null ? null : outcome.message();
    }

    /** {@return the id of the DAG, or null} */
    @Exported
    @Nullable
    public String getDagId() {
        if (outcome != null && outcome.result().dagId() != null) {
            return outcome.result().dagId();
        }
        return stand == null ? null : stand.dagId();
    }

    /** {@return what the DAG does, or null} */
    @Exported
    @Nullable
    public String getDagName() {
        if (outcome != null && outcome.result().dagName() != null) {
            return outcome.result().dagName();
        }
        return stand == null ? null : stand.dagName();
    }

    /** {@return the id of the backup job; null where there are several} */
    @Exported
    @Nullable
    public String getJobId() {
        return ofOnly(TenantView::getJobId);
    }

    /** {@return the id of the backup set; null where there are several} */
    @Exported
    @Nullable
    public String getBackupSetId() {
        return ofOnly(TenantView::getBackupSetId);
    }

    /** {@return where the backup set lies, without secrets; null where there are several} */
    @Exported
    @Nullable
    public String getPath() {
        return ofOnly(TenantView::getPath);
    }

    /** {@return when it started, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Exported
    @Nullable
    public String getStartTime() {
        return Objects.toString(start(), null);
    }

    /** {@return when it ended, or null} */
    @Exported
    @Nullable
    public String getEndTime() {
        return Objects.toString(end(), null);
    }

    /** {@return when it started, for people, or null} */
    @Nullable
    public Moment getStarted() {
        return Moment.of(start());
    }

    /** {@return when it ended, for people, or null} */
    @Nullable
    public Moment getEnded() {
        return Moment.of(end());
    }

    /** {@return how long it took, or has taken so far; null where nobody knows} */
    @Nullable
    public String getTook() {
        Duration took = took();
        return took == null ? null : Durations.format(took);
    }

    @Nullable
    Duration took() {
        Instant start = start();
        if (outcome != null && end() == null) {
            return tookOfDag();
        }
        Instant end = end() != null ? end() : isRunning() ? now : null;
        return start == null || end == null || end.isBefore(start) ? null : Duration.between(start, end);
    }

    /** Where no backup came of it, its DAG tells how long it took. */
    @Nullable
    private Duration tookOfDag() {
        DagSnapshot dag =
                report.dags().isEmpty() ? null : report.dags().get(report.dags().size() - 1);
        return dag == null || dag.startTime() == null || dag.endTime() == null
                ? null
                : Duration.between(dag.startTime(), dag.endTime());
    }

    @Nullable
    private Instant start() {
        if (outcome != null && outcome.result().startTime() != null) {
            return outcome.result().startTime();
        }
        return report.tenants().stream()
                .map(TenantProgress::startTime)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(stand == null ? null : stand.begunAt());
    }

    @Nullable
    private Instant end() {
        return outcome == null ? null : outcome.result().endTime();
    }

    /** {@return bytes read, of all tenants} */
    @Exported
    public long getInputBytes() {
        return outcome != null && !outcome.result().tenants().isEmpty()
                ? outcome.result().inputBytes()
                : report.tenants().stream()
                        .mapToLong(TenantProgress::inputBytes)
                        .sum();
    }

    /** {@return bytes written, of all tenants} */
    @Exported
    public long getOutputBytes() {
        return outcome != null && !outcome.result().tenants().isEmpty()
                ? outcome.result().outputBytes()
                : report.tenants().stream()
                        .mapToLong(TenantProgress::outputBytes)
                        .sum();
    }

    /** {@return bytes written, for people} */
    @NonNull
    public String getWritten() {
        return Bytes.format(getOutputBytes());
    }

    /** {@return whether anything is known of the amount of data} */
    public boolean isMeasured() {
        return !tenants.isEmpty();
    }

    /** {@return how much is done, 0 to 100; -1 while nobody knows} */
    @Exported
    public int getPercent() {
        if (isCompleted()) {
            return 100;
        }
        long done = report.tenants().stream()
                .mapToLong(TenantProgress::finishTablets)
                .sum();
        long all = report.tenants().stream().mapToLong(TenantProgress::tablets).sum();
        return all <= 0 ? -1 : (int) Math.max(0, Math.min(100, done * 100.0 / all));
    }

    /** {@return how far it is, in one line: percent, tablets, bytes, rate and what is left} */
    @NonNull
    public String getProgressText() {
        long done = report.tenants().stream()
                .mapToLong(TenantProgress::finishTablets)
                .sum();
        long all = report.tenants().stream().mapToLong(TenantProgress::tablets).sum();
        long rate = report.tenants().stream()
                .mapToLong(TenantProgress::bytesPerSecond)
                .sum();
        List<String> parts = new ArrayList<>();
        if (all > 0) {
            parts.add(Math.max(0, getPercent()) + "%");
            parts.add(Messages.OperationView_tablets(Long.toString(done), Long.toString(all)));
        }
        parts.add(Messages.OperationView_written(getWritten()));
        if (isRunning() && rate > 0) {
            parts.add(Bytes.format(rate) + "/s");
        }
        Duration left = remaining(done, all);
        if (left != null) {
            parts.add(Messages.OperationView_left(Durations.format(left)));
        }
        return String.join(" · ", parts);
    }

    /** By the samples alone: they are all of one clock, while OceanBase's can be another. */
    @Nullable
    private Duration remaining(long done, long all) {
        List<ObservedReport.Sample> samples = report.samples();
        if (!isRunning() || samples.isEmpty() || done >= all) {
            return null;
        }
        ObservedReport.Sample first = samples.get(0);
        ObservedReport.Sample last = samples.get(samples.size() - 1);
        long copied = last.finishTablets() - first.finishTablets();
        return copied < all * LEAST_TO_EXTRAPOLATE
                ? null
                : Duration.ofSeconds((long) ((double) (last.second() - first.second()) / copied * (all - done)));
    }

    /** {@return the backup of each tenant} */
    @Exported
    @NonNull
    public List<TenantView> getTenants() {
        return tenants;
    }

    /** {@return whether OceanBase remarks on any of them} */
    public boolean isRemarked() {
        return tenants.stream().anyMatch(tenant -> tenant.getComment() != null);
    }

    /** {@return how many tenants are left out of the list} */
    @Exported
    public int getOmittedTenants() {
        return outcome != null && !outcome.result().tenants().isEmpty()
                ? Math.max(0, outcome.result().tenants().size() - PageLimits.MOST_TENANTS)
                        + outcome.result().omittedTenants()
                : report.omittedTenants();
    }

    /** {@return the DAGs, as seen last} */
    @Exported(visibility = 2)
    @NonNull
    public List<DagView> getDags() {
        List<DagView> dags = new ArrayList<>();
        for (DagSnapshot dag : report.dags()) {
            boolean last = dags.size() == report.dags().size() - 1;
            dags.add(new DagView("obshell-" + number + "-" + (dags.size() + 1), dag, isRunning(), last, now));
        }
        return dags;
    }

    @Nullable
    private DagView getLastDag() {
        List<DagView> dags = getDags();
        return dags.isEmpty() ? null : dags.get(dags.size() - 1);
    }

    /** {@return the DAG of the moment and its stage, in one line; null where there is none} */
    @Nullable
    public String getStageText() {
        DagView dag = getLastDag();
        return dag == null ? null : dag.getStageText();
    }

    /** {@return what was sent, without secrets} */
    @Exported(visibility = 2)
    @NonNull
    public List<RequestView> getRequests() {
        return report.requests().stream().map(RequestView::new).toList();
    }

    /** {@return how far it was over time} */
    @Exported(visibility = 2)
    @NonNull
    public List<SampleView> getSamples() {
        return report.samples().stream().map(SampleView::new).toList();
    }

    /** {@return a chart of the bytes over time as SVG; empty while there is too little to draw} */
    @NonNull
    public String getChart() {
        return BytesChart.draw(report.samples());
    }

    /** {@return when something was seen of it last, or null} */
    @Nullable
    public Moment getSeenAt() {
        return Moment.of(report.observedAt());
    }

    /** {@return a line of a Pipeline that attaches to it; null where there is no DAG} */
    @Nullable
    public String getAttachLine() {
        if (!isLeft() || getDagId() == null || "obshellBackupConfig".equals(operation.getStep())) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        if (operation.getCluster() != null) {
            boolean endpoints = operation.getCluster().contains("/")
                    || operation.getCluster().contains(":");
            arguments.add((endpoints ? "endpoints: " : "cluster: ") + quoted(operation.getCluster()));
            if (endpoints) {
                arguments.add("credentialsId: '…'");
            }
        }
        if (operation.getTenant() != null) {
            arguments.add("tenant: " + quoted(operation.getTenant()));
        }
        arguments.add("dagId: " + quoted(getDagId()));
        return "obshellBackupStatus " + String.join(", ", arguments);
    }

    /** {@return the SQL that cancels the backup, for the sys tenant; null where there is nothing to cancel} */
    @Nullable
    public String getCancelLine() {
        if (!isBackup() || !isLeft() || getDagId() == null) {
            return null;
        }
        return operation.getTenant() == null
                ? "ALTER SYSTEM CANCEL BACKUP"
                : "ALTER SYSTEM CANCEL BACKUP TENANT = " + operation.getTenant();
    }

    /** Whether something may still run in obshell or in OceanBase. */
    private boolean isLeft() {
        if (outcome == null || outcome.verdict() == Verdict.ABORTED) {
            return true;
        }
        DagView dag = getLastDag();
        return end() == null && (dag == null || !dag.isOver() || !tenants.isEmpty());
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\\s+", " ") + "'";
    }

    @Nullable
    private String ofOnly(Function<TenantView, String> property) {
        return tenants.size() + getOmittedTenants() == 1 ? property.apply(tenants.get(0)) : null;
    }
}
