package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.result.TenantBackup;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/** The backup of one tenant, as a step returns it: values only. */
public final class ObshellTenantResult extends BackupValues {

    private static final long serialVersionUID = 1;

    private final String tenant;

    ObshellTenantResult(TenantBackup backup) {
        super(
                backup.status(),
                backup.startTime(),
                backup.endTime(),
                backup.inputBytes(),
                backup.outputBytes(),
                backup.restorable(),
                List.of(backup));
        this.tenant = backup.tenant();
    }

    /** {@return the name of the tenant, or its id if the name is not known} */
    @Whitelisted
    @NonNull
    public String getTenant() {
        return tenant;
    }

    /** {@return tenant, status, job and backup set} */
    @Override
    @Whitelisted
    public String toString() {
        return tenant + ": " + getStatus() + " (job " + getJobId() + ", backup set " + getBackupSetId() + ")";
    }
}
