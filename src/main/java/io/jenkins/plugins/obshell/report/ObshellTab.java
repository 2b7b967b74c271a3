package io.jenkins.plugins.obshell.report;

import edu.umd.cs.findbugs.annotations.NonNull;
import hudson.Extension;
import hudson.model.Api;
import hudson.model.BuildBadgeAction;
import hudson.model.Item;
import hudson.model.Run;
import io.jenkins.plugins.obshell.build.ObshellRunAction;
import io.jenkins.plugins.obshell.build.StoredOperation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import jenkins.model.Jenkins;
import jenkins.model.Tab;
import jenkins.model.TransientActionFactory;
import org.kohsuke.stapler.HttpResponse;
import org.kohsuke.stapler.HttpResponses;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;
import org.kohsuke.stapler.verb.POST;

/**
 * The obshell operations of a build: a page of their own, a summary on the page of the build, a badge in the list of builds,
 * and the REST API. Read permission on the job is enough.
 */
@ExportedBean
public final class ObshellTab extends Tab implements BuildBadgeAction, PageWithTimes {

    /** The symbol of the plugin. */
    static final String ICON = "symbol-obshell plugin-obshell-backup";

    /** The path of the page, relative to the build. */
    static final String URL_NAME = "obshell";

    private static final int MOST_EXPORTED = 20;

    private final Run<?, ?> run;
    private final ObshellRunAction action;

    ObshellTab(Run<?, ?> run, ObshellRunAction action) {
        super(run);
        this.run = run;
        this.action = action;
    }

    /** {@return the build} */
    @NonNull
    public Run<?, ?> getRun() {
        return run;
    }

    /** {@return the operations of the build, in the order in which they were started} */
    @NonNull
    public List<OperationView> getViews() {
        return views(action.getOperations());
    }

    /** {@return the drills of the build, each as its restore with the verdict of the whole drill} */
    List<OperationView> drills() {
        return views(action.getOperations().stream()
                .filter(StoredOperation::isRestore)
                .map(StoredOperation::asWholeDrill)
                .toList());
    }

    private List<OperationView> views(List<StoredOperation> operations) {
        boolean building = run.isBuilding();
        Instant now = Instant.now();
        List<OperationView> views = new ArrayList<>();
        for (StoredOperation operation : operations) {
            views.add(new OperationView(
                    views.size() + 1,
                    OperationSnapshot.of(operation, action.report(operation.getId()), building, now)));
        }
        return views;
    }

    /** {@return the newest operations of the build, for the REST API} */
    @Exported(name = "operations", visibility = 2)
    @NonNull
    public List<OperationView> getExportedOperations() {
        List<OperationView> views = getViews();
        return views.subList(Math.max(0, views.size() - MOST_EXPORTED), views.size());
    }

    /** {@return whether any operation is still running} */
    public boolean isRunning() {
        return getViews().stream().anyMatch(OperationView::isRunning);
    }

    /** {@return whether the build made backups, and all of them are COMPLETED} */
    public boolean isCompleted() {
        List<OperationView> backups =
                getViews().stream().filter(OperationView::isBackup).toList();
        return !backups.isEmpty() && backups.stream().allMatch(OperationView::isCompleted);
    }

    /**
     * @param view an operation of the build
     * @return whether the user may have obshell asked to cancel it, and that can have an effect
     */
    public boolean mayCancel(@NonNull OperationView view) {
        return view.isCancellable()
                && action.isCancellable(view.getId())
                && run.getParent().hasPermission(Item.CANCEL);
    }

    /**
     * Asks for the cancellation of a backup, if the user may cancel the build. The backup is cancelled in obshell, and its
     * step ends as aborted, whatever {@code cancelOnAbort} says. Does not wait for that.
     *
     * @param operation the id of the operation within the build
     * @return the page
     */
    @POST
    @NonNull
    public HttpResponse doCancel(@QueryParameter(required = true) String operation) {
        run.getParent().checkPermission(Item.CANCEL);
        action.cancel(operation, Jenkins.getAuthentication2().getName());
        return HttpResponses.redirectToDot();
    }

    /** {@return the REST API of this page} */
    @NonNull
    public Api getApi() {
        return new Api(this);
    }

    @Override
    public String getIconFileName() {
        return ICON;
    }

    @Override
    public String getDisplayName() {
        return Messages.ObshellTab_displayName();
    }

    @Override
    public String getUrlName() {
        return URL_NAME;
    }

    /** Adds the page to each build that has an operation. */
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
