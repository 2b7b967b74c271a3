package io.jenkins.plugins.obshell.step.driver;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.AbortException;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.StoredOperation;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.SecretSource;

/** What a step asks for: the operation, and the cluster and tenant it is for. */
public interface OperationSource {

    /** {@return the name of the step in a Pipeline} */
    @NonNull
    String functionName();

    /** {@return what is done, for a person} */
    @NonNull
    String label();

    /** {@return the cluster} */
    @NonNull
    ClusterChoice choice();

    /** {@return the tenant, or null for several or all user tenants} */
    @Nullable
    String getTenant();

    /** {@return the names of the tenants that are meant or left out, for people; null for all user tenants} */
    @Nullable
    default String namedTenants() {
        return getTenant();
    }

    /** {@return the tenant, or what stands for all of them} */
    @NonNull
    String tenantLabel();

    /**
     * @param id the id of the operation in its build
     * @return the operation as a build stores it, before its first turn
     */
    @NonNull
    default StoredOperation unstarted(@NonNull String id) {
        return new StoredOperation(id, functionName(), choice().label(), getTenant(), namedTenants());
    }

    /** {@return what is left on the cluster if the operation cannot even ask it, and what to do; empty if nothing} */
    @NonNull
    default String leftBehind() {
        return "";
    }

    /**
     * @param run the build
     * @return the secrets of the step's parameters as credentials of the build
     */
    @NonNull
    SecretSource secrets(@NonNull Run<?, ?> run);

    /**
     * @param context what the operation works with
     * @return the operation
     * @throws AbortException if a parameter is wrong, with a message for a person
     */
    @NonNull
    Operation operation(@NonNull OperationContext context) throws AbortException;
}
