package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.EnvVars;
import hudson.Util;
import io.jenkins.plugins.obshell.operation.request.ParameterRules;
import io.jenkins.plugins.obshell.operation.request.Timing;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * What all steps have in common: the cluster and how patient to be. Secrets are never parameters, only the ids of credentials
 * are, since parameters are stored and shown.
 */
public abstract class ObshellStep extends Step implements Serializable, Cloneable {

    private static final long serialVersionUID = 1;

    /** A day. */
    public static final String DEFAULT_TIMEOUT = "1d";

    /** Looks at most 15 s apart. */
    public static final String DEFAULT_POLL_INTERVAL = "15s";

    /** A quarter of an hour without contact. */
    public static final String DEFAULT_TOLERATED_OUTAGE = "15m";

    private String cluster;
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
        return Stream.concat(clusterProblems(item).stream(), parameterProblems().stream())
                .distinct()
                .toList();
    }

    /** {@return a sentence for each wrong parameter, whatever is wrong with the cluster} */
    final List<String> parameterProblems() {
        ParameterReader reader = new ParameterReader();
        texts().forEach(reader::noVariable);
        check(reader);
        return reader.problems();
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
        timeout = replace.apply(timeout);
        pollInterval = replace.apply(pollInterval);
        toleratedOutage = replace.apply(toleratedOutage);
    }

    /** {@return what is done, in a few words} */
    @NonNull
    public abstract String label();

    /**
     * @param item the full name of the job whose step it is; null if there is none yet
     * @return a sentence for everything that is wrong with its clusters
     */
    abstract List<String> clusterProblems(@CheckForNull String item);

    /**
     * Checks the other parameters; nothing is looked up.
     *
     * @param reader what is wrong goes here
     */
    abstract void check(ParameterReader reader);

    /**
     * Does it all in a freestyle build, whose thread waits.
     *
     * @param build the build
     * @return how it ended
     * @throws InterruptedException if the build was aborted
     */
    abstract Outcome perform(WaitingBuild build) throws InterruptedException, IOException;

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
