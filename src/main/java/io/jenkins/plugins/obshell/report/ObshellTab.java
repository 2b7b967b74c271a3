package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import java.util.Collection;
import java.util.List;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/** The page of a build that shows what it has started in obshell. Read permission on the job is enough to look. */
@ExportedBean
public final class ObshellTab extends Tab {

    public static final String URL_NAME = "obshell";

    private final Run<?, ?> run;
    private final ObshellRunAction action;

    ObshellTab(@NonNull Run<?, ?> run, @NonNull ObshellRunAction action) {
        super(run);
        this.run = run;
        this.action = action;
    }

    /** {@return the build} */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    /** {@return what the build has started} */
    @NonNull
    public List<OperationView> getViews() {
        return action.getViews();
    }

    /** {@return the last operations of the build, for the REST API} */
    @Exported(name = "operations", visibility = 2)
    @NonNull
    public List<OperationView> getExportedOperations() {
        return action.getExportedOperations();
    }

    /** {@return whether any of it still goes on} */
    public boolean isRunning() {
        return action.isRunning();
    }

    /** {@return the REST API of this page} */
    @NonNull
    public Api getApi() {
        return new Api(this);
    }

    @Override
    public String getIconFileName() {
        return "symbol-obshell plugin-obshell-backup";
    }

    @Override
    public String getDisplayName() {
        return Messages.ObshellTab_displayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** Gives the page to every build that has started something in obshell. */
    @Extension
    @SuppressWarnings("rawtypes")
    public static final class Factory extends TransientActionFactory<Run> {

        @Override
        public Class<Run> type() {
            return Run.class;
        }

        @Override
        public Class<ObshellTab> actionType() {
            return ObshellTab.class;
        }

        @NonNull
        @Override
        public Collection<ObshellTab> createFor(@NonNull Run target) {
            ObshellRunAction action = ((Run<?, ?>) target).getAction(ObshellRunAction.class);
            return action == null ? List.of() : List.of(new ObshellTab(target, action));
        }
    }
}
