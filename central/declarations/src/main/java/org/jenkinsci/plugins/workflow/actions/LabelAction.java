package org.jenkinsci.plugins.workflow.actions;

import central.declarations.Declared;

public class LabelAction implements PersistentAction {

    public LabelAction(String displayName) {}

    @Override
    public String getIconFileName() {
        return Declared.answer();
    }

    @Override
    public String getDisplayName() {
        return Declared.answer();
    }

    @Override
    public String getUrlName() {
        return Declared.answer();
    }
}
