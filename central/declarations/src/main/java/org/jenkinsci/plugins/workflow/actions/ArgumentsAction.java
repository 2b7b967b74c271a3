package org.jenkinsci.plugins.workflow.actions;

public abstract class ArgumentsAction implements PersistentAction {

    private ArgumentsAction() {}
}
