package io.jenkins.plugins.obshell.simulator.state;

import io.jenkins.plugins.obshell.simulator.http.BackupRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One backup of one tenant, as the database keeps it: a job with one task. Its progress follows from the time. */
public final class Backup {

    /** The record of the database that has no time zone and no errors of its own. */
    public record Ids(int tenantId, long taskId, long jobId, long setId) {}

    private record Phase(String status, double end) {}

    private static final int CANCELED_RESULT = -4072;

    private final Ids ids;
    private final BackupPlan plan;
    private final long base;
    private final boolean plusArchive;
    private final String encryption;
    private final String path;
    private final Timeline timeline;
    private final Instant start;
    private final List<Phase> phases;
    private Instant end;
    private String endStatus;
    private int result;
    private String comment = "";
    private Duration cancelledAfter;
    private boolean deleted;

    /** @param base the set that it continues if it is incremental; 0 makes it full */
    Backup(Ids ids, BackupPlan plan, BackupRequest request, long base, String path, Timeline timeline, Instant start) {
        this.ids = ids;
        this.plan = plan;
        this.base = base;
        this.plusArchive = request.plusArchive();
        this.encryption = request.encryption();
        this.path = path;
        this.timeline = timeline;
        this.start = start;
        this.phases = phases();
    }

    private List<Phase> phases() {
        List<Phase> all = new ArrayList<>(List.of(
                new Phase("INIT", 0.005),
                new Phase("BEGINNING", 0.01),
                new Phase("BACKUP_SYS_META", 0.03),
                new Phase("BACKUP_USER_META", 0.06),
                new Phase("BACKUP_META_FINISH", 0.07),
                new Phase("BACKUP_SYS_DATA", 0.1)));
        double copied = plan.course().copiedBy(plan.duration());
        double data = copied;
        double rest = 1 - copied;
        int unknown = plan.unknownStatuses().size();
        if (unknown > 0) {
            data = copied - 0.3 * copied / 0.9;
            all.add(new Phase("BACKUP_USER_DATA", data));
            for (int i = 0; i < unknown; i++) {
                all.add(new Phase(plan.unknownStatuses().get(i), data + (copied - data) * (i + 1) / unknown));
            }
        } else {
            all.add(new Phase("BACKUP_USER_DATA", data));
        }
        all.add(new Phase("BACKUP_FUSE_TABLET_META", copied + 0.4 * rest));
        all.add(new Phase("PREPARE_BACKUP_LOG", copied + 0.6 * rest));
        all.add(new Phase("BEFORE_BACKUP_LOG", 1));
        return all;
    }

    public Ids ids() {
        return ids;
    }

    public boolean isOver() {
        return end != null;
    }

    boolean isCancelling() {
        return cancelledAfter != null && !isOver();
    }

    public Instant start() {
        return start;
    }

    public Instant end() {
        return end;
    }

    public boolean incremental() {
        return base != 0;
    }

    public boolean plusArchive() {
        return plusArchive;
    }

    public String encryption() {
        return encryption;
    }

    public String path() {
        return path;
    }

    public int result() {
        return result;
    }

    public String comment() {
        return comment;
    }

    /** Whether it is there and whole, as a base for others. */
    boolean isAvailable() {
        return isOver() && endStatus.equals("COMPLETED") && !deleted;
    }

    /** Deletes its files; its records stay. */
    void delete() {
        deleted = true;
    }

    public long startScn() {
        return scn(start);
    }

    public long userLsStartScn() {
        return scn(start.plus(timeline.scaled(plan.userLogStart())));
    }

    /** The first point that it can be restored to; 0 as long as there is none. */
    public long endScn() {
        return isOver() && endStatus.equals("COMPLETED") ? scn(end) : 0;
    }

    /** An SCN is the true time, whatever the time zone of the database. */
    static long scn(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    RestoreModel.BackupSet set() {
        return new RestoreModel.BackupSet(
                ids.setId(), base, status(), deleted, plusArchive, startScn(), userLsStartScn(), endScn());
    }

    long tablets() {
        return plan.tablets();
    }

    public BackupPlan plan() {
        return plan;
    }

    /** The record of the task appears later than the job. */
    boolean isRecorded() {
        if (plan.recordLate() == null) {
            return false;
        }
        return isOver() || !timeline.now().isBefore(start.plus(timeline.scaled(plan.recordLate())));
    }

    public String status() {
        if (isOver()) {
            return endStatus;
        }
        if (isCancelling()) {
            return "CANCELING";
        }
        double done = done();
        for (Phase phase : phases) {
            if (done < phase.end()) {
                return phase.status();
            }
        }
        return phases.get(phases.size() - 1).status();
    }

    public String jobStatus() {
        return isOver() || isCancelling() ? status() : status().equals("INIT") ? "INIT" : "DOING";
    }

    /** What part of its time has passed, from 0 to 1. */
    double done() {
        if (isOver() && endStatus.equals("COMPLETED")) {
            return 1;
        }
        Duration worked = cancelledAfter;
        if (worked == null) {
            worked = timeline.unscaled(Duration.between(start, isOver() ? end : timeline.now()));
        }
        return plan.duration().isZero()
                ? 1
                : Math.min(1, (double) worked.toMillis() / plan.duration().toMillis());
    }

    /** What part of the data is copied, from 0 to 1. */
    public double copied() {
        double copiedBy = plan.course().copiedBy(plan.duration());
        return plan.course().copiedAfter((done() - 0.07) / (copiedBy - 0.07));
    }

    public Duration elapsed() {
        return Duration.between(start, isOver() ? end : timeline.now());
    }

    void beginCancel() {
        if (cancelledAfter == null) {
            cancelledAfter = timeline.unscaled(Duration.between(start, timeline.now()));
        }
    }

    void finishAsPlanned(Instant moment) {
        finish(plan.finalStatus(), plan.result(), plan.comment(), moment);
    }

    void finishAsCancelled() {
        finish("CANCELED", CANCELED_RESULT, "", timeline.now());
    }

    private void finish(String status, int newResult, String newComment, Instant moment) {
        endStatus = status;
        result = newResult;
        comment = newComment;
        end = moment;
    }
}
