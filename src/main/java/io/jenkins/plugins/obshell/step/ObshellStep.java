package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import hudson.EnvVars;
import hudson.Util;
import hudson.model.Run;
import io.jenkins.plugins.obshell.client.model.BackupScope;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.operation.Operation;
import io.jenkins.plugins.obshell.operation.OperationContext;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.request.SecretSource;
import io.jenkins.plugins.obshell.operation.request.TenantSelection;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.FirstFew;
import io.jenkins.plugins.obshell.step.driver.OperationSource;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What the three steps have in common: the cluster, the tenant and how patient to be. Secrets are never parameters, only
 * the ids of credentials are, since parameters are stored and shown.
 */
public abstract class ObshellStep extends Step implements OperationSource, Serializable, Cloneable {

    private static final long serialVersionUID = 1;

    /** A day. */
    public static final String DEFAULT_TIMEOUT = "1d";

    /** Looks at most 15 s apart. */
    public static final String DEFAULT_POLL_INTERVAL = "15s";

    /** A quarter of an hour without contact. */
    public static final String DEFAULT_TOLERATED_OUTAGE = "15m";

    private String cluster;
    private String endpoints;
    private String credentialsId;
    private String tenant;
    private String timeout = DEFAULT_TIMEOUT;
    private String pollInterval = DEFAULT_POLL_INTERVAL;
    private String toleratedOutage = DEFAULT_TOLERATED_OUTAGE;

    /** {@return the name of a cluster from the global configuration, or null if endpoints are given} */
    @CheckForNull
    public String getCluster() {
        return cluster;
    }

    /** @param cluster the name of a cluster from the global configuration */
    @DataBoundSetter
    public void setCluster(@CheckForNull String cluster) {
        this.cluster = Util.fixEmptyAndTrim(cluster);
    }

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

    /**
     * Gives what a stored job leaves out its default, whatever wrote the job.
     *
     * @return this step
     */
    protected Object readResolve() {
        setTimeout(timeout);
        setPollInterval(pollInterval);
        setToleratedOutage(toleratedOutage);
        return this;
    }

    /** {@return when to give up, such as {@code 2h}} */
    @NonNull
    public String getTimeout() {
        return timeout;
    }

    /** @param timeout when to give up: a second to 30 days, such as {@code 2h}; null for a day */
    @DataBoundSetter
    public void setTimeout(@CheckForNull String timeout) {
        this.timeout = orElse(timeout, DEFAULT_TIMEOUT);
    }

    /** {@return the longest time between two looks, such as {@code 15s}} */
    @NonNull
    public String getPollInterval() {
        return pollInterval;
    }

    /** @param pollInterval the longest time between two looks: a second to an hour; null for 15 seconds */
    @DataBoundSetter
    public void setPollInterval(@CheckForNull String pollInterval) {
        this.pollInterval = orElse(pollInterval, DEFAULT_POLL_INTERVAL);
    }

    /** {@return how long no endpoint may answer, such as {@code 15m}} */
    @NonNull
    public String getToleratedOutage() {
        return toleratedOutage;
    }

    /** @param toleratedOutage how long no endpoint may answer: up to 30 days; null for a quarter of an hour */
    @DataBoundSetter
    public void setToleratedOutage(@CheckForNull String toleratedOutage) {
        this.toleratedOutage = orElse(toleratedOutage, DEFAULT_TOLERATED_OUTAGE);
    }

    @Override
    public StepExecution start(StepContext context) {
        return new ObshellStepExecution(context, this);
    }

    /** {@return the name by which a Pipeline calls the step} */
    @NonNull
    public final String functionName() {
        return getDescriptor().getFunctionName();
    }

    /**
     * @param item the full name of the job whose step it is; null if there is none yet
     * @return a sentence for each wrong parameter; none if the operation can begin
     */
    final List<String> problems(@CheckForNull String item) {
        return Stream.concat(choice().problems(item).stream(), parameterProblems().stream())
                .distinct()
                .toList();
    }

    /** {@return a sentence for each wrong parameter, whatever is wrong with the cluster} */
    final List<String> parameterProblems() {
        ParameterReader reader = new ParameterReader();
        texts().forEach(reader::noVariable);
        plan(reader);
        return reader.problems();
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
        return new ClusterChoice(cluster, endpoints, credentialsId);
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

    final Timing timing(ParameterReader reader) {
        return new Timing(
                reader.duration("timeout", ParameterRules.timeout(timeout), timeout, Timing.DEFAULT.timeout()),
                reader.duration(
                        "pollInterval",
                        ParameterRules.pollInterval(pollInterval),
                        pollInterval,
                        Timing.DEFAULT.pollInterval()),
                reader.duration(
                        "toleratedOutage",
                        ParameterRules.toleratedOutage(toleratedOutage),
                        toleratedOutage,
                        Timing.DEFAULT.toleratedOutage()));
    }

    /**
     * @param env the variables of a build
     * @return a copy in whose texts the variables are replaced; which cluster, and with which credential, is never a
     *         variable, so that a user who may start a build cannot choose it
     */
    final ObshellStep expanded(EnvVars env) {
        return copyWith(env::expand);
    }

    private ObshellStep copyWith(UnaryOperator<String> replace) {
        try {
            ObshellStep copy = (ObshellStep) clone();
            copy.replaceTexts(replace);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** {@return every text that may hold variables} */
    final List<String> texts() {
        List<String> texts = new ArrayList<>();
        copyWith(text -> {
            texts.add(text);
            return text;
        });
        return texts;
    }

    /** {@return a sentence if a storage URI holds a secret, which is then not to be stored} */
    final List<String> secretsInUris() {
        return verdictsOnUris().flatMap(Optional::stream).distinct().toList();
    }

    /** {@return the verdict on each storage URI} */
    Stream<Optional<String>> verdictsOnUris() {
        return Stream.empty();
    }

    /** {@return whether a text refers to a variable of the build, as {@code ${NAME}} or {@code $NAME}} */
    static boolean hasVariable(String text) {
        return text.contains("$");
    }

    /** Replaces every text that may hold variables. */
    void replaceTexts(UnaryOperator<String> replace) {
        tenant = replaced(tenant, replace);
        timeout = replace.apply(timeout);
        pollInterval = replace.apply(pollInterval);
        toleratedOutage = replace.apply(toleratedOutage);
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

    /** {@return what is done, in a few words} */
    @NonNull
    public abstract String label();

    /**
     * Makes the request.
     *
     * @param reader what is wrong goes here
     * @return what makes the operation of the request, or nothing if something is wrong
     */
    abstract Optional<Function<OperationContext, Operation>> plan(ParameterReader reader);

    @Override
    public ObshellStepDescriptor getDescriptor() {
        return (ObshellStepDescriptor) super.getDescriptor();
    }

    @CheckForNull
    static String replaced(@CheckForNull String text, UnaryOperator<String> replace) {
        String given = text == null ? "" : replace.apply(text).trim();
        return given.isEmpty() ? null : given;
    }

    static String orElse(@CheckForNull String text, String otherwise) {
        return Objects.requireNonNullElse(Util.fixEmptyAndTrim(text), otherwise);
    }

    static String wordOrElse(@CheckForNull String text, String otherwise) {
        return orElse(text, otherwise).toLowerCase(Locale.ROOT);
    }
}
