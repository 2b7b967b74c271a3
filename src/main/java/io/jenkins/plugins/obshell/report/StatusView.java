package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.TenantProgress;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.Set;

/**
 * The status of an operation on a page: running, ended or unknown, and how obshell and OceanBase call it.
 *
 * @param snapshot what is known of the operation
 * @param lastDag  its last DAG, or null
 */
public record StatusView(
        @NonNull OperationSnapshot snapshot, @Nullable DagView lastDag) {

    private static final String COMPLETED = "COMPLETED";

    /** What OceanBase calls a good end of the backup or restore itself, though the operation failed. */
    private static final Set<String> GOOD = Set.of(COMPLETED, "SUCCESS");

    /** {@return the verdict, {@code RUNNING}, or {@code UNKNOWN} if the build ended without a verdict} */
    @NonNull
    public String getState() {
        if (snapshot.outcome() != null) {
            return snapshot.outcome().verdict().name();
        }
        return snapshot.building() ? "RUNNING" : "UNKNOWN";
    }

    /** {@return the Jenkins symbol for the state} */
    @NonNull
    public String getIcon() {
        return StateIcons.of(getState());
    }

    /** {@return OceanBase's status of a backup, or the DAG state of a configuration; null if unknown} */
    @Nullable
    String reported() {
        if (snapshot.outcome() != null) {
            return snapshot.result().status();
        }
        if (snapshot.report().tenants().isEmpty()) {
            return null;
        }
        return snapshot.report().tenants().stream()
                .map(TenantProgress::status)
                .filter(status -> !COMPLETED.equals(status))
                .findFirst()
                .orElse(COMPLETED);
    }

    /** {@return whether the verdict is success and the backup is COMPLETED} */
    public boolean isCompleted() {
        return snapshot.outcome() != null
                && snapshot.outcome().verdict() == Verdict.SUCCESS
                && COMPLETED.equals(reported());
    }

    /** {@return the status for people} */
    @NonNull
    public String getText() {
        String reported = reported();
        if (snapshot.outcome() == null) {
            return reported == null || !snapshot.isRunning() ? phase() : phase() + " (" + reported + ")";
        }
        return switch (snapshot.outcome().verdict()) {
            case SUCCESS -> reported == null ? Messages.StatusView_success() : reported;
            case WARNING -> Messages.StatusView_warning();
            case FAILURE -> failure(reported);
            case ABORTED -> Messages.StatusView_aborted();
        };
    }

    private static String failure(@Nullable String reported) {
        if (reported == null || GOOD.contains(reported)) {
            return Messages.StatusView_failure();
        }
        return "FAILED".equals(reported) ? reported : Messages.StatusView_failure() + " (" + reported + ")";
    }

    private String phase() {
        if (!snapshot.building()) {
            return Messages.StatusView_unknown();
        }
        if (snapshot.state() == null) {
            return Messages.StatusView_new();
        }
        if (snapshot.contactLostAt() != null) {
            return Messages.StatusView_outOfContact();
        }
        return switch (snapshot.state().phase()) {
            case NEW -> Messages.StatusView_new();
            case CONFIGURING -> Messages.StatusView_configuring();
            case STARTING -> Messages.StatusView_starting();
            case FOLLOWING, VERIFYING -> Messages.StatusView_running();
            case ARCHIVING -> Messages.StatusView_archiving();
            case CANCELLING -> Messages.StatusView_cancelling();
            case OVER -> Messages.StatusView_over();
        };
    }

    /** {@return since when no endpoint has responded, or null if one does} */
    @Nullable
    public Moment getContactLostAt() {
        return Moment.of(snapshot.contactLostAt());
    }

    /** {@return whether the DAG has ended but the backup is still running} */
    public boolean isBeyondDag() {
        return snapshot.isRunning()
                && lastDag != null
                && lastDag.isOver()
                && !snapshot.report().tenants().isEmpty();
    }

    /** {@return whether the backup is COMPLETED although its DAG failed, because obshell stops waiting after an hour} */
    public boolean isDespiteDag() {
        return isCompleted() && lastDag != null && lastDag.isFailed();
    }
}
