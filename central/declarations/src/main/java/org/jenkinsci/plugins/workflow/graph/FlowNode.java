package org.jenkinsci.plugins.workflow.graph;

import central.declarations.Declared;
import hudson.model.Actionable;
import hudson.model.Saveable;

public abstract class FlowNode extends Actionable implements Saveable {

    private FlowNode() {}

    public final boolean isActive() {
        return Declared.answer();
    }

    public String getId() {
        return Declared.answer();
    }
}
