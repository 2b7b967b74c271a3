package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import org.jenkinsci.plugins.workflow.actions.PersistentAction;

/** Leads from a step in the views of a Pipeline to its operation on the page of the build. */
public final class OperationLink implements PersistentAction {

    private final String id;

    /** @param id the id of the operation within the build */
    public OperationLink(@NonNull String id) {
        this.id = id;
    }

    @Override
    public String getIconFileName() {
        return ObshellTab.ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.ObshellTab_displayName();
    }

    /** {@return the address as seen from the page of the step, so that it stays right if the job is renamed} */
    @Override
    public String getUrlName() {
        return "../../../" + ObshellTab.URL_NAME + "/#operation-" + id;
    }
}
