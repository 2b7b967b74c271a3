package org.jenkinsci.plugins.workflow.steps;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;
import edu.umd.cs.findbugs.annotations.NonNull;
import java.io.Serializable;

public abstract class StepExecution implements Serializable {

    @Deprecated
    protected StepExecution() {}

    protected StepExecution(@NonNull StepContext context) {}

    @NonNull
    public StepContext getContext() {
        return Declared.answer();
    }

    public abstract boolean start() throws Exception;

    public void stop(@NonNull Throwable cause) throws Exception {
        Declared.call();
    }

    public void onResume() {
        Declared.call();
    }

    @CheckForNull
    public String getStatus() {
        return Declared.answer();
    }
}
