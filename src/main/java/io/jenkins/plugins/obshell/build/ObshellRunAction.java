package io.jenkins.plugins.obshell.build;

import edu.umd.cs.findbugs.annotations.NonNull;
import edu.umd.cs.findbugs.annotations.Nullable;
import hudson.model.InvisibleAction;
import hudson.model.Run;
import io.jenkins.plugins.obshell.operation.result.Observation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.RunAction2;

/**
 * Stores the operations of a build, and what was observed of them, in the build's {@code build.xml}. After a restart of the
 * controller a step finds its operation here, even if the Pipeline itself stores nothing. Everyone with read permission on
 * the job can see all of it, so it holds no secret.
 */
public final class ObshellRunAction extends InvisibleAction implements RunAction2 {

    private static final Logger LOGGER = Logger.getLogger(ObshellRunAction.class.getName());

    private final List<StoredOperation> operations;

    /** The reports as JSON by the id of the operation. Set only in the copy that is written or has just been read. */
    private final Map<String, String> storedReports;

    private transient Map<String, ObservedReport> reports;

    /** How the running operations are cancelled, by their id. */
    private transient Map<String, Consumer<String>> cancels;

    private transient Instant lastSaved;
    private transient Run<?, ?> run;

    private ObshellRunAction(List<StoredOperation> operations, @Nullable Map<String, String> storedReports) {
        this.operations = operations;
        this.storedReports = storedReports;
        this.reports = new LinkedHashMap<>();
        this.cancels = new HashMap<>();
    }

    /**
     * Finds the action of a build, and adds one if there is none.
     *
     * @param run the build
     * @return its action
     */
    @NonNull
    public static ObshellRunAction of(@NonNull Run<?, ?> run) {
        synchronized (ObshellRunAction.class) {
            ObshellRunAction existing = run.getAction(ObshellRunAction.class);
            if (existing != null) {
                return existing;
            }
            ObshellRunAction added = new ObshellRunAction(new ArrayList<>(), null);
            run.addAction(added);
            return added;
        }
    }

    /** {@return the operations in the order in which they were started} */
    @NonNull
    public synchronized List<StoredOperation> getOperations() {
        return List.copyOf(operations);
    }

    /**
     * @param id the id of an operation within the build
     * @return the operation, or empty if it was never stored
     */
    @NonNull
    public synchronized Optional<StoredOperation> find(@NonNull String id) {
        return operations.stream()
                .filter(operation -> operation.getId().equals(id))
                .findFirst();
    }

    /**
     * @param id the id of an operation within the build
     * @return what was observed of it; {@link ObservedReport#EMPTY} if nothing was
     */
    @NonNull
    public synchronized ObservedReport report(@NonNull String id) {
        return reports.getOrDefault(id, ObservedReport.EMPTY);
    }

    /**
     * Adds an operation, or replaces the one with the same id, and saves the build. A Pipeline that polls in a loop starts
     * many operations, so the oldest ones that have ended are removed, except those of a drill: they name the tenant that has
     * to be dropped.
     *
     * @param operation what to store
     * @throws IOException if the build cannot be saved
     */
    public void store(@NonNull StoredOperation operation) throws IOException {
        Run<?, ?> owner;
        synchronized (this) {
            if (find(operation.getId()).isPresent()) {
                operations.replaceAll(known -> known.getId().equals(operation.getId()) ? operation : known);
            } else {
                operations.add(operation);
                dropOldest();
            }
            if (operation.hasEnded()) {
                cancels.remove(operation.getId());
            }
            owner = run;
            lastSaved = Instant.now();
        }
        // Not under this monitor: saving locks the build first, and then this action to copy it.
        owner.save();
    }

    private void dropOldest() {
        Iterator<StoredOperation> oldest = operations.iterator();
        while (operations.size() > ReportLimits.MOST_OPERATIONS && oldest.hasNext()) {
            StoredOperation operation = oldest.next();
            if (operation.hasEnded() && !operation.isRestore() && !operation.isDrop()) {
                oldest.remove();
                reports.remove(operation.getId());
            }
        }
    }

    /**
     * Lets users cancel an operation until its end is stored. Not stored itself.
     *
     * @param id     the id of the operation within the build
     * @param cancel cancels it; takes the id of the user who asks for that, and does not wait
     */
    public synchronized void offerCancel(@NonNull String id, @NonNull Consumer<String> cancel) {
        cancels.put(id, cancel);
    }

    /**
     * @param id the id of an operation within the build
     * @return whether {@link #cancel} has an effect on it
     */
    public synchronized boolean isCancellable(@NonNull String id) {
        return cancels.containsKey(id);
    }

    /**
     * Asks for the cancellation of an operation, and returns at once. Does nothing if it has ended.
     *
     * @param id   the id of the operation within the build
     * @param user the id of the user who asks; the caller has checked the permission
     */
    public void cancel(@NonNull String id, @NonNull String user) {
        Consumer<String> cancel;
        synchronized (this) {
            cancel = cancels.get(id);
        }
        if (cancel != null) {
            cancel.accept(user);
        }
    }

    /**
     * Adds an observation to the report of an operation. The build is saved for it at most every
     * {@link ReportLimits#SAVE_INTERVAL}.
     *
     * @param id          the id of the operation within the build
     * @param observation what was observed
     */
    public void observe(@NonNull String id, @NonNull Observation observation) {
        Run<?, ?> owner;
        synchronized (this) {
            reports.put(id, report(id).with(observation));
            Instant now = Instant.now();
            boolean due =
                    lastSaved != null && Duration.between(lastSaved, now).compareTo(ReportLimits.SAVE_INTERVAL) >= 0;
            owner = due ? run : null;
            lastSaved = due || lastSaved == null ? now : lastSaved;
        }
        if (owner == null) {
            return;
        }
        try {
            owner.save();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "Could not save what was observed of operation " + id + " in " + owner);
        }
    }

    @Override
    public synchronized void onAttached(Run<?, ?> owner) {
        run = owner;
    }

    @Override
    public synchronized void onLoad(Run<?, ?> owner) {
        run = owner;
    }

    /** A copy, so that XStream never reads what another thread changes. */
    private synchronized Object writeReplace() {
        Map<String, String> texts = new TreeMap<>();
        reports.forEach((id, report) -> texts.put(id, report.toJson()));
        return new ObshellRunAction(new ArrayList<>(operations), texts.isEmpty() ? null : texts);
    }

    private Object readResolve() {
        ObshellRunAction loaded = new ObshellRunAction(operations == null ? new ArrayList<>() : operations, null);
        if (storedReports != null) {
            storedReports.forEach((id, text) -> {
                try {
                    loaded.reports.put(id, ObservedReport.fromJson(text));
                } catch (IllegalArgumentException e) {
                    LOGGER.log(Level.WARNING, e, () -> "Could not read what was observed of operation " + id);
                }
            });
        }
        return loaded;
    }
}
