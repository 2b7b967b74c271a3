package org.jenkinsci.plugins.workflow.graph;

import central.declarations.Declared;
import hudson.model.Actionable;
import hudson.model.Saveable;
import java.util.List;

public abstract class FlowNode extends Actionable implements Saveable {

    private FlowNode() {}

    public final boolean isActive() {
        return Declared.answer();
    }

    public String getId() {
        return Declared.answer();
    }

    public List<String> getAllEnclosingIds() {
        return Declared.answer();
    }
}
