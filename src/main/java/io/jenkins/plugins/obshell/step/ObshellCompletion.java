package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Run;
import io.jenkins.plugins.obshell.cluster.ClusterChoice;
import io.jenkins.plugins.obshell.operation.result.Outcome;
import io.jenkins.plugins.obshell.operation.result.Verdict;
import jenkins.util.Listeners;

/** How an operation of a build has ended, for {@link ObshellStepListener}. It holds no secret. */
public final class ObshellCompletion {

    private final String step;
    private final String cluster;
    private final Outcome outcome;

    private ObshellCompletion(String step, String cluster, Outcome outcome) {
        this.step = step;
        this.cluster = cluster;
        this.outcome = outcome;
    }

    /** Tells all listeners, before the step ends. */
    static void announce(Run<?, ?> run, String step, ClusterChoice cluster, Outcome outcome) {
        ObshellCompletion completion = new ObshellCompletion(step, cluster.label(), outcome);
        Listeners.notify(ObshellStepListener.class, true, listener -> listener.onCompleted(run, completion));
    }

    /** {@return the name of the step in a Pipeline, such as {@code obshellBackup}, also for a freestyle build} */
    @NonNull
    public String getStep() {
        return step;
    }

    /** {@return the name of the configured cluster, or its endpoints} */
    @NonNull
    public String getCluster() {
        return cluster;
    }

    /** {@return {@code SUCCESS}, {@code WARNING} for an UNSTABLE build, {@code FAILURE} or {@code ABORTED}} */
    @NonNull
    public Verdict getVerdict() {
        return outcome.verdict();
    }

    /** {@return the reason and what to do next, for people, in the language of the controller} */
    @NonNull
    public String getMessage() {
        return outcome.message();
    }

    /** {@return what the step returns in a Pipeline, also after a failure as far as it is known} */
    @NonNull
    public ObshellResult getResult() {
        return new ObshellResult(outcome.result());
    }
}
