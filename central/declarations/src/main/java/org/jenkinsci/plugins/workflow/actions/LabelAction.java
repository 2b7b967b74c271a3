package org.jenkinsci.plugins.workflow.actions;

public class LabelAction implements PersistentAction {

    public LabelAction(String displayName) {}

    @Override
    public String getIconFileName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getUrlName() {
        throw new UnsupportedOperationException();
    }
}
