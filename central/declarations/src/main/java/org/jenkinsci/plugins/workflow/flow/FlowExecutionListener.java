package org.jenkinsci.plugins.workflow.flow;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.ExtensionPoint;

public abstract class FlowExecutionListener implements ExtensionPoint {

    public void onCompleted(@NonNull FlowExecution execution) {
        Declared.call();
    }
}
