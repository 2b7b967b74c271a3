package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.step.driver.OperationSource;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * A step that does one thing for a tenant, for some tenants or for all user tenants of a cluster, which is configured or given
 * by its endpoints.
 */
public abstract class TenantStep extends ObshellStep implements OperationSource {

    private static final long serialVersionUID = 1;

    private String endpoints;
    private String credentialsId;
    private String tenant;

    /** {@return the endpoints of a cluster that is not configured, or null} */
    @CheckForNull
    public String getEndpoints() {
        return endpoints;
    }

    /** @param endpoints {@code HOST:PORT} or URLs, separated by commas, blanks or line ends */
    @DataBoundSetter
    public void setEndpoints(@CheckForNull String endpoints) {
        this.endpoints = Util.fixEmptyAndTrim(endpoints);
    }

    /** {@return the id of the credential for the endpoints, or null} */
    @CheckForNull
    public String getCredentialsId() {
        return credentialsId;
    }

    /** @param credentialsId the id of a secret text, or of a user name with password whose password is used */
    @DataBoundSetter
    public void setCredentialsId(@CheckForNull String credentialsId) {
        this.credentialsId = Util.fixEmptyAndTrim(credentialsId);
    }

    /** {@return the tenant, or null for all user tenants} */
    @CheckForNull
    public String getTenant() {
        return tenant;
    }

    /** @param tenant the name of a user tenant; null for all of them */
    @DataBoundSetter
    public void setTenant(@CheckForNull String tenant) {
        this.tenant = Util.fixEmptyAndTrim(tenant);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ObshellStepExecution(context, this);
    }

    @Override
    Outcome perform(WaitingBuild build) throws InterruptedException, IOException {
        return build.await(this, build.freshId(), driver -> driver.stop(cancelsOnAbort()), outcome -> {
            ObshellCompletion.announce(build.run(), functionName(), choice(), outcome);
            build.showResult(outcome);
        });
    }

    @Override
    List<String> clusterProblems(@CheckForNull String item) {
        return choice().problems(item);
    }

    @Override
    void check(ParameterReader reader) {
        plan(reader);
    }

    /**
     * @param context what the operation works with
     * @return the operation that these parameters describe
     * @throws AbortException if a parameter is wrong
     */
    @NonNull
    public final Operation operation(@NonNull OperationContext context) throws AbortException {
        ParameterReader reader = new ParameterReader();
        Optional<Function<OperationContext, Operation>> plan = plan(reader);
        if (plan.isEmpty() || !reader.problems().isEmpty()) {
            throw new AbortException(String.join("\n", reader.problems()));
        }
        return plan.get().apply(context);
    }

    /** {@return which cluster is meant} */
    @NonNull
    public final ClusterChoice choice() {
        return new ClusterChoice(getCluster(), endpoints, credentialsId);
    }

    /** {@return the tenant in words} */
    @NonNull
    public final String tenantLabel() {
        String named = namedTenants();
        return named == null ? Messages.ObshellStep_allTenants() : named;
    }

    @Override
    @CheckForNull
    public final String namedTenants() {
        TenantSelection tenants = selection();
        if (tenants.tenant() != null) {
            return tenants.tenant();
        }
        if (tenants.isAll()) {
            return null;
        }
        List<String> names = tenants.isChosenFew() ? tenants.chosen() : tenants.except();
        String joined = FirstFew.of(names, name -> name).joined(", ");
        return tenants.isChosenFew() ? joined : Messages.ObshellStep_allTenantsExcept(joined);
    }

    /** {@return which tenants are meant} */
    TenantSelection selection() {
        return new TenantSelection(tenant, List.of(), List.of());
    }

    final BackupScope scope() {
        return selection().scope();
    }

    @Override
    void replaceTexts(UnaryOperator<String> replace) {
        super.replaceTexts(replace);
        tenant = replaced(tenant, replace);
    }

    /** {@return the secrets that go with the request, looked up when they are needed} */
    @NonNull
    public SecretSource secrets(@NonNull Run<?, ?> run) {
        return SecretSource.NONE;
    }

    /** {@return whether to ask obshell to cancel if the build is aborted} */
    boolean cancelsOnAbort() {
        return false;
    }

    /**
     * Makes the request.
     *
     * @param reader what is wrong goes here
     * @return what makes the operation of the request, or nothing if something is wrong
     */
    abstract Optional<Function<OperationContext, Operation>> plan(ParameterReader reader);
}
