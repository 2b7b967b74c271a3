package io.jenkins.plugins.obshell.simulator.state;

import java.time.Duration;
import java.time.Instant;

/** One restore, as the database keeps it. Its record outlives its tenant. */
public final class RestoreJob {

    public final long id;
    public final String tenantName;
    public final int tenantId;
    public final long scn;
    public final StoredBackups source;
    public final Instant start;
    final RestorePlan plan;
    private final Timeline timeline;
    private Instant end;
    private String status = "RESTORING";
    private String comment = "";

    RestoreJob(long id, TenantState tenant, long scn, StoredBackups source, RestorePlan plan, Timeline timeline) {
        this.id = id;
        this.tenantName = tenant.name();
        this.tenantId = tenant.id;
        this.scn = scn;
        this.source = source;
        this.plan = plan;
        this.timeline = timeline;
        this.start = timeline.now();
    }

    public boolean isOver() {
        return end != null;
    }

    public Instant end() {
        return end;
    }

    public String status() {
        return status;
    }

    public String comment() {
        return comment;
    }

    public long totalBytes() {
        return plan.bytes();
    }

    public long finishBytes() {
        if (isOver()) {
            return status.equals("SUCCESS") ? plan.bytes() : plan.bytes() / 2;
        }
        Duration worked = timeline.unscaled(Duration.between(start, timeline.now()));
        return plan.duration().isZero()
                ? plan.bytes()
                : (long) (plan.bytes()
                        * Math.min(
                                1, (double) worked.toMillis() / plan.duration().toMillis()));
    }

    void finish(String newStatus, String newComment) {
        if (!isOver()) {
            status = newStatus;
            comment = newComment;
            end = timeline.now();
        }
    }
}
