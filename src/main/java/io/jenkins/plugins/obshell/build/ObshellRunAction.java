package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.model.BuildBadgeAction;
import hudson.model.Run;
import io.jenkins.plugins.obshell.operation.result.Observation;
import io.jenkins.plugins.obshell.report.ObshellTab;
import io.jenkins.plugins.obshell.report.OperationView;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;
import org.kohsuke.stapler.export.Exported;
import org.kohsuke.stapler.export.ExportedBean;

/**
 * What a build has started in obshell, stored with the build whenever it changes. There a step finds its operation again
 * after the controller was restarted, also where the Pipeline itself stores nothing. With it goes what was seen of each
 * operation, for the pages. Whoever may read the job may see all of it, so there is no secret in it.
 */
@ExportedBean
public final class ObshellRunAction implements RunAction2, BuildBadgeAction {

    private static final Logger LOGGER = Logger.getLogger(ObshellRunAction.class.getName());

    /** How old what is stored of the progress may get. */
    private static final Duration STORED_EVERY = Duration.ofMinutes(5);

    private static final int MOST_KEPT = 100;
    private static final int MOST_EXPORTED = 20;

    private final List<StoredOperation> operations;

    /** What was seen, as text by the id of the operation; only while it is stored or loaded. */
    @Nullable
    private final Map<String, String> reports;

    private transient Map<String, ObservedReport> seen;
    private transient Instant seenStoredAt;
    private transient Run<?, ?> run;

    private ObshellRunAction(List<StoredOperation> operations, @Nullable Map<String, String> reports) {
        this.operations = operations;
        this.reports = reports;
        this.seen = new LinkedHashMap<>();
    }

    /**
     * @param run a build
     * @return what it has started; empty at first
     */
    @NonNull
    public static ObshellRunAction of(@NonNull Run<?, ?> run) {
        synchronized (ObshellRunAction.class) {
            ObshellRunAction existing = run.getAction(ObshellRunAction.class);
            if (existing != null) {
                return existing;
            }
            ObshellRunAction made = new ObshellRunAction(new ArrayList<>(), null);
            run.addAction(made);
            return made;
        }
    }

    /** {@return what was started, in the order of starting} */
    @NonNull
    public synchronized List<StoredOperation> getOperations() {
        return List.copyOf(operations);
    }

    /**
     * @param id what tells the operation from the others of the build
     * @return the operation, or nothing where it was never stored
     */
    @NonNull
    public synchronized Optional<StoredOperation> find(@NonNull String id) {
        return operations.stream()
                .filter(operation -> operation.getId().equals(id))
                .findFirst();
    }

    /**
     * Puts an operation in the place of the one with its id, and saves the build. Of very many, as a Pipeline has that looks
     * again and again, the oldest that have ended are forgotten.
     *
     * @param operation what to store
     * @throws IOException where the build cannot be saved
     */
    public void store(@NonNull StoredOperation operation) throws IOException {
        Run<?, ?> owner;
        synchronized (this) {
            int index = 0;
            while (index < operations.size() && !operations.get(index).getId().equals(operation.getId())) {
                index++;
            }
            if (index == operations.size()) {
                operations.add(operation);
                forgetOldest();
            } else {
                operations.set(index, operation);
            }
            owner = run;
            seenStoredAt = Instant.now();
        }
        // Never under this monitor: saving takes the build's, and then this one for the copy.
        owner.save();
    }

    private void forgetOldest() {
        Iterator<StoredOperation> oldest = operations.iterator();
        while (operations.size() > MOST_KEPT && oldest.hasNext()) {
            StoredOperation operation = oldest.next();
            if (operation.hasEnded()) {
                oldest.remove();
                seen.remove(operation.getId());
            }
        }
    }

    /**
     * Keeps what was seen of an operation; now and then it saves the build for it.
     *
     * @param id       what tells the operation from the others of the build
     * @param sighting what was seen
     */
    public void see(@NonNull String id, @NonNull Observation sighting) {
        Run<?, ?> owner;
        synchronized (this) {
            ObservedReport before = seen.getOrDefault(id, ObservedReport.EMPTY);
            seen.put(id, before.with(sighting));
            Instant now = Instant.now();
            boolean due =
                    seenStoredAt != null && Duration.between(seenStoredAt, now).compareTo(STORED_EVERY) >= 0;
            owner = due ? run : null;
            seenStoredAt = due || seenStoredAt == null ? now : seenStoredAt;
        }
        if (owner == null) {
            return;
        }
        try {
            owner.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "What was seen of " + id + " could not be stored with " + owner);
        }
    }

    /** {@return what was started, for people, in the order of starting} */
    @NonNull
    public synchronized List<OperationView> getViews() {
        boolean building = run != null && run.isBuilding();
        Instant now = Instant.now();
        List<OperationView> views = new ArrayList<>();
        for (StoredOperation operation : operations) {
            ObservedReport report = seen.getOrDefault(operation.getId(), ObservedReport.EMPTY);
            views.add(new OperationView(views.size() + 1, operation, report, building, now));
        }
        return views;
    }

    /** {@return the last operations, for the REST API} */
    @Exported(name = "operations", visibility = 2)
    @NonNull
    public List<OperationView> getExportedOperations() {
        List<OperationView> views = getViews();
        return views.subList(Math.max(0, views.size() - MOST_EXPORTED), views.size());
    }

    /** {@return whether any of the operations still goes on} */
    public boolean isRunning() {
        return getViews().stream().anyMatch(OperationView::isRunning);
    }

    /** {@return whether a backup was made and all of it is COMPLETED} */
    public boolean isCompleted() {
        return getViews().stream().anyMatch(OperationView::isBackup)
                && getViews().stream().filter(OperationView::isBackup).allMatch(OperationView::isCompleted);
    }

    /** {@return the page that shows it, relative to the build} */
    @NonNull
    public String getPage() {
        return ObshellTab.URL_NAME;
    }

    @Override
    public synchronized void onAttached(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public synchronized void onLoad(Run<?, ?> owner) {
        run = owner;
    }

    /** {@return nothing; it is not shown in the side panel} */
    @Override
    @Nullable
    public String getIconFileName() {
        return null;
    }

    /** {@return nothing; it is not shown in the side panel} */
    @Override
    @Nullable
    public String getDisplayName() {
        return null;
    }

    /** {@return nothing; its page is a tab of its own} */
    @Override
    @Nullable
    public String getUrlName() {
        return null;
    }

    /** A copy, so that saving is never disturbed by what is stored meanwhile. */
    private synchronized Object writeReplace() {
        Map<String, String> texts = new TreeMap<>();
        seen.forEach((id, report) -> texts.put(id, report.toJson()));
        return new ObshellRunAction(new ArrayList<>(operations), texts.isEmpty() ? null : texts);
    }

    private Object readResolve() {
        ObshellRunAction loaded = new ObshellRunAction(operations == null ? new ArrayList<>() : operations, null);
        if (reports != null) {
            reports.forEach((id, text) -> {
                try {
                    loaded.seen.put(id, ObservedReport.fromJson(text));
                } catch (IllegalArgumentException e) {
                    LOGGER.log(Level.WARNING, "What was seen of an operation cannot be read any more", e);
                }
            });
        }
        return loaded;
    }
}
