package hudson.model;

import central.declarations.Declared;

public abstract class InvisibleAction implements Action {

    @Override
    public final String getIconFileName() {
        return Declared.answer();
    }

    @Override
    public final String getDisplayName() {
        return Declared.answer();
    }

    @Override
    public String getUrlName() {
        return Declared.answer();
    }
}
