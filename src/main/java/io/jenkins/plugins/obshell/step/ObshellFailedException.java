package io.jenkins.plugins.obshell.step;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.AbortException;
import org.jenkinsci.plugins.scriptsecurity.sandbox.whitelists.Whitelisted;

/**
 * A step has failed for a foreseen reason, so without a stack trace. It is an ordinary failure and no interruption: retry
 * tries again, and catchError sets the results that it was given.
 */
public final class ObshellFailedException extends AbortException {

    private static final long serialVersionUID = 1;

    private final ObshellFailureCause failure;

    ObshellFailedException(ObshellFailureCause failure) {
        super(failure.getMessage());
        this.failure = failure;
    }

    /** {@return why, for the page of the build} */
    @NonNull
    public ObshellFailureCause getFailure() {
        return failure;
    }

    /** {@return the id of the DAG, or null if none is known} */
    @Whitelisted
    @CheckForNull
    public String getDagId() {
        return failure.getDagId();
    }
}
