package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import java.util.ArrayList;
import java.util.List;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * What a step returns: small and values only, so that a Pipeline can keep it over a restart. Where several tenants were
 * backed up the bytes are their sums, and what differs from tenant to tenant is null here and found with each tenant.
 */
public final class ObshellResult extends BackupValues {

    private static final long serialVersionUID = 1;

    private final String dagId;
    private final String dagName;
    private final ArrayList<ObshellTenantResult> tenants;
    private final int omittedTenants;

    /** @param result what an operation found or made */
    ObshellResult(OperationResult result) {
        super(
                result.status(),
                result.startTime(),
                result.endTime(),
                result.inputBytes(),
                result.outputBytes(),
                result.commonWindow(),
                result.omittedTenants() == 0 ? result.tenants() : List.of());
        this.dagId = result.dagId();
        this.dagName = result.dagName();
        this.tenants = new ArrayList<>();
        result.tenants().forEach(backup -> tenants.add(new ObshellTenantResult(backup)));
        this.omittedTenants = result.omittedTenants();
    }

    /** {@return the id of the DAG, for {@code obshellBackupStatus} to attach to; null if there was none} */
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

    /** {@return the backup of each tenant, of very many the worst; empty for a configuration} */
    @Whitelisted
    @NonNull
    public List<ObshellTenantResult> getTenants() {
        return new ArrayList<>(tenants);
    }

    /** {@return how many tenants are left out of {@link #getTenants}, since there are too many} */
    @Whitelisted
    public int getOmittedTenants() {
        return omittedTenants;
    }

    /** {@return what is known, in one line} */
    @Override
    @Whitelisted
    public String toString() {
        List<String> known = new ArrayList<>();
        add(known, "DAG", dagId);
        add(known, "job", getJobId());
        add(known, "backup set", getBackupSetId());
        add(known, "at", getPath());
        add(known, "restorable to", getRestorableTo());
        if (getOutputBytes() > 0) {
            add(known, "bytes written", Long.toString(getOutputBytes()));
        }
        if (tenants.size() + omittedTenants > 1) {
            add(known, "tenants", tenants + (omittedTenants == 0 ? "" : " and " + omittedTenants + " more"));
        }
        String word = getStatus() == null ? "-" : getStatus();
        return known.isEmpty() ? word : word + " (" + String.join(", ", known) + ")";
    }

    private static void add(List<String> known, String name, String value) {
        if (value != null) {
            known.add(name + " " + value);
        }
    }
}
