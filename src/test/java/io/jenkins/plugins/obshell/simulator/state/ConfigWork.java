package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.BackupSettings;
import io.jenkins.plugins.obshell.simulator.http.ErrorCode;
import io.jenkins.plugins.obshell.simulator.http.ObshellException;
import io.jenkins.plugins.obshell.simulator.http.StorageUri;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What the nodes of a configuration DAG do. */
final class ConfigWork {

    private static final int CLOSE_SECONDS = 600;
    private static final int STOP_SECONDS = 3600;
    private static final Duration BACKUP_PATIENCE = Duration.ofSeconds(3600);

    private final List<TenantState> tenants;
    private final BackupSettings settings;
    private final boolean allTenants;

    ConfigWork(List<TenantState> tenants, BackupSettings settings, boolean allTenants) {
        this.tenants = tenants;
        this.settings = settings;
        this.allTenants = allTenants;
    }

    void check(StageWork.Run run) {
        run.log("Check archive path for all tenants");
        if (!checkPath(run, settings.archiveUri(), "check archive path")) {
            return;
        }
        run.log("Check data path for all tenants");
        if (checkPath(run, settings.dataUri(), "check data path")) {
            run.succeed();
        }
    }

    private boolean checkPath(StageWork.Run run, Optional<String> uri, String what) {
        if (uri.isEmpty()) {
            run.log("Path is empty, skip check");
            return true;
        }
        try {
            StorageUri parsed = StorageUri.parse(uri.get());
            run.log("Storage type is '" + parsed.protocol().name().toLowerCase(Locale.ROOT) + "'");
        } catch (ObshellException e) {
            run.fail(e.code().code(), what + ": get archive storage interface: " + e.getMessage());
            return false;
        }
        for (TenantState tenant : tenants) {
            run.log("Check '" + tenant.name() + "' wirte permission");
            if (tenant.destinationsReadOnly) {
                String why = what + ": check write permission: mkdir "
                        + uri.get().substring("file://".length()) + ": permission denied";
                run.fail(ErrorCode.UNEXPECTED.code(), ErrorCode.UNEXPECTED.message(false, why));
                return false;
            }
        }
        return true;
    }

    void set(StageWork.Run run) {
        setConcurrency(
                run,
                () -> setArchiveDestination(run, () -> {
                    if (!setLag(run)) {
                        return;
                    }
                    setDataDestination(run, () -> {
                        setTheRest(run);
                        run.succeed();
                    });
                }));
    }

    private void setConcurrency(StageWork.Run run, Runnable then) {
        if (settings.logArchiveConcurrency().isEmpty()) {
            then.run();
            return;
        }
        int concurrency = settings.logArchiveConcurrency().get();
        stopArchiving(run, () -> {
            for (TenantState tenant : tenants) {
                tenant.parameters.put("log_archive_concurrency", String.valueOf(concurrency));
                run.log("Set log archive concurrency to '" + concurrency + "' for " + tenant.label());
            }
            then.run();
        });
    }

    private void setArchiveDestination(StageWork.Run run, Runnable then) {
        if (settings.archiveUri().isEmpty()) {
            then.run();
            return;
        }
        stopArchiving(run, () -> {
            settings.binding().ifPresent(binding -> run.log("Set log archive dest binding to " + binding));
            settings.pieceSwitchInterval()
                    .ifPresent(interval -> run.log("Set log archive dest piece switch interval to " + interval));
            if (settings.pieceSwitchInterval().filter(String::isEmpty).isPresent()) {
                run.fail(
                        ErrorCode.MYSQL.code(),
                        ErrorCode.MYSQL.message(
                                false, "set log archive dest: Error 1210 (HY000): Incorrect arguments"));
                return;
            }
            boolean toS3 = settings.archiveUri().get().startsWith("s3:");
            for (TenantState tenant : tenants) {
                run.log("Set log archive dest for " + tenant.label());
                if (toS3 && isShort(tenant.parameters.get("archive_lag_target"))) {
                    refuse(run, "archive_lag_target is smaller than 60s, set log_archive_dest to S3 is not allowed");
                    return;
                }
                tenant.archiveDestination =
                        destination(run, settings.archiveUri().get(), tenant, "clog");
                tenant.parameters.put("binding", settings.binding().orElse("OPTIONAL"));
                tenant.parameters.put(
                        "piece_switch_interval", settings.pieceSwitchInterval().orElse("1d"));
            }
            then.run();
        });
    }

