package org.jenkinsci.plugins.workflow.steps;

import central.declarations.Declared;
import java.io.Serializable;

public abstract class BodyExecutionCallback implements Serializable {

    public void onStart(StepContext context) {
        Declared.call();
    }

    public abstract void onSuccess(StepContext context, Object result);

    public abstract void onFailure(StepContext context, Throwable t);
}
