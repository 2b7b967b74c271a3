package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.request.ScratchTenant;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import java.io.Serializable;

/**
 * An operation of a build as the build stores it: ids, names and instants, no secret. Immutable. State and outcome are stored
 * as JSON, so that {@code build.xml} names no class of the operations.
 */
public final class StoredOperation implements Serializable {

    private static final long serialVersionUID = 1;

    private final String id;
    private final String step;
    private final String cluster;
    private final String tenant;
    private final String tenants;
    private final boolean drop;
    private final long revision;
    private final String state;
    private final String outcome;
    private final String drillOutcome;

    /**
     * @param id      its id, unique within the build
     * @param step    the name of the step, such as {@code obshellBackup}
     * @param cluster the name of the cluster, or its endpoints if it is not configured by name
     * @param tenant  the tenant, or null for several or all user tenants
     * @param tenants the names of the tenants that are meant or left out, for people; null for all user tenants
     */
    public StoredOperation(
            @NonNull String id,
            @NonNull String step,
            @Nullable String cluster,
            @Nullable String tenant,
            @Nullable String tenants) {
        this(id, step, cluster, tenant, tenants, false, 0, null, null, null);
    }

    /** An operation on one tenant, or on all user tenants. */
    public StoredOperation(
            @NonNull String id, @NonNull String step, @Nullable String cluster, @Nullable String tenant) {
        this(id, step, cluster, tenant, tenant);
    }

    private StoredOperation(
            String id,
            String step,
            String cluster,
            String tenant,
            String tenants,
            boolean drop,
            long revision,
            String state,
            String outcome,
            String drillOutcome) {
        this.id = id;
        this.step = step;
        this.cluster = cluster;
        this.tenant = tenant;
        this.tenants = tenants;
        this.drop = drop;
        this.revision = revision;
        this.state = state;
        this.outcome = outcome;
        this.drillOutcome = drillOutcome;
    }

    /**
     * @param newRevision a number that grows with each state of this operation
     * @param newState    the state after its last turn
     * @return the operation with that state and no outcome
     */
    public StoredOperation at(long newRevision, @NonNull OperationState newState) {
        return new StoredOperation(
                id, step, cluster, tenant, tenants, drop, newRevision, newState.toJson(), null, null);
    }

    /**
     * @param end the outcome
     * @return the operation with that outcome
     */
    public StoredOperation ended(@NonNull Outcome end) {
        return new StoredOperation(
                id, step, cluster, tenant, tenants, drop, revision, state, StoredJson.write(end), drillOutcome);
    }

    /** {@return the same, but for a drill it is the drop of a scratch tenant, not the restore} */
    public StoredOperation asDrop() {
        return new StoredOperation(id, step, cluster, tenant, tenants, true, revision, state, outcome, drillOutcome);
    }

    /**
     * @param end how the whole drill ended: its restore, its checks and its drop
     * @return the restore of that drill
     */
    public StoredOperation drillEnded(@NonNull Outcome end) {
        return new StoredOperation(
                id, step, cluster, tenant, tenants, drop, revision, state, outcome, StoredJson.write(end));
    }

    /** {@return whether the whole drill of this restore has ended} */
    public boolean hasDrillEnded() {
        return drillOutcome != null;
    }

    /** {@return the restore with the outcome of its whole drill; without an outcome as long as that goes on} */
    public StoredOperation asWholeDrill() {
        return new StoredOperation(
                id, step, cluster, tenant, tenants, drop, revision, state, drillOutcome, drillOutcome);
    }

    /** {@return its id, unique within the build} */
    @NonNull
    public String getId() {
        return id;
    }

    /** {@return the name of the step, such as {@code obshellBackup}} */
    @NonNull
    public String getStep() {
        return step;
    }

    /** {@return whether it is a backup, not a configuration or a check} */
    public boolean isBackup() {
        return "obshellBackup".equals(step);
    }

    /** {@return whether it is the restore of a drill} */
    public boolean isRestore() {
        return "obshellRestoreDrill".equals(step) && !drop;
    }

    /** {@return whether it is the drop of the scratch tenant of a drill} */
    public boolean isDrop() {
        return drop;
    }

    /**
     * @param scratchTenant the name of a tenant
     * @return whether it is a drop that has shown that nothing of this tenant is left
     */
    public boolean hasDropped(@NonNull String scratchTenant) {
        return drop && scratchTenant.equals(tenant) && isGone(outcome());
    }

    /**
     * @param end how the drop of a scratch tenant ended; null if it has not
     * @return whether it has shown that nothing of the tenant is left; a warning is about another tenant
     */
    public static boolean isGone(@Nullable Outcome end) {
        return end != null && (end.verdict() == Verdict.SUCCESS || end.verdict() == Verdict.WARNING);
    }

    /** {@return the scratch tenant of a drill; null before anything was sent, and for any other operation} */
    @Nullable
    public ScratchTenant scratchTenant() {
        OperationState known = state();
        return known == null ? null : known.scratchTenant();
    }

    /** {@return the name of the cluster, or its endpoints if it is not configured by name} */
    @Nullable
    public String getCluster() {
        return cluster;
    }

    /** {@return the tenant, or null for several or all user tenants} */
    @Nullable
    public String getTenant() {
        return tenant;
    }

    /** {@return the names of the tenants that are meant or left out, for people; null for all user tenants} */
    @Nullable
    public String getTenants() {
        return tenants;
    }

    /** {@return the revision of the state, 0 before the first turn} */
    public long getRevision() {
        return revision;
    }

    /** {@return the state after its last turn, or null before the first} */
    @Nullable
    public OperationState state() {
        return state == null ? null : OperationState.fromJson(state);
    }

    /** {@return whether the outcome is stored} */
    boolean hasEnded() {
        return outcome != null;
    }

    /** {@return the outcome, or null if none is stored} */
    @Nullable
    public Outcome outcome() {
        Outcome end = outcome == null ? null : StoredJson.read(outcome, Outcome.class);
        if (end == null || end.verdict() == null) {
            return null;
        }
        return end.result() == null ? new Outcome(end.verdict(), end.message(), OperationResult.NONE) : end;
    }

    /** {@return the id of the DAG that it started or follows, or null if there is none yet} */
    @Nullable
    public String getDagId() {
        Outcome end = outcome();
        if (end != null && end.result().dagId() != null) {
            return end.result().dagId();
        }
        OperationState known = state();
        return known == null ? null : known.dagId();
    }
}
