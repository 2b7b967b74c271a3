package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.OperationResult;
import io.jenkins.plugins.obshell.operation.TenantBackup;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * What a step returns: small and values only, so that a Pipeline can keep it over a restart. Where several tenants were
 * backed up the bytes are their sums, and what differs from tenant to tenant is null here and found with each tenant.
 */
public final class ObshellResult implements Serializable {

    private static final long serialVersionUID = 1;

    private final String status;
    private final String dagId;
    private final String dagName;
    private final String jobId;
    private final String backupSetId;
    private final String startTime;
    private final String endTime;
    private final long inputBytes;
    private final long outputBytes;
    private final String path;
    private final ArrayList<ObshellTenantResult> tenants;

    private ObshellResult(OperationResult result) {
        List<TenantBackup> backups = result.tenants();
        this.status = result.status();
        this.dagId = result.dagId();
        this.dagName = result.dagName();
        this.jobId = ofOnly(backups, TenantBackup::jobId);
        this.backupSetId = ofOnly(backups, TenantBackup::backupSetId);
        this.startTime = Objects.toString(result.startTime(), null);
        this.endTime = Objects.toString(result.endTime(), null);
        this.inputBytes = backups.stream().mapToLong(TenantBackup::inputBytes).sum();
        this.outputBytes = backups.stream().mapToLong(TenantBackup::outputBytes).sum();
        this.path = ofOnly(backups, TenantBackup::path);
        this.tenants = new ArrayList<>();
        backups.forEach(backup -> tenants.add(new ObshellTenantResult(backup)));
    }

    /**
     * @param result what an operation found or made
     * @return the same for a Pipeline
     */
    @NonNull
    static ObshellResult of(@NonNull OperationResult result) {
        return new ObshellResult(result);
    }

    /** {@return for a backup OceanBase's word, for a configuration the state of its DAG; null where nothing is known} */
    @Whitelisted
    @CheckForNull
    public String getStatus() {
        return status;
    }

    /** {@return the id of the DAG, for {@code obshellBackupStatus} to attach to; null where there was none} */
    @Whitelisted
    @CheckForNull
    public String getDagId() {
        return dagId;
    }

    /** {@return what the DAG does, or null} */
    @Whitelisted
    @CheckForNull
    public String getDagName() {
        return dagName;
    }

    /** {@return the id of the backup job, or null} */
    @Whitelisted
    @CheckForNull
    public String getJobId() {
        return jobId;
    }

    /** {@return the id of the backup set, or null} */
    @Whitelisted
    @CheckForNull
    public String getBackupSetId() {
        return backupSetId;
    }

    /** {@return when it started, such as {@code 2026-01-31T12:00:00Z}, or null} */
    @Whitelisted
    @CheckForNull
    public String getStartTime() {
        return startTime;
    }

    /** {@return when it ended, such as {@code 2026-01-31T12:30:00Z}, or null} */
    @Whitelisted
    @CheckForNull
    public String getEndTime() {
        return endTime;
    }

    /** {@return bytes read, of all tenants} */
    @Whitelisted
    public long getInputBytes() {
        return inputBytes;
    }

    /** {@return bytes written, of all tenants} */
    @Whitelisted
    public long getOutputBytes() {
        return outputBytes;
    }

    /** {@return where the backup set lies, without secrets, or null} */
    @Whitelisted
    @CheckForNull
    public String getPath() {
        return path;
    }

    /** {@return the backup of each tenant; empty for a configuration} */
    @Whitelisted
    @NonNull
    public List<ObshellTenantResult> getTenants() {
        return new ArrayList<>(tenants);
    }

    /** {@return what is known, in one line} */
    @Override
    @Whitelisted
    public String toString() {
        List<String> known = new ArrayList<>();
        add(known, "DAG", dagId);
        add(known, "job", jobId);
        add(known, "backup set", backupSetId);
        add(known, "at", path);
        if (outputBytes > 0) {
            add(known, "bytes written", Long.toString(outputBytes));
        }
        if (tenants.size() > 1) {
            add(known, "tenants", tenants.toString());
        }
        String word = status == null ? "-" : status;
        return known.isEmpty() ? word : word + " (" + String.join(", ", known) + ")";
    }

    private static void add(List<String> known, String name, String value) {
        if (value != null) {
            known.add(name + " " + value);
        }
    }

    @CheckForNull
    private static String ofOnly(List<TenantBackup> backups, Function<TenantBackup, String> property) {
        return backups.size() == 1 ? property.apply(backups.get(0)) : null;
    }
}