    private boolean setLag(StageWork.Run run) {
        if (settings.archiveLagTarget().isEmpty()) {
            return true;
        }
        String target = settings.archiveLagTarget().get();
        run.log("Set archive lag target to " + target);
        for (TenantState tenant : tenants) {
            if (tenant.archiveDestination.startsWith("s3:") && isShort(target)) {
                refuse(run, "archive_lag_target of a tenant whose archive is in S3 must not be smaller than 60s");
                return false;
            }
            tenant.parameters.put("archive_lag_target", target);
        }
        return true;
    }

    /** Under a minute, which OceanBase allows of no archive in S3. */
    private static boolean isShort(String lag) {
        return lag != null && lag.matches("\\d+(us|ms)|[0-5]?\\ds");
    }

    private static void refuse(StageWork.Run run, String why) {
        run.fail(ErrorCode.MYSQL.code(), ErrorCode.MYSQL.message(false, "Error 1210 (HY000): " + why));
    }

    private void stopArchiving(StageWork.Run run, Runnable then) {
        for (TenantState tenant : tenants) {
            if (!tenant.archiveLog.isClosed()) {
                run.log("Close archive log for " + tenant.label());
                tenant.archiveLog.close();
            }
            run.log("Archive log has been closed for " + tenant.label());
        }
        each(
                (tenant, next) -> {
                    run.log("Wait for " + tenant.label() + " to close archive log");
                    run.await(tenant.archiveLog::isClosed, CLOSE_SECONDS, "close archive log", () -> {
                        run.log("Wait for " + tenant.label() + " archive log to be 'STOP'");
                        run.await(() -> isStopped(tenant), STOP_SECONDS, "stop archive log", () -> {
                            run.log("Archive log has been closed for " + tenant.label());
                            next.run();
                        });
                    });
                },
                then);
    }

    private static boolean isStopped(TenantState tenant) {
        return tenant.archiveLog.status().isEmpty()
                || tenant.archiveLog.status().equals("STOP");
    }

    private void setDataDestination(StageWork.Run run, Runnable then) {
        if (settings.dataUri().isEmpty()) {
            then.run();
            return;
        }
        each(
                (tenant, next) -> {
                    run.log("Set data backup dest for " + tenant.label());
                    Runnable set = () -> {
                        tenant.dataDestination =
                                destination(run, settings.dataUri().get(), tenant, "data");
                        next.run();
                    };
                    if (tenant.isBackupFinished()) {
                        set.run();
                    } else {
                        tenant.cancelBackup();
                        BackupWork.awaitBackup(run, tenant, BACKUP_PATIENCE, set);
                    }
                },
                then);
    }

    private String destination(StageWork.Run run, String uri, TenantState tenant, String directory) {
        try {
            StorageUri below = StorageUri.parse(uri).below(allTenants ? "1/" + tenant.id + "/" + directory : "");
            run.log("URI is '" + below.withoutSecret() + "'");
            return below.whole();
        } catch (ObshellException e) {
            throw new IllegalStateException("The check let this through", e);
        }
    }

    private void setTheRest(StageWork.Run run) {
        settings.haLowThreadScore()
                .ifPresent(score -> tenants.forEach(tenant -> {
                    run.log("Set ha low thread score for " + tenant.label() + " to " + score);
                    tenant.parameters.put("ha_low_thread_score", String.valueOf(score));
                }));
        settings.recoveryWindow()
                .ifPresent(window -> tenants.forEach(tenant -> {
                    if (tenant.deletePolicy != null) {
                        run.log("Drop delete policy {" + tenant.id + " default " + tenant.deletePolicy + "} for "
                                + tenant.label());
                    }
                    run.log("Set delete policy to {default " + window + "} for " + tenant.label());
                    tenant.deletePolicy = window;
                }));
    }

    private void each(BiConsumer<TenantState, Runnable> step, Runnable then) {
        next(tenants.iterator(), step, then);
    }

    private static void next(Iterator<TenantState> rest, BiConsumer<TenantState, Runnable> step, Runnable then) {
        if (rest.hasNext()) {
            step.accept(rest.next(), () -> next(rest, step, then));
        } else {
            then.run();
        }
    }
}
