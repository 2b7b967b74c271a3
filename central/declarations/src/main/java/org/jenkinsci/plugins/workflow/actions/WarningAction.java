package org.jenkinsci.plugins.workflow.actions;

import central.declarations.Declared;
import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.model.Result;

public class WarningAction implements PersistentAction {

    public WarningAction(@NonNull Result result) {}

    public WarningAction withMessage(String message) {
        return Declared.answer();
    }

    @Override
    public String getDisplayName() {
        return Declared.answer();
    }

    @Override
    public String getIconFileName() {
        return Declared.answer();
    }

    @Override
    public String getUrlName() {
        return Declared.answer();
    }
}
