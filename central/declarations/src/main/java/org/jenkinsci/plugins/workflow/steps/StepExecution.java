package org.jenkinsci.plugins.workflow.steps;

import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

public abstract class StepExecution implements Serializable {

    @Deprecated
    protected StepExecution() {}

    protected StepExecution(@NonNull StepContext context) {}

    @NonNull
    public StepContext getContext() {
        throw new UnsupportedOperationException();
    }

    public abstract boolean start() throws Exception;

    public void stop(@NonNull Throwable cause) throws Exception {}

    public void onResume() {}

    @CheckForNull
    public String getStatus() {
        throw new UnsupportedOperationException();
    }
}
