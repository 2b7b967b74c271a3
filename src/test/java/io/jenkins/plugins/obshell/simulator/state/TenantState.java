package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.BackupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One user tenant as the database knows it. Everything here is guarded by the state of the cluster. */
public final class TenantState {

    private static final Duration CANCEL_TAKES = Duration.ofSeconds(10);
    private static final Map<String, String> DEFAULTS =
            Map.of("archive_lag_target", "120s", "log_archive_concurrency", "0", "ha_low_thread_score", "0");

    public final int id;
    public final String originalName;
    public final Instant created;
    public final ArchiveLog archiveLog;
    final Map<String, String> parameters = new HashMap<>();
    public String status = "NORMAL";
    public String dataDestination = "";
    public String archiveDestination = "";
    String deletePolicy;
    BackupPlan everyPlan = BackupPlan.ordinary();
    final Deque<BackupPlan> nextPlans = new ArrayDeque<>();
    final Deque<StageFailure> nextConfigFailures = new ArrayDeque<>();
    boolean destinationsReadOnly;
    boolean underForeignMaintenance;
    final Deque<String> nextRefusals = new ArrayDeque<>();
    private String name;
    private final List<Backup> backups = new ArrayList<>();
    private final Counters counters;
    private final Timeline timeline;

    TenantState(String name, int id, Timeline timeline, Counters counters) {
        this.name = name;
        this.originalName = name;
        this.id = id;
        this.created = timeline.now();
        this.timeline = timeline;
        this.counters = counters;
        this.archiveLog = new ArchiveLog(timeline, () -> archiveDestination);
    }

    public String name() {
        return name;
    }

    /** Gives it the name that it has in the recycle bin. */
    void recycle() {
        name = "__recycle_$_1_" + TimeUnit.MILLISECONDS.toMicros(timeline.now().toEpochMilli()) + id;
    }

    public boolean isRecycled() {
        return !name.equals(originalName);
    }

    String label() {
        return name + "(" + id + ")";
    }

    /** The value of a parameter as the database reports it, or null where it has none of this name. */
    public String parameter(String parameter) {
        return parameters.getOrDefault(parameter, DEFAULTS.get(parameter));
    }

    public List<Backup> backups() {
        return backups;
    }

    Backup running() {
        Backup last = backups.isEmpty() ? null : backups.get(backups.size() - 1);
        return last == null || last.isOver() ? null : last;
    }

    public boolean isBackupFinished() {
        return running() == null;
    }

    /** The backup that the overview shows: the running one if it is recorded, else the last of the history. */
    public Backup shown() {
        Backup running = running();
        if (running != null && running.isRecorded()) {
            return running;
        }
        for (int i = backups.size() - 1; i >= 0; i--) {
            if (backups.get(i).isOver() && backups.get(i).isRecorded()) {
                return backups.get(i);
            }
        }
        return null;
    }

    BackupPlan takePlan() {
        return nextPlans.isEmpty() ? everyPlan : nextPlans.poll();
    }

    /** Begins a backup by SQL; returns null where the database refuses, because one is running. */
    Backup start(BackupPlan plan, BackupRequest request) {
        if (running() != null) {
            return null;
        }
        long job = counters.next("job");
        String path = pathOf(dataDestination);
        Backup backup = new Backup(
                new Backup.Ids(id, counters.next("task of a backup"), job, backups.size() + 1L),
                plan,
                request,
                request.incremental() ? base(path) : 0,
                path,
                timeline,
                timeline.now());
        backups.add(backup);
        timeline.after(plan.duration(), () -> {
            if (!backup.isOver() && !backup.isCancelling()) {
                backup.finishAsPlanned(timeline.now());
            }
        });
        return backup;
    }

    /** The set that an incremental backup to this path continues, or 0, which makes it a full one. */
    private long base(String path) {
        for (int i = backups.size() - 1; i >= 0; i--) {
            if (backups.get(i).isAvailable() && isSamePlace(backups.get(i).path(), path)) {
                return backups.get(i).ids().setId();
            }
        }
        return 0;
    }

    private static boolean isSamePlace(String one, String other) {
        return one.replaceAll("/+$", "").equals(other.replaceAll("/+$", ""));
    }

    /** What a restore has to go by. */
    RestoreModel restoreModel() {
        return new RestoreModel(
                backups.stream().map(Backup::set).toList(),
                archiveLog.rounds().stream()
                        .map(round -> new RestoreModel.Round(
                                round.destination(), Backup.scn(round.start()), Backup.scn(round.checkpoint())))
                        .toList());
    }

    /** What a restore finds at its destinations. */
    StoredBackups storedBackups() {
        Map<Long, String> passwords = new HashMap<>();
        backups.stream()
                .filter(backup -> !backup.encryption().isEmpty())
                .forEach(backup -> passwords.put(backup.ids().setId(), backup.encryption()));
        return new StoredBackups(
                name, id, pathOf(dataDestination), pathOf(archiveDestination), restoreModel(), passwords);
    }

    /** Adds a backup that was over before everything else here. */
    void remember(BackupPlan plan, Instant start) {
        if (!backups.isEmpty()) {
            throw new IllegalStateException("The history of " + name + " has begun already");
        }
        Backup backup = new Backup(
                new Backup.Ids(id, counters.next("task of a backup"), counters.next("job"), 1),
                plan,
                new BackupRequest(false, false, ""),
                0,
                pathOf(dataDestination),
                timeline,
                start);
        backup.finishAsPlanned(start.plus(plan.duration()));
        backups.add(backup);
    }

    public void cancelBackup() {
        Backup backup = running();
        if (backup != null && !backup.isCancelling()) {
            backup.beginCancel();
            timeline.after(CANCEL_TAKES, () -> {
                if (!backup.isOver()) {
                    backup.finishAsCancelled();
                }
            });
        }
    }

    /** A destination as the database shows it: of the parameters only the host. */
    public static String pathOf(String uri) {
        int query = uri.indexOf('?');
        if (query < 0) {
            return uri;
        }
        return uri.substring(0, query)
                + Arrays.stream(uri.substring(query + 1).split("&"))
                        .filter(parameter -> parameter.startsWith("host="))
                        .map(host -> "?" + host)
                        .findFirst()
                        .orElse("");
    }
}
