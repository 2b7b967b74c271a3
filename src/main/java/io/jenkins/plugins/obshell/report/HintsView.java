package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What a user may do about an operation that may still be running in obshell or OceanBase: lines to copy from a page.
 *
 * @param snapshot what is known of the operation
 * @param lastDag  its last DAG, or null
 */
public record HintsView(
        @NonNull OperationSnapshot snapshot, @Nullable DagView lastDag) {

    /** {@return a line of a Pipeline that attaches to the backup, or null if there is none to attach to} */
    @Nullable
    public String getAttachLine() {
        String dagId = snapshot.operation().getDagId();
        if (dagId == null || snapshot.isConfiguration() || snapshot.isDrill() || !mayBeRunning()) {
            return null;
        }
        List<String> arguments = new ArrayList<>();
        String cluster = snapshot.operation().getCluster();
        if (cluster != null) {
            boolean endpoints = cluster.contains("/") || cluster.contains(":");
            arguments.add((endpoints ? "endpoints: " : "cluster: ") + quoted(cluster));
            if (endpoints) {
                arguments.add("credentialsId: '…'");
            }
        }
        if (snapshot.operation().getTenant() != null) {
            arguments.add("tenant: " + quoted(snapshot.operation().getTenant()));
        }
        arguments.add("dagId: " + quoted(dagId));
        return "obshellBackupStatus " + String.join(", ", arguments);
    }

    /** {@return the SQL that cancels the backup, for the sys tenant, or null if there is nothing to cancel} */
    @Nullable
    public String getCancelLine() {
        if (snapshot.operation().getDagId() == null || !snapshot.isBackup() || !mayBeRunning()) {
            return null;
        }
        String tenant = snapshot.operation().getTenant();
        return "ALTER SYSTEM CANCEL BACKUP" + (tenant == null ? "" : " TENANT = " + tenant);
    }

    private boolean mayBeRunning() {
        if (snapshot.outcome() == null || snapshot.outcome().verdict() == Verdict.ABORTED) {
            return true;
        }
        boolean hasTenants = !snapshot.result().tenants().isEmpty()
                || !snapshot.report().tenants().isEmpty();
        return snapshot.result().endTime() == null && (lastDag == null || !lastDag.isOver() || hasTenants);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replaceAll("\\s+", " ") + "'";
    }
}
