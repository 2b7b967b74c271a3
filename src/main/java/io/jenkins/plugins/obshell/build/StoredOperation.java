package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import io.jenkins.plugins.obshell.operation.OperationState;
import io.jenkins.plugins.obshell.operation.result.OperationResult;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.StoredJson;
import java.io.Serializable;

/**
 * An operation that a build has started, as it is stored with the build: ids, names and instants, no secret. It never
 * changes; a newer one takes its place. States and outcomes are kept as text, so that builds of older versions load.
 */
public final class StoredOperation implements Serializable {

    private static final long serialVersionUID = 1;

    private final String id;
    private final String step;

    @Nullable
    private final String cluster;

    @Nullable
    private final String tenant;

    private final long revision;

    @Nullable
    private final String state;

    @Nullable
    private final String outcome;

    /**
     * @param id      what tells it from the other operations of the build
     * @param step    the name of the step
     * @param cluster the name of the cluster, or its endpoints
     * @param tenant  the tenant, or null for all user tenants
     */
    public StoredOperation(
            @NonNull String id, @NonNull String step, @Nullable String cluster, @Nullable String tenant) {
        this(id, step, cluster, tenant, 0, null, null);
    }

    private StoredOperation(
            String id, String step, String cluster, String tenant, long revision, String state, String outcome) {
        this.id = id;
        this.step = step;
        this.cluster = cluster;
        this.tenant = tenant;
        this.revision = revision;
        this.state = state;
        this.outcome = outcome;
    }

    /**
     * @param newRevision a number that grows with every state of this operation
     * @param newState    where it stands
     * @return the same operation, there
     */
    public StoredOperation at(long newRevision, @NonNull OperationState newState) {
        return new StoredOperation(id, step, cluster, tenant, newRevision, newState.toJson(), null);
    }

    /**
     * @param end how it ended
     * @return the same operation, ended
     */
    public StoredOperation ended(@NonNull Outcome end) {
        return new StoredOperation(id, step, cluster, tenant, revision, state, StoredJson.write(end));
    }

    /** {@return what tells it from the other operations of the build} */
    @NonNull
    public String getId() {
        return id;
    }

    /** {@return the name of the step} */
    @NonNull
    public String getStep() {
        return step;
    }

    /** {@return the name of the cluster, or its endpoints, or null} */
    @Nullable
    public String getCluster() {
        return cluster;
    }

    /** {@return the tenant, or null for all user tenants} */
    @Nullable
    public String getTenant() {
        return tenant;
    }

    /** {@return the number of the state} */
    public long getRevision() {
        return revision;
    }

    /** {@return where it stands, or null before its first turn} */
    @Nullable
    public OperationState state() {
        return state == null ? null : OperationState.fromJson(state);
    }

    /** {@return whether its end is known} */
    boolean hasEnded() {
        return outcome != null;
    }

    /** {@return how it ended, or null while it goes on} */
    @Nullable
    public Outcome outcome() {
        Outcome end = outcome == null ? null : StoredJson.read(outcome, Outcome.class);
        if (end == null || end.verdict() == null) {
            return null;
        }
        return end.result() == null ? new Outcome(end.verdict(), end.message(), OperationResult.NONE) : end;
    }

    /** {@return the id of the DAG that was started or is followed, or null where none is known} */
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
