package org.jenkinsci.plugins.workflow.flow;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.CheckForNull;

public abstract class FlowExecution {

    private FlowExecution() {}

    public abstract FlowExecutionOwner getOwner();

    @CheckForNull
    public final Throwable getCauseOfFailure() {
        return Declared.answer();
    }
}
