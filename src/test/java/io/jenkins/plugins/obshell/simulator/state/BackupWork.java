package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.BackupRequest;
import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** What the nodes of a backup DAG do. */
final class BackupWork {

    private static final int OPENED_SECONDS = 600;
    private static final int DOING_SECONDS = 3600;

    private final List<TenantState> tenants;
    private final List<BackupPlan> plans;
    private final BackupRequest request;
    private final UnaryOperator<BackupRequest> session;
    private final Duration patience;

    /**
     * @param session  what a request becomes in the database session of the obshell that starts the backups
     * @param patience how long the backup of a tenant is waited for
     */
    BackupWork(
            List<TenantState> tenants,
            List<BackupPlan> plans,
            BackupRequest request,
            UnaryOperator<BackupRequest> session,
            Duration patience) {
        this.tenants = tenants;
        this.plans = plans;
        this.request = request;
        this.session = session;
        this.patience = patience;
    }

    static void check(StageWork.Run run) {
        run.succeed();
    }

    void openArchiveLog(StageWork.Run run) {
        for (TenantState tenant : tenants) {
            if (tenant.archiveLog.isClosed()) {
                run.log("Open archive log of " + tenant.label());
                tenant.archiveLog.open();
            }
        }
        openArchiveLog(run, 0);
    }

    private void openArchiveLog(StageWork.Run run, int first) {
        int index = first;
        while (index < tenants.size() && isDoing(run, tenants.get(index))) {
            index++;
        }
        if (index == tenants.size()) {
            run.succeed();
            return;
        }
        TenantState tenant = tenants.get(index);
        int following = index + 1;
        Runnable next = () -> openArchiveLog(run, following);
        switch (tenant.archiveLog.status()) {
            case "STOP", "STOPPING" -> {
                tenant.archiveLog.open();
                run.log("Wait " + tenant.label() + " archive log opened");
                run.await(
                        () -> !tenant.archiveLog.isClosed(),
                        OPENED_SECONDS,
                        "wait archive log opened",
                        () -> awaitDoing(run, tenant, next));
            }
            case "SUSPEND", "SUSPENDING" -> {
                tenant.archiveLog.enable();
                awaitDoing(run, tenant, next);
            }
            case "INTERRUPTED" ->
                run.fail(
                        ErrorCode.UNEXPECTED.code(),
                        ErrorCode.UNEXPECTED.message(false, "tenant " + tenant.label() + " archive log interrupted"));
            default -> awaitDoing(run, tenant, next);
        }
    }

    private static boolean isDoing(StageWork.Run run, TenantState tenant) {
        String status = tenant.archiveLog.status();
        run.log("Archive log status of " + tenant.label() + " is '" + status + "'");
        return status.equals("DOING");
    }

    private static void awaitDoing(StageWork.Run run, TenantState tenant, Runnable then) {
        run.log("Wait for " + tenant.label() + " archive log to be 'DOING'");
        run.await(
                () -> tenant.archiveLog.status().equals("DOING"),
                DOING_SECONDS,
                "wait tenant: " + tenant.label() + ", status: " + tenant.archiveLog.status() + " archive log doing",
                then);
    }

    void start(StageWork.Run run) {
        BackupRequest started = session.apply(request);
        for (int i = 0; i < tenants.size(); i++) {
            TenantState tenant = tenants.get(i);
            run.log("Start " + request.modeWord() + " backup of " + tenant.label());
            String refusal = tenant.nextRefusals.poll();
            if (refusal == null && tenant.start(plans.get(i), started) == null) {
                refusal = "Error 9012 (HY000): backup is in progress";
            }
            if (refusal != null) {
                run.fail(
                        ErrorCode.MYSQL.code(),
                        ErrorCode.MYSQL.message(false, "start " + request.modeWord() + " backup: " + refusal));
                return;
            }
        }
        run.succeed();
    }

    void await(StageWork.Run run) {
        await(run, 0);
    }

    private void await(StageWork.Run run, int index) {
        if (index == tenants.size()) {
            run.succeed();
        } else {
            awaitBackup(run, tenants.get(index), patience, () -> await(run, index + 1));
        }
    }

    /** Waits until no backup of the tenant is left running, however it ended. */
    static void awaitBackup(StageWork.Run run, TenantState tenant, Duration patience, Runnable then) {
        run.log("Wait " + tenant.label() + " backup finish");
        run.await(tenant::isBackupFinished, (int) patience.toSeconds(), "backup for " + tenant.label(), () -> {
            run.log(tenant.label() + " backup finished");
            then.run();
        });
    }
}
