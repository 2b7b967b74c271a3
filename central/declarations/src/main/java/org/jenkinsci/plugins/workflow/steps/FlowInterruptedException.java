package org.jenkinsci.plugins.workflow.steps;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Result;
import jenkins.model.CauseOfInterruption;

public final class FlowInterruptedException extends InterruptedException {

    public FlowInterruptedException(
            @NonNull Result result, boolean actualInterruption, @NonNull CauseOfInterruption... causes) {}

    public boolean isActualInterruption() {
        return Declared.answer();
    }
}
